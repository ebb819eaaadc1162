"""Pure: why an image is sent back, in a few words: what a reason may be, and a project's own ones."""

import unicodedata
from typing import Any

LONGEST = 200
MOST = 9  # of a project: a digit chooses one


def clean_reason(text: Any) -> str:
    """The reason as it is stored: NFC and trimmed; empty for none.

    Raises ValueError, in a sentence for people, when it is no text, too long, or more than one line.
    """
    if not isinstance(text, str):
        raise ValueError("A reason is a text.")
    reason = unicodedata.normalize("NFC", text).strip()
    if len(reason) > LONGEST:
        raise ValueError(f"A reason has at most {LONGEST} characters; this one has {len(reason)}.")
    if any(unicodedata.category(character) in ("Cc", "Cs", "Zl", "Zp") for character in reason):
        raise ValueError("A reason is one line, without control characters.")
    return reason


def clean_reasons(texts: Any) -> list[str]:
    """A project's own reasons in their order, each once; empty ones are left out.

    Raises ValueError, in a sentence for people, when there are too many, or one of them cannot be one.
    """
    if not isinstance(texts, list):
        raise ValueError("Reasons are a list of texts.")
    reasons = list(dict.fromkeys(reason for text in texts if (reason := clean_reason(text))))
    if len(reasons) > MOST:
        raise ValueError(
            f"A project has at most {MOST} reasons, so that a digit chooses one; these are {len(reasons)}."
        )
    return reasons
