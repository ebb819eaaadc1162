"""What pictures may be, and what of one is not known."""

FORMATS = {  # mime type -> the ending of its file, here and in exports
    "image/jpeg": "jpg",
    "image/png": "png",
    "image/webp": "webp",
    "image/gif": "gif",
    "image/bmp": "bmp",
    "image/tiff": "tif",
}


NO_DHASH = 2**63 - 1  # not known: sorts behind all that are
