"""What tests make and try by hand: pictures, photos, answers, statements the database refuses, calls that race."""

import io
import random
import threading

from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY, login
from django.contrib.auth.models import update_last_login
from django.contrib.sessions.backends.db import SessionStore
from django.db import DatabaseError, connection, connections, transaction
from django.http import HttpRequest
from PIL import Image

from annotations.labeling import answers
from assets.images import ingest
from assets.models import Asset
from people.accounts import sessions

# Statements by which something is told to whoever follows the project: ids are drawn, and an event is written, which
# may point to answers; on PostgreSQL in a savepoint. And before one reads: whom to wait for.
TELLING = 2 if connection.vendor == "sqlite" else 4
ASKING = 0 if connection.vendor == "sqlite" else 1


def picture(seed=0, size=(32, 24), kind="PNG", **options):
    """The bytes of a small picture; another seed, another picture."""
    color = (seed * 7 % 256, seed // 256 % 256, seed * 13 % 256)
    image = Image.new("RGB", size, color)
    image.putpixel((0, 0), (seed % 256, seed // 256 % 256, seed // 65536 % 256))
    out = io.BytesIO()
    image.save(out, kind, **options)
    return out.getvalue()


def pattern(seed, quality=None):
    """A picture of squares, another one for each seed; saved anew as JPEG of this quality, nearly the same."""
    chance = random.Random(seed)
    small = Image.frombytes("RGB", (9, 8), bytes(chance.randrange(256) for _ in range(9 * 8 * 3)))
    out = io.BytesIO()
    how = {"format": "JPEG", "quality": quality} if quality else {"format": "PNG"}
    small.resize((180, 160), Image.Resampling.BICUBIC).save(out, **how)
    return out.getvalue()


def make_photo(project, *, by, seed=0, name=None, content=None):
    done = ingest.add_image(project, content=content or picture(seed), original_name=name or f"photo-{seed}.png", by=by)
    assert not done.duplicate
    return done.asset


def make_photos(project, seeds, *, by):
    """One photo for each seed, in that order, brought in at once."""
    prepared = [ingest.prepare(project.dataset_id, picture(seed), f"photo-{seed}.png") for seed in seeds]
    done = ingest.add_prepared(project, prepared, by=by)
    assert not any(each.duplicate for each in done)
    return [each.asset for each in done]


def signed_in(user, backend="django.contrib.auth.backends.ModelBackend", session=None):
    """The session of somebody who has just typed a password, in place of another one where there is one. A new one is
    written once: Django writes it, and reads it again, for each thing that it notes."""
    if session is None:
        session = SessionStore()
        session[SESSION_KEY] = str(user.pk)
        session[BACKEND_SESSION_KEY] = backend
        session[HASH_SESSION_KEY] = user.get_session_auth_hash()
        update_last_login(None, user)
    else:
        request = HttpRequest()
        request.session = session
        login(request, user, backend)
    sessions.begin(session)
    sessions.password_typed(session)
    session.save()
    return session


_operations = iter(range(1, 1_000_000))


def give_answer(assets, status, *labels, by, op_id=None):
    """Give an asset an answer, or each of several the same, in one batch."""
    assets = [assets] if isinstance(assets, Asset) else list(assets)
    revisions = dict(Asset.objects.filter(pk__in=[asset.pk for asset in assets]).values_list("pk", "revision"))
    answer = {"status": status} | ({"category_ids": [label.public_id for label in labels]} if labels else {})
    operations = [
        {
            "op_id": op_id or f"test-{next(_operations)}",
            "asset": asset.pk,
            "base_revision": revisions[asset.pk],
            **answer,
        }
        for asset in assets
    ]
    for result in answers.set_answers(assets[0].project, operations, by=by):
        assert result.result == "applied", result.detail
    for asset in assets:
        asset.refresh_from_db()


def refused(sql, *values):
    """Whether the database itself refuses the statement. What it let through is taken back."""
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(sql, values)
            connection.check_constraints()
            transaction.set_rollback(True)
    except DatabaseError:
        return True
    return False


def at_once(*calls):
    """Make the calls in threads that start together; what they answer, in the order of the calls."""
    start = threading.Barrier(len(calls))
    answers = [None] * len(calls)
    problems = []

    def run(place, call):
        try:
            start.wait(timeout=10)
            answers[place] = call()
        except Exception as problem:
            problems.append(problem)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run, args=item) for item in enumerate(calls)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    if problems:
        raise problems[0]
    return answers
