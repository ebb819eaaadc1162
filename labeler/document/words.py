"""Words of the API's document that belong to no single call: parts of addresses, tags, and what the values of an
enumeration mean."""

from assets.formats import FORMATS

# By name: what it is, and one that there may be.
PATHS = {
    "slug": ("The project, as in its address.", "wardrobe"),
    "dataset_id": ("`dataset_id` of the project.", "7a0f6c1e-5d3b-4c55-9b0e-2f6f1d3c8a11"),
    "asset_id": ("The number of the image.", 202),
    "video_id": ("The number of the video.", 1),
    "public_id": ("The id of the category: 1 for the first that was made. It never moves.", 2),
    "number": ("Its number in the project.", 2),
    "other": ("The number of the older version.", 1),
    "kind": ("added, removed, relabeled or moved.", "added"),
    "shapes/kind": ("Which shape.", "csv"),
    "recipe": ("`recipe` of the image's `shown`.", "auto"),
    "place": ("One of eight places, counted from 0.", 0),
    "username": ("The user name of the person.", "alice"),
    "upload_id": ("The upload, as its address tells.", "7a0f6c1e-5d3b-4c55-9b0e-2f6f1d3c8a11"),
    "webhook": ("`id` of the webhook.", 3),
    "message": ("`id` of the delivery: the `webhook-id` that was sent.", "msg_5b0c6f0e8a4f4a7c9a3f0f7d6d2f4e11"),
    "bulk_id": ("`id` of the answer to the bulk action.", "7a0f6c1e-5d3b-4c55-9b0e-2f6f1d3c8a11"),
}

TAGS = {
    "projects": "Who labels what, and by which rules.",
    "categories": "The classes of a project, whose ids never move.",
    "members": "Who belongs to a closed project.",
    "invitations": "Links by which people come in.",
    "guidelines": "What labelers are told.",
    "assets": "Images: in, out, found, and their bytes.",
    "videos": "Videos, and the frames that are taken out of them.",
    "uploads": "Large files, in pieces that can be resumed.",
    "queue": "Which images somebody labels next.",
    "presets": "Sets of categories that one keeps under keys of the labeling page.",
    "answers": "One answer an image, from people.",
    "bulk": "Many images at once, and back.",
    "imports": "Zips of pictures, and labels of other tools.",
    "stats": "Counts.",
    "mended": "Labels that somebody else changed or sent back.",
    "agreement": "How far people agree.",
    "second-answers": "What somebody said of an image without seeing its answer.",
    "gold": "Images whose labels are known to be right.",
    "checks": "Samples of labels that reviewers judge.",
    "events": "What happened in a project, in one order.",
    "webhooks": "Addresses that are told when something happens.",
    "versions": "Numbered, hashed, frozen: what pipelines take away.",
}

