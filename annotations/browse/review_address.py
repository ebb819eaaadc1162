"""What the address of the review page says: which list, in which order, and what it is called."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from urllib.parse import urlencode

from django.http import QueryDict

from annotations.browse import oddness
from annotations.browse.address import ListAddress, parameters
from annotations.browse.event_kinds import WORDS as WHAT_WAS_DONE
from annotations.browse.filters import REVIEWED
from annotations.page_data import ALL
from assets.states import FILTERS, WORDS, Status
from projects.models import Category

MORE = ("search", "labeler", "video", "folder", "from", "to")
# As the numbers of the overview and of the mended labels are linked.
DONE = ("did", "by", "since", "until", "events", "added_by", "numbers", *REVIEWED)
IN_ADDRESS = ("status", "category", *MORE, *DONE, "issue", "sort", "mode")
ONE_CLASS = "class"  # the mode that shows one category, everything selected
SORT_WORDS = {
    "place": "In order",
    "oldest": "Oldest first",
    "newest": "Newest first",
    "similar": "Similar together",
    oddness.ODD: "Odd ones first",  # within a category
}
TITLES = {
    "needs_review": "Needs review",
    "disagree": "Same picture, different labels",
    "second": "Two people, different answers",
    "retired": "Removed categories",
    "unlabeled": "Missing labels",
    "skipped": "Skipped",
    "thin": "Thin categories",
}  # of issues


def reviewed_words(params: Mapping[str, str]) -> str:
    """What the filters of labels that somebody else looked at ask for: `Labels of ana, sent back: too blurry`; "" where
    they ask for none."""
    if not any(name in params for name in REVIEWED):
        return ""
    parts = []
    if "looked_at" in params:
        parts.append("looked at" + (f" in {params['looked_at']}" if params["looked_at"] != "all" else ""))
    if "sent_back_for" in params:
        parts.append(f"sent back: {params['sent_back_for']}")
    elif "sent_back" in params:
        parts.append("sent back")
    is_mended = "mended" in params or "mended_week" in params or not parts
    of = f" of {params['mended_of']}" if "mended_of" in params else ""
    week = f" in {params['mended_week']}" if "mended_week" in params else ""
    return ", ".join([f"Mended labels{of}{week}" if is_mended else f"Labels{of}", *parts])


class Address(ListAddress):
    """What the address of the review page says."""

    @classmethod
    def of(cls, query: QueryDict) -> "Address":
        params = parameters(query, IN_ADDRESS)
        if params.get("status") == "done":
            params["status"] = Status.APPROVED.value  # the same here, by the name that is listed
        category = params.get("category", "")
        if not (category.isascii() and category.isdigit() and len(category) < 10):
            params.pop("category", None)
        if params.get("mode") != ONE_CLASS or "category" not in params:
            params.pop("mode", None)
        if params.get("sort") not in dict(cls(params).sorts):
            params.pop("sort", None)
        return cls(params)

    @property
    def sorts(self) -> list[tuple[str, str]]:
        """Those that this list can have, with their words."""
        return [(name, words) for name, words in SORT_WORDS.items() if name != oddness.ODD or "category" in self.params]

    @property
    def filter(self) -> dict[str, str]:
        """As the API's lists and bulk actions take it."""
        chosen = {"status": self.status} | self.params
        return {
            name: value
            for name, value in chosen.items()
            if name not in ("sort", "mode") and not (name == "status" and value == ALL)
        }

    @property
    def status(self) -> str:
        return self.params.get("status", "in_review")

    @property
    def category_id(self) -> int | None:
        return int(self.params["category"]) if "category" in self.params else None

    @property
    def one_class(self) -> bool:
        return "mode" in self.params

    @property
    def usual_sort(self) -> str:
        if self.issue == "disagree":
            return "similar"
        # Fewest keys for each wrong label: bench/reviewing/keys.py.
        return oddness.ODD if self.one_class else "place"

    @property
    def sort(self) -> str:
        return self.params.get("sort", self.usual_sort)

    @property
    def first_day(self) -> str:
        return self.params.get("from", "")

    @property
    def issue(self) -> str:
        return self.params.get("issue", "")

    @property
    def more(self) -> bool:
        """Whether anything is chosen that stands further down."""
        return any(name in self.params for name in MORE)

    def with_(self, *, cursor: str = "", **changes: str) -> str:
        params = self.params | changes
        if changes.get("mode", "") != self.params.get("mode", "") and "mode" in changes:
            params.pop("sort", None)  # each mode has its usual one
        address = replace(self, params={name: value for name, value in params.items() if value})
        sort = address.params.get("sort")
        if sort == address.usual_sort or sort not in dict(address.sorts):
            address.params.pop("sort", None)
        return "?" + urlencode({"status": self.status} | address.params | ({"cursor": cursor} if cursor else {}))

    @property
    def any_category(self) -> str:
        return self.with_(category="", mode="")

    @property
    def every_cell(self) -> str:
        return self.with_(mode="")

    @property
    def without_issue(self) -> str:
        return self.with_(issue="")

    @property
    def done(self) -> str:
        """What was done to these images, in words: `Approved by ana, 20 Nov 2026`."""
        params = self.params
        if reviewed := reviewed_words(params):
            return reviewed
        if "added_by" in params:
            return f"Added by {params['added_by']}"
        if not any(name in params for name in DONE):
            return ""
        what = WHAT_WAS_DONE.get(params.get("did", ""), "Answered") + (f" by {params['by']}" if "by" in params else "")
        days = dict.fromkeys(_day_words(params[name]) for name in ("since", "until") if name in params)
        return ", ".join([what, *([" to ".join(days)] if days else [])])

    @property
    def without_done(self) -> str:
        return self.with_(**dict.fromkeys(DONE, ""))

    @property
    def without_more(self) -> str:
        return self.with_(**dict.fromkeys(MORE, ""))

    @property
    def beyond_more(self) -> dict[str, str]:
        """What stays when these are chosen anew."""
        return {name: value for name, value in self.params.items() if name not in MORE}

    @property
    def plain(self) -> str:
        """Everything but the state given up."""
        return "?" + urlencode({"status": self.status})


def _day_words(text: str) -> str:
    day = datetime.strptime(text, "%Y-%m-%d")
    return f"{day.day} {day:%b %Y}"


def status_words(name: str) -> str:
    if name == ALL:
        return "All"
    return FILTERS[name][0] if name in FILTERS else WORDS[Status(name)]


def title(address: Address, categories: list[Category]) -> list[str]:
    """What the list is called, the most telling words first."""
    names = [category.name for category in categories if category.public_id == address.category_id]
    search = address.params.get("search")
    reasons = [words for words in (search and f"“{search}”", TITLES.get(address.issue), address.done) if words]
    state = [] if reasons and address.status == ALL else [status_words(address.status)]
    return [*reasons, *state, *names]


def called(address: Address, categories: list[Category]) -> list[str]:
    """The same where the filters do not stand beside it: the category first, and all that narrows the list."""
    params = address.params
    days = [f"{word} {_day_words(params[name])}" for name, word in (("from", "from"), ("to", "to")) if name in params]
    more = [
        f"by {params['labeler']}" if "labeler" in params else "",
        params.get("folder", ""),
        "one video" if "video" in params else "",
        f"answered {' '.join(days)}" if days else "",
    ]
    return [*reversed(title(address, categories)), *(words for words in more if words)]
