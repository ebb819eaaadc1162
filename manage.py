#!/usr/bin/env python
"""Django's command line, with Labeler's settings."""

import os
import sys

from labeler.serving import first_password

if __name__ == "__main__":
    first_password.hide()
    # What is made here is its owner's alone. But an unpacked version is for others: who may read it says who unpacks.
    if sys.argv[1:2] != ["unpack_version"]:
        os.umask(0o077)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "labeler.settings")
    from django.core.exceptions import ImproperlyConfigured
    from django.core.management import execute_from_command_line

    try:
        execute_from_command_line(sys.argv)
    except ImproperlyConfigured as problem:
        sys.exit(str(problem))
