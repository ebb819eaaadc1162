"""Pure: names in the environment that look like ours, and that nothing reads."""

from collections.abc import Iterable, Iterator
from difflib import get_close_matches

PREFIX = "LABELER_"
# What one process of ours tells another, the client and the compose file read, and tests go by.
ELSEWHERE = frozenset(
    {
        "LABELER_ADDRESS", "LABELER_ADMIN_PASSWORD_PIPE", "LABELER_CACHE", "LABELER_CHROMIUM", "LABELER_CLUSTER",
        "LABELER_HEADLESS_SHELL", "LABELER_LAWS", "LABELER_ROLE", "LABELER_SEED", "LABELER_SEEN", "LABELER_TOKEN",
        "LABELER_TUS_MB", "LABELER_URL", "LABELER_WRITE_EXAMPLES", "LABELER_WRITE_TABLE",
    }
)  # fmt: skip


def unknown(given: Iterable[str], known: Iterable[str]) -> Iterator[str]:
    """A sentence for each: `LABELER_DATTA: unknown; LABELER_DATA?`"""
    ours = {name for name in known if name.startswith(PREFIX)}
    for name in sorted(given):
        if name.startswith(PREFIX) and name not in ours | ELSEWHERE:
            # Without what all have in common, which would make all alike.
            near = get_close_matches(
                name.removeprefix(PREFIX), [each.removeprefix(PREFIX) for each in sorted(ours)], n=1
            )
            yield f"{name}: unknown; {PREFIX}{near[0]}?" if near else f"{name}: unknown, and nothing reads it."
