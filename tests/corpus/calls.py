"""What the API answers about the projects of the corpus, call by call: first what only reads, then what writes.

Times are those of a clock that is set, and numbers that are drawn at random are counted, so that bodies are the same to
the byte, on either database.
"""

import json
import uuid
from itertools import count
from unittest import mock

from django.contrib.auth import get_user_model
from rest_framework.test import APIClient

from annotations.labeling import comparing
from annotations.review import facets, issues
from annotations.statistics.counts import project_stats
from people import tokens
from projects.models import Project

READS = {
    "talk": (
        "",
        "assets/",
        "assets/?limit=3&sort=name",
        "assets/?limit=3&sort=added",
        "assets/?status=approved",
        "assets/?category=1&status=labeled",
        "assets/?labeler=zoë",
        "assets/?issue=disagree",
        "assets/?issue=second",
        "{0}",
        "{3}",
        "{5}",
        "{11}",
        "{0}history/",
        "{4}history/",
        "{5}history/",
        "{8}history/",
        "{11}history/",
        "stats/",
        "categories/",
        "agreement/",
        "second-answers/",
        "gold/",
        "mended/",
        "checks/",
        "events/",
        "events/?limit=5",
        "versions/",
        "versions/latest/",
        "versions/1/",
        "versions/2/",
        "versions/2/manifest.json",
        "versions/2/labels.jsonl",
        "versions/2/annotations.json",
        "versions/2/metadata.jsonl",
        "versions/2/checksums.sha256",
        "versions/2/shapes/",
        "versions/2/diff/1/",
        "versions/2/diff/1/relabeled/",
        "versions/2/diff/1/removed/",
        "versions/2/diff/1/download/",
    ),
    "wardrobe": (
        "assets/?limit=5",
        "assets/?category=3&status=approved",
        "assets/?category=4",
        "assets/?issue=retired",
        "{0}",
        "{0}history/",
        "{30}",
        "stats/",
        "categories/",
        "versions/?limit=3",
        "versions/6/",
        "versions/8/",
        "versions/8/labels.jsonl",
        "versions/9/shapes/csv/",
        "versions/8/diff/1/",
        "versions/10/diff/6/",
        "versions/8/diff/1/relabeled/?limit=1",
    ),
    "walk": ("{6}", "{0}frames/", "{6}frames/", "stats/", "versions/2/annotations.json", "versions/3/diff/1/"),
    "phone": ("{4}", "versions/2/", "versions/2/annotations.json"),
    "checked": (
        "stats/",
        "checks/",
        "checks/1/",
        "checks/2/",
        "checks/2/agreement/",
        "versions/3/",
        "versions/3/manifest.json",
    ),
    "withdrawn": ("{1}", "{1}history/", "versions/1/", "versions/1/withdrawn.json", "versions/3/diff/1/"),
    "bare": ("stats/", "assets/", "versions/1/labels.jsonl", "versions/2/diff/1/"),
    "rearranged": ("stats/", "versions/3/", "versions/3/diff/2/", "assets/?category=16"),
}
READS_BEHIND = ("assets/", "stats/", "agreement/", "second-answers/", "events/", "checks/", "mended/", "gold/")
READS_OF_A_LABELER = ("assets/", "{4}", "{0}history/", "stats/", "second-answers/", "versions/2/")
NAMES = ("bob", "alice", "zoë", "carol")
FACETS = ({}, {"status": "approved"}, {"category": "1"}, {"labeler": "zoë"})


