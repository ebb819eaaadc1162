"""Verbs: see to it that a category can be shown with its odd ones first, and the job that does it where it takes long.

Labels are told (`oddness.py`) when somebody asks for the beginning of such a list: some hundred while they wait, more
by a job. What came since stands last, as nobody knows better, and an image that a reviewer has just mended does not
come up again. A project has one job, however often and for however many categories it is asked for.
"""

from django.db import transaction

from annotations.browse import oddness
from annotations.browse.oddness import Measured
from annotations.models import NOT_MEASURED, OddnessJob
from core.exceptions import Refused
from core.jobs import job as life
from core.pagination import edge_of
from projects.models import Category, Project

AT_ONCE = 500  # labels that are told while somebody waits
CATEGORIES = 50  # so many, beyond which a job does it: as many as share the OTHERS of oddness.py

State = life.State


class Outdated(Refused):
    """The list was begun before its category was told anew."""


def look(project: Project, public_id: int | None, cursor: str | None) -> int:
    """How many labels of a category stand last in its list because they have no number. At its beginning those get one
    that are quickly told, and the others by a job. Refused (Outdated) where the list has to be begun again."""
    measured = Measured.of(project.categories.filter(public_id=public_id))
    if measured is None:
        return 0
    if not cursor:
        return _begin(measured)
    number = _number_at(cursor, project, public_id)
    if number is not None and (measured.is_outdated(number) or (number == NOT_MEASURED and _is_told_since(measured))):
        raise Outdated(
            "The odd ones of this category were told anew since this list was begun. Begin it again.",
            code="changed_meanwhile",
        )
    return 0 if measured.is_whole else measured.untold.count()


def _is_told_since(measured: Measured) -> bool:
    """Whether what a list had behind its first page without a number stands further up by now, or may at any moment:
    who goes on would never see it."""
    jobs = OddnessJob.objects.unfinished().filter(project=measured.category.project_id)
    return measured.is_whole or any(measured.category.pk in job.wanted for job in jobs)


def _number_at(cursor: str, project: Project, public_id: int | None) -> int | None:
    """None of a cursor that is none: whoever reads the page says so."""
    try:
        number: int = edge_of(
            cursor, oddness.ranked(project.assets.all(), oddness.ODD, project, public_id), oddness.ORDER
        )[0]
    except Refused:
        return None
    return number


def _begin(measured: Measured) -> int:
    if measured.is_whole:
        return 0
    missing = measured.size if measured.size <= AT_ONCE else measured.untold.count()
    if missing <= AT_ONCE:
        missing = _tell_at_once(measured)
    if missing:
        ask(measured.category)
    return missing


def _tell_at_once(measured: Measured) -> int:
    """How many are left: all, where this would take long."""
    labels = oddness.Labels.of(measured)
    others = oddness.others_of(measured.category)
    # A thumbnail takes longer to read than all else.
    if None in labels.waiting.values() or len(others) >= CATEGORIES:
        return len(labels.waiting)
    return len(labels.waiting) - oddness.tell(measured, labels, others)


def ask(category: Category) -> None:
    """Have a category measured by the job of its project, which does each once, however often it is asked for."""
    under_way = OddnessJob.objects.unfinished().filter(project=category.project_id).first()
    if under_way and category.pk in under_way.wanted:
        return
    with transaction.atomic():
        idle = OddnessJob(project_id=category.project_id, state=State.DONE)
        OddnessJob.objects.bulk_create([idle], ignore_conflicts=True)
        job = OddnessJob.objects.select_for_update(no_key=True).get(project=category.project_id)
        wanted = list(dict.fromkeys([*job.wanted, category.pk]))
        rows = OddnessJob.objects.filter(pk=job.pk)
        if job.is_unfinished:
            rows.update(wanted=wanted)
        else:
            rows.begin_again(wanted=wanted)
            life.enqueue(job)


def run(pk: int) -> None:
    """Measure what is asked for, unless somebody alive is at it. May run twice."""
    life.run(OddnessJob.objects.all(), pk, _work)


def retry(job: OddnessJob) -> None:
    """Go on with the categories that are left, after a failure."""
    life.retry(job)


def cancel(job: OddnessJob) -> None:
    """Stop it. What was told so far stays; who asks for a category again begins it anew."""
    life.cancel(job)


def sweep() -> None:
    life.sweep(OddnessJob.objects.select_related("project"))


def _work(attempt: life.Attempt[OddnessJob]) -> None:
    with attempt.renewing() as check:
        while not _is_over(attempt):
            check()
            pk = attempt.job.wanted[0]
            measured = Measured.of(Category.objects.filter(pk=pk))
            if measured is None or not _measure_some(measured):
                _leave_out(attempt.job, pk)


def _measure_some(measured: Measured) -> bool:
    """Whether there may be more of it. What is labeled meanwhile is left to whoever asks next: else a category that is
    being labeled would never be done."""
    if oddness.fill_looks(measured):
        return True
    labels = oddness.Labels.of(measured)
    oddness.tell(measured, labels, oddness.others_of(measured.category))
    return len(labels.waiting) >= oddness.PART


@transaction.atomic
def _is_over(attempt: life.Attempt[OddnessJob]) -> bool:
    """With nothing left it ends, under the lock under which others ask: what they ask for is not overlooked."""
    attempt.job.wanted = _locked(attempt.job).wanted
    if attempt.job.wanted:
        return False
    attempt.finish(State.DONE)
    return True


@transaction.atomic
def _leave_out(job: OddnessJob, category: int) -> None:
    wanted = [pk for pk in _locked(job).wanted if pk != category]
    OddnessJob.objects.filter(pk=job.pk).update(wanted=wanted)


def _locked(job: OddnessJob) -> OddnessJob:
    return OddnessJob.objects.select_for_update(no_key=True).get(pk=job.pk)
