"""Following a project by the client: the feed of the server itself, with the gaps that it has."""

import json
from types import SimpleNamespace

import httpx
import pytest

from annotations.events.feed import Feed
from assets.images import deletion
from labeler_client import NoServer, Usage, cli
from labeler_client import projects as client_projects
from projects import access
from tests.support.cast import give_answer, make_photos

pytestmark = pytest.mark.django_db


@pytest.fixture
def feed(fake, api, project, bob):
    """What the server tells Bob, who may do all in the open project, behind the fake one's address."""

    def ask(request):
        told = api(bob).get(request.url.raw_path.decode())
        return httpx.Response(told.status_code, content=told.content)

    fake.routes[f"projects/{project.slug}/events/"] = ask
    return lambda after=0: list(Feed(project, bob, access.rights(bob, project)).all(after, None))


@pytest.fixture
def client(connection, project, feed):
    return client_projects.Project(connection, project.slug)


@pytest.fixture
def answered(project, dress, bob):
    """Photos with an answer each; those between the first and the last are deleted again."""
    photos = make_photos(project, range(12), by=bob)
    for photo in photos:
        give_answer(photo, "labeled", dress, by=bob)
    deletion.remove_many(project, [photo.pk for photo in photos[1:-1]], by=bob)
    return photos[0], photos[-1]


def ids(events):
    return [event["id"] for event in events]


def told(events):
    return [(event["kind"], event["object"]) for event in events]


def as_json(events):
    return json.loads(json.dumps(events))


def test_behind_answers_that_were_deleted_it_goes_on(client, feed, answered, fake, monkeypatch):
    monkeypatch.setattr(client_projects, "MOST_EVENTS", 2)
    pages = list(client.event_pages())
    assert any(not page.results for page in pages[:-1])
    found = [event for page in pages for event in page.results]
    assert found == as_json(feed())
    objects = [event["object"] for event in found if event["kind"] == "answer"]
    assert objects == [photo.pk for photo in answered]
    assert list(found[-1]) == ["id", "at", "actor", "kind", "object", "from", "to", "answer"]
    assert len(fake.requests) == len(pages)
    assert list(client.events()) == found


def test_five_hundred_are_asked_for_and_nothing_once_all_is_told(client, answered, fake):
    assert list(client.events())
    assert [dict(request.url.params) for request in fake.requests] == [{"after": "0", "limit": "500"}]


def test_where_all_is_told_the_next_look_goes_on_without_a_gap(client, feed, answered, dress, project, bob):
    *_, last = client.event_pages()
    assert list(client.events(last.after)) == []
    photo = make_photos(project, [50], by=bob)[0]
    give_answer(photo, "labeled", dress, by=bob)
    assert told(client.events(last.after)) == [("images.added", None), ("answer", photo.pk)]


def test_latest_is_the_place_behind_all_that_there_is_and_is_asked_for_once(
    client, answered, fake, dress, bob, project
):
    *_, last = client.event_pages()
    fake.requests.clear()
    assert list(client.events("latest")) == []
    assert len(fake.requests) == 1
    (page,) = client.event_pages("latest")
    assert page.results == []
    assert page.after >= last.after
    photo = make_photos(project, [50], by=bob)[0]
    give_answer(photo, "labeled", dress, by=bob)
    assert told(client.events(page.after)) == [("images.added", None), ("answer", photo.pk)]


def test_the_command_prints_an_event_a_line_and_on_stderr_where_to_go_on(command, project, feed, answered, monkeypatch):
    monkeypatch.setattr(client_projects, "MOST_EVENTS", 2)
    told = as_json(feed())
    code, out, err = command("events", project.slug)
    assert (code, [json.loads(line) for line in out.splitlines()]) == (0, told)
    position = err.split()[-1]
    assert err == f"labeler: all was told up to here; go on with --after {position}\n"
    assert command("events", project.slug, "--after", position) == (0, "", err)
    assert command("events", project.slug, "--after", str(told[0]["id"]))[1] == "".join(out.splitlines(True)[1:])


def test_following_from_latest_tells_what_comes_then_and_resolves_it_once(
    command, project, feed, answered, dress, bob, fake, monkeypatch
):
    photos = iter(make_photos(project, [50, 51], by=bob))

    def pause(seconds):
        for photo in photos:
            give_answer(photo, "labeled", dress, by=bob)
            return
        raise KeyboardInterrupt

    monkeypatch.setattr(cli.time, "sleep", pause)
    code, out, err = command("events", project.slug, "--after", "latest", "--follow")
    told = [json.loads(line) for line in out.splitlines()]
    assert (code, told) == (130, as_json(feed())[-2:])
    assert f"--after {told[-1]['id']}\n" in err
    assert "interrupted" in err.splitlines()[-1]
    asked = [request.url.params["after"] for request in fake.requests]
    assert asked[0] == "latest"
    assert asked[1:] == sorted(asked[1:], key=int)
    assert len(asked) == 3


def test_what_broke_off_between_two_lines_goes_on_behind_the_line_that_was_printed(
    command, project, feed, answered, monkeypatch
):
    told = as_json(feed())

    def interrupted_at_the_third(event):
        if event["id"] == told[2]["id"]:
            raise KeyboardInterrupt
        return json.dumps(event)

    monkeypatch.setattr(cli, "json", SimpleNamespace(dumps=interrupted_at_the_third))
    code, out, err = command("events", project.slug)
    assert (code, len(out.splitlines())) == (130, 2)
    assert f"--after {told[1]['id']}\n" in err


@pytest.mark.parametrize("after", ["-1", "newest", "1.5", "", "0x3"])
def test_a_place_that_is_none_is_told(command, project, fake, after):
    code, _, err = command("events", project.slug, f"--after={after}")
    assert (code, err, fake.requests) == (2, "labeler: after is the id of an event, or latest.\n", [])
    with pytest.raises(Usage):
        next(client_projects.Project(None, project.slug).event_pages(after))


def test_a_feed_that_does_not_get_on_is_told(fake, connection):
    page = {"results": [], "next": "http://labels.test/…", "after": 5}
    fake.routes["projects/wardrobe/events/"] = httpx.Response(200, json=page)
    with pytest.raises(NoServer, match="not as Labeler does"):
        list(client_projects.Project(connection, "wardrobe").events())
    assert len(fake.requests) == 2
