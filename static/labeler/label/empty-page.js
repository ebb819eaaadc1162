// An image-work page with nothing to work on yet: only the ways out.

import { wireWork } from "base/commands";

wireWork({ single: { "?": "shortcuts" }, shifted: {}, control: {}, named: { Escape: "back" }, filters: [] });
