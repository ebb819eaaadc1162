// The overview: its counts come after the page has painted.

import { fillLater } from "parts/deferred-part";

fillLater("numbers", "?part=numbers", { loading: "Counting the labels", failed: "The label counts did not load." });
