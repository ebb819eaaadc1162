"""Pure: what is said when a disk is full."""

import errno

FULL = "The disk is full. Free some space, then try again."


def is_full(problem: OSError) -> bool:
    return problem.errno in (errno.ENOSPC, errno.EDQUOT)
