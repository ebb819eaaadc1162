"""What sample checks have to do with a version: the gate that a project may set, and what the manifest tells."""

import json
import subprocess
import sys

import pytest
from django.db import connection

from annotations.checks import sample_checks
from contract import v1_4
from contract.tests.test_v1_4 import OLD_PROGRAM, manifest_schema
from core.exceptions import Refused
from core.storage.base import blobs
from exports.models import DatasetVersion
from exports.versions import builder, freezing, preview, quality
from exports.wanted import Wanted
from projects import categories, lifecycle
from tests.support.cast import at_once, give_answer, make_photo, refused

pytestmark = pytest.mark.django_db

APPROVED = Wanted()
BOTH = Wanted(statuses=("approved", "labeled"))


@pytest.fixture
def approved(photos, dress, answer, bob):
    """Ten approved dresses."""
    made = photos(10)
    answer(made, "approved", dress, by=bob)
    return made


@pytest.fixture
def gated(project):
    """It asks for a check that leaves at most 2 per cent wrong."""
    return lifecycle.change(project, release_gate=2)


def checked(project, by, *, wrong=0, **asked):
    """A finished check, with so many found wrong."""
    check = sample_checks.start(project, by=by, seed=5, **asked)
    return judged(check, by, wrong=wrong)


def judged(check, by, wrong=0):
    return sample_checks.judge(check, {item["asset"]: at >= wrong for at, item in enumerate(check.items)}, by=by)


def missing(project, wanted=APPROVED):
    return quality.gate(project, wanted).missing


# --- the gate ---


def test_without_a_gate_a_version_needs_no_check(project, approved, bob):
    assert quality.gate(project, APPROVED) is None
    assert builder.request_version(project, APPROVED, by=bob).number == 1


def test_without_a_check_no_version_is_made_and_the_refusal_says_so(gated, approved, bob):
    with pytest.raises(Refused) as refusal:
        builder.request_version(gated, APPROVED, by=bob)
    assert refusal.value.code == "gate"
    assert refusal.value.message == (
        "No sample check of approved labels was finished. Make a sample check, then ask for the version again."
    )
    assert not DatasetVersion.objects.exists()


def test_a_check_that_is_not_finished_is_none(gated, approved, bob):
    sample_checks.start(gated, by=bob)
    assert missing(gated) == "No sample check of approved labels was finished."


def test_a_good_check_opens_it(gated, approved, bob):
    checked(gated, bob)
    assert missing(gated) == ""
    assert builder.request_version(gated, APPROVED, by=bob).number == 1


def test_a_bound_above_what_is_asked_is_told_with_both_numbers(gated, approved, bob):
    checked(gated, bob, size=9)
    assert missing(gated) == "The last check says at most 10% are wrong; this project asks for at most 2%."
    checked(gated, bob, wrong=1)
    assert missing(gated) == "The last check says 10% are wrong; this project asks for at most 2%."
    lifecycle.change(gated, release_gate=10)
    gated.refresh_from_db()
    assert missing(gated) == "", "exactly what is asked is enough"


def test_the_last_check_counts_not_the_best(gated, approved, bob):
    checked(gated, bob)
    checked(gated, bob, wrong=3)
    assert "30% are wrong" in missing(gated)


def test_a_label_that_was_changed_since_needs_another_check(gated, approved, hat, bob):
    checked(gated, bob)
    give_answer(approved[0], "approved", hat, by=bob)
    assert missing(gated) == "1 label was changed or added since the last check."
    give_answer(approved[1], "needs_review", hat, by=bob)
    give_answer(approved[1], "approved", hat, by=bob)
    assert missing(gated) == "2 labels were changed or added since the last check."
    with pytest.raises(Refused, match="2 labels were changed"):
        builder.request_version(gated, APPROVED, by=bob)
    checked(gated, bob)
    assert missing(gated) == ""


def test_a_label_changed_while_it_was_judged_is_one_that_it_knows_nothing_of(gated, approved, hat, bob):
    """When it was drawn is what counts, not when it was finished."""
    check = sample_checks.start(gated, by=bob)
    give_answer(approved[0], "approved", hat, by=bob)
    judged(check, bob)
    assert missing(gated) == "1 label was changed or added since the last check."


def test_a_check_that_was_drawn_later_counts_though_it_was_finished_before(gated, approved, hat, bob, alice):
    first = sample_checks.start(gated, by=bob)
    give_answer(approved[0], "approved", hat, by=bob)
    checked(gated, alice)
    judged(first, bob)
    assert missing(gated) == ""


def test_both_reasons_are_told_together(gated, approved, hat, bob):
    checked(gated, bob, wrong=1)
    give_answer(approved[0], "approved", hat, by=bob)
    assert missing(gated) == (
        "The last check says 10% are wrong; this project asks for at most 2%."
        " 1 label was changed or added since the last check."
    )


def test_approving_and_sending_back_change_no_label(gated, approved, bob):
    checked(gated, bob)
    give_answer(approved[0], "needs_review", by=bob)
    give_answer(approved[0], "approved", by=bob)
    assert missing(gated) == ""


