"""A program of which one kind of process dies as soon as it is started."""

from django.conf import settings

START = f"""
import os, runpy, sys

sys.path.insert(0, {str(settings.BASE_DIR)!r})


def die(*_, **__):
    os._exit(1)


%s
sys.argv[0] = "manage.py"
runpy.run_path({str(settings.BASE_DIR / "manage.py")!r}, run_name="__main__")
"""

# By whom it is started again: how it is made to die, before the program begins.
DIES = {
    "supervisor": """
import labeler.serving.supervisor as supervisor
live = supervisor.Child._live
supervisor.Child._live = lambda self: die() if self.name == "worker" else live(self)
""",
    "gunicorn": """
import gunicorn.workers.gthread
gunicorn.workers.gthread.ThreadWorker.init_process = die
""",
    "django-q2": """
os.environ["DJANGO_SETTINGS_MODULE"] = "labeler.settings"
import django_q.cluster
django_q.cluster.worker = die
""",
}


def dying(folder, kind):
    """A folder to start the program in (`Program(…, folder=…)`), so that this kind of its processes dies at once."""
    folder.mkdir()
    (folder / "manage.py").write_text(START % DIES[kind])
    return folder
