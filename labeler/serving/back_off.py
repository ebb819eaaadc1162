"""How long to wait before who dies again and again is started once more."""

LONGEST_PAUSE_SECONDS = 30.0
# Who lived this long was well: the next death is the first one again.
WELL_SECONDS = 60.0


class BackOff:
    """Of one process, or of several that do the same."""

    def __init__(self) -> None:
        self._deaths_in_a_row = 0

    def after(self, lived: float) -> float:
        """Seconds until the next start, when one has just died that lived so many seconds."""
        self._deaths_in_a_row = 1 if lived > WELL_SECONDS else self._deaths_in_a_row + 1
        return pause_before_start(self._deaths_in_a_row)


def pause_before_start(deaths_in_a_row: int) -> float:
    """No pause after the first death; then one second, two, four, and so on."""
    return min(LONGEST_PAUSE_SECONDS, 2.0 ** (deaths_in_a_row - 2)) if deaths_in_a_row > 1 else 0.0
