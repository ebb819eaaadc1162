"""How fast Labeler is, measured: see README.md in this folder."""
