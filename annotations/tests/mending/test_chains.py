"""Which labels were mended, sent back or approved by others: what stands of a history, and what was taken back."""

from datetime import UTC, datetime, timedelta
from itertools import combinations, groupby, pairwise

from hypothesis import given
from hypothesis import strategies as st

from annotations.mending.chains import NONE, Event, looked_at, sent_back, steps

ANA, BEN, CARO = 1, 2, 3
DRESS, HAT, SHOES = "[1]", "[2]", "[3]"
START = datetime(2026, 11, 2, tzinfo=UTC)
NOTHING = ("unlabeled", NONE)


def history(*told, imported=()):
    """Events of one image: `(who, state, categories)` each; those with a number in `imported` came from a file."""
    states = [NOTHING, *((state, ids) for _, state, ids in told)]
    return [
        Event(number, who, START + timedelta(hours=number), found, left, number in imported)
        for number, ((who, *_), (found, left)) in enumerate(zip(told, pairwise(states), strict=True), 1)
    ]


def told(events):
    """{(by, categories): (mended to, whether it was sent back)} of the labels that others looked at."""
    return {
        (label.by, label.category_ids): (label.to if label.mended else None, label.sent_back is not None)
        for label in looked_at(events)
    }


def test_a_label_that_somebody_else_changes_is_mended_once():
    assert told(history((ANA, "labeled", DRESS), (BEN, "labeled", HAT))) == {(ANA, DRESS): (HAT, False)}
    assert told(history((ANA, "labeled", DRESS), (BEN, "approved", HAT), (BEN, "approved", SHOES))) == {
        (ANA, DRESS): (SHOES, False)
    }


def test_who_changes_an_own_label_mends_none():
    assert told(history((ANA, "labeled", DRESS), (ANA, "labeled", HAT))) == {}
    assert told(history((ANA, "labeled", DRESS), (ANA, "approved", DRESS))) == {}


def test_what_is_taken_back_is_not_mended_and_done_again_it_is():
    mend = (ANA, "labeled", DRESS), (BEN, "labeled", HAT)
    assert told(history(*mend, (BEN, "labeled", DRESS))) == {}
    assert told(history(*mend, (BEN, "labeled", DRESS), (BEN, "labeled", HAT))) == {(ANA, DRESS): (HAT, False)}
    assert told(history(*mend, (BEN, "labeled", SHOES), (BEN, "labeled", HAT), (BEN, "labeled", DRESS))) == {}
    # Somebody else gives the label back: it was right, and the one in between was not.
    assert told(history(*mend, (CARO, "labeled", DRESS))) == {(ANA, DRESS): (None, False), (BEN, HAT): (DRESS, False)}


def test_a_mended_label_was_looked_at_when_it_was_mended_whatever_came_of_it_since():
    again = history(
        (ANA, "labeled", DRESS), (BEN, "labeled", HAT), (ANA, "labeled", DRESS), (BEN, "needs_review", DRESS),
        (ANA, "labeled", SHOES),
    )  # fmt: skip
    (label, *_) = [label for label in looked_at(again) if label.category_ids == DRESS]
    assert label.mended == again[1]
    assert label.looked == label.mended
    assert label.sent_back == again[3]


def test_an_approval_that_is_taken_back_was_no_look():
    assert told(history((ANA, "labeled", DRESS), (BEN, "approved", DRESS))) == {(ANA, DRESS): (None, False)}
    assert told(history((ANA, "labeled", DRESS), (BEN, "approved", DRESS), (BEN, "labeled", DRESS))) == {}


def test_a_label_that_is_sent_back_and_changed_by_its_labeler_is_not_mended():
    changed = history((ANA, "labeled", DRESS), (BEN, "needs_review", DRESS), (ANA, "labeled", HAT))
    assert told(changed) == {(ANA, DRESS): (None, True)}
    again = history(
        (ANA, "labeled", DRESS), (BEN, "needs_review", DRESS), (ANA, "labeled", HAT), (CARO, "approved", HAT)
    )
    assert told(again) == {(ANA, DRESS): (None, True), (ANA, HAT): (None, False)}


def test_a_label_that_is_cleared_or_comes_from_a_file_is_nobodys():
    assert told(history((ANA, "labeled", DRESS), (BEN, "unlabeled", NONE))) == {}
    assert told(history((ANA, "labeled", DRESS), (BEN, "labeled", HAT), imported=[1])) == {}
    assert told(history((ANA, "labeled", DRESS), (BEN, "labeled", HAT), imported=[2])) == {}


def test_a_label_came_back_while_it_is_as_somebody_else_sent_it_back():
    waits = (ANA, "labeled", DRESS), (BEN, "needs_review", DRESS)
    assert sent_back(history(*waits), ANA).number == 2
    assert sent_back(history(*waits, (ANA, "labeled", HAT)), ANA) is None
    assert sent_back(history(*waits, (ANA, "labeled", HAT), (ANA, "needs_review", DRESS)), ANA).number == 2
    assert sent_back(history(*waits, (ANA, "labeled", HAT), (ANA, "needs_review", HAT)), ANA) is None
    assert sent_back(history((ANA, "labeled", DRESS), (ANA, "needs_review", DRESS)), ANA) is None
    assert sent_back(history((ANA, "labeled", DRESS), (BEN, "approved", DRESS)), ANA) is None


