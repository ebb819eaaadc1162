"""A project to label in the running program, what a page was seen to accept, and what the database has of it."""

import json
import random
import sqlite3
from collections import Counter, defaultdict
from contextlib import closing

from playwright.sync_api import expect

from tests.support.browser import PATIENCE, see_picture
from tests.support.program import PASSWORD, eventually

CLASSES = {"1": "Dress", "2": "Hat", "3": "Shoes"}

SET_UP = """
import io, json
from django.contrib.auth import get_user_model
from PIL import Image
from assets.images import ingest
from projects import categories, lifecycle
people = get_user_model().objects
for name in {people!r}:
    people.filter(username=name).exists() or people.create_user(name, password={password!r})
admin = people.get(username="admin")
project = lifecycle.create({name!r}, by=admin)
for word in {classes!r}:
    categories.add(project, word)
prepared = []
for number in range({images}):
    out = io.BytesIO()
    color = (number % 256, number // 256 * 40 % 256, 120)
    Image.new("RGB", (160, 120), color).save(out, "PNG")
    prepared.append(ingest.prepare(project.dataset_id, out.getvalue(), f"photo-{{number:04d}}.png"))
ingest.add_prepared(project, prepared, by=admin)
print(project.slug)
"""

# Tells of each answer when the page has accepted it: then its words are shown beside "Undo".
LISTEN = """
addEventListener("DOMContentLoaded", () => {
  const words = document.querySelector("[data-part=toast_words]");
  if (words) new MutationObserver(() => {
    const [name, mark] = words.childNodes;
    if (mark?.textContent) window.accepted(name.textContent, mark.textContent);
  }).observe(words, { childList: true });
});
"""


class Work:
    """A project with so many unlabeled images, and who labels it."""

    def __init__(self, program, name, images, people=("alice",)):
        self.program, self.images = program, images
        script = SET_UP.format(
            name=name, images=images, people=people, password=PASSWORD, classes=list(CLASSES.values())
        )
        self.slug = program.manage("shell", "-c", script).split()[-1]
        self.url = f"{program.url}/projects/{self.slug}/label/"

    def answers(self):
        """(image, category) of every answer that was ever applied, in that order."""
        query = """
            SELECT asset.original_name, event.to_category_ids FROM annotations_annotationevent AS event
            JOIN assets_asset AS asset ON asset.id = event.asset_id JOIN projects_project AS project
            ON project.id = asset.project_id WHERE project.slug = ? ORDER BY event.id"""
        names = list(CLASSES.values())
        return [(image.removesuffix(".png"), names[json.loads(ids)[0] - 1]) for image, ids in self._read(query)]

    def names(self):
        """The names of the images, by id."""
        query = """
            SELECT asset.id, asset.original_name FROM assets_asset AS asset JOIN projects_project AS project
            ON project.id = asset.project_id WHERE project.slug = ?"""
        return {asset: name.removesuffix(".png") for asset, name in self._read(query)}

    def _read(self, query):
        with closing(sqlite3.connect(f"file:{self.program.data / 'labeler.sqlite3'}?mode=ro", uri=True)) as database:
            return database.execute(query, [self.slug]).fetchall()


class Labeler:
    """Somebody's browser: what keys were pressed in it, and what its pages were seen to accept."""

    def __init__(self, context, work, who="alice", seed=0):
        self.context, self.work, self.who = context, work, who
        self.pressed, self.accepted = 0, []
        self._accepted_on = Counter()  # by page
        self._pictures = defaultdict(set)  # by page: addresses of those that it has
        self._pick = random.Random(seed)
        context.set_default_timeout(PATIENCE)
        context.expose_binding("accepted", self._hear)
        context.add_init_script(LISTEN)
        context.on("requestfinished", self._note_picture)

    def _hear(self, source, name, label):
        self.accepted.append((name, label))
        self._accepted_on[source["page"]] += 1

    def _note_picture(self, request):
        if is_picture(request):
            self._pictures[request.frame.page].add(request.url)

    def sign_in(self):
        page = self.context.new_page()
        page.goto(f"{self.work.program.url}/login/")
        if page.url.endswith("/login/"):  # a browser may remember who it was of
            page.get_by_label("User name").fill(self.who)
            page.get_by_label("Password").fill(PASSWORD)
            page.get_by_role("button", name="Sign in").click()
        page.wait_for_url(f"{self.work.program.url}/")
        page.close()
        return self

    def open(self):
        page = self.context.new_page()
        page.goto(self.work.url)
        expect(page.locator("figure img, .viewer-empty").first).to_be_visible()
        see_picture(page)
        return page

    def press(self, page, count):
        """Keys as fast as the browser takes them, whatever the page does meanwhile: what comes while no picture is on
        the screen labels none."""
        for _ in range(count):
            page.keyboard.press(self._pick.choice(list(CLASSES)))
            self.pressed += 1

    def press_and_see(self, page, count):
        """So many keys, each once its picture is on the screen, and the page accepts them all."""
        for number in range(count):
            before = len(self.accepted)
            see_picture(page)
            self.press(page, 1)
            try:
                eventually(lambda before=before: self.looked(page) and len(self.accepted) > before)
            except AssertionError as problem:
                said = page.locator("main").inner_text()
                raise AssertionError(f"{number} of {count} were accepted; the page says: {said}") from problem

    def has_ahead(self, page, count):
        """Wait until the pictures of the next so many images are here, for an outage."""
        eventually(lambda: self.looked(page) and len(self._pictures[page]) > self._accepted_on[page] + count)

    def looked(self, page):
        """What the page told is only heard while the browser is listened to."""
        page.evaluate("1")
        return True


def is_picture(request):
    return request.url.endswith("/display")


def saved(page):
    return page.locator("[data-part=saved]")


def all_is_saved(page):
    expect(saved(page)).to_have_text("Saved")


def nothing_is_lost(work, *labelers):
    """All that was accepted comes to be in the database as it was accepted, each once, and nothing that was not
    pressed. Answers how many are found there."""
    accepted = Counter(answer for labeler in labelers for answer in labeler.accepted)
    pressed = sum(labeler.pressed for labeler in labelers)
    try:
        eventually(lambda: not accepted - Counter(work.answers()))
    except AssertionError:
        lost = accepted - Counter(work.answers())
        told = [page.locator("main").inner_text() for labeler in labelers for page in labeler.context.pages[-1:]]
        raise AssertionError(f"Accepted, but not in the database: {lost}; the page says: {told}") from None
    found = work.answers()
    assert len({image for image, _ in found}) == len(found) <= pressed
    print(f"{work.slug}: {pressed} keys, {accepted.total()} answers accepted, {len(found)} found")
    return len(found)
