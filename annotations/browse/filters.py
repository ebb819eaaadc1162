"""What lists of assets can be narrowed and sorted by: one set of parameters for the API, the pages and bulk actions."""

from collections.abc import Mapping
from datetime import date, datetime, time
from decimal import Decimal
from typing import Any, no_type_check

import django_filters
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db.models import Count, Exists, F, Manager, Max, Min, OuterRef, Q, QuerySet
from django.utils import timezone

from annotations.browse import oddness
from annotations.browse.event_kinds import CHANGES, WORDS
from annotations.browse.second_answers import unsettled
from annotations.mending import came_back, wishes
from annotations.mending.wishes import Wish
from annotations.models import Annotation, AnnotationEvent
from annotations.moments import newest_event
from annotations.sight import EVERYTHING, Sight
from assets.formats import NO_DHASH
from assets.images import places
from assets.models import Asset, AssetName, AssetQuerySet
from assets.states import FILTERS, Status, statuses_of
from core.exceptions import Refused, UnknownField
from core.known import unknown
from core.pagination import Sort
from projects import access
from projects.access import Right
from projects.models import Project
from projects.names import name_key

SORTS = {
    "place": places.ORDER,
    "newest": Sort("id", descending=True),
    "oldest": Sort("id"),
    "name": Sort("sort_name"),
    "similar": Sort("dhash"),
    "odd": oddness.ORDER,
}
ISSUES = {
    "retired": "Images that carry a retired category",
    "disagree": "The same picture with different labels",
    "second": "Pictures that two people answered differently, each without seeing the other's answer",
}
# Filters that never change with an answer. All others are about answers, and find nothing where these are hidden.
FACTS = ("video", "search", "folder", "ids", "added_by", "numbers")
REVIEWED = ("mended", "mended_of", "mended_week", "looked_at", "sent_back", "sent_back_for")
NONE = Q(pk__in=[])
WHOLE_HELP = (
    "With filters of labels that somebody else looked at: false while a part of the history was not looked through "
    "yet, and images are missing."
)
NOT_OF_ANSWERS = (*FACTS, "status")  # the state that one sees: see AssetFilter.by_status
MOST_IDS = 500
STATUS_NAMES = [(name, name) for name in dict.fromkeys([*(status.value for status in Status), *FILTERS])]


def whole_characters(text: str) -> None:
    """JSON can spell half a surrogate pair; a database cannot look for it."""
    if any("\ud800" <= character <= "\udfff" for character in text):
        raise ValidationError("Enter whole characters.")


def day_filter(label: str, method: str = "by_day") -> django_filters.DateFilter:
    """A day as 2026-11-20, of those that every database can tell as a moment."""
    bounds = [MinValueValidator(date(1970, 1, 1)), MaxValueValidator(date(2999, 12, 31))]
    return django_filters.DateFilter(label=label, method=method, input_formats=["%Y-%m-%d"], validators=bounds)


def day_bound(name: str, day: date) -> datetime:
    """The first moment of the day, or for `to` the last one, as the installation's time zone has them."""
    return timezone.make_aware(datetime.combine(day, time.max if name == "to" else time.min))


def numbers_from(text: str) -> list[int]:
    """Asset numbers with commas between, in their order: `3,1,7`. ValidationError when it is something else."""
    numbers = text.split(",")
    if len(numbers) > MOST_IDS or not all(part.isascii() and part.isdigit() and len(part) < 19 for part in numbers):
        raise ValidationError(f"List at most {MOST_IDS} numbers, with commas between.")
    return [int(part) for part in numbers]


def numbers_between(text: str) -> tuple[int, int]:
    """The first and the last of a range of numbers: `12-345`. ValidationError when it is something else."""
    ends = text.split("-")
    if len(ends) != 2 or not all(end.isascii() and end.isdigit() and len(end) < 19 for end in ends):
        raise ValidationError("Write two numbers with a dash between.")
    return int(ends[0]), int(ends[1])


def mended_pair(text: str) -> tuple[int, int] | None:
    """From which category to which one labels were mended, by public id: `3-5`; None of `all`. ValidationError when it
    is something else."""
    return None if text == "all" else numbers_between(text)


def change_condition(chosen: Mapping[str, Any]) -> Q | None:
    """What the event must be that `did`, `by`, `since`, `until` and `events` name together; None without any of them.
    `chosen`: valid values by name."""
    wanted = {name: chosen[name] for name in ("did", "by", "since", "until", "events") if chosen.get(name)}
    if not wanted:
        return None
    condition = CHANGES[wanted["did"]] if "did" in wanted else Q()
    if "by" in wanted:
        condition &= Q(actor__username=wanted["by"])
    if "since" in wanted:
        condition &= Q(at__gte=day_bound("from", wanted["since"]))
    if "until" in wanted:
        condition &= Q(at__lte=day_bound("to", wanted["until"]))
    if "events" in wanted:
        condition &= Q(pk__range=numbers_between(wanted["events"]))
    return condition


