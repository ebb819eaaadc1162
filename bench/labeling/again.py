"""One refill of a labeler's window in a project that asks for second answers, against the same one in a project that
asks for none: while pictures are due, when all were answered twice, and when nothing else is left."""

from collections.abc import Iterator
from statistics import median
from typing import Any

from bench import harness

COUNT = 1000 if harness.SMALL else 1_000_000
TIMES = 5 if harness.SMALL else 40
SHARE = 5


def measure() -> Iterator[harness.Row]:
    harness.prepare()

    from django.contrib.auth import get_user_model

    from bench import rows
    from projects import lifecycle, members

    project = rows.project(COUNT, spread=True)
    labeler = get_user_model().objects.create_user("labeler")
    members.put(project, labeler, "labeler")

    def refill(share: int) -> list[float]:
        changed = lifecycle.change(project, closed=True, second_share=share)
        return harness.each(TIMES, lambda: _refill(changed, labeler))

    def row(name: str) -> harness.Row:
        off, on = refill(0), refill(SHARE)
        ratio = median(on) / median(off)
        return harness.Row(
            f"refill, {COUNT:,} images, {name}", harness.spread(on), f"no share: {median(off):.1f} ms", ratio, BOUND
        )

    yield row("many are due")
    _answer_all(project)
    yield row("all answered twice")
    _label_all(project)
    yield row("nothing is left")


BOUND = "at most 3"


def _refill(project: Any, labeler: Any) -> None:
    """Of a window that holds nothing yet."""
    from annotations.labeling import claims
    from annotations.models import Claim

    Claim.objects.all().delete()
    claims.refill(project, user=labeler, sign=claims.Sign(tab="bench"))


def _answer_all(project: Any) -> None:
    """All that has an answer has a second one, and both were compared."""
    from django.contrib.auth import get_user_model
    from django.db import connection

    other = get_user_model().objects.get_or_create(username="other")[0].pk
    empty = "'[]'::jsonb" if connection.vendor == "postgresql" else "'[]'"
    _do(
        f"""
        INSERT INTO annotations_secondanswer (kind, asset_id, by_id, status, category_ids, at, op_id, op_ids,
            first_event_id, first_by_id, compared_at, agrees, revision)
        SELECT 'second', event.asset_id, {other}, CASE to_status WHEN 'approved' THEN 'labeled' ELSE to_status END,
            to_category_ids, at, op_id, {empty}, event.id, actor_id, at, true, 1
        FROM annotations_annotationevent AS event JOIN assets_asset AS asset ON asset.id = event.asset_id
        WHERE project_id = {project.pk}
            AND NOT EXISTS (SELECT 1 FROM annotations_secondanswer AS given WHERE given.asset_id = event.asset_id)"""
    )


def _label_all(project: Any) -> None:
    """Nothing is unlabeled any more."""
    from bench import rows

    unlabeled = f"project_id = {project.pk} AND status = 'unlabeled'"
    _do(
        f"""
        INSERT INTO annotations_annotationevent (asset_id, actor_id, at, op_id, from_status, to_status,
            from_category_ids, to_category_ids, revision)
        SELECT asset.id, {rows.user().pk}, asset.created_at, 'rest-' || asset.id, 'unlabeled', 'skipped', '[]', '[]', 1
        FROM assets_asset AS asset WHERE {unlabeled}""",
        f"UPDATE assets_asset SET status = 'skipped', revision = 1 WHERE {unlabeled}",
    )
    _answer_all(project)


def _do(*statements: str) -> None:
    from django.db import connection

    with connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)
        cursor.execute("VACUUM ANALYZE" if connection.vendor == "postgresql" else "ANALYZE")


if __name__ == "__main__":
    harness.main(measure)
