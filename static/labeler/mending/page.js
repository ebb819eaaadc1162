// Mended labels: the numbers come after the page has painted.

import { fillLater } from "parts/later/deferred-part";

const words = { loading: "Looking through the history", failed: "The numbers did not load." };
fillLater("numbers", document.getElementById("numbers").dataset.part, words);