def monday_of(text: str) -> date:
    """Of an ISO week: `2026-W48`. ValidationError when it is something else."""
    year, _, week = text.partition("-W")
    if not (text.isascii() and year.isdigit() and week.isdigit() and (len(year), len(week)) == (4, 2)):
        raise ValidationError("Write a week as 2026-W48.")
    try:
        return date.fromisocalendar(int(year), int(week), 1)
    except ValueError:
        raise ValidationError("There is no such week.") from None


def week_or_all(text: str) -> date | None:
    """The Monday of an ISO week; None of `all`. ValidationError when it is something else."""
    return None if text == "all" else monday_of(text)


def reviewed_wish(chosen: Mapping[str, Any]) -> Wish | None:
    """What one label that somebody else looked at must be, as the filters of REVIEWED name it together; None without
    any of them. `chosen`: valid values by name."""
    asked = {name: chosen[name] for name in REVIEWED if chosen.get(name)}
    if not asked:
        return None
    pair, week, looked, reason = (asked.get(name) for name in ("mended", "mended_week", "looked_at", "sent_back_for"))
    sent_back = "sent_back" in asked or reason is not None
    return Wish(
        of=asked.get("mended_of", ""),
        mended=bool(pair or week) or not (looked or sent_back),
        pair=mended_pair(pair) if pair else None,
        mended_week=monday_of(week) if week else None,
        looked_week=week_or_all(looked) if looked else None,
        sent_back=sent_back,
        reason=reason,
    )


