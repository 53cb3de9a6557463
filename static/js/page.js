// What every page loads.
import "./app.js";
import "./toast.js";
import "./menu.js";
import "./confirm.js";
import "./theme.js";
import "./shortcuts.js";
import "./list-keys.js";
