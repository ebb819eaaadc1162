"""One line an event on standard error: time, level, logger, message."""

import structlog

LINE = [
    structlog.stdlib.add_log_level,
    structlog.stdlib.add_logger_name,
    structlog.processors.TimeStamper(fmt="iso"),
    structlog.stdlib.ProcessorFormatter.remove_processors_meta,
    # Plain: where rich is installed, it would print the values of local variables, passwords among them.
    structlog.dev.ConsoleRenderer(colors=False, exception_formatter=structlog.dev.plain_traceback),
]
