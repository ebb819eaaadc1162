"""A look that was killed goes on; and what the command says, in words, in JSON and by its exit code."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from core.storage import locks
from core.storage.scratch import work_dir
from labeler.integrity import check as verb
from labeler.integrity import findings, journal
from labeler.integrity import look as looking
from labeler.integrity.journal import Journal, Reached
from tests.support import second_process
from tests.support.cast import make_photos

MANY = 80
KILLED = """
from datetime import timedelta
from labeler.integrity import check, journal
from labeler.integrity.look import Look

journal.EVERY = 0
units, done = check.PARTS["files"], []

def until_the_middle(after, look):
    for unit in units(after, look):
        yield unit
        done.append(unit)
        if len(done) == arguments[0]:
            here()

check.PARTS["files"] = until_the_middle
check.run(Look(hashes=True, grace=timedelta(0)))
"""


@pytest.mark.django_db(transaction=True)
def test_a_look_that_was_killed_goes_on_and_forgets_nothing(check, project, bob, files, monkeypatch):
    photos = make_photos(project, range(MANY), by=bob)
    folders = sorted({photo.sha256[:2] for photo in photos})
    middle = len(folders) // 2
    for folder in (folders[0], folders[-1]):  # one is found before the kill, one after
        for photo in photos:
            if photo.sha256.startswith(folder):
                (files / photo.file).unlink()
    lost = sorted(photo.file for photo in photos if photo.sha256[:2] in (folders[0], folders[-1]))
    second_process.kill_where_it_stands(KILLED, middle)

    hashed = []
    sha256_of = looking.sha256_of
    monkeypatch.setattr(looking, "sha256_of", lambda name: hashed.append(name) or sha256_of(name))
    checked = check("--hash")
    assert (checked.code, sorted(each["file"] for each in checked.findings)) == (1, lost)
    assert checked.summary["looked"]["images"] == MANY
    assert {name.split("/")[2] for name in hashed} == set(folders[middle:-1]), "only what was not looked at"
    assert not list(work_dir().glob("check_files*"))


@pytest.mark.django_db(transaction=True)
def test_a_finding_that_was_written_before_the_kill_is_not_told_twice(check, three, broken):
    broken(three[0].file, None)
    cut_off = Journal({"hash": False, "grace": 0.0, "mend": False, "begun": ""})
    cut_off.begin_anew()
    cut_off.reach(Reached(after="files:0/00"))
    found = findings.Finding("original_missing", "As it was found in the unit that was not ended.")
    cut_off.note(journal.Noted(found, "files", "", "0/00"))
    assert check().kinds == ["original_missing"]


@pytest.mark.django_db
def test_who_looks_otherwise_or_anew_begins_anew(check, three, broken, monkeypatch):
    broken(three[0].file, None)
    monkeypatch.setattr(journal, "EVERY", 0)
    monkeypatch.setitem(verb.PARTS, "history", lambda after, look: (_ for _ in ()).throw(KeyboardInterrupt))
    stopped = check()
    assert (stopped.code, stopped.words) == (2, "Stopped. The same command goes on from there.")
    monkeypatch.setitem(verb.PARTS, "history", lambda after, look: iter(()))
    assert check().kinds == ["original_missing"]  # what was found is told again
    looked = []
    monkeypatch.setitem(verb.PARTS, "files", lambda after, look: looked.append(after) or iter(()))
    assert (check("--hash").kinds, looked) == ([], [""])
    check("--anew")
    assert looked == ["", ""]


@pytest.fixture
def ended(check, monkeypatch):
    """A look that was ended before the history: `ended()`. The next one that begins anew fails."""

    def end(*arguments):
        with monkeypatch.context() as patch:
            patch.setattr(journal, "EVERY", 0)
            patch.setitem(verb.PARTS, "history", lambda after, look: (_ for _ in ()).throw(KeyboardInterrupt))
            return check(*arguments)

    return end


@pytest.fixture
def begun(monkeypatch):
    """Where the files are begun to be looked at."""
    units, begun = verb.PARTS["files"], []
    monkeypatch.setitem(verb.PARTS, "files", lambda after, look: begun.append(after) or units(after, look))
    return begun


@pytest.mark.django_db
def test_what_was_found_before_is_looked_at_once_more_and_told_as_it_is_now(check, three, broken, files, ended):
    lost, cut = three[0].file, three[1].file
    before = {name: (files / name).read_bytes() for name in (lost, cut)}
    broken(lost, None)
    broken(cut, before[cut][:-1])
    assert sorted(ended().kinds) == ["original_missing", "original_size"]
    broken(lost, before[lost])  # from a backup
    broken(cut, before[cut][:-2])
    again = ended()
    assert again.kinds == ["original_size"]
    assert f"{len(before[cut]) - 2:,} bytes" in again.findings[0]["words"]
    broken(cut, before[cut])
    last = check()
    assert (last.code, last.findings, last.summary["whole"]) == (0, [], True)
    assert last.summary["looked"]["images"] == 3


@pytest.mark.django_db
def test_what_was_repaired_before_is_told_again_as_repaired(check, three, broken, ended):
    from assets.images import renditions

    broken(renditions.rendition_name(three[0].project.dataset_id, three[0].sha256, "thumb"), None)
    ended("--repair")
    last = check("--repair")
    assert (last.code, last.kinds, last.summary["repaired"]) == (0, ["rendition_missing"], {"rendition_missing": 1})


@pytest.mark.django_db
@pytest.mark.parametrize(("hours", "is_anew"), [(11.9, False), (12.1, True), (-0.1, True)])
def test_a_look_that_began_long_ago_begins_anew(check, three, ended, begun, monkeypatch, hours, is_anew):
    ended()
    now = journal.time.time()
    monkeypatch.setattr(journal.time, "time", lambda: now + hours * 3600)
    begun.clear()
    assert check().code == 0
    assert begun == ([""] if is_anew else [])


@pytest.mark.django_db
def test_a_look_at_another_database_begins_anew(check, three, ended, begun):
    ended()
    begun.clear()
    with connection.cursor() as cursor:
        cursor.execute("UPDATE django_migrations SET applied = '2031-01-01 00:00:00'")  # prepared at another time
    assert check().code == 0
    assert begun == [""]


@pytest.mark.django_db
def test_findings_that_were_cut_off_begin_anew(check, three, ended, begun, broken):
    broken(three[0].file, None)
    ended()
    begun.clear()
    (work_dir() / "check_files.jsonl").write_text("")
    assert check().kinds == ["original_missing"]
    assert begun == [""]


@pytest.mark.django_db
def test_what_lies_beside_folders_is_told_once_though_it_is_gone_on_with_among_them(check, three, broken, monkeypatch):
    from labeler.integrity import others

    broken("letter.txt", b"dear all")
    units = others.units

    def until_the_second(after, look):
        for number, unit in enumerate(units(after, look)):
            if number == 1:
                raise KeyboardInterrupt
            yield unit

    broken("versions/x/v1-a.zip", b"nobody's")
    with monkeypatch.context() as patch:
        patch.setattr(journal, "EVERY", 0)
        patch.setitem(verb.PARTS, "others", until_the_second)
        assert check().kinds == ["stray"]
    last = check()
    assert sorted(each["file"] for each in last.findings) == ["letter.txt", "versions/x/v1-a.zip"]
    assert last.summary["found"] == {"stray": 2}


@pytest.mark.django_db
@pytest.mark.parametrize("after", ["files:x", "files:x/a7", "history:1/2", "counts:x", ":x"])
def test_a_place_that_is_none_is_refused_in_one_sentence(check, three, after):
    refused = check("--after", after)
    assert (refused.code, refused.words) == (
        2,
        f"There is no place {after}: behind the part comes a number, as in files:3/a7.",
    )


@pytest.mark.django_db
def test_whatever_ends_it_is_one_sentence(check, three, monkeypatch):
    def fail(after, look):
        raise RuntimeError("What nobody\n  thought of.")
        yield

    monkeypatch.setitem(verb.PARTS, "files", fail)
    ended = check()
    assert (ended.code, ended.words) == (2, "It could not be looked further: What nobody thought of.")


@pytest.mark.django_db
def test_it_goes_on_where_it_is_told_to(check, three, broken):
    first, *_, last = sorted(three, key=lambda photo: photo.sha256)
    for photo in (first, last):
        broken(photo.file, None)
    project = first.project_id
    checked = check("--after", f"files:{project}/{first.sha256[:2]}")
    assert [each["file"] for each in checked.findings] == [last.file]
    assert check("--after", "history:0").findings == []
    nowhere = check("--after", "pictures:0")
    assert (nowhere.code, nowhere.words.startswith("There is no part pictures: files, others, versions,")) == (2, True)


@pytest.mark.django_db
def test_a_second_one_at_once_is_refused(check, three):
    with locks.held("check_files"):
        refused = check()
    assert (refused.code, refused.words.startswith("Another check is running")) == (2, True)


def said(*arguments):
    out = StringIO()
    code = 0
    try:
        call_command("check_files", "--grace", "0", *arguments, stdout=out, stderr=StringIO())
    except CommandError as problem:
        code = problem.returncode
        out.write(f"{problem}\n")
    return code, out.getvalue().splitlines()


@pytest.mark.django_db
def test_it_says_in_words_what_it_found_and_what_it_repaired(three, broken):
    from assets.images import renditions

    code, lines = said()
    assert (code, lines[0].partition(", in")[0], lines[1]) == (
        0,
        "Looked at 3 images, 9 files, 3 answers, 1 projects",
        "All is whole.",
    )
    broken(three[0].file, None)
    name = renditions.rendition_name(three[1].project.dataset_id, three[1].sha256, "thumb")
    broken(name, None)
    code, lines = said("--repair")
    assert code == 1
    assert f"original_missing: Image {three[0].pk}: its file is gone. {three[0].file}" in lines
    small = f"rendition_missing: Image {three[1].pk}: its thumbnail is gone. {name} Made anew from its original."
    assert small in lines
    assert lines[-2:] == ["Repaired: 1 rendition_missing.", "Not whole: 1 original_missing."]


@pytest.mark.django_db
def test_a_store_that_is_not_there_is_no_list_of_lost_files(three, files):
    files.rename(files.with_name("elsewhere"))
    code, lines = said()
    assert code == 2
    assert lines == [f"The folder of the stored files is not there: {files}"]


@pytest.mark.django_db
def test_a_store_that_goes_away_meanwhile_ends_it_and_it_goes_on_later(check, three, monkeypatch):
    from core.storage import local

    open_raw = local.LocalBlobs.open_raw

    def away(self, name):
        raise ConnectionError("The bucket does not answer")

    with monkeypatch.context() as patch:
        patch.setattr(local.LocalBlobs, "open_raw", away)
        ended = check("--hash")
    assert (ended.code, "The bucket does not answer" in ended.words) == (2, True)
    assert local.LocalBlobs.open_raw is open_raw
    assert check("--hash").code == 0


@pytest.mark.django_db
def test_tables_of_another_program_are_not_looked_at(three):
    recorder = connection.cursor()
    with recorder as cursor:
        cursor.execute(
            "INSERT INTO django_migrations (app, name, applied) VALUES ('projects', '9999_later', CURRENT_TIMESTAMP)"
        )
    code, lines = said()
    assert (code, "was prepared by a newer Labeler" in lines[0]) == (2, True)


def test_every_kind_is_told_in_the_table_of_the_page(settings):
    import re

    page = (settings.BASE_DIR / "docs" / "integrity.md").read_text()
    table = re.findall(r"^\| `(\w+)` \| (.*?) \|", page, re.MULTILINE)
    assert dict(row for row in table if row[0] in findings.KINDS) == findings.KINDS


@pytest.mark.django_db
def test_every_finding_that_the_program_makes_has_a_kind_that_is_told(settings):
    import re

    code = "".join(path.read_text() for path in (settings.BASE_DIR / "labeler" / "integrity").glob("*.py"))
    parts = "original|rendition|import|history|version|withdrawn"
    made = set(re.findall(rf'"((?:{parts})_[a-z]+)"', code)) | {"count", "stray"}
    assert made <= findings.KINDS.keys()
    assert findings.KINDS.keys() - made == {
        f"{what}_{ending}" for what in ("zip", "shape") for ending in ("missing", "size", "hash")
    }


def test_sources_side_by_side_lose_nothing_and_mix_nothing():
    from labeler.integrity.files import side_by_side

    one, two, three = [("a", [1]), ("c", [2])], [("b", [3]), ("c", [4])], []
    assert list(side_by_side(iter(one), iter(two), iter(three))) == [
        ("a", [[1], [], []]),
        ("b", [[], [3], []]),
        ("c", [[2], [4], []]),
    ]