class AssetFilter(django_filters.FilterSet):
    status = django_filters.ChoiceFilter(
        choices=STATUS_NAMES,
        method="by_status",
        label="Its state; in_review and done are several; withdrawn ones are in no other list",
    )
    category = django_filters.NumberFilter(
        method="by_category", min_value=1, decimal_places=0, label="The id of its category"
    )
    video = django_filters.NumberFilter(
        field_name="video_id", max_value=2**63 - 1, decimal_places=0, label="The video of which it is a frame"
    )
    labeler = django_filters.CharFilter(
        method="by_labeler",
        validators=[whole_characters],
        label="The user whose answer it has",
    )
    search = django_filters.CharFilter(
        method="by_name", validators=[whole_characters], label="What its file name has in it"
    )
    folder = django_filters.CharFilter(
        method="by_folder",
        validators=[whole_characters],
        label="The folder that it came from, or one that this lies in",
    )
    from_ = day_filter("The day of the last answer, or a later one")
    to = day_filter("The day of the last answer, or an earlier one")
    issue = django_filters.ChoiceFilter(choices=list(ISSUES.items()), method="by_issue")
    ids = django_filters.CharFilter(
        method="by_ids", validators=[numbers_from], label="Asset numbers: 3,1,7; at most 500"
    )

    # These name one change of the history together: `did=approved&by=ana&since=2026-11-20`.
    did = django_filters.ChoiceFilter(choices=list(WORDS.items()), method="by_change", label="What was done to it once")
    by = django_filters.CharFilter(method="by_change", validators=[whole_characters], label="The user who did it")
    since = day_filter("The day when it was done, or a later one", method="by_change")
    until = day_filter("The day when it was done, or an earlier one", method="by_change")
    events = django_filters.CharFilter(
        method="by_change", validators=[numbers_between], label="Where its event lies in the history: 12-345"
    )
    came_back = django_filters.CharFilter(
        method="by_came_back",
        validators=[whole_characters],
        label="The user whose label somebody else sent back, and who has not answered since",
    )
    # Of one label that somebody else looked at, together; `mended_of` alone is of those that were mended.
    mended = django_filters.CharFilter(
        method="by_mended",
        validators=[mended_pair],
        label="Somebody else gave it another label: from one category to another, by id, 3-5; or all",
    )
    mended_of = django_filters.CharFilter(
        method="by_mended",
        validators=[whole_characters],
        label="The user whose label was mended, or whatever else these filters ask of it",
    )
    mended_week = django_filters.CharFilter(
        method="by_mended", validators=[monday_of], label="The ISO week in which its label was mended: 2026-W48"
    )
    looked_at = django_filters.CharFilter(
        method="by_mended",
        validators=[week_or_all],
        label="The ISO week in which somebody else looked at its label last: 2026-W48; or all",
    )
    sent_back = django_filters.ChoiceFilter(
        choices=[("all", "Whoever did")], method="by_mended", label="Somebody else sent its label back, at any time"
    )
    sent_back_for = django_filters.CharFilter(
        method="by_mended", validators=[whole_characters], label="The reason for which its label was sent back"
    )
    added_by = django_filters.CharFilter(
        field_name="uploaded_by__username", validators=[whole_characters], label="The user who brought it in"
    )
    numbers = django_filters.CharFilter(
        method="by_range", validators=[numbers_between], label="The first and the last asset number: 12-345"
    )

    class Meta:
        model = Asset
        fields: list[str] = []

    def __init__(self, data: Any = None, queryset: Any = None, *, sight: Sight = EVERYTHING, **known: Any) -> None:
        """`sight`: of whoever is shown what it finds."""
        self.sight = sight
        self._is_whole: bool | None = None
        super().__init__(data, queryset, **known)

    @property
    def is_whole(self) -> bool | None:
        """Whether `qs` finds all that match: of labels that somebody else looked at it does not while a part of the
        history was not looked through yet. None where these are not asked for. The filters must be valid."""
        _ = self.qs
        return self._is_whole

    def filter_queryset(self, queryset: QuerySet[Asset]) -> QuerySet[Asset]:
        """PermissionDenied for what others are told of their labels, where only reviewers see that."""
        self._refuse_what_is_of_others()
        found: QuerySet[Asset] = super().filter_queryset(queryset)
        if self.form.cleaned_data["status"] != Status.WITHDRAWN:
            found = found.exclude(status=Status.WITHDRAWN)
        if any(self.form.cleaned_data[name] not in (None, "") for name in self.filters if name not in NOT_OF_ANSWERS):
            found = self.sight.visible(found)
        condition = change_condition(self.form.cleaned_data)
        if wish := reviewed_wish(self.form.cleaned_data):
            project = self.queryset.order_by().values_list("project", flat=True).first()
            condition_of_labels, self._is_whole = wishes.granted(project, wish) if project else (NONE, True)
            found = found.filter(condition_of_labels)
        if condition is None:
            return found
        return found.filter(pk__in=AnnotationEvent.objects.filter(condition).values("asset"))

    @classmethod
    def get_filters(cls) -> dict[str, django_filters.Filter]:
        """`from` is a word of Python."""
        return {name.rstrip("_"): one for name, one in super().get_filters().items()}

    def _refuse_what_is_of_others(self) -> None:
        project, user, chosen = self.sight.project, self.sight.user, self.form.cleaned_data
        asks_mended = any(chosen[name] for name in REVIEWED)
        if (
            user is None
            or project is None
            or not (asks_mended or chosen["came_back"])
            or Right.REVIEW in access.rights(user, project)
        ):
            return
        mine = user.get_username()
        if chosen["came_back"] not in ("", mine) or (asks_mended and chosen["mended_of"] != mine):
            raise PermissionDenied("You see how your own labels were mended. Those of others are for reviewers.")

    def by_status(self, queryset: QuerySet[Asset], name: str, value: str) -> QuerySet[Asset]:
        return self.sight.in_states(queryset, statuses_of(value))

    @no_type_check  # the schema would take the type of the parameter from here, and call it a double
    def by_category(self, queryset: QuerySet[Asset], name: str, value: Decimal) -> QuerySet[Asset]:
        return self._with_label(queryset, category__public_id=int(value))

    def by_labeler(self, queryset: QuerySet[Asset], name: str, value: str) -> QuerySet[Asset]:
        return self._with_label(queryset, created_by__username=value)

    def by_name(self, queryset: QuerySet[Asset], name: str, value: str) -> QuerySet[Asset]:
        """A part of the name of the file or of its folder, whatever its case, and whether accents are written apart or
        not; or of another name under which its bytes came."""
        key = name_key(value)
        others = AssetName.objects.filter(path_key__contains=key).values("asset")
        return queryset.filter(Q(sort_name__contains=key) | Q(folder_key__contains=key) | Q(pk__in=others))

    def by_folder(self, queryset: QuerySet[Asset], name: str, value: str) -> QuerySet[Asset]:
        # "0" is the character after "/": what lies below stands in one stretch of the index, near the folder itself.
        stretch = Q(folder__gte=value, folder__lt=f"{value}0")
        inside = stretch & (Q(folder=value) | Q(folder__gte=f"{value}/"))
        # A folder came in at one time: told where it begins and ends, a database walks through no other images.
        places = self.queryset.order_by().filter(inside).values("project")
        first, last = (places.annotate(end=end("place")).values("end") for end in (Min, Max))
        return queryset.filter(inside, place__gte=first, place__lte=last)

    def by_day(self, queryset: QuerySet[Asset], name: str, value: date) -> QuerySet[Asset]:
        bound = {"events__at__lte" if name == "to" else "events__at__gte": day_bound(name, value)}
        return queryset.filter(events__revision=F("revision"), **bound)

    def by_ids(self, queryset: QuerySet[Asset], name: str, value: str) -> QuerySet[Asset]:
        return queryset.filter(pk__in=set(numbers_from(value)))

    def by_came_back(self, queryset: QuerySet[Asset], name: str, value: str) -> QuerySet[Asset]:
        return came_back.waiting(queryset, value)

    @no_type_check  # the schema would give this type to all the parameters
    def by_mended(self, queryset: QuerySet[Asset], name: str, value: str) -> QuerySet[Asset]:
        """One label has to be all that was asked for: see `filter_queryset`."""
        return queryset

    @no_type_check  # the schema would give this type to all the parameters
    def by_change(self, queryset: QuerySet[Asset], name: str, value: str | date) -> QuerySet[Asset]:
        """One event has to be all that was asked for: see `filter_queryset`."""
        return queryset

    def by_range(self, queryset: QuerySet[Asset], name: str, value: str) -> QuerySet[Asset]:
        return queryset.filter(pk__range=numbers_between(value))

    def by_issue(self, queryset: QuerySet[Asset], name: str, value: str) -> QuerySet[Asset]:
        if value == "second":
            return queryset.filter(Exists(unsettled().filter(asset=OuterRef("pk"))))
        if value == "retired":
            return self._with_label(queryset, category__retired_at__isnull=False)
        return self._with_label(queryset.filter(dhash__in=disagreeing(self.sight.visible(self.queryset))))

    def _with_label(self, queryset: QuerySet[Asset], **wanted: Any) -> QuerySet[Asset]:
        """Each image that has such a label, once. Where it has one at most a join does, which lets a database begin
        with the labels."""
        if self.sight.takes_one:
            return queryset.filter(
                annotations__isnull=False, **{f"annotations__{name}": wanted[name] for name in wanted}
            )
        return queryset.filter(Exists(Annotation.objects.filter(asset=OuterRef("pk"), **wanted)))


