// The program builder: the side sheet, the keys of the grid, and dragging. Each works alone.
import "./program-sheet.js";
import "./program-keys.js";
import "./program-drag.js";
