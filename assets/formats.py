"""What pictures may be, and what of one is not known."""

from contract import v1

FORMATS = v1.EXTENSIONS  # whatever is taken in can be exported, under the same ending

NO_DHASH = 2**63 - 1  # not known: sorts behind all that are
