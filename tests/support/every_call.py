"""Every address with every method that it answers, and everybody who may try it: for tables of who is let in."""

import json
import re
from collections.abc import Collection
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.test import Client
from django.test.client import BOUNDARY, MULTIPART_CONTENT, ClientHandler, encode_multipart
from django.urls import URLPattern, URLResolver, get_resolver
from django.utils import timezone

from annotations.checks import sample_checks
from annotations.labeling import bulk
from annotations.models import Import
from assets.uploads import resumable
from assets.videos import stills
from exports.shapes import jobs as shapes
from exports.versions import builder
from exports.wanted import Wanted
from people import tokens
from projects import categories, lifecycle, members
from projects.joining import invitations
from tests.support.cast import give_answer, make_photos, picture
from tests.support.files.videos import FACTS
from webhooks import hooks
from webhooks.models import Delivery

# What the API tells of a video beside what its page shows.
TOLD = {"hdr": "", "interlaced": False, "video_streams": 1, "has_audio": False, "broken_at_ms": None}
PAGE_METHODS = ("GET", "POST")
METHODS = ("GET", "POST", "PUT", "PATCH", "DELETE")
WAYS = ("session", "token", "read-only token")
KINDS = ("labeler", "reviewer", "manager")
MEMBERS = GROUPS = ("stranger", "other", *KINDS, "staff", "superuser")
TUS = {"HTTP_TUS_RESUMABLE": "1.0.0"}


@dataclass(frozen=True)
class Call:
    """One method of one address. `route`: as urls.py spells it; `where`: with what is there."""

    method: str
    route: str
    where: str
    is_open: bool

    @property
    def is_api(self) -> bool:
        return self.route.startswith("api/")

    @property
    def name(self) -> str:
        route = self.route.replace("<slug:slug>", "wardrobe" if self.is_open else "vault")
        return f"{self.method:<6} /" + re.sub(r"<(?:[a-z]+:)?([a-z_0-9]+)>", r"{\1}", route)