def test_a_new_label_counts_where_the_version_would_hold_it(gated, approved, photos, dress, bob):
    checked(gated, bob)
    (late,) = photos(1, first=500)
    give_answer(late, "labeled", dress, by=bob)
    assert missing(gated) == "", "labelers go on while a version of what is approved is made"
    assert missing(gated, BOTH) == "1 label was changed or added since the last check."
    give_answer(late, "approved", by=bob)
    assert missing(gated) == "1 label was changed or added since the last check."


def test_a_label_approved_since_counts_where_only_approved_ones_were_drawn_from(gated, approved, photos, dress, bob):
    (late,) = photos(1, first=500)
    give_answer(late, "labeled", dress, by=bob)
    checked(gated, bob, statuses=["approved"])
    assert missing(gated) == ""
    give_answer(late, "approved", by=bob)
    assert missing(gated) == "1 label was changed or added since the last check."


def test_a_check_of_other_states_says_nothing_of_a_version(gated, approved, photos, dress, bob):
    (late,) = photos(1, first=500)
    give_answer(late, "labeled", dress, by=bob)
    checked(gated, bob, statuses=["approved"])
    assert missing(gated, BOTH) == "No sample check of labeled and approved labels was finished."
    assert missing(gated) == ""


def test_a_check_from_before_events_were_kept_counts_by_its_time(gated, approved, hat, bob):
    checked(gated, bob)
    old = gated.sample_checks.get()  # a finished one never changes, so an old one is made of it
    old.pk, old.as_of = None, None
    old.save(force_insert=True)
    assert missing(gated) == ""
    give_answer(approved[0], "approved", hat, by=bob)
    assert missing(gated) == "1 label was changed or added since the last check."


def test_labels_of_another_project_do_not_matter(gated, approved, bob):
    checked(gated, bob)
    other = lifecycle.create("Kiln", by=bob)
    pot, jug = (categories.add(other, name) for name in ("Pot", "Jug"))
    photo = make_photo(other, by=bob)
    give_answer(photo, "labeled", pot, by=bob)
    give_answer(photo, "labeled", jug, by=bob)
    assert missing(gated) == ""


only_postgresql = pytest.mark.skipif(connection.vendor != "postgresql", reason="on SQLite nobody else writes meanwhile")


@only_postgresql
@pytest.mark.django_db(transaction=True)
def test_a_label_changed_while_the_version_is_frozen_is_seen(gated, approved, hat, bob, monkeypatch):
    """It is stored when the rows are about to be chosen: what stands in these, the gate has seen."""
    checked(gated, bob)
    sorted_out = freezing.sorted_out

    def late(*asked):
        at_once(lambda: give_answer(approved[0], "approved", hat, by=bob))
        return sorted_out(*asked)

    monkeypatch.setattr(freezing, "sorted_out", late)
    with pytest.raises(Refused, match="1 label was changed or added"):
        builder.request_version(gated, APPROVED, by=bob)
    assert not DatasetVersion.objects.exists()


@pytest.fixture
def between(monkeypatch):
    """Something happens when the rows of a version are chosen, and the gate was not asked yet."""
    refuse_behind_gate = quality.refuse_behind_gate

    def let(happen):
        def late(*asked):
            happen()
            refuse_behind_gate(*asked)

        monkeypatch.setattr(quality, "refuse_behind_gate", late)

    return let


def test_a_new_label_does_not_escape_by_being_sent_back_after_it_was_frozen(
    gated, approved, photos, dress, bob, between
):
    checked(gated, bob)
    (late,) = photos(1, first=500)
    give_answer(late, "approved", dress, by=bob)
    between(lambda: give_answer(late, "needs_review", by=bob))
    with pytest.raises(Refused, match="1 label was changed or added"):
        builder.request_version(gated, APPROVED, by=bob)


def test_what_happens_to_a_frozen_label_afterwards_does_not_stand_in_the_way(gated, approved, dress, hat, bob, between):
    checked(gated, bob, statuses=["approved"])

    def happen():
        give_answer(approved[0], "needs_review", by=bob)
        give_answer(approved[0], "approved", by=bob)
        give_answer(approved[1], "approved", hat, by=bob)

    between(happen)
    version = builder.request_version(gated, APPROVED, by=bob)
    assert set(version.items.values_list("class_index", flat=True)) == {dress.class_index}
    assert "2 labels were changed or added" in missing(gated), "of the next version they are part"


def test_a_label_that_comes_after_the_rows_were_chosen_is_of_the_next_version(
    gated, approved, photos, dress, bob, between
):
    checked(gated, bob)
    (late,) = photos(1, first=500)
    between(lambda: give_answer(late, "approved", dress, by=bob))
    assert builder.request_version(gated, APPROVED, by=bob).images == 10


def test_the_gate_and_the_statement_are_of_one_check(gated, approved, bob, between):
    lifecycle.change(gated, quality_statement=True)
    checked(gated, bob)
    between(lambda: checked(gated, bob, wrong=1))
    assert builder.request_version(gated, APPROVED, by=bob).quality["check"]["wrong"] == 0


