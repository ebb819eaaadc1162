"""What there is to attack: a small world with one of each thing, and the document with its addresses."""

import copy
import json
import sys
from typing import Any

from labeler.document.completed import operations

PEOPLE = ("superuser", "manager", "reviewer", "labeler", "other")
# Such names never resolve, so that no test speaks to a machine of somebody else's.
WEBHOOK_ADDRESSES = [
    "https://hooks.invalid/labeler",
    "https://b.hooks.invalid:8443/?a=1",
    "http://127.0.0.1:9/",
    "https://wardrobe.example.org/",  # that of the world
]


def make(admin: Any) -> tuple[dict[str, Any], dict[str, str]]:
    """The document as this world has it, and tokens that may write, by who has them."""
    from tests.support.every_call import World
    from tests.support.walks.api import furnish

    world = World(admin, ("wardrobe",))
    furnish(world)
    world.group(is_open=True)
    return of_this_world(world.projects["wardrobe"]), {who: world.keys[who, "token"] for who in PEOPLE}


def of_this_world(there: dict[str, Any]) -> dict[str, Any]:
    """The document, in which the parts of addresses are what there is, and sometimes what there is not."""
    from labeler.tests.document.support import described

    document = copy.deepcopy(described())
    numbers = sorted(there["project"].assets.values_list("pk", flat=True))
    known = {
        "slug": [there["slug"]],
        "asset_id": [*numbers, 999_999],
        "video_id": [*there["project"].videos.values_list("pk", flat=True), 999_999],
        "public_id": [1, 2, 999],
        "number": [*range(1, 6), 999_999],
        "other": [1, 2, 999_999],
        "place": [0, 7, 8],
        "recipe": ["auto", "0-255"],
        "username": ["labeler", "reviewer", "nobody"],
        "bulk_id": [str(there["bulk_id"])],
        "webhook": [there["webhook"], 999_999],
        "message": [there["message"], "msg_none"],
    }
    for path, _, operation in operations(document):
        for each in operation.get("parameters", ()):
            if each["in"] != "path":
                continue
            if each["name"] == "kind":
                each["schema"] = {
                    "type": "string",
                    "enum": ["csv", "added"] if "shapes" in path else ["added", "moved"],
                }
            elif each["name"] in known:
                each["schema"] = {"type": each["schema"]["type"], "enum": known[each["name"]]}
    for name, shape in document["components"]["schemas"].items():
        if "Webhook" in name and "url" in shape.get("properties", {}):
            shape["properties"]["url"]["enum"] = WEBHOOK_ADDRESSES
    return document


if __name__ == "__main__":  # in a process of its own, on the database and the folder that the environment names
    import django

    django.setup()
    from django.contrib.auth import get_user_model

    document, tokens = make(get_user_model().objects.create_superuser("bob", password="correct horse bob"))
    json.dump({"document": document, "tokens": tokens}, sys.stdout, default=str)
