"""The names by which files of labels call pictures."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotations.imports.reading.paths import is_picture, named
from annotations.imports.reading.records import Bad


def test_a_name_that_begins_as_label_studios_mark_does_loses_the_mark_alone():
    found = named("/data/upload/4/1a2b3c4d-0a85c2b2-5d1e-4c1f-9d3a-0123456789ab.jpg")
    assert found.others == ("0a85c2b2-5d1e-4c1f-9d3a-0123456789ab.jpg",)


@pytest.mark.parametrize(
    ("written", "path", "others"),
    [
        ("01.jpg", "01.jpg", ()),
        (" ./a//b/01.jpg ", "a/b/01.jpg", ()),
        ("a\\b\\01.jpg", "a/b/01.jpg", ()),
        ("C:\\photos\\01.jpg", "photos/01.jpg", ()),
        ("\\\\server\\photos\\01.jpg", "server/photos/01.jpg", ()),
        ("/home/ann/01.jpg", "home/ann/01.jpg", ()),
        ("../images/01.jpg", "images/01.jpg", ()),
        ("a/../b/01.jpg", "b/01.jpg", ()),
        ("a%20b.jpg", "a%20b.jpg", ("a b.jpg",)),
        ("100%.jpg", "100%.jpg", ()),
        ("a%00.jpg", "a%00.jpg", ()),
        ("what?.jpg", "what?.jpg", ()),
        ("https://example.org/a%20b.jpg?size=1", "a b.jpg", ()),
        ("gs://bucket/a/01.jpg", "a/01.jpg", ()),
        ("s3://bucket/a/50%25#1.jpg", "a/50%", ("a/50%25#1.jpg",)),
        ("abc:/01.jpg", "abc:/01.jpg", ()),
        ("file:///C:/photos/01.jpg", "photos/01.jpg", ()),
        ("../data/media/upload/1/1a2b3c4d-01.jpg", "data/media/upload/1/1a2b3c4d-01.jpg",
         ("data/media/upload/1/01.jpg",)),
        ("/data/upload/12/1a2b3c4d-01.jpg", "1a2b3c4d-01.jpg", ("01.jpg",)),
        ("deadbeef-01.jpg", "deadbeef-01.jpg", ()),
    ],
)  # fmt: skip
def test_a_path_has_one_spelling_whoever_wrote_it(written, path, others):
    assert named(written) == (path, others)


@pytest.mark.parametrize(
    ("written", "words"),
    [
        (None, "names no file"),
        (5, "names no file"),
        ("  ", "names no file"),
        ("https://example.org/", "names no file"),
        ("..", "names no file"),
        ("data:image/png;base64,AAAA", "holds the picture itself"),
        ("a\x00.jpg", "control characters"),
        ("a\ud800.jpg", "control characters"),
        ("https://example.org/%00.jpg", "control characters"),
        ("http://[bad/01.jpg", "cannot be read"),
        ("x" * 5000, "longer than 4,000"),
    ],
)
def test_what_is_no_path_is_told(written, words):
    with pytest.raises(Bad, match=words):
        named(written)


@pytest.mark.parametrize(
    ("path", "answer"), [("a/1.JPG", True), ("1.heic", True), ("jpg", False), (".jpg", False), ("a.txt", False)]
)
def test_a_picture_is_known_by_its_ending(path, answer):
    assert is_picture(path) is answer


part = st.text(st.characters(exclude_categories=["Cc", "Cs", "Z"], exclude_characters="/\\%:?#"), min_size=1).filter(
    lambda text: text not in (".", "..")
)
paths = st.lists(part, min_size=1, max_size=12)


@given(paths, st.sampled_from(["/", "\\", "//", "/./"]), st.sampled_from(["", "/", "./", "../", "C:\\", "\\\\"]))
def test_folders_of_any_depth_are_kept_in_their_order(parts, between, before):
    assert named(before + between.join(parts)).path == "/".join(parts)


@given(st.text(max_size=60))
def test_whatever_is_written_gives_a_plain_path_or_is_told(text):
    try:
        found = named(text, by_label_studio=True)
    except Bad:
        return
    for path in (found.path, *found.others):
        parts = path.split("/")
        assert not {"", ".", ".."}.intersection(parts)
        assert "\\" not in path
        assert named(path).path == path or "%" in path or ":" in path
