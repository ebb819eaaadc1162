// An image-work page with nothing to work on yet: only the ways out.

import { wireWork } from "labeler/work";

wireWork({ single: { "?": "shortcuts" }, shifted: {}, control: {}, named: { Escape: "back" }, filters: [] });
