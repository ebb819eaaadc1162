"""Pure: what a webhook can be told of, by its name in a body, and in the words of pages."""

VERSION_READY = "version.ready"
VERSION_FAILED = "version.failed"
IMPORT_FINISHED = "import.finished"
EXTRACTION_FINISHED = "extraction.finished"
CHECK_FINISHED = "check.finished"
CATEGORY_CHANGED = "category.changed"
IMAGES_WITHDRAWN = "images.withdrawn"
JOB_FAILED = "job.failed"

WORDS = {
    VERSION_READY: "Version ready",
    VERSION_FAILED: "Version failed",
    IMPORT_FINISHED: "Import finished",
    EXTRACTION_FINISHED: "Frames extracted",
    CHECK_FINISHED: "Sample check finished",
    CATEGORY_CHANGED: "Category changed",
    IMAGES_WITHDRAWN: "Picture withdrawn",
    JOB_FAILED: "Job failed",
}

TEST = "webhook.test"  # of one webhook alone, when somebody asks for it
