"""A process of its own on the database, the store and the work folder of the test: to be killed where it stands."""

import json
import os
import subprocess
import sys
from contextlib import contextmanager
from pathlib import Path

from django.conf import settings
from django.db import connection

# What every script begins with; it has `arguments`, and where it calls `here()` it stands still.
BEGINNING = """
import json, sys, time
from pathlib import Path
from labeler import settings
database, files, work, arguments = json.loads(sys.argv[1])
settings.DATABASES["default"]["NAME"] = database
settings.STORAGES["default"] = {"BACKEND": "core.storage.local.LocalBlobs", "OPTIONS": {"location": files}}
settings.WORK_DIR = Path(work)
import django
django.setup()

def here(*args, **options):
    print("here", flush=True)
    time.sleep(600)
"""


@contextmanager
def running(script, *arguments, **options):
    """The script while it runs; when the block ends it is killed."""
    places = [connection.settings_dict["NAME"], settings.STORAGES["default"]["OPTIONS"]["location"], settings.WORK_DIR]
    data = Path(settings.WORK_DIR).with_name("data")
    with subprocess.Popen(
        [sys.executable, "-c", BEGINNING + script, json.dumps([*map(str, places), arguments])],
        cwd=settings.BASE_DIR,
        env=os.environ | {"LABELER_DATA": str(data), "DJANGO_SETTINGS_MODULE": "labeler.settings"},
        stdin=subprocess.DEVNULL,
        **options,
    ) as process:
        try:
            yield process
        finally:
            process.kill()


def kill_where_it_stands(script, *arguments):
    """Run the script until it says that it is `here()`, and kill it there."""
    with running(script, *arguments, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout.readline() == "here\n"
