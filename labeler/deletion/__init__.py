"""A project that has to go, with all that it holds: asked for, and taken away by a job."""