def test_the_preview_tells_it_beforehand(gated, approved, bob):
    assert preview.of(gated, APPROVED)["gate"] == {
        "asks": 2.0,
        "missing": "No sample check of approved labels was finished.",
    }
    checked(gated, bob)
    assert preview.of(gated, APPROVED)["gate"] == {"asks": 2.0, "missing": ""}
    assert preview.of(lifecycle.change(gated, release_gate=None), APPROVED)["gate"] is None


def test_a_program_gets_the_same_refusal(api, gated, approved, bob):
    answer = api(bob).post("projects/wardrobe/versions/", {"notes": "nightly"})
    error = answer.json()["error"]
    assert (answer.status_code, error["code"]) == (400, "gate")
    assert error["message"].startswith("No sample check of approved labels was finished.")
    assert api(bob).post("projects/wardrobe/versions/preview/", {}).json()["gate"]["missing"] in error["message"]


# --- the statement ---


@pytest.fixture
def telling(project):
    return lifecycle.change(project, quality_statement=True)


def told(version):
    return json.loads(version.manifest).get("quality")


def test_it_is_told_where_the_project_asks_for_it_and_a_check_says_something(project, approved, bob, make_version):
    checked(project, bob, wrong=1, size=9)
    assert told(make_version(project, by=bob)) is None
    lifecycle.change(project, quality_statement=True)
    version = make_version(project, by=bob)
    assert (
        told(version)
        == version.quality
        == {
            "schema": "1.4.0",
            "assisted": {"images": 0, "by": []},
            "blind": {"images": 0, "agree_shown": None, "agree_hidden": None},
            "check": {"size": 9, "wrong": 1, "upper_bound": 2000},
        }
    )
    assert manifest_schema().is_valid(json.loads(version.manifest))


def test_without_a_check_nothing_is_told(telling, approved, bob, make_version):
    sample_checks.start(telling, by=bob)
    version = make_version(telling, by=bob)
    assert (version.quality, told(version)) == (None, None)


def test_a_check_of_other_states_is_not_told(telling, approved, photos, dress, bob, make_version):
    give_answer(photos(1, first=500), "labeled", dress, by=bob)
    checked(telling, bob, statuses=["labeled"])
    assert told(make_version(telling, by=bob)) is None


def test_the_bound_is_rounded_up(telling, photos, dress, bob, make_version):
    give_answer(photos(3), "approved", dress, by=bob)
    checked(telling, bob, wrong=1)
    assert told(make_version(telling, by=bob))["check"]["upper_bound"] == 3334


def test_no_digest_knows_of_it(project, approved, bob, make_version):
    checked(project, bob)
    before = make_version(project, by=bob)
    lifecycle.change(project, quality_statement=True)
    after = make_version(project, by=bob)
    assert (before.hash, before.labels_hash, before.samples_hash) == (after.hash, after.labels_hash, after.samples_hash)
    assert json.loads(after.manifest)["schema_version"] == "1.0.0"


def test_it_is_frozen_when_the_version_is_asked_for(telling, approved, bob, make_version):
    checked(telling, bob)
    waiting = make_version(telling, by=bob, built=False)
    checked(telling, bob, wrong=5)
    lifecycle.change(telling, quality_statement=False)
    builder.build(waiting.pk)
    waiting.refresh_from_db()
    assert told(waiting)["check"] == {"size": 10, "wrong": 0, "upper_bound": 0}


def test_raw_sql_does_not_change_what_a_waiting_version_froze_of_it(telling, approved, bob, make_version):
    make_version(telling, by=bob, built=False)
    assert refused("UPDATE exports_datasetversion SET quality = '{}'")


def test_a_version_that_is_built_again_is_the_same_bytes(telling, approved, bob, make_version, tmp_path):
    checked(telling, bob)
    version = make_version(telling, by=bob)
    assert builder.rebuild(version, tmp_path / "again.zip").zip_sha256 == version.artifact_sha256


def test_the_program_that_was_handed_out_before_verifies_it(telling, approved, bob, make_version, tmp_path):
    checked(telling, bob)
    version = make_version(telling, by=bob)
    with blobs.open(version.artifact) as stored:
        (tmp_path / "v1.zip").write_bytes(stored.read())
    asked = [sys.executable, str(OLD_PROGRAM), "verify", str(tmp_path / "v1.zip")]
    answer = subprocess.run(asked, capture_output=True, text=True, check=False)
    assert (answer.returncode, answer.stdout.startswith("verified: ")) == (0, True), answer.stderr


def test_the_api_and_the_page_of_a_version_tell_it(api, client, telling, approved, bob, make_version):
    checked(telling, bob)
    version = make_version(telling, by=bob)
    assert api(bob).get("projects/wardrobe/versions/1/").json()["quality"] == version.quality
    client.force_login(bob)
    page = client.get("/projects/wardrobe/versions/1/").content.decode()
    assert "Told in the manifest: 0 of 10 judged labels wrong, at most 0% of all" in page


def test_what_is_frozen_obeys_the_contract(telling, approved, bob, make_version):
    checked(telling, bob, wrong=2)
    assert v1_4.Quality.of(make_version(telling, by=bob, built=False).quality).check.wrong == 2
