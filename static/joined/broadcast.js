// What the page of a broadcast runs.

import "../js/results_chart.js";
import "../js/progress_chart.js";
import "../js/updating.js";
import "../js/refreshing.js";
import "../js/burn_down_chart.js";
import "../js/when_chart.js";
import "../js/loading.js";
import "../js/copy_link.js";
import "../js/sorting.js";
import "../js/definitions.js";
import "../js/download.js";
import "../js/dates.js";
