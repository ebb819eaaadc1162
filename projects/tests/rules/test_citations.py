"""How versions are cited: what may be said, by whom it is taken, and what versions keep."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from projects import lifecycle
from projects.models import Project
from projects.rules.citations import LONGEST, clean_citation

BIBTEX = "@misc{wardrobe,\n\ttitle = {Wardrobe}\n}"


@pytest.mark.parametrize(
    ("typed", "kept"),
    [("", ""), ("  Bob, 2026. ", "Bob, 2026."), (BIBTEX.replace("\n", "\r\n"), BIBTEX), ("e\u0301", "é")],
)
def test_it_is_kept_trimmed_with_plain_line_ends(typed, kept):
    assert clean_citation(typed) == kept


@pytest.mark.parametrize("typed", ["a\x00b", "a\x07", "a\u2028b", "x" * (LONGEST + 1)])
def test_control_characters_and_what_is_too_long_are_refused(typed):
    with pytest.raises(ValueError, match="A citation"):
        clean_citation(typed)


@given(st.text(max_size=50))
def test_what_is_kept_is_kept_again(typed):
    try:
        kept = clean_citation(typed)
    except ValueError:
        return
    assert clean_citation(kept) == kept


@pytest.mark.django_db
def test_it_is_named_changed_and_taken_away_by_api(api, bob):
    made = api(bob).post("projects/", {"name": "Wardrobe", "citation": f" {BIBTEX} "}).json()
    assert made["citation"] == BIBTEX
    for sent in ("Bob, 2026.", ""):
        assert api(bob).patch("projects/wardrobe/", {"citation": sent}).json()["citation"] == sent
    answer = api(bob).patch("projects/wardrobe/", {"citation": "x" * (LONGEST + 1)})
    assert (answer.status_code, answer.json()["error"]["code"]) == (400, "bad_citation")
    assert Project.objects.get().citation == ""


@pytest.mark.django_db
def test_a_version_keeps_the_one_of_its_moment(project, photo, dress, answer, bob, api, make_version):
    answer(photo, "approved", dress, by=bob)
    first = make_version(project, by=bob)
    lifecycle.change(project, citation=BIBTEX)
    second = make_version(project, by=bob)
    lifecycle.change(project, citation="")
    assert (first.citation, second.citation) == (None, BIBTEX)
    told = api(bob).get("projects/wardrobe/versions/2/").json()
    assert told["citation"] == BIBTEX
    assert first.hash == second.hash  # the export knows nothing of it


@pytest.mark.django_db
def test_the_page_of_a_version_shows_it_as_it_was_written(project, photo, dress, answer, bob, client, make_version):
    lifecycle.change(project, citation=f"{BIBTEX}<b>")
    answer(photo, "approved", dress, by=bob)
    make_version(project, by=bob)
    client.force_login(bob, backend="django.contrib.auth.backends.ModelBackend")
    page = client.get("/projects/wardrobe/versions/1/").content.decode()
    assert "title = {Wardrobe}\n}&lt;b&gt;</dd>" in page
