"""CSV of any two columns."""

import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotations.imports.reading.opening import opened
from annotations.imports.reading.records import Choice, ColumnsUnclear, Format, State, Unreadable
from annotations.tests.imports.reading.files import as_file, labels, said

TWO = [("a.jpg", "Dress"), ("b.jpg", "Hat")]
HEX = "ab" * 32


@pytest.mark.parametrize(
    "text",
    [
        "file_name,category\na.jpg,Dress\nb.jpg,Hat\n",
        "a.jpg,Dress\nb.jpg,Hat",
        "Dress,a.jpg\nHat,b.jpg",
        "a.jpg,Dress\r\nb.jpg,Hat\r\n",
        "\ufefffile_name;category\r\na.jpg;Dress\r\nb.jpg;Hat\r\n",
        "a.jpg\tDress\nb.jpg\tHat\n",
        '"a.jpg","Dress"\n"b.jpg","Hat"\n',
        "  a.jpg , Dress \n\n b.jpg,Hat\n,\n",
        "Label,width,Filename\nDress,3,a.jpg\nHat,4,b.jpg\n",
        "File Name,Class Name\na.jpg,Dress\nb.jpg,Hat\n",
        "imagePath,ClassName,ClassID\na.jpg,Dress,0\nb.jpg,Hat,1\n",
        "id,label,label_name,path\n1,0,Dress,a.jpg\n2,1,Hat,b.jpg\n",
        "label,label name,file,class\n0,,a.jpg,Dress\n1,,b.jpg,Hat\n",
        "picture of,what\na.jpg,Dress\nb.jpg,Hat\n",
        '"file;name, of";category\na.jpg;Dress\nb.jpg;Hat\n',
        "a.jpg|Dress\nb.jpg|Hat\n",
        "sep=;\nfile;class\na.jpg;Dress\nb.jpg;Hat\n",
        'file,note,class\na.jpg,"two\nlines",Dress\nb.jpg,,Hat\n',
        "file_name,category\na.jpg,Dress\nb.jpg,Hat\n".encode("utf-16"),
        b"\xfe\xff" + "file_name\tcategory\na.jpg\tDress\nb.jpg\tHat\n".encode("utf-16-be"),
    ],
)
def test_the_ways_in_which_programs_write_csv_are_read(text):
    assert labels(as_file(text)) == TWO


def test_quotes_may_hold_separators_and_quotes():
    rows = 'a.jpg,"Dress, long"\n"b ""2"".jpg",Hat\n'
    assert labels(as_file(rows)) == [("a.jpg", "Dress, long"), ('b "2".jpg', "Hat")]


def test_a_row_without_a_category_has_no_label():
    (record,) = said(as_file("file_name,category\na.jpg,\n"))
    assert (record.place, record.path, record.categories, record.state) == ("row 2", "a.jpg", (), State.UNLABELED)


def test_a_hash_beside_the_name_is_taken():
    assert [each.sha256 for each in said(as_file(f"file,label,sha256\na,x,{HEX}\nb,x,none\n"))] == [HEX, ""]


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("a.jpg,Dress\nc.jpg\nb.jpg,Hat\n", ("row 2", "It has 1 columns instead of 2.")),
        ("a.jpg,Dress\nc.jpg,Hat,1\nb.jpg,Hat\n", ("row 2", "It has 3 columns instead of 2.")),
        ("file_name,size,category\na.jpg,1,Dress\nc.jpg,1\nb.jpg,1,Hat", ("row 3", "It has 2 columns instead of 3.")),
        ("file_name,category\na.jpg,Dress\n,Dress\nb.jpg,Hat\n", ("row 3", "It names no file.")),
        (
            "file_name,category\na.jpg,Dress\n\x07.jpg,Dress\nb.jpg,Hat\n",
            ("row 3", "The name of its file has control characters."),
        ),
    ],
)
def test_a_bad_row_is_told_with_its_number_and_stops_nothing(text, problem):
    assert labels(as_file(text)) == [TWO[0], problem, TWO[1]]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("a.jpg\n", "one column. A table needs two, separated by commas, semicolons or tabs"),
        ("a.jpg" + ",x" * 1000, "more than 1,000 columns"),
        ("é.jpg,Dress\n".encode("latin-1"), "not UTF-8. Save it as “CSV UTF-8”"),
        ("a.jpg,Dress\n".encode("utf-16-le"), "UTF-16 without its mark"),
        ("a" * 200_000 + ",x\n", "Row 1 cannot be read"),
        ('a.jpg,"Dress\n' + "b.jpg,Hat\n" * 20_000, "Is a quote not closed"),
        ('a.jpg,Dress\nb.jpg,"Hat\nc.jpg,Coat\n', "Row 2 cannot be read: a quote in it is not closed"),
        ("a.jpg,Dress\n" * 20_000 + '"' + '\n","' * 2_000_000, "longer than 1,000,000 characters"),
    ],
    ids=["one column", "many columns", "latin", "no mark", "long cell", "long quote", "open quote", "long row"],
)
def test_what_cannot_be_read_is_refused_with_the_way_out(text, words):
    with pytest.raises(Unreadable, match=words):
        said(as_file(text))