def bounds(project: Project) -> dict[str, int]:
    """What a bulk action by filter names, so that it is about the list that was seen: `max_id`, the newest image, and
    `as_of`, the newest event. Two queries."""
    return {"max_id": project.assets.aggregate(most=Max("id"))["most"] or 0, "as_of": newest_event()}


def valid_filter(
    queryset: AssetQuerySet | Manager[Asset], parameters: Mapping[str, Any], sight: Sight = EVERYTHING
) -> AssetFilter:
    """The filter of the list's own parameters, for whoever sees so. Refused, naming the first that is wrong."""
    narrow = AssetFilter(parameters, queryset, sight=sight)
    if not narrow.is_valid():
        field, problems = next(iter(narrow.errors.items()))
        raise Refused(f"{field}: {problems[0]}", code="bad_filter", field=field)
    return narrow


def narrowed(
    queryset: AssetQuerySet | Manager[Asset], parameters: Mapping[str, Any], sight: Sight = EVERYTHING
) -> AssetQuerySet:
    """The queryset under them."""
    found: AssetQuerySet = valid_filter(queryset, parameters, sight).qs
    return found


def told_whole(asked: AssetFilter) -> dict[str, bool]:
    """What programs are told of a filter that asks the history: whether that was looked through."""
    return {} if asked.is_whole is None else {"complete": asked.is_whole}


def refuse_strangers(project: Project, parameters: Mapping[str, Any]) -> None:
    """Refused where valid parameters name a category or a video that the project does not have. To be asked where
    nothing was found: otherwise they are there."""
    narrow = AssetFilter(parameters, project.assets.none())
    narrow.is_valid()
    rows = {"category": (project.categories, "public_id"), "video": (project.videos, "pk")}
    for name, (here, key) in rows.items():
        number = narrow.form.cleaned_data[name]
        if number is not None and not here.filter(**{key: number}).exists():
            raise Refused(f"{name}: This project has no {name} {number:f}.", code="bad_filter", field=name)


def refuse_no_filter(parameters: Mapping[str, Any]) -> None:
    """Refused where a name is none of a filter, or says nothing: who acts on what matches would act on all."""
    if strange := unknown(parameters, AssetFilter.base_filters, "filter."):
        raise UnknownField(strange)
    for name, value in parameters.items():
        if value is None or not str(value).strip():
            raise Refused(f"{name} says nothing. Leave it out to mean all.", code="bad_filter", field=name)


def disagreeing(assets: QuerySet[Asset]) -> QuerySet[Any, Any]:
    """The looks that images of the queryset share while their labels differ."""
    shared = assets.order_by().exclude(dhash=NO_DHASH).values("dhash").annotate(images=Count("id")).filter(images__gt=1)
    labels = assets.order_by().filter(dhash__in=shared.values("dhash")).values("dhash")
    spread = labels.annotate(one=Min("annotations__category"), other=Max("annotations__category"))
    return spread.filter(one__lt=F("other")).values("dhash")
