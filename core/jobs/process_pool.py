"""Starts processes that work beside this one. It imports nothing of Django: a new process reads it before all else."""

import multiprocessing
import signal
from concurrent.futures import ProcessPoolExecutor


def pool(processes: int) -> ProcessPoolExecutor:
    """Processes of their own, that share no connection with this one, each with Django set up."""
    return ProcessPoolExecutor(processes, mp_context=multiprocessing.get_context("spawn"), initializer=_set_up)


def _set_up() -> None:
    import django

    signal.signal(signal.SIGINT, signal.SIG_IGN)  # whoever started us stops us
    django.setup()
