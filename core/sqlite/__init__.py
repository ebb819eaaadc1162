"""Django's database backend for SQLite, with one line for all who want to write."""
