"""What tests make and try by hand: pictures, photos, answers, statements the database refuses, calls that race."""

import io
import threading

from django.db import DatabaseError, connection, connections, transaction
from PIL import Image

from annotations.labeling import answers
from assets.images import ingest


def picture(seed=0, size=(32, 24), kind="PNG", **options):
    """The bytes of a small picture; another seed, another picture."""
    color = (seed * 7 % 256, seed // 256 % 256, seed * 13 % 256)
    image = Image.new("RGB", size, color)
    image.putpixel((0, 0), (seed % 256, seed // 256 % 256, seed // 65536 % 256))
    out = io.BytesIO()
    image.save(out, kind, **options)
    return out.getvalue()


def make_photo(project, *, by, seed=0, name=None, content=None):
    done = ingest.add_image(project, content=content or picture(seed), original_name=name or f"photo-{seed}.png", by=by)
    assert not done.duplicate
    return done.asset


_operations = iter(range(1, 1_000_000))


def give_answer(asset, status, *labels, by, op_id=None):
    asset.refresh_from_db()
    operation = {
        "op_id": op_id or f"test-{next(_operations)}",
        "asset": asset.pk,
        "base_revision": asset.revision,
        "status": status,
        "category_ids": [label.public_id for label in labels],
    }
    if not labels:
        del operation["category_ids"]
    (result,) = answers.set_answers(asset.project, [operation], by=by)
    assert result.result == "applied", result.detail
    asset.refresh_from_db()
    return result


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
