"""Zip files that strangers made: what may be read of them, and what not."""

import io
import stat
import struct
import zipfile

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotations.imports import zips
from annotations.imports.zips import BadEntry, BadZip, Limits

ROOMY = Limits(files=100, file_bytes=1_000_000, total_bytes=10_000_000)


def packed(*files, method=zipfile.ZIP_STORED):
    """A zip of (name or ZipInfo, bytes), in memory."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", method) as archive:
        for name, content in files:
            archive.writestr(name, content)
    out.seek(0)
    return out


def special(name, mode):
    info = zipfile.ZipInfo(name)
    info.create_system = 3
    info.external_attr = mode << 16
    return info


def looked(file, limits=ROOMY):
    with zips.opened(file, limits) as archive:
        return [entry.path for entry in archive.entries], dict(archive.refused)


def read(file, limits=ROOMY):
    with zips.opened(file, limits) as archive:
        return [(entry.folder, entry.name, archive.read(entry)) for entry in archive.entries]


def test_files_are_read_with_the_name_of_their_folder():
    file = packed(("a.jpg", b"1"), ("dress/", b""), ("dress/b.jpg", b"2"), ("x/hat/c.jpg", b"3"))
    assert read(file) == [("", "a.jpg", b"1"), ("dress", "b.jpg", b"2"), ("hat", "c.jpg", b"3")]


def test_what_systems_leave_in_folders_is_passed_over_in_silence():
    names = ["__MACOSX/._a.jpg", ".DS_Store", "x/.hidden/a.jpg", "x/Thumbs.db", "desktop.ini", "good.jpg"]
    assert looked(packed(*((name, b"x") for name in names))) == (["good.jpg"], {})


@pytest.mark.parametrize(
    "name", ["../a.jpg", "x/../../a.jpg", "/etc/a.jpg", "\\\\host\\a.jpg", "..\\a.jpg", "C:/a.jpg", "C:\\a.jpg"]
)
def test_a_path_that_leads_out_is_refused_by_name_and_the_others_come(name):
    paths, refused = looked(packed((name, b"x"), ("good.jpg", b"y")))
    assert paths == ["good.jpg"]
    assert refused == {name: "Its path is no plain one within the zip."}


@pytest.mark.parametrize(
    ("mode", "words"),
    [
        (stat.S_IFLNK | 0o777, "It is a link, not a file."),
        (stat.S_IFIFO | 0o644, "It is no plain file."),
        (stat.S_IFCHR | 0o644, "It is no plain file."),
    ],
)
def test_links_and_devices_are_never_read(mode, words):
    assert looked(packed((special("odd", mode), b"/etc/passwd"))) == ([], {"odd": words})


@pytest.mark.parametrize("name", ["more.zip", "more.ZIP", "x/photos.tar.gz", "a.7z", "a.rar"])
def test_an_archive_in_the_archive_is_refused(name):
    assert looked(packed((name, b"PK"))) == ([], {name: "It is an archive in an archive. Unpack it first."})


def test_an_encrypted_zip_is_refused_as_a_whole():
    data = bytearray(packed(("a.jpg", b"x")).getvalue())
    directory = data.index(b"PK\x01\x02")
    data[directory + 8] |= 1
    with pytest.raises(BadZip, match="encrypted"):
        looked(io.BytesIO(data))


def test_a_method_that_needs_much_memory_is_refused():
    paths, refused = looked(packed(("a.jpg", b"x" * 100), method=zipfile.ZIP_LZMA))
    assert (paths, list(refused)) == ([], ["a.jpg"])


def test_two_files_may_have_one_name():
    with pytest.warns(UserWarning, match="Duplicate"):
        file = packed(("a.jpg", b"1"), ("a.jpg", b"2"))
    assert read(file) == [("", "a.jpg", b"1"), ("", "a.jpg", b"2")]


def test_a_zip64_is_read():
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive, archive.open("a.jpg", "w", force_zip64=True) as entry:
        entry.write(b"large")
    assert read(out) == [("", "a.jpg", b"large")]


@pytest.mark.parametrize("name", ["тест.jpg", "été.jpg"])
def test_names_in_utf8_are_read_even_where_nobody_said_so(name):
    data = packed((name, b"x")).getvalue()
    for mark, at in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        place = data.index(mark) + at
        flags = struct.unpack_from("<H", data, place)[0] & ~0x800
        data = data[:place] + struct.pack("<H", flags) + data[place + 2 :]
    assert looked(io.BytesIO(data)) == ([name], {})


@pytest.mark.parametrize(
    ("names", "paths", "refused"),
    [
        (["set\\cat\\a.jpg", "b.jpg", "set\\"], ["set/cat/a.jpg", "b.jpg"], []),
        (["cat\\a.jpg", "__MACOSX/x", ".hidden/y"], ["cat/a.jpg"], []),
        (["cat\\a.jpg", "dog/b.jpg"], ["dog/b.jpg"], ["cat\\a.jpg"]),
        (["..\\a.jpg", "x\\..\\..\\b.jpg", "C:\\c.jpg", "\\d.jpg", "\\\\host\\e.jpg", "x\\f.jpg"], ["x/f.jpg"],
         ["..\\a.jpg", "x\\..\\..\\b.jpg", "C:\\c.jpg", "\\d.jpg", "\\\\host\\e.jpg"]),
    ],
)  # fmt: skip
def test_backslashes_part_folders_where_the_archive_knows_nothing_else(names, paths, refused):
    found, told = looked(packed(*((name, b"x") for name in names)))
    assert (found, list(told)) == (paths, refused)


def test_what_lies_behind_a_backslash_is_read():
    assert read(packed(("cat\\a.jpg", b"1"))) == [("cat", "a.jpg", b"1")]


def in_code_page(data, name, written):
    """The zip with the name as these bytes, and no word on what they are."""
    return io.BytesIO(data.getvalue().replace(name.encode(), written))


def test_a_name_in_a_code_page_that_nobody_tells_is_told_from_one_that_is_certain():
    file = in_code_page(
        packed(("B__cher/a.jpg", b"x"), ("plain/b.jpg", b"y")), "B__cher", "Bücher".encode("latin-1") + b"_"
    )
    with zips.opened(file, ROOMY) as archive:
        assert [entry.certain_path for entry in archive.entries] == ["B\ufffdcher_/a.jpg", "plain/b.jpg"]
        assert archive.read(archive.entries[0]) == b"x"
    with zips.opened(packed(("été/a.jpg", b"x")), ROOMY) as archive:
        assert [entry.certain_path for entry in archive.entries] == ["été/a.jpg"]


# --- bombs ----------------------------------------------------------------------------------------------------------


def test_more_files_than_the_limit_are_refused_before_they_are_listed():
    file = packed(*((f"{number}.jpg", b"") for number in range(101)))
    with pytest.raises(BadZip, match="more than 100 files"):
        looked(file)
    assert len(looked(packed(*((f"{number}.jpg", b"") for number in range(100))))[0]) == 100


def test_a_directory_that_is_large_without_files_is_refused_too():
    with pytest.raises(BadZip, match="more than 1 files"):
        looked(packed(*((f"{number}-{'x' * 60_000}.jpg", b"") for number in range(20))), Limits(1, 10, 10))


def test_more_bytes_than_the_limit_are_refused_by_what_is_declared():
    limits = Limits(files=10, file_bytes=1000, total_bytes=1500)
    with pytest.raises(BadZip, match="larger than the limit"):
        looked(packed(("a.jpg", b"x" * 800), ("b.jpg", b"x" * 800)), limits)
    assert list(looked(packed(("a.jpg", b"x" * 1001)), limits)[1]) == ["a.jpg"]


def test_a_ratio_that_no_picture_has_is_refused(monkeypatch):
    bomb = packed(("a.jpg", b"\0" * 900_000), method=zipfile.ZIP_DEFLATED)
    assert looked(bomb) == (["a.jpg"], {})
    monkeypatch.setattr(zips, "RATIO_FREE", 500_000)
    with pytest.raises(BadZip, match="times as large"):
        looked(bomb)


def test_files_that_lie_on_top_of_each_other_are_caught_by_the_ratio(monkeypatch):
    monkeypatch.setattr(zips, "RATIO_FREE", 1_000_000)
    data = packed(("a.jpg", bytes(500_000)), method=zipfile.ZIP_DEFLATED).getvalue()
    directory = data.index(b"PK\x01\x02")
    end = data.index(b"PK\x05\x06")
    entry = data[directory:end]
    many = entry * 99
    tail = struct.pack("<4sHHHHIIH", b"PK\x05\x06", 0, 0, 99, 99, len(many), directory, 0)
    with pytest.raises(BadZip, match="larger than the limit|times as large"):
        looked(io.BytesIO(data[:directory] + many + tail))


def lying(content, declared):
    """A zip whose one file says it has `declared` bytes."""
    data = bytearray(packed(("a.jpg", content), method=zipfile.ZIP_DEFLATED).getvalue())
    for mark, at in ((b"PK\x03\x04", 22), (b"PK\x01\x02", 24)):
        struct.pack_into("<I", data, data.index(mark) + at, declared)
    return io.BytesIO(data)


@pytest.mark.parametrize("declared", [10, 900_001])
def test_a_file_that_lies_about_its_size_is_not_believed(declared):
    with zips.opened(lying(bytes(900_000), declared), ROOMY) as archive, pytest.raises(BadEntry, match="damaged"):
        archive.read(archive.entries[0])


def test_bytes_are_counted_as_they_are_read():
    """Even if the library should believe a header one day."""
    limits = Limits(files=10, file_bytes=1000, total_bytes=1500)
    with zips.opened(packed(("a.jpg", b"x" * 700), ("b.jpg", b"x" * 700)), limits) as archive:
        archive.read(archive.entries[0])
        archive.read(archive.entries[1])
        with pytest.raises(BadZip, match="larger than the limit"):
            archive.read(archive.entries[0])


@pytest.mark.parametrize("part", [slice(-30), slice(40), slice(0), slice(2)], ids=str)
def test_what_is_no_zip_is_said(part):
    with pytest.raises(BadZip, match="no zip file"):
        looked(io.BytesIO(packed(("a.jpg", b"x" * 100)).getvalue()[part]))


def test_a_damaged_file_is_refused_and_the_next_is_read():
    data = bytearray(packed(("a.jpg", b"x" * 100), ("b.jpg", b"y" * 100)).getvalue())
    data[data.index(b"xxx")] ^= 0xFF
    with zips.opened(io.BytesIO(data), ROOMY) as archive:
        with pytest.raises(BadEntry, match="damaged"):
            archive.read(archive.entries[0])
        assert archive.read(archive.entries[1]) == b"y" * 100


@given(st.binary(max_size=200), st.integers(0, 400), st.integers(0, 255))
def test_whatever_the_bytes_it_is_read_or_refused_and_nothing_else(junk, place, value):
    data = bytearray(packed(("a/b.jpg", junk), ("c.png", b"1"), method=zipfile.ZIP_DEFLATED).getvalue())
    data[place % len(data)] = value
    try:
        with zips.opened(io.BytesIO(data), ROOMY) as archive:
            for entry in archive.entries:
                try:
                    archive.read(entry)
                except BadEntry:
                    continue
    except BadZip:
        pass
