"""A project tells programs elsewhere what happened in it: it is told by verbs, and asks nobody."""
