"""The one command: web and worker, prepared, watched, and stopped together."""

import os
import socket
from functools import partial
from typing import Any

from django import db
from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from labeler.doctor import concerns
from labeler.logs import sums
from labeler.serving import (
    data_folder,
    first_password,
    first_run,
    memory,
    only_server,
    parent_death,
    start_words,
    static_files,
    supervisor,
    webserver,
)


class Command(BaseCommand):
    help = "Runs the web server and the worker, and stops both on Ctrl+C."
    requires_system_checks: list[str] = []  # make check has them; a start should be quick

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--only", choices=["web", "worker"], help="run one of the two, as on several hosts")

    def handle(self, *args: Any, only: str | None, **options: Any) -> None:
        with_web, with_worker = only != "worker", only != "web"
        try:
            # First of all, so that nothing is made when it is running already.
            door = webserver.listen(settings.CONFIG.host, settings.CONFIG.port) if with_web else None
            data_folder.prepare(self._say)
            if door:
                only_server.be_it(settings.CONFIG.port)
            self.prepare_folder()
            if door:
                with static_files.collecting(self._say):
                    first_run.reach_database()
                    first_run.refuse_newer_tables()
                    first_run.migrate(self._say)
                    self.fill()
            else:
                first_run.reach_database()
                first_run.refuse_newer_tables()
                first_run.wait_for_migrations(self._say)
                first_password.take()  # not needed here, and for no child to have
        except (webserver.CannotListen, first_run.NotReady, static_files.NotCollected) as problem:
            raise CommandError(str(problem)) from problem
        for line in start_words.lines(with_web=with_web, with_worker=with_worker):
            self._say(line)
        for warning in concerns.at_once():
            self._say(f"Warning: {warning}")
        # A connection must not be shared with the processes forked from here on.
        db.connections.close_all()
        parent_death.tie_every_fork()
        children = [*self._web(door)] if door else [supervisor.Child("warnings", self._warn, once=True)]
        if with_worker:
            children += self._worker()
        memory.settle()
        supervisor.Supervisor(children, each_second=sums.say_what_is_due).run()

    def prepare_folder(self) -> None:
        """What the folder needs before the database is asked, once no other server is at it."""

    def fill(self) -> None:
        """What an empty database gets."""
        first_run.make_first_user(self._say)

    def greeting(self, address: str) -> str:
        return f"Labeler is at {address} - press Ctrl+C to stop it."

    def _web(self, door: socket.socket) -> list[supervisor.Child]:
        # Loaded here, once, for all web processes that are forked from this one.
        import labeler.urls
        import labeler.wsgi  # noqa: F401

        address = webserver.address_of(door)

        def greet() -> None:
            self._say(self.greeting(address))
            self._warn()

        return [
            supervisor.Child("web", partial(webserver.serve, door)),
            supervisor.Child("greeting", partial(webserver.wait_until_it_answers, door, greet), once=True),
        ]

    def _warn(self) -> None:
        """What takes its time, in a process of its own: nobody waits for it."""
        for warning in concerns.in_time():
            self._say(f"Warning: {warning}")

    def _worker(self) -> list[supervisor.Child]:
        from labeler.serving import worker as cluster

        memory.load_jobs()
        worker = supervisor.Child("worker", cluster.run)
        watchdog = supervisor.Child("watchdog", partial(cluster.watch, worker))
        os.environ["LABELER_CLUSTER"] = cluster.name()
        return [worker, watchdog]

    def _say(self, words: str) -> None:
        self.stdout.write(words)
        self.stdout.flush()
