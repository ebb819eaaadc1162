// The overview: all but the totals comes after the page has painted, and the totals anew, of the same moment.

import { fillLater } from "parts/later/deferred-part";

const words = { loading: "Counting the labels", failed: "The label counts did not load." };
fillLater("numbers", "?part=numbers", words, { also: ["totals", "beside"] });