class Talk:
    """Some people's programs. What they hear is `{call: [status, body]}`, in the order of the calls."""

    def __init__(self, clock):
        self._clock = clock
        self._numbers = count(1)
        self._heard = {}
        users = [get_user_model().objects.get(username=name) for name in NAMES]
        self._clients = {name: _client(user) for name, user in zip(NAMES, users, strict=True)}

    def read(self):
        self._heard = {}
        for slug, paths in READS.items():
            for path in paths:
                self._call("bob", "GET", slug, path)
        for path in READS_OF_A_LABELER:
            self._call("zoë", "GET", "talk", path)
        return self._heard | _of_the_review_page()

    def write(self):
        """Answers of every outcome, some in bulk, taken back, judged, and given a second time."""
        self._heard = {}
        with mock.patch("uuid.uuid4", side_effect=lambda: uuid.UUID(int=next(self._numbers))):
            pks = self._pks("talk")
            self._answer(pks)
            self._act_in_bulk(pks)
            self._check()
            self._post("bob", "versions/preview/", {"statuses": ["approved", "labeled"]})
            self._post("bob", "versions/", {"statuses": ["approved"], "notes": "Of the API."})
            self._clock.passes(24 * 3600)
            comparing.sweep()
            for path in READS_BEHIND:
                self._call("bob", "GET", "talk", path)
        return self._heard

    def _answer(self, pks):
        first = _operation(1, pks[9], 0, "labeled", category_ids=[1], shown_ms=1234, seen=True)
        for who in ("alice", "alice", "zoë"):  # applied; a duplicate; one that another person sent before
            self._post(who, "answers/", {"operations": [first]})
        several = [
            _operation(2, pks[9], 0, "labeled", category_ids=[2]),  # a conflict
            _operation(3, pks[10], 0, "labeled", category_ids=[1, 2]),
            _operation(4, pks[10], 0, "labeled", category_ids=[]),
            _operation(5, pks[10], 0, "labeled", category_ids=[9]),
            _operation(6, pks[10], 0, "unlabeled", category_ids=[1]),
            _operation(7, pks[10], 0, "approved"),
            _operation(8, 999_999, 0, "skipped"),
            _operation(9, pks[10], 0, "skipped"),
            _operation(10, pks[10], 1, "needs_review", category_ids=[2], reason="Too dark"),
            _operation(11, pks[11], 0, "approved", category_ids=[2]),
            {"op_id": "no more"},
        ]
        self._post("bob", "answers/", {"operations": several})
        self._post("bob", "answers/", {"operations": [], "strange": 1})
        # Second answers.
        self._post("zoë", "answers/", {"operations": [_operation(12, pks[5], 0, "labeled", category_ids=[2])]})
        self._post("alice", "answers/", {"operations": [_operation(13, pks[8], 0, "skipped")]})
        for place in (9, 10, 11, 5):
            self._call("bob", "GET", "talk", f"{{{place}}}")
            self._call("bob", "GET", "talk", f"{{{place}}}history/")

    def _act_in_bulk(self, pks):
        for body in (
            {"asset_ids": pks[2:5], "status": "approved"},
            {"asset_ids": [{"id": pks[9], "revision": 1}, pks[10]], "status": "labeled", "category_ids": [2]},
            {"filter": {"status": "labeled"}, "status": "needs_review", "reason": "All of them"},
            {"asset_ids": pks[:3], "status": "labeled", "category_ids": [1, 2]},
            {"asset_ids": pks[:3], "status": "labeled", "category_ids": [3]},
            {"asset_ids": pks[5:7], "status": "approved", "others": {"asset_ids": pks[7:8], "status": "needs_review"}},
        ):
            done = self._post("bob", "bulk/", body)
            if done.status_code == 200:
                self._call("bob", "GET", "talk", "assets/")
                self._post("bob", f"bulk/{done.json()['id']}/undo/")

    def _check(self):
        check = self._post("bob", "checks/", {"size": 4, "seed": 7}).json()
        judged = [{"asset": item["asset"], "right": place != 1} for place, item in enumerate(check["items"])]
        self._post("bob", f"checks/{check['id']}/judgements/", {"judgements": judged})
        self._post("carol", f"checks/{check['id']}/second/")
        self._post("bob", f"checks/{check['id']}/send-back/", {"reason": "Look again"})

    def _post(self, who, path, body=None):
        return self._call(who, "POST", "talk", path, body)

    def _call(self, who, method, slug, path, body=None):
        """Note what is answered, and give it."""
        where = path.format(*(f"assets/{pk}/" for pk in self._pks(slug)))
        self._clock.passes(1)
        send = getattr(self._clients[who], method.lower())
        answer = send(f"/api/v1/projects/{slug}/{where}", **({} if body is None else {"data": body, "format": "json"}))
        text = (b"".join(answer) if answer.streaming else answer.content).decode()
        name = f"{who}: {method} {slug}/{where}" + ("" if body is None else f" {json.dumps(body, ensure_ascii=False)}")
        while name in self._heard:
            name += " again"
        self._heard[name] = [answer.status_code, text]
        return answer

    @staticmethod
    def _pks(slug):
        return list(Project.objects.get(slug=slug).assets.order_by("pk").values_list("pk", flat=True))


def _client(user):
    _, token = tokens.make(user, "Of the corpus")
    return APIClient(HTTP_AUTHORIZATION=f"Token {token}", SERVER_NAME="localhost")


def _operation(number, asset, base_revision, status, **more):
    return {"op_id": f"call-{number}", "asset": asset, "base_revision": base_revision, "status": status, **more}


def _of_the_review_page():
    """What its left side counts, and the issues that it names, in words of ours: no call of the API tells them."""
    told = {}
    for project in Project.objects.order_by("pk"):
        for filters in FACETS:
            found = {
                "by_status": facets.by_status(project, filters),
                "by_category": sorted(facets.by_category(project, filters).items(), key=str),
                "labelers": facets.labelers(project),
            }
            told[f"facets of {project.slug} {json.dumps(filters, ensure_ascii=False)}"] = found
        found = issues.project_issues(project, project_stats(project))
        told[f"issues of {project.slug}"] = [
            [issue.name, issue.count, str(issue.oldest), issue.strip, issue.looked_at, issue.average]
            + [[counted.category.public_id, counted.count] for counted in issue.categories]
            for issue in found
        ]
    return told