_JOB = {
    "queued": "It waits for a worker.",
    "failed": "It ended with an error, which is told beside; it may be tried again.",
    "cancelled": "Somebody stopped it.",
}
_MADE = _JOB | {"building": "A worker is at it.", "ready": "It is there, and never changes."}
_IMPORT = {
    "zip": "Pictures in folders, and labels where the options say so.",
    "labels": "Labels of any tool: what it is, the file tells.",
    "coco": "Labels in COCO's JSON.",
    "csv": "A table with a column of files and one of categories.",
    "export": "A dataset version of Labeler.",
}
_LABELER = {"labeler": "Labels.", "reviewer": "Labels, approves, and changes what others answered."}
_STATUS = {
    "unlabeled": "Nobody has answered.",
    "labeled": "It has a label that nobody has vouched for.",
    "needs_review": "It has a label, and somebody should look at it again.",
    "approved": "A reviewer vouches for its label.",
    "skipped": "Somebody said that it has no label.",
    "withdrawn": "Its bytes are gone for good, and its label with them. No other state follows.",
}
_ANSWER = {status: words for status, words in _STATUS.items() if status != "withdrawn"}
_SPLITS = {"train": "What a model learns from.", "val": "What it is tuned by.", "test": "What it is judged by."}
_TOLD = {
    "version.ready": "A version is ready.",
    "version.failed": "A version could not be built.",
    "import.finished": "An import is over; its report tells what it did.",
    "extraction.finished": "Frames were taken out of a video.",
    "check.finished": "All of a sample check is judged.",
    "category.changed": "Categories were added, changed, retired, restored or put in order.",
    "job.failed": "An import, an extraction or another shape of a version failed.",
}
_WITHDRAWN = {"images.withdrawn": "Pictures had to go for good: their bytes are gone, and answers say so."}
# By the name of the component.
MEANINGS = {
    "AnswerStatus": _ANSWER,
    "AssetStatus": _STATUS,
    "DeletionState": {name: told for name, told in _JOB.items() if name != "cancelled"}
    | {"running": "A worker is at it.", "done": "Nothing of it is left."},
    "DeliveryEvent": _TOLD | _WITHDRAWN | {"webhook.test": "Nothing happened: somebody asked for a test."},
    "DeliveryState": {
        "queued": "It waits for a worker, or for its next try.",
        "running": "It is being sent.",
        "done": "It arrived.",
        "failed": "It was given up.",
        "cancelled": "It was not sent, as the webhook was turned off.",
    },
    "EventKind": _TOLD
    | _WITHDRAWN
    | {
        "answer": "An image has another answer.",
        "project.changed": "A setting of the project is another one.",
        "images.added": "Images came in, all of them at once.",
        "member.added": "Somebody became a member.",
        "member.changed": "A member is another kind of member.",
        "member.removed": "Somebody is no member any more.",
        "images.deleted": "Images are gone, with their answers.",
        "video.added": "A video came in.",
        "video.deleted": "A video is gone.",
        "extraction.requested": "Frames are to be taken out of a video.",
        "extraction.cancelled": "Somebody stopped it.",
        "import.requested": "An import is to be run.",
        "import.cancelled": "Somebody stopped it.",
        "check.begun": "A sample of labels was drawn.",
        "version.requested": "A version is to be built, or once more.",
        "version.cancelled": "Somebody stopped it.",
    },
    "ImportKind": _IMPORT | {"undo": "It takes back what another import gave."},
    "SentImportKind": _IMPORT,
    "ImportStateEnum": _JOB | {"running": "A worker is at it.", "done": "It is over; see its report."},
    "InvitationKind": _LABELER,
    "InvitationState": {
        "open": "Its link opens.",
        "ended": "Somebody ended it.",
        "used up": "As many came in by it as it allows.",
        "expired": "Its days are over.",
        "lapsed": "Whoever made it may no longer invite.",
    },
    "MemberKind": _LABELER | {"manager": "All of that; images, versions, categories and settings, too."},
    "MimeTypeEnum": {kind: f"It ends in .{ending} in a version." for kind, ending in FORMATS.items()},
    "ResultCodeEnum": {
        "unknown_field": "The operation has a key that there is not.",
        "not_asked": "It says `second` of an image about which the caller is not asked again.",
        "withdrawn": "The picture was withdrawn: nothing is answered about it any more.",
    },
    "ResultEnum": {
        "applied": "The answer stands.",
        "duplicate": "It was applied before, under the same `op_id`.",
        "conflict": "Somebody else answered meanwhile; theirs stands.",
        "rejected": "It is no valid operation; `detail` tells why.",
    },
    "RightsEnum": {
        "answer": "See the project, and answer in it.",
        "review": "Approve, change what others answered, check samples.",
        "curate": "Images, videos, imports and versions.",
        "manage": "Categories, settings, members.",
    },
    "Sampling": {
        "fps": "So many frames a second.",
        "count": "So many frames, spread evenly.",
        "scene": "A frame where more than so many per cent of the picture change.",
    },
    "SecondAnswerKind": {
        "second": "Of an image that another person had answered.",
        "gold": "Of an image whose label is known to be right.",
    },
    "ShapeKindEnum": {
        "imagefolder": "A folder a class, as torchvision reads it.",
        "huggingface": "As the library datasets of Hugging Face reads it.",
        "csv": "A table, without the images.",
        "croissant": "A description by ML Croissant.",
    },
    "ShapeStateEnum": {name: told for name, told in _MADE.items() if name != "cancelled"},
    "VersionStateEnum": _MADE,
    "ZipStateEnum": {
        "ready": "It can be downloaded.",
        "freed": "Its room was freed; it is built again, the same bytes, when somebody asks for it.",
        "queued": _MADE["queued"],
        "building": _MADE["building"],
        "failed": "It could not be built again, which is told beside; it may be tried again.",
    },
    "JudgedSplit": {split: told for split, told in _SPLITS.items() if split != "train"},
    "SplitName": _SPLITS,
    "WebhookEvent": _TOLD | _WITHDRAWN,
    "TaskTypeEnum": {
        "classification_single": "One category an image.",
        "classification_multi": "Any number of categories an image.",
    },
    "UploadKind": {"image": "One image.", "video": "One video."},
    "VerdictShapeCodeEnum": {
        "identical": "Both hold the same.",
        "same_labels": "The classes are the same, the images are others.",
        "extended": "The newer one has classes behind those of the older.",
        "renamed": "A class has another name.",
        "task_changed": "The task types differ: a model of one fits the other neither way, even with equal classes.",
        "incompatible": "A class index means another class.",
    },
    "VideoState": _JOB
    | {
        "uploaded": "It is here, and nothing was asked of it.",
        "extracting": "Frames are being taken out.",
        "ready": "Its frames are here.",
    },
}
