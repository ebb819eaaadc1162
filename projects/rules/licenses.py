"""Pure: what a license may be, and the address of one that has an SPDX id."""

import unicodedata

LONGEST = 200
SPDX = "https://spdx.org/licenses/"

_CC = [f"CC-{kind}-{number}"
       for kind in ("BY", "BY-SA", "BY-ND", "BY-NC", "BY-NC-SA", "BY-NC-ND")
       for number in ("1.0", "2.0", "2.5", "3.0", "4.0")]  # fmt: skip

# Those under which data is given. Only these get an address: a guess would name a license that there is not.
_IDS = (
    *_CC, "CC0-1.0", "PDDL-1.0", "ODbL-1.0", "ODC-By-1.0",
    "CDLA-Permissive-1.0", "CDLA-Permissive-2.0", "CDLA-Sharing-1.0", "C-UDA-1.0", "O-UDA-1.0",
    "DL-DE-BY-2.0", "DL-DE-ZERO-2.0", "etalab-2.0", "NLOD-1.0", "NLOD-2.0", "OGL-UK-3.0",
    "Apache-2.0", "BSD-2-Clause", "BSD-3-Clause", "MIT", "MPL-2.0", "Unlicense",
    "GPL-2.0-only", "GPL-2.0-or-later", "GPL-3.0-only", "GPL-3.0-or-later", "AGPL-3.0-only", "AGPL-3.0-or-later",
)  # fmt: skip
_BY_KEY = {id.casefold(): id for id in _IDS}


def clean_license(text: str) -> str:
    """The license as it is stored: NFC and trimmed; empty for none.

    Raises ValueError, in a sentence for people, when it is too long or more than one line of text.
    """
    license = unicodedata.normalize("NFC", text).strip()
    if len(license) > LONGEST:
        raise ValueError(f"A license has at most {LONGEST} characters; this one has {len(license)}.")
    if any(unicodedata.category(character) in ("Cc", "Cs", "Zl", "Zp") for character in license):
        raise ValueError("A license is one line, without control characters.")
    return license


def address(license: str) -> str:
    """The address at SPDX of a license that is given by its id there, in any case; any other text as it is."""
    id = _BY_KEY.get(license.casefold())
    return f"{SPDX}{id}" if id else license
