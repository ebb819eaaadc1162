"""Keys and words of the labeling page. Its script is told them, as it has to stay small."""

from typing import Any

LABEL_KEYS: dict[str, Any] = {
    "single": {
        "s": "skip",
        "a": "approve",
        "r": "review",
        "z": "undo",
        "n": "next-unlabeled",
        "o": "overlay",
        "p": "panels",
        "f": "fit",
        "+": "zoom-in",
        "=": "zoom-in",  # the key of + without Shift
        "-": "zoom-out",
        "[": "frame-before",
        "]": "frame-after",
        "i": "guidelines",
        ".": "same",
        "/": "find",
        "?": "shortcuts",
    },
    "shifted": {"z": "redo", "f": "keep-zoom"},
    "control": {"z": "undo"},
    "named": {
        "ArrowRight": "next",
        "ArrowDown": "next",
        "ArrowLeft": "previous",
        "ArrowUp": "previous",
        "Home": "first",
        "End": "last",
        "Enter": "go-on",
        "Backspace": "clear",
        "Escape": "back",
    },
    "filters": ["all", "unlabeled", "in_review", "done", "skipped"],
}

# Where an image has any number of categories: a key puts one on or takes it off, and others lead to the next image.
SET_KEYS: dict[str, Any] = LABEL_KEYS | {
    "single": LABEL_KEYS["single"] | {"x": "none"} | {key: f"preset-{key}" for key in "qwety"},
    "shifted": LABEL_KEYS["shifted"] | {key: f"keep-{key}" for key in "qwety"},
    "named": LABEL_KEYS["named"] | {" ": "go-on"},
}
SET_NONE = {"labeled": "None of these", "needs_review": "None of these", "approved": "None of these"}

KEYS = {"classification": LABEL_KEYS, "set": SET_KEYS}  # by editor

LABEL_NOTES = {
    # What somebody else did meanwhile, by the state that the image is in since.
    "did": {
        "unlabeled": "cleared the label of {image}",
        "skipped": "skipped {image}",
        "labeled": "labeled {image} as {answer}",
        "other": "set {image} to {answer}",
    },
    # What waits, for {stored}.
    "one": "1 label is stored in this browser and sent when",
    "many": "{n} labels are stored in this browser and sent when",
    "offline": {
        "kind": "warn",
        "sign": "i-offline",
        "text": "No connection. Keep labeling: {stored} it is back.",
    },
    "trouble": {
        "kind": "warn",
        "text": "The server has trouble. Keep labeling: {stored} it answers again.",
    },
    "full": {
        "kind": "warn",
        "text": "The server's disk is full. Keep labeling: {stored} there is room again.",
    },
    "logged-out": {
        "kind": "bad",
        "sign": "i-lock",
        "text": "You are signed out, or somebody else is signed in. {stored} you sign in again.",
    },
    "gone": {
        "kind": "bad",
        "sign": "i-lock",
        "text": "You can no longer open this project; ask one of its managers. {stored} you are let in again.",
    },
    "deleted": {
        "text": "This project was deleted.",
        "one": "The label that waited in this browser went with it.",
        "many": "The labels of {n} images that waited in this browser went with it.",
    },
    "no-store": {
        "kind": "warn",
        "text": "This browser stores nothing here. Each label is saved on the server before the next picture comes.",
    },
    "slow-store": "This browser is slow to store answers: the last ones may be lost if it crashes",
    "no-https": "Over HTTPS this browser would keep answers safe from a crash, too",
    "made-anew": "This browser lost its store of answers and made a new one.",
    "brought": "Those that waited were kept in another one, too: {n}.",
    # Of other people, who labeled in this browser.
    "others": {
        "one": "{who} has 1 answer waiting in this browser.",
        "many": "{who} has {n} answers waiting in this browser.",
        "how": "To send what waits, sign in under that name here and open the labeling page.",
    },
    "lead": "{key}, then a digit",
    # Of windows that label the same project.
    "was": {
        "one": "1 image that waited for {who} is yours now",
        "many": "{n} images that waited for {who} are yours now",
        "mine": "What waited in your other window is here now: {n}",
    },
    "elsewhere": {"one": "{image} is with {who} now", "mine": "{image} is in another window of yours now"},
    "holds": {
        "one": "{who} has 1 image open",
        "many": "{who} has {n} images open",
        "mine": "You have {n} open in another window",
    },
    "not-stored": "The server was not reached. The label is sent when it answers; keep this page open.",
}
