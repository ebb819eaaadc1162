"""Pure: what may be set of a project."""
