// What the portfolio runs.

import "../js/results_chart.js";
import "../js/when_chart.js";
import "../js/loading.js";
import "../js/copy_link.js";
import "../js/sorting.js";
import "../js/download.js";
import "../js/dates.js";