class World:
    """An open and a closed project with one of each thing, and people of each kind in both. `slugs`: or the open one
    alone."""

    def __init__(self, admin: Any, slugs: Collection[str] = ("wardrobe", "vault")) -> None:
        self.admin = admin
        self.people = {"superuser": admin}
        for who in ("other", *KINDS, "staff"):
            self.people[who] = get_user_model().objects.create_user(who, is_staff=who == "staff")
        for kind in KINDS:  # a migration made them; a test that was before may have emptied the tables
            Group.objects.get_or_create(name=kind)
        self.projects = {slug: self._filled(slug) for slug in slugs}
        if "vault" in slugs:
            self._close(self.projects["vault"]["project"])
        self.keys = self._keys()
        self._in_groups = False

    def _close(self, project: Any) -> None:
        lifecycle.change(project, closed=True)
        for kind in KINDS:
            members.put(project, self.people[kind], kind)

    def _filled(self, slug: str) -> dict[str, Any]:
        project = lifecycle.create(slug.capitalize(), by=self.admin, guidelines=f"Of the {slug}.")
        dress, hat = (categories.add(project, f"{name} of the {slug}") for name in ("Dress", "Hat"))
        first = 100 if slug == "vault" else 200
        photos = make_photos(project, range(first, first + 6), by=self.admin)
        give_answer(photos[:4], "labeled", dress, by=self.admin)
        give_answer(photos[0], "approved", by=self.admin)
        kept = {
            "mime_type": "video/mp4",
            "size_bytes": 1,
            "file": "-",
            "uploaded_by": self.admin,
            "facts": FACTS | TOLD,
        }
        video = project.videos.create(original_name=f"{slug}.mp4", sha256=f"{first:064}", **kept)
        for _ in range(2):
            version = builder.request_version(project, Wanted(), by=self.admin)
            builder.build(version.pk)
        version.refresh_from_db()
        shape = shapes.request(version, "csv", by=self.admin)
        shapes.build(shape.pk)
        kept = {"original_name": f"{slug}.csv", "size_bytes": 1, "file": "-", "queued_at": timezone.now()}
        invitation, _ = invitations.make(project, "labeler", by=self.admin)
        hook = hooks.make(project, f"https://{slug}.example.org/", ["version.ready"], by=self.admin)
        sent = Delivery.objects.create(webhook=hook, event="version.ready", body="{}", state="failed")
        return {
            "project": project,
            "slug": slug,
            "asset_id": photos[1].pk,
            "recipe": "auto",
            "unlabeled": photos[4].pk,
            "public_id": hat.public_id,
            "video_id": video.pk,
            "still": stills.name(project.dataset_id, video.sha256, 0),
            "place": 0,
            "number": 2,
            "other": 1,
            "invitation": invitation.pk,
            "check": sample_checks.start(project, by=self.admin, size=1, seed=7).pk,
            "import": Import.objects.create(project=project, kind="csv", created_by=self.admin, **kept).pk,
            "bulk_id": bulk.set_selected(
                project, [(photos[3].pk, None)], status="skipped", category_ids=None, by=self.admin
            ).id,
            "username": "manager",
            "webhook": hook.pk,
            "message": sent.message_id,
        }

    # --- as whom ---

    def _keys(self) -> dict[tuple[str, str], str]:
        """By (who, way) what they show at the door."""
        found = {}
        for who, user in self.people.items():
            client = Client()
            client.force_login(user)
            found[who, "session"] = client.session.session_key
            found[who, "token"] = tokens.make(user, "All")[1]
            found[who, "read-only token"] = tokens.make(user, "Read", read_only=True)[1]
        return found

    def group(self, is_open: bool) -> None:
        """In open projects people are what their group says; in closed ones no group counts."""
        if is_open == self._in_groups:
            return
        self._in_groups = is_open
        for kind in KINDS:
            groups = [Group.objects.get_or_create(name=kind)[0]] if is_open else []
            self.people[kind].groups.set(groups)

    @cached_property
    def handler(self) -> ClientHandler:
        """One for all: making its middleware takes longer than most calls."""
        return ClientHandler(enforce_csrf_checks=False)

    def client(self, who: str, way: str) -> Client:
        client = Client(raise_request_exception=False)
        client.handler = self.handler
        if who == "stranger":
            return client
        key = self.keys[who, way]
        if way == "session":
            client.cookies["sessionid"] = key
        else:
            client.defaults["HTTP_AUTHORIZATION"] = f"Token {key}"
        return client

    def answer(self, call: Call, who: str, way: str = "session", where: str | None = None) -> Any:
        """What the call gets; nothing that it did stays."""
        self.group(call.is_open)
        with transaction.atomic():
            where = where or self._where(call, who)
            answer = self.client(who, way).generic(call.method, where, **self.sent(call))
            if not answer.streaming:
                _ = answer.content
            transaction.set_rollback(True)
        return answer

    def _where(self, call: Call, who: str) -> str:
        """The address, with what files have to be there for it: they do not come back with a row. Everybody has an
        upload of their own."""
        there = self.there(call)
        if "/stills/" in call.where and not default_storage.exists(there["still"]):
            default_storage.save(there["still"], ContentFile(picture(kind="JPEG")))
        if OWN_UPLOAD not in call.where:
            return call.where
        by = self.people.get(who, self.admin)
        upload = resumable.create(there["project"], name="a.png", size=10, kind="image", by=by)
        return call.where.replace(OWN_UPLOAD, str(upload.pk))

    def there(self, call: Call) -> dict[str, Any]:
        return self.projects["wardrobe" if call.is_open else "vault"]

    def status(self, call: Call, who: str, way: str) -> int:
        return self.answer(call, who, way).status_code

    # --- what is sent ---

    def sent(self, call: Call) -> dict[str, Any]:
        """What makes the call do its work, where it can: a refusal is then one of the person, not of what was sent."""
        if call.method == "GET":
            return {}
        name = call.route.removeprefix("api/v1/").replace("projects/<slug:slug>/", "")
        if call.is_api and (name in FILES) and call.method == "POST":
            return multipart(FILES[name])
        if name == "uploads/":
            return TUS | {"HTTP_UPLOAD_LENGTH": "10", "HTTP_UPLOAD_METADATA": "kind aW1hZ2U="}
        if name.startswith("uploads/<"):
            return TUS | {"HTTP_UPLOAD_OFFSET": "0", "content_type": "application/offset+octet-stream", "data": "0123"}
        body = BODIES.get((call.method, name))
        if not call.is_api:
            return {"content_type": "application/x-www-form-urlencoded", "data": ""}
        return {"content_type": "application/json", "data": json.dumps(body(self.there(call)) if body else {})}


