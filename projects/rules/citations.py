"""Pure: what a citation may be."""

import unicodedata

LONGEST = 5_000
ALLOWED = "\n\t"


def clean_citation(text: str) -> str:
    """The citation as it is stored: NFC, lines that end in LF, trimmed; empty for none.

    Raises ValueError, in a sentence for people, when it is too long or holds control characters.
    """
    citation = unicodedata.normalize("NFC", text.replace("\r\n", "\n").replace("\r", "\n")).strip()
    if len(citation) > LONGEST:
        raise ValueError(f"A citation has at most {LONGEST:,} characters; this one has {len(citation):,}.")
    if any(unicodedata.category(each) in ("Cc", "Cs", "Zl", "Zp") for each in citation if each not in ALLOWED):
        raise ValueError("A citation is text without control characters.")
    return citation
