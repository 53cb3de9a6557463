// What the builders of sessions and programs load. Each module does nothing on a page that is not its own.
import "./session-lines.js";
import "./session-move.js";
import "./session-combobox.js";
import "./session-light.js";
import "./session-text.js";
import "./print.js";
import "./program-sheet.js";
import "./program-keys.js";
import "./program-drag.js";