BODIES = {
    ("POST", "projects/"): lambda there: {"name": "Attic"},
    ("PATCH", "projects/<slug:slug>/"): lambda there: {"guidelines": "Other ones."},
    ("PATCH", ""): lambda there: {"guidelines": "Other ones."},
    ("POST", "categories/"): lambda there: {"name": "Scarf"},
    ("PATCH", "categories/<int:public_id>/"): lambda there: {"description": "On heads."},
    ("POST", "categories/list/"): lambda there: {"categories": [{"name": "Scarf"}, {"name": "Glove"}]},
    ("POST", "guidelines/preview/"): lambda there: {"guidelines": "**Whole** garments."},
    ("POST", "categories/reorder/"): lambda there: {"ids": [2, 1]},
    ("PUT", "members/<str:username>/"): lambda there: {"kind": "manager"},
    ("POST", "invitations/"): lambda there: {"kind": "labeler"},
    ("POST", "webhooks/"): lambda there: {"url": "https://example.org", "events": ["job.failed"]},
    ("PATCH", "webhooks/<int:webhook>/"): lambda there: {"events": ["job.failed"]},
    ("POST", "assets/known/"): lambda there: {"sha256": ["0" * 64]},
    ("POST", "uploads/places/"): lambda there: {"count": 3},
    ("POST", "assets/delete/"): lambda there: {"asset_ids": [there["unlabeled"]]},
    ("POST", "assets/<int:asset_id>/withdraw/"): lambda there: {
        "reason": "Its owner asks.",
        "confirm": str(there["asset_id"]),
    },
    ("POST", "queue/"): lambda there: {"tab": "t", "load": "l", "idle": 0, "shown": None},
    ("POST", "queue/leave/"): lambda there: {"tab": "t", "load": "l", "idle": 0, "shown": None},
    ("POST", "answers/"): lambda there: {
        "operations": [
            {
                "op_id": "table",
                "asset": there["unlabeled"],
                "base_revision": 0,
                "status": "labeled",
                "category_ids": [1],
            }
        ]
    },
    ("PUT", "presets/"): lambda there: {"key": "q", "category_ids": [1]},
    ("POST", "bulk/"): lambda there: {"asset_ids": [there["asset_id"]], "status": "approved"},
    ("POST", "checks/"): lambda there: {"size": 1, "seed": 7},
    ("POST", "checks/<int:number>/send-back/"): lambda there: {"reason": "The strap is missing."},
    ("POST", "imports/<int:number>/again/"): lambda there: {"skip_unknown": True},
    ("POST", "versions/preview/"): lambda there: {"statuses": ["approved"]},
    ("POST", "versions/"): lambda there: {
        "statuses": ["approved"],
        "splits": {"ratios": {"train": 8000, "val": 1000, "test": 1000}, "seed": "wardrobe"},
        "notes": "What the night's training takes.",
    },
    ("POST", "delete/"): lambda there: {"confirm": there["slug"]},
    ("POST", "gold/"): lambda there: {"asset_ids": [there["asset_id"]]},
    ("POST", "checks/<int:number>/judgements/"): lambda there: {"judgements": []},
    ("POST", "checks/<int:number>/second/judgements/"): lambda there: {"judgements": []},
    ("POST", "videos/<int:video_id>/extract/"): lambda there: {"sampling": "fps", "value": 1},
}
FILES = {
    "assets/": {"file": SimpleUploadedFile("new.png", picture(999), "image/png")},
    "assets/several/": {"file": SimpleUploadedFile("several.png", picture(998), "image/png")},
    "videos/": {"file": SimpleUploadedFile("new.mp4", b"no video", "video/mp4")},
    "imports/": {"file": SimpleUploadedFile("new.csv", b"file,label\n", "text/csv"), "kind": "csv"},
}


def multipart(fields: dict[str, Any]) -> dict[str, Any]:
    for value in fields.values():
        if hasattr(value, "seek"):
            value.seek(0)
    return {"content_type": MULTIPART_CONTENT, "data": encode_multipart(BOUNDARY, fields)}


# --- where ----------------------------------------------------------------------------------------------------------


def routes(resolver: Any = None, before: str = "") -> Any:
    """Of all views, as urls.py spells them."""
    for each in (resolver or get_resolver()).url_patterns:
        route = before + _plain(each.pattern)
        if isinstance(each, URLResolver):
            yield from routes(each, route)
        elif isinstance(each, URLPattern):
            yield route


def _plain(pattern: Any) -> str:
    """Also of the few that Django's admin writes as regular expressions."""
    text = str(pattern)
    return re.sub(r"\(\?P<(\w+)>[^)]*\)", r"<\1>", text).strip("^$") if hasattr(pattern, "_regex") else text


def calls(world: World) -> list[Call]:
    """Each address with each method that it answers, the addresses of projects for the closed one and the open one."""
    found = []
    for route in sorted(set(routes())):
        slugs = sorted(world.projects)
        for slug in slugs if "<slug:slug>" in route else slugs[:1]:
            where = address(route, world.projects[slug])
            for method in METHODS if route.startswith("api/") else PAGE_METHODS:
                call = Call(method, route, where, slug == "wardrobe")
                if world.status(call, "superuser", "session") != 405:
                    found.append(call)
    return found


OWN_UPLOAD = "00000000-0000-0000-0000-000000000000"
SAID = {
    "upload_id": OWN_UPLOAD,
    "dataset_id": "00000000-0000-0000-0000-000000000000",  # of no project
    "content_type_id": 1,
    "object_id": 1,
    "app_label": "projects",
    "url": "nothing",
    "uidb64": "MQ",
    "token": "made-up",
    "id": 1,
}


def address(route: str, there: dict[str, Any]) -> str:
    kind = "csv" if "/shapes/" in route else "added"
    number = next((there[what] for what in ("check", "import", "invitation") if f"{what}s/" in route), there["number"])
    if "/zip/" in route:
        number = there["other"]  # one of which no other call reads anything
    named = SAID | there | {"kind": kind, "number": number}
    query = "?sampling=count&value=2" if route.endswith("/plan/") else ""
    return "/" + re.sub(r"<(?:[a-z]+:)?([a-z_0-9]+)>", lambda found: str(named[found[1]]), route) + query
