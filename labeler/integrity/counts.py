"""What is kept because counting it each time would take too long agrees with the rows that it stands for.

Counts that the database keeps by itself get a line in KEPT when they come.
"""

from collections import Counter
from collections.abc import Callable, Iterator

from django.db.models import Max

from annotations.models import SampleCheck, SecondJudgement
from assets.models import PlaceCounter
from exports.models import SplitReport
from labeler.integrity.findings import Finding, Unit, Units
from labeler.integrity.look import Look
from projects.models import Project


def units(after: str, look: Look) -> Units:
    """`after`: the number of a project."""
    for project in Project.objects.present().filter(pk__gt=int(after or 0)).order_by("pk"):
        said = [words for kept in KEPT for words in kept(project)]
        findings = [Finding("count", f"{words}.", project=project.slug) for words in said]
        yield Unit(str(project.pk), findings, Counter(projects=1))


def _class_indices(project: Project) -> Iterator[str]:
    """Given one after the other, and for ever (contract, section 3)."""
    found = list(project.categories.order_by("class_index").values_list("class_index", "public_id"))
    if found != [(index, index + 1) for index in range(len(found))]:
        yield f"Its categories do not have the class indices from 0 to {len(found) - 1}"


def _places(project: Project) -> Iterator[str]:
    """The last place that was given stands behind all that are taken: else two images would get the same one."""
    last = project.assets.aggregate(last=Max("place"))["last"] or 0
    given = PlaceCounter.objects.filter(project=project).values_list("given", flat=True).first()
    if given is None and last == 0:
        return
    if last > (given or 0):
        last_now = PlaceCounter.objects.filter(project=project).values_list("given", flat=True).first() or 0
        if last > last_now:
            yield f"Place {last:,} is taken, and only {last_now:,} were given"


def _sample_checks(project: Project) -> Iterator[str]:
    for check in SampleCheck.objects.finished().filter(project=project).iterator(chunk_size=100):
        wrong = sum(item["right"] is False for item in check.items)
        if (len(check.items), wrong) != (check.size, check.wrong):
            yield (
                f"Sample check {check.pk} says {check.wrong} wrong of {check.size}, and its labels say {wrong} of "
                f"{len(check.items)}"
            )
    for judgement in SecondJudgement.objects.finished().filter(sample_check__project=project).iterator(chunk_size=100):
        wrong = sum(verdict is False for verdict in judgement.verdicts)
        if wrong != judgement.wrong:
            yield f"The second judgement {judgement.pk} says {judgement.wrong} wrong, and its verdicts say {wrong}"


def _splits(project: Project) -> Iterator[str]:
    reports = SplitReport.objects.filter(version__project=project, state=SplitReport.State.READY)
    for report in reports.select_related("version"):
        pairs = report.lookalikes.count()
        if pairs != report.pairs:
            yield f"The splits of v{report.version.number} tell {report.pairs} pairs, and {pairs} are kept"
        labels = Counter[str]()
        for by_category in (report.by_split_and_category or {}).values():
            labels.update({name: int(count) for name, count in by_category.items()})
        told = {name: count for name, count in (report.version.counts or {}).get("by_category", {}).items() if count}
        if {name: count for name, count in labels.items() if count} != told:
            yield f"The splits of v{report.version.number} tell other numbers of labels than the version"


KEPT: tuple[Callable[[Project], Iterator[str]], ...] = (_class_indices, _places, _sample_checks, _splits)
