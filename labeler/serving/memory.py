"""Memory that processes share: what is loaded before they are forked, and stays as it is afterwards.

Garbage collection writes into every object that it looks at, which gives each process a copy of its own of memory that
was shared. So what is loaded by now is kept out of it, for the good of every process that is forked from this one.
"""

import gc

from django.utils.module_loading import autodiscover_modules


def load_jobs() -> None:
    """The jobs of all apps, with what they import: once, and not in each process of the worker."""
    autodiscover_modules("tasks")


def settle() -> None:
    """What is loaded by now stays. To look through it for garbage would stop requests for a tenth of a second, too."""
    gc.collect()
    gc.freeze()
