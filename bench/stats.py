"""The counts of a project, which pages ask for once they have painted; its overview with the totals; its numbers."""

from collections.abc import Iterator
from functools import partial
from statistics import median

from bench import harness

SIZES = [1000] if harness.SMALL else [1000, 100_000, 1_000_000]
TIMES = 3 if harness.SMALL else 7


def measure() -> Iterator[harness.Row]:
    harness.prepare()
    from bench import rows

    client = rows.client()

    for size in SIZES:
        project = rows.project(size)
        base = f"/api/v1/projects/{project.slug}/stats/"
        floor = median(harness.each(TIMES, partial(harness.bare_count, project.pk)))
        for name, address in {
            "all": base,
            "approved of a category": f"{base}?category=3",
            "search": f"{base}?search=7919",
            "overview at first": f"/projects/{project.slug}/",
            "overview": f"/projects/{project.slug}/?part=numbers",
        }.items():
            times = harness.each(TIMES, partial(client.get, address))
            yield harness.Row(
                f"stats, {size:,} images, {name}",
                harness.spread(times),
                f"bare count(*): {floor:.1f} ms",
                median(times) / floor,
            )


if __name__ == "__main__":
    harness.main(measure)
