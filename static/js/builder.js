// The builders of sessions and programs.
import "./session-lines.js";
import "./session-move.js";
import "./session-combobox.js";
import "./session-light.js";
import "./session-text.js";
import "./print.js";
import "./program-sheet.js";
import "./program-keys.js";
import "./program-drag.js";
