// The assets page: the grid, and the uploads and imports that go on while it changes.

import "labeler/assets-grid";
import "labeler/imports";
import "labeler/uploads";