def test_bytes_that_are_no_text_are_told_wherever_they_come():
    with pytest.raises(Unreadable, match="not UTF-8"):
        said(as_file(b"a.jpg,Dress\n" * 100_000 + b"\xe9.jpg,Hat\n"))


UNCLEAR = "when,who,picture,second\n1,Ann,a.jpg,b.jpg\n2,Bob,c.jpg,d.jpg\n"


def test_where_it_is_not_clear_the_columns_and_their_first_rows_are_offered():
    with opened(as_file(UNCLEAR)) as file:
        assert (file.columns.names, file.columns.are_clear) == (("when", "who", "picture", "second"), False)
        assert file.columns.rows == (("1", "Ann", "a.jpg", "b.jpg"), ("2", "Bob", "c.jpg", "d.jpg"))
        with pytest.raises(ColumnsUnclear, match="Choose the two: when, who, picture, second") as refused:
            list(file.records)
        assert refused.value.columns == file.columns


def test_any_two_columns_can_be_chosen():
    assert labels(as_file(UNCLEAR), Format.CSV, Choice(file=3, category=1)) == [("b.jpg", "Ann"), ("d.jpg", "Bob")]
    plain = as_file("a.jpg,Dress\nb.jpg,Hat\n")
    assert labels(plain, columns=Choice(file=1, category=0, header=True)) == [("Hat", "b.jpg")]
    assert labels(plain, columns=Choice(file=1, category=0, header=False)) == [("Dress", "a.jpg"), ("Hat", "b.jpg")]


@pytest.mark.parametrize("choice", [Choice(0, 0), Choice(0, 9), Choice(-1, 0)])
def test_what_is_no_choice_of_two_columns_is_asked_for_again(choice):
    with pytest.raises(ColumnsUnclear, match="Two columns"):
        said(as_file(UNCLEAR), columns=choice)


plain = st.text(st.characters(exclude_categories=["Cs", "Cc", "Zl", "Zp", "Zs"]), min_size=1, max_size=20)
names = plain.map(lambda text: text.replace("/", "_").replace("\\", "_") + ".jpg").filter(lambda text: "%" not in text)


@given(
    st.lists(st.tuples(names, plain), min_size=1),
    st.sampled_from(",;\t"),
    st.sampled_from(["\n", "\r\n"]),
    st.sampled_from(["utf-8", "utf-8-sig", "utf-16"]),
    st.booleans(),
)
def test_what_a_csv_writer_wrote_is_read_back(pairs, delimiter, line_end, encoding, is_turned):
    out = io.StringIO()
    writer = csv.writer(out, delimiter=delimiter, lineterminator=line_end, quoting=csv.QUOTE_ALL)
    rows = [("file_name", "category"), *pairs]
    writer.writerows([row[::-1] for row in rows] if is_turned else rows)
    assert labels(as_file(out.getvalue().encode(encoding)), Format.CSV) == pairs
