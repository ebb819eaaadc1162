"""The API under attack, by its own document: see `python -m labeler.tests.document.attack --help`."""
