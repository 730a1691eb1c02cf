// What every page runs. A module with a state of its own is imported here or by the page, not twice.

import "../js/gone_back.js";
import "../js/theme.js";
import "../js/print.js";
import "../js/ages.js";
import "../js/menus.js";
import "../js/floor.js";
import "../js/keys.js";
import "../js/zone.js";
