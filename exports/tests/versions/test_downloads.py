"""Large files in whole or in part (RFC 9110, sections 13 and 14)."""

import io

import pytest
from django.test import RequestFactory
from hypothesis import given
from hypothesis import strategies as st

from core.http import CHUNK, ranged_response

CONTENT = bytes(range(256)) * 4
SIZE = len(CONTENT)
SHA = "ab" * 32
TAG = f'"{SHA}"'


def get(content=CONTENT, **headers):
    opened = []

    def open_it():
        opened.append(io.BytesIO(content))
        return opened[-1]

    request = RequestFactory().get("/", **{f"HTTP_{name.upper()}": value for name, value in headers.items()})
    response = ranged_response(
        request, open_it, size=len(content), sha256=SHA, content_type="application/zip", name="wardrobe-v1.zip"
    )
    response.source = opened[0] if opened else None
    return response


def body(response):
    return b"".join(response.streaming_content) if response.streaming else response.content


def test_the_whole_file_comes_with_all_that_is_known_of_it():
    response = get()
    assert response.status_code == 200
    assert body(response) == CONTENT
    assert {
        name: response[name]
        for name in (
            "Content-Type", "Content-Length", "Content-Disposition", "ETag", "Accept-Ranges", "Cache-Control",
        )
    } == {
        "Content-Type": "application/zip",
        "Content-Length": str(SIZE),
        "Content-Disposition": 'attachment; filename="wardrobe-v1.zip"',
        "ETag": TAG,
        "Accept-Ranges": "bytes",
        "Cache-Control": "private, no-cache",
    }  # fmt: skip
    assert response.source.closed


@pytest.mark.parametrize(
    ("wanted", "start", "end"),
    [
        ("bytes=0-0", 0, 0),
        ("bytes=0-99", 0, 99),
        ("bytes=100-", 100, SIZE - 1),
        ("bytes=100-999999999999", 100, SIZE - 1),
        ("bytes=-1", SIZE - 1, SIZE - 1),
        ("bytes=-100", SIZE - 100, SIZE - 1),
        ("bytes=-999999", 0, SIZE - 1),
        (f"bytes={SIZE - 1}-", SIZE - 1, SIZE - 1),
        (" bytes=5-7 ", 5, 7),
    ],
)
def test_a_part_is_what_was_asked_for(wanted, start, end):
    response = get(range=wanted)
    assert response.status_code == 206
    assert body(response) == CONTENT[start : end + 1]
    assert response["Content-Range"] == f"bytes {start}-{end}/{SIZE}"
    assert response["Content-Length"] == str(end + 1 - start)
    assert (response["ETag"], response["Content-Type"]) == (TAG, "application/zip")


@pytest.mark.parametrize("wanted", [f"bytes={SIZE}-", f"bytes={SIZE}-{SIZE + 5}", "bytes=-0", f"bytes={10**17}-"])
def test_a_part_beyond_the_end_is_told_with_the_size(wanted):
    response = get(range=wanted)
    assert (response.status_code, response["Content-Range"], body(response)) == (416, f"bytes */{SIZE}", b"")
    assert response.source.closed


@pytest.mark.parametrize(
    "wanted",
    [
        "bytes=0-1,5-6", "bytes=", "bytes=-", "bytes=a-b", "bytes=5-2", "bytes=--5", "bytes=1.5-2", "items=0-5", "0-5",
        "bytes=0-" + "9" * 5000, "bytes=" + "9" * 5000 + "-", "bytes=٣-٤", "bytes=0-5;x",
    ],
    ids=lambda text: text[:12],
)  # fmt: skip
def test_what_is_no_single_range_gets_the_whole(wanted):
    response = get(range=wanted)
    assert (response.status_code, body(response)) == (200, CONTENT)
    assert "Content-Range" not in response


@pytest.mark.parametrize(
    ("condition", "status"),
    [(TAG, 206), ('"other"', 200), (f"W/{TAG}", 200), ("Sun, 22 Nov 2026 19:00:00 GMT", 200)],
)
def test_a_part_is_only_added_to_the_same_file(condition, status):
    response = get(range="bytes=0-9", if_range=condition)
    assert response.status_code == status
    assert len(body(response)) == (10 if status == 206 else SIZE)


@pytest.mark.parametrize("condition", [TAG, "*", f"W/{TAG}", f'"other", {TAG}', f'"a",{TAG},"b"'])
def test_who_has_it_already_is_sent_nothing(condition):
    response = get(if_none_match=condition)
    assert (response.status_code, body(response), response["ETag"]) == (304, b"", TAG)
    assert "Content-Disposition" not in response
    assert response.source is None


def test_who_wants_only_another_one_is_refused_and_may_not_keep_the_refusal():
    response = get(if_match='"other"')
    assert (response.status_code, body(response)) == (412, b"")
    assert "Cache-Control" not in response
    assert response.source is None
    assert get(if_match=TAG).status_code == 200


def test_who_has_another_one_is_sent_the_file():
    assert body(get(if_none_match='"other"')) == CONTENT


def test_a_file_that_grew_is_not_sent_beyond_its_size():
    file = io.BytesIO(CONTENT + b"more")
    response = ranged_response(
        RequestFactory().get("/"), lambda: file, size=SIZE, sha256=SHA, content_type="application/zip", name="x.zip"
    )
    assert body(response) == CONTENT


def test_large_files_go_out_in_pieces():
    pieces = list(get(bytes(3 * CHUNK + 1)).streaming_content)
    assert [len(piece) for piece in pieces] == [CHUNK, CHUNK, CHUNK, 1]


@given(st.integers(0, SIZE + 10), st.integers(0, SIZE + 10))
def test_any_two_halves_make_the_whole(one, other):
    cut = min(one, SIZE - 1)
    assert (
        body(get(range=f"bytes=0-{cut}")) + (body(get(range=f"bytes={cut + 1}-")) if cut + 1 < SIZE else b"") == CONTENT
    )
    first, last = sorted((one, other))
    response = get(range=f"bytes={first}-{last}")
    expected = CONTENT[first : last + 1]
    assert (response.status_code, body(response)) == ((206, expected) if expected else (416, b""))
