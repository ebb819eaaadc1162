"""CVAT for images 1.1."""

import pytest

from annotations.imports.reading import cvat as reader
from annotations.imports.reading.records import Format, Record, State, Unreadable
from annotations.tests.imports.reading.files import as_file, cvat, labels, said, tagged, zipped

BOX = '<box label="cat" xtl="1" ytl="1" xbr="2" ybr="2"></box>'


def test_each_image_has_its_tags():
    file = cvat(
        tagged(0, "01.jpg", "cat"), tagged(1, "sub/02.jpg", "dog", "Dog", "cat"), tagged(2, "03.jpg"),
        beginning="<version>1.1</version><meta><task><labels><label><name>x</name></label></labels></task></meta>",
    )  # fmt: skip
    assert said(file) == [
        Record("image 0", "01.jpg", ("cat",)),
        Record("image 1", "sub/02.jpg", ("dog", "cat")),
        Record("image 2", "03.jpg", state=State.UNLABELED),
    ]


def test_names_come_with_any_letters_and_escapes():
    assert labels(cvat(tagged(0, "a &amp; b&#252;.jpg", "帽子"))) == [("a & bü.jpg", "帽子")]


def test_a_zip_of_cvat_is_read_too():
    packed = zipped({"annotations.xml": cvat(tagged(0, "01.jpg", "cat")).read(), "images/01.jpg": b"x"})
    assert labels(packed) == [("01.jpg", "cat")]


def test_drawings_beside_tags_do_not_matter_and_an_image_with_drawings_alone_is_told():
    file = cvat(tagged(0, "01.jpg", "cat", inside=BOX), tagged(1, "02.jpg", inside=BOX))
    assert labels(file) == [("01.jpg", "cat"), ("image 1", "It has drawings (box) and no tag for the whole image.")]


@pytest.mark.parametrize(
    ("file", "words"),
    [
        (cvat(tagged(0, "01.jpg", inside=BOX)), r"drawings \(box\) and no tags"),
        (cvat('<track id="0" label="cat"><box frame="0"/></track>'), "CVAT for video"),
        (as_file("<annotations><image"), "cut off, in line 1"),
        (as_file("<annotations>" + "<a>" * 60), "nested too deep"),
        (as_file("<root><image name='a'/></root>"), "begins with <root>"),
    ],
)
def test_what_is_no_label_of_images_is_refused_in_words(file, words):
    with pytest.raises(Unreadable, match=words):
        said(file, Format.CVAT_XML)


LAUGHS = '<!DOCTYPE lolz [<!ENTITY a "lol">' + "".join(
    f'<!ENTITY {name} "{f"&{before};" * 10}">' for before, name in zip("abcdefgh", "bcdefghi", strict=True)
)


@pytest.mark.parametrize(
    "declared",
    [
        LAUGHS + "]>",
        '<!DOCTYPE a [<!ENTITY i SYSTEM "file:///etc/passwd">]>',
        '<!DOCTYPE a SYSTEM "http://127.0.0.1/a.dtd">',
        '<!DOCTYPE a [<!ENTITY % p "x">]>',
    ],
    ids=["billion laughs", "a file", "a document type from elsewhere", "a parameter"],
)
def test_a_file_that_declares_entities_is_refused_before_any_is_expanded(declared):
    file = as_file(f'<?xml version="1.0"?>{declared}<annotations><image id="0" name="&i;"/></annotations>')
    for format in (None, Format.CVAT_XML):
        with pytest.raises(Unreadable, match="declares a document type or entities"):
            said(file, format)


def test_an_entity_that_nobody_declared_is_an_error():
    with pytest.raises(Unreadable, match="no XML, or it is damaged"):
        said(cvat(tagged(0, "&i;", "cat")))


def test_expat_itself_stops_what_grows_beyond_measure():
    """Should the refusal above ever go."""
    parser = reader.expat.ParserCreate()
    with pytest.raises(reader.expat.ExpatError, match="amplification"):
        parser.Parse(LAUGHS + "]><a>&i;</a>", True)


def test_a_piece_that_is_never_whole_is_refused_before_it_takes_memory():
    file = as_file('<annotations><image name="' + "x" * 20_000_000)
    with pytest.raises(Unreadable, match="several MB"):
        said(file, Format.CVAT_XML)
    assert file.tell() < 5_000_000
