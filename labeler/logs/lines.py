"""One line an event on standard error: time (UTC), level, logger, message. What a stranger sends begins no line:
control characters are written out, and each line of a traceback is indented. Links that open a door are told without
what opens it. What is told again and again is summed before (sums.py).
"""

import io
import re
from typing import Any, TextIO

import structlog

INDENT = "    "
SECRET = re.compile(r"(/join/|/new-password/[^/\s]+/)[^/\s\"'?&<>)\]]+")


def written_out(text: str) -> str:
    """With line ends and other characters that nobody sees as Python spells them."""
    told = SECRET.sub(r"\1…", text)
    return "".join(char if char.isprintable() else char.encode("unicode_escape").decode() for char in told)


def _on_one_line(logger: Any, method: str, event: structlog.typing.EventDict) -> structlog.typing.EventDict:
    event["event"] = written_out(str(event["event"]))
    return event


def _indented_traceback(file: TextIO, problem: structlog.typing.ExcInfo) -> None:
    """Plain: where rich is installed, it would print the values of local variables, passwords among them."""
    plain = io.StringIO()
    structlog.dev.plain_traceback(plain, problem)
    for line in plain.getvalue().strip().splitlines():
        file.write(f"\n{INDENT}{written_out(line)}")


LINE = [
    structlog.stdlib.add_log_level,
    structlog.stdlib.add_logger_name,
    structlog.processors.TimeStamper(fmt="iso"),
    structlog.stdlib.ProcessorFormatter.remove_processors_meta,
    _on_one_line,
    structlog.dev.ConsoleRenderer(colors=False, exception_formatter=_indented_traceback),
]
