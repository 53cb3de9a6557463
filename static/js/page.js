// All our scripts: one file for every page (joined they weigh least, and it is fetched once). Each module does nothing on a
// page that is not its own.
import "./app.js";
import "./saving.js";
import "./toast.js";
import "./menu.js";
import "./confirm.js";
import "./palette.js";
import "./theme.js";
import "./copy.js";
import "./list-keys.js";
import "./shortcuts.js";
import "./star.js";
import "./passkey.js";
import "./builder.js";
