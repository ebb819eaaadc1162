"""Exit code 0 when the PostgreSQL server of a URL answers and lets its user make databases; else it says what is wrong.

Tests need no database of theirs to exist: Django makes one beside it.
"""

import sys

import psycopg


def main(url):
    try:
        with _connect(url) as connection:
            (may_create,) = connection.execute(
                "SELECT rolcreatedb OR rolsuper FROM pg_roles WHERE rolname = current_user"
            ).fetchone()
    except psycopg.Error as problem:
        return str(problem).strip().splitlines()[-1].strip()
    return 0 if may_create else "its user may not make databases"


def _connect(url):
    try:
        return psycopg.connect(url, connect_timeout=3)
    except psycopg.OperationalError:
        return psycopg.connect(url, dbname="postgres", connect_timeout=3)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
