// The assets page for whoever may add images: the grid, and the uploads and imports that go on while it changes.

import { show } from "assets/grid";
import { wireImports } from "imports/dialog";
import { wireUploads } from "uploads/wire";

wireImports();
wireUploads(show);
