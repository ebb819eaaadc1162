"""Somebody who writes beside the test: on PostgreSQL many do at once."""

import queue
import threading

from django.db import connection, connections, transaction


class Writer:
    """Somebody with a connection of their own, whose transaction goes step by step."""

    def __init__(self):
        self._steps, self._done = queue.Queue(), queue.Queue()
        self._thread = threading.Thread(target=self._run)
        self._thread.start()

    def does(self, step, *arguments, **options):
        self._steps.put(lambda: step(*arguments, **options))
        result, problem = self._done.get(timeout=20)
        if problem:
            raise problem
        return result

    def _run(self):
        try:
            while step := self._steps.get():
                try:
                    self._done.put((step(), None))
                except Exception as problem:
                    self._done.put((None, problem))
        finally:
            connections.close_all()

    def begins(self):
        self._block = transaction.atomic()
        self.does(self._block.__enter__)

    def gets_a_number(self):
        self.does(execute, "SELECT pg_current_xact_id()")

    def commits(self):
        self.does(self._block.__exit__, None, None, None)

    def gives_up(self):
        self.does(transaction.set_rollback, True)
        self.commits()

    def ends(self):
        self._steps.put(None)
        self._thread.join(timeout=20)


def execute(statement, *values):
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
