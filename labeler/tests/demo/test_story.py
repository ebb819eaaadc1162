"""The two weeks of the demo, told with few pictures: every page has something to show, and opens."""

from collections import Counter
from datetime import timedelta

import pytest
from django.urls import URLPattern, URLResolver, get_resolver
from django.utils import timezone

from annotations.models import AnnotationEvent
from annotations.review.issues import project_issues
from annotations.second.agreement import agreement
from annotations.statistics.counts import project_stats
from annotations.statistics.pace import project_pace
from assets.models import Asset
from exports.models import DatasetVersion, VersionShape
from labeler.demo import people, story
from labeler.demo.clock import Clock, going_by
from labeler.overview import activity
from people.models import AuditEntry
from projects.models import Project

PICTURES = 28

pytestmark = pytest.mark.django_db(transaction=True)


def last_noon():
    """When the weeks end here: shortly after midnight nothing would have been labeled yet on their last day."""
    return timezone.localtime().replace(hour=12, minute=0, second=0, microsecond=0) - timedelta(days=1)


@pytest.fixture
def told():
    """The project, and who is in it."""
    clock = Clock(last_noon())
    with going_by(clock):
        cast = people.gather("a long password for the demo")
        project = story.tell(cast, clock, pictures=PICTURES)
    return project, cast


def page_patterns(resolver=None, before=""):
    """Every address of a page, as urls.py spells it."""
    for each in (resolver or get_resolver()).url_patterns:
        route = before + str(each.pattern)
        if route.startswith(("admin", "api", "join", "logout", "new-password", "readyz")):
            continue
        if isinstance(each, URLResolver):
            yield from page_patterns(each, route)
        elif isinstance(each, URLPattern):
            yield route


def filled(route, project):
    check = project.sample_checks.order_by("pk").last()
    asset = project.assets.order_by("pk").first()
    look = project.imports.get()
    number = check.pk if "checks/" in route else look.pk if "imports/" in route else 2
    values = {"<slug:slug>": project.slug, "<int:asset_id>": asset.pk, "<int:number>": number, "<int:other>": 1}
    for name, value in values.items():
        route = route.replace(name, str(value))
    return f"/{route}"


def test_every_page_opens_with_something_to_show_and_what_was_done_went_by_the_verbs(told, client):
    project, cast = told
    _every_page_opens(project, cast, client)
    _there_is_something(project)
    _verbs_left_their_trace(project, cast)


def _every_page_opens(project, cast, client):
    client.force_login(cast.you)
    addresses = {filled(route, project) for route in page_patterns()}
    assert {"/", "/projects/pottery/", "/projects/pottery/versions/2/diff/1/"} <= addresses
    assert [address for address in addresses if "<" in address] == []
    answers = {address: client.get(address).status_code for address in addresses}
    # Some take a POST alone; who is signed in has no business at the door.
    assert {address: status for address, status in answers.items() if status not in (200, 302, 405)} == {}


def _there_is_something(project):
    _labels_tell_of_two_weeks(project)
    _versions_differ(project)
    video = project.videos.get()
    assert (video.state, video.frames.count()) == ("ready", 4)
    report = project.imports.get().report
    assert {each["name"] for each in report["classes"]["items"] if each["how"] == "unknown"} >= {"Mugs"}
    assert [check.finished_at is None for check in project.sample_checks.order_by("pk")] == [False, True]
    kinds = {issue.name for issue in project_issues(project, project_stats(project))}
    assert {"unlabeled", "needs_review"} <= kinds
    assert agreement(project).measure
    assert Project.objects.count() == 3
    done = Project.objects.get(slug="handle-or-no-handle")
    assert Counter(done.assets.values_list("status", flat=True)).keys() == {"approved"}


def _labels_tell_of_two_weeks(project):
    pace = project_pace(project, now=last_noon())
    assert len(pace.people) == 2
    assert sum(1 for count in pace.per_day if count) > 6
    assert pace.daily
    assert pace.per_day[-1]
    labeled = project.assets.exclude(status="unlabeled").count()
    assert PICTURES * 0.4 < labeled < PICTURES * 0.8
    events = AnnotationEvent.objects.filter(asset__project=project).order_by("pk")
    assert list(events.values_list("at", flat=True)) == sorted(events.values_list("at", flat=True))
    assert events.first().at < timezone.now() - timedelta(days=12)
    kinds = {entry.kind for entry in activity.recent(project, 100)}
    assert {"labeled", "approved", "added", "version"} <= kinds


def _versions_differ(project):
    first, second = DatasetVersion.objects.filter(project=project).order_by("number")
    assert (first.state, second.state) == ("ready", "ready")
    assert first.images < second.images
    names = [[each["name"] for each in version.frozen["categories"]] for version in (first, second)]
    assert "Pitcher" in names[0]
    assert "Jug" in names[1]
    assert list(VersionShape.objects.filter(version=second).values_list("state", flat=True)) == ["ready", "ready"]


def _verbs_left_their_trace(project, cast):
    """The audit tells when it really was."""
    entries = AuditEntry.objects.all()
    assert {"project_made", "member_added", "category_retired", "version_made"} <= set(
        entries.values_list("what", flat=True)
    )
    assert entries.order_by("at").first().at > timezone.now() - timedelta(hours=1)
    assert Asset.objects.filter(project=project).earliest("created_at").created_at < timezone.now() - timedelta(days=12)
    for user in (cast.mara, cast.jonas, cast.ines):
        assert not user.has_usable_password()


def test_the_clock_is_the_real_one_again_even_when_the_story_breaks_off():
    real = timezone.now
    clock = Clock(real() - timedelta(days=3))
    with pytest.raises(KeyError):
        _break_off(clock)
    assert timezone.now is real


def _break_off(clock):
    with going_by(clock):
        before = timezone.now()
        clock.passes(5)
        assert timezone.now() == clock.now == before + timedelta(seconds=5)
        raise KeyError