def undone(events, who):
    """With an undo of the last event, by anybody."""
    last = events[-1]
    return [*events, Event(last.number + 1, who, last.at, last.left, last.found, takes_back=True)]


def test_a_step_that_somebody_else_undoes_was_none_and_who_undid_it_has_mended_nothing():
    mend = history((ANA, "labeled", DRESS), (BEN, "labeled", HAT))
    assert told(undone(mend, CARO)) == told(mend[:1]) == {}
    assert told(undone(undone(mend, CARO), ANA)) == told(mend) == {(ANA, DRESS): (HAT, False)}
    # The same by an answer of her own is one: she has looked, and means it.
    assert told(history((ANA, "labeled", DRESS), (BEN, "labeled", HAT), (CARO, "labeled", DRESS))) != {}


def test_an_undo_of_what_is_not_there_is_an_answer_like_any_other():
    mend = history((ANA, "labeled", DRESS), (BEN, "labeled", HAT), (CARO, "labeled", SHOES))
    strange = [*mend[:2], mend[2]._replace(takes_back=True)]
    assert told(strange) == told(mend)


# --- laws -----------------------------------------------------------------------------------------------------------

ANSWERS = [NOTHING, ("skipped", NONE), *((state, ids) for state in ("labeled", "needs_review", "approved")
                                         for ids in (DRESS, HAT, SHOES))]  # fmt: skip
answers = st.tuples(st.sampled_from([ANA, BEN, CARO]), st.sampled_from(ANSWERS))


def chain(given_answers):
    """A history of them; an answer that changes nothing is none."""
    found, kept = NOTHING, []
    for who, left in given_answers:
        if left != found:
            kept.append((who, *left))
        found = left
    return history(*kept)


def enumerated(events):
    """The same by looking at each two of what people did: what the program finds in one walk.

    First all that a person took back is crossed out, again and again: stretches of one person's events, between which
    all others are crossed out, that end as they began. What is left of one person in a row is one deed.
    """
    left = list(events)
    while (cut := taken_back(left)) is not None:
        left[cut] = []
    deeds = [list(stretch) for _, stretch in groupby(left, lambda event: event.actor)]
    deeds = [(stretch[0].actor, stretch[0].found, stretch[-1].left) for stretch in deeds]
    found = {}
    for (place, one), (later, other) in combinations(enumerate(deeds), 2):
        (by, (_, had), (_, label)), (who, (_, same), (state, now)) = one, other
        if (
            had == label
            or label == NONE
            or who == by
            or any(was[1] != is_[1] for _, was, is_ in deeds[place + 1 : later])
        ):
            continue
        mended, sent = found.get((by, label), (None, False))
        if now == same == label and state in ("approved", "needs_review"):
            found[by, label] = mended, sent or state == "needs_review"
        elif now not in (label, NONE):
            found[by, label] = now, sent
    carried = events[-1].left[1] if events else NONE
    return {key: (None if key[1] == carried else mended, sent) for key, (mended, sent) in found.items()}


def taken_back(events):
    """The first shortest stretch of one person's events that ends as it began; None where there is none."""
    for length in range(1, len(events) + 1):
        for first in range(len(events) - length + 1):
            stretch = events[first : first + length]
            if len({event.actor for event in stretch}) == 1 and stretch[0].found == stretch[-1].left:
                return slice(first, first + length)
    return None


@given(st.lists(answers, max_size=8))
def test_one_walk_finds_what_looking_at_each_two_events_finds(given_answers):
    events = chain(given_answers)
    assert told(events) == enumerated(events)


@given(st.lists(answers, max_size=8))
def test_what_stands_begins_with_nothing_ends_as_the_image_is_and_changes_hands(given_answers):
    events = chain(given_answers)
    standing = steps(events)
    states = [NOTHING, *(step.left for step in standing)]
    assert [step.found for step in standing] == states[:-1]
    assert states[-1] == (events[-1].left if events else NOTHING)
    assert all(one.actor != other.actor for one, other in pairwise(standing))
    assert all(step.found != step.left for step in standing)


@given(st.lists(answers, max_size=6), st.lists(answers, min_size=1, max_size=3))
def test_whoever_takes_all_back_changes_no_count(given_answers, more):
    before = chain(given_answers)
    state = before[-1].left if before else NOTHING
    somebody = 9
    there = [(somebody, left) for _, left in more]
    done = chain([*((event.actor, event.left) for event in before), *there, (somebody, state)])
    assert told(done) == told(before)


@given(st.lists(answers, min_size=1, max_size=6), st.lists(answers, max_size=3), st.sampled_from([ANA, BEN, CARO]))
def test_an_undo_by_anybody_is_as_if_it_had_not_been_whatever_comes_then(given_answers, more, who):
    events = chain(given_answers)
    if not events:
        return
    before = [(event.actor, event.left) for event in events[:-1]]
    plain = chain([*before, *more])
    later = [event._replace(number=event.number + 9) for event in plain[len(events) - 1 :]]
    assert told([*undone(events, who), *later]) == told(plain)
    assert told(undone(undone(events, who), ANA)) == told(events)
