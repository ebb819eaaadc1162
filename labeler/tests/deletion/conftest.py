"""Two projects that hold everything, and what is in the tables and in the store."""

import hashlib

import pytest
from django.db import connection

from labeler.deletion import deleting
from projects import lifecycle
from projects.models import DeletedProject
from tests.support import full_project


@pytest.fixture
def people(bob, alice, mallory, django_user_model):
    """Who works in the projects: bob runs them, alice labels, carol reviews, and two came by invitations."""
    carol = django_user_model.objects.create_user("carol")
    guests = [django_user_model.objects.create_user(name) for name in ("dora", "emil")]
    return {"by": bob, "labeler": alice, "reviewer": carol, "guests": guests}


@pytest.fixture
def make_full(people):
    """A project with everything; those that begin with the same seed share the bytes of their pictures."""

    def make(name, guest=0, **more):
        known = {who: people[who] for who in ("by", "labeler", "reviewer")}
        return full_project.make(name, **known, guest=people["guests"][guest], **more)

    return make


@pytest.fixture
def delete(bob):
    """Ask for the deletion of a project, which is archived first; run it unless told otherwise."""

    def do(project, *, run=True):
        lifecycle.archive(project, by=bob)
        project.refresh_from_db()
        deleted = deleting.request(project, confirm=project.slug, by=bob)
        if run:
            deleting.run(deleted.pk)
            deleted.refresh_from_db()
        return deleted

    return do


def all_rows(but=()):
    """Of every table in the database: table -> its rows, as text."""
    found = {}
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            if table not in but:
                cursor.execute(f'SELECT * FROM "{table}"')
                found[table] = {str(row) for row in cursor.fetchall()}
    return found


def all_files(folder):
    """Of every file below a folder: name -> the hash of its bytes."""
    paths = (path for path in folder.rglob("*") if path.is_file())
    return {str(path.relative_to(folder)): hashlib.sha256(path.read_bytes()).hexdigest() for path in paths}


def all_folders(folder):
    return {str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_dir()}


def now(deleted):
    return DeletedProject.objects.get(pk=deleted.pk)
