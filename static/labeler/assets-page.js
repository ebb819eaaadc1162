// The assets page: the grid, and the uploads that go on while it changes.

import "labeler/assets-grid";
import "labeler/uploads";
