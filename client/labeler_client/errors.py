"""What can go wrong, as sentences for people, each kind with the exit code of the command line."""

from __future__ import annotations

DONE = 0
USAGE = 2  # argparse's own
FITS_OLDER = 3
REFUSED = 4
NOT_HERE = 5
SOME_SKIPPED = 6
NO_SERVER = 7
NOT_ALLOWED = 8
NOT_FOUND = 9
SAID_NO = 10
INTERRUPTED = 130


class LabelerError(Exception):
    """The base of all. `str()` is a sentence; `exit_code` is what the command line ends with."""

    exit_code = 1


class Usage(LabelerError):
    """What was asked for cannot be asked so."""

    exit_code = USAGE


class Altered(LabelerError):
    """Bytes are not those that the version was sealed with. Nothing of them is kept."""

    exit_code = REFUSED


class LocalProblem(LabelerError):
    """A file or folder of this machine cannot be read or written, or is something else."""

    exit_code = NOT_HERE


class NoServer(LabelerError):
    """Nobody answers, or not as Labeler does."""

    exit_code = NO_SERVER


class NotAllowed(LabelerError):
    """The token is wrong, has ended, or may not do this."""

    exit_code = NOT_ALLOWED


class NotFound(LabelerError):
    """There is no such project or version, or none that this token may see."""

    exit_code = NOT_FOUND


class SaidNo(LabelerError):
    """The server understood, and refused. `code` is for programs."""

    exit_code = SAID_NO

    def __init__(self, message: str, code: str = "") -> None:
        super().__init__(message)
        self.code = code
