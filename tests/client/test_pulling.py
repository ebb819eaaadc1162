"""A pull: whole or not at all, whatever breaks, and no byte twice."""

import errno
import hashlib
import itertools
import os
import random
import tempfile
from pathlib import Path
from types import SimpleNamespace

import httpx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from contract import labeler_contract
from labeler_client import Altered, Export, LocalProblem, NoServer, Usage, pulling, ranges
from labeler_client import cache as caches
from labeler_client import labeler_contract as client_contract
from labeler_client.cache import Cache
from labeler_client.connection import Connection
from tests.client.fake import Fake, error
from tests.client.sealed import VERSION, Sealed, whole
from tests.support.program import eventually

contents = st.lists(st.binary(min_size=1, max_size=300), min_size=1, max_size=12)


def connected(fake):
    return Connection("http://labels.test", "a-token", transport=fake.transport, sleep=fake.sleep, clock=fake.clock)


def pull(connection, folder, **more):
    return pulling.pull(connection, VERSION, "wardrobe v3", folder, **more)


def cached(folder):
    """What lies in the cache, by name; each is what its name says."""
    found = {path.name: path for path in Path(folder).rglob("*") if path.is_file() and path.parent.name != "incoming"}
    for name, path in found.items():
        assert hashlib.sha256(path.read_bytes()).hexdigest() == name
    return found


def left_over(folder):
    return sorted(path.name for path in Path(folder).iterdir() if ".pull-" in path.name)


@pytest.fixture
def few(monkeypatch):
    """Ranges of some hundred bytes, so that small versions have several, and gaps between them."""
    monkeypatch.setattr(ranges, "SMALLEST", 400)
    monkeypatch.setattr(ranges, "LARGEST", 400)
    monkeypatch.setattr(ranges, "GAP", 64)


@pytest.fixture
def version():
    pick = random.Random(3)
    return Sealed([pick.randbytes(pick.randrange(50, 300)) for _ in range(30)])


# --- laws -----------------------------------------------------------------------------------------------------------


@given(contents, st.data())
def test_wherever_it_breaks_and_whatever_is_here_the_folder_is_whole_and_no_byte_comes_twice(held, data):
    version, fake = Sealed(held), Fake()
    served = version.serve(fake)
    served.cuts = data.draw(st.lists(st.integers(0, 500), max_size=8))
    here = data.draw(st.sets(st.sampled_from(held)))
    with tempfile.TemporaryDirectory() as folder, pytest.MonkeyPatch.context() as patch:
        for name in ("SMALLEST", "LARGEST"):
            patch.setattr(ranges, name, 400)
        patch.setattr(ranges, "GAP", data.draw(st.sampled_from([0, 64, 10_000])))
        cache = Cache(Path(folder, "cache"))
        cache.prepare()
        for content in here:
            arriving = cache.begin(hashlib.sha256(content).hexdigest(), "here")
            arriving.write(content)
            arriving.finish()
        target, fetched = pull(connected(fake), Path(folder, "out"), cache=cache.folder)
        assert labeler_contract.verify(str(target)).startswith("verified: ")
        assert fetched.images == len(set(held) - here)
        assert fetched.images + fetched.kept == len(held)
        assert len(cached(cache.folder)) == len(set(held)) + 3
    spans = sorted(span for span in served.ranges if span[1])
    assert all(first + size <= after for (first, size), (after, _) in itertools.pairwise(spans))


@given(contents, st.data())
def test_a_byte_that_is_another_is_told_and_nothing_of_its_file_is_kept(held, data):
    version, fake = Sealed(held), Fake()
    served = version.serve(fake)
    # Of equal ones the first comes.
    firsts = {version.files[name]: name for name in sorted(version.files, reverse=True) if name.startswith("images/")}
    name = data.draw(st.sampled_from(sorted(firsts.values())))
    served.alter(version.place_of(name)[1] + data.draw(st.integers(0, len(version.files[name]) - 1)))
    with tempfile.TemporaryDirectory() as folder:
        with pytest.raises(Altered, match="other bytes than were sealed"):
            pull(connected(fake), Path(folder, "out"), cache=Path(folder, "cache"))
        assert not Path(folder, "out").exists()
        assert hashlib.sha256(version.files[name]).hexdigest() not in cached(Path(folder, "cache"))
        assert left_over(folder) == []
        assert list(Path(folder, "cache", "incoming").iterdir()) == []


@given(contents, st.integers(1, 200))
def test_the_places_of_images_are_those_of_the_zip_and_pieces_may_end_anywhere(held, size):
    version = Sealed(held)
    with tempfile.TemporaryDirectory() as folder:
        for name in ranges.FRONT:
            Path(folder, name).write_bytes(version.files[name])
        found = list(ranges.images(Path(folder)))
    assert [image.path for image in found] == sorted(name for name in version.files if name.startswith("images/"))
    splitter, came = ranges.Splitter(found), {}
    whole = version.zip[found[0].offset : found[-1].end]
    for start in range(0, len(whole), size):
        for image, part, _ in splitter.feed(whole[start : start + size]):
            came.setdefault(image.path, bytearray()).extend(part)
    assert splitter.left is None
    assert came == {image.path: version.files[image.path] for image in found}


@given(
    st.lists(st.tuples(st.integers(0, 200_000), st.integers(1, 30 << 20)), min_size=1, max_size=40),
    st.integers(1, 32),
)
def test_every_image_is_in_one_stretch_and_only_a_large_one_makes_it_large(gaps_and_sizes, workers):
    images, offset = [], 0
    for number, (gap, size) in enumerate(gaps_and_sizes):
        images.append(ranges.Image(f"images/{number:012d}.jpg", "", size, offset + gap))
        offset = images[-1].end
    stretches = list(ranges.grouped(images, workers, sum(image.size for image in images)))
    assert [image for stretch in stretches for image in stretch] == images
    for stretch in stretches:
        assert len(stretch) == 1 or stretch[-1].end - stretch[0].offset <= ranges.LARGEST


# --- what is fetched ------------------------------------------------------------------------------------------------


def test_of_the_next_version_only_what_is_new_comes_and_the_folder_holds_it(fake, connection, tmp_path, few):
    pick = random.Random(4)
    older = [pick.randbytes(200) for _ in range(10)]
    first = Sealed(older)
    first.serve(fake)
    pull(connection, tmp_path / "out")
    newer = Sealed([*older, *(pick.randbytes(100) for _ in range(4))], version=4)
    served = newer.serve(fake)
    target, fetched = pull(connection, tmp_path / "out")
    assert fetched == (4, 400, 10)
    assert served.bytes < 400 + 4 * 60
    assert sorted(path.name for path in target.iterdir()) == sorted([*ranges.FRONT, "images"])
    assert labeler_contract.verify(str(target)).endswith(newer_hash(newer))
    assert left_over(tmp_path) == []


def newer_hash(version):
    return "sha256:" + hashlib.sha256(version.files["checksums.sha256"]).hexdigest()


def test_again_it_asks_for_the_manifest_and_nothing_else(fake, connection, version, tmp_path):
    version.serve(fake)
    pull(connection, tmp_path / "out")
    fake.requests.clear()
    assert pull(connection, tmp_path / "out")[1] == (0, 0, 30)
    assert fake.paths == [f"{VERSION}manifest.json"]


def test_images_are_links_into_the_cache_and_take_no_room_twice(fake, connection, version, tmp_path):
    version.serve(fake)
    target, _ = pull(connection, tmp_path / "out")
    held = cached(tmp_path / ".labeler-cache")
    for path in (target / "images").iterdir():
        name = hashlib.sha256(path.read_bytes()).hexdigest()
        assert path.samefile(held[name])
        assert path.stat().st_mode & 0o777 == 0o444  # who writes into one would change all


def test_where_there_can_be_no_links_there_are_copies(fake, connection, version, tmp_path, monkeypatch):
    def refuses(*paths, **options):
        raise OSError(errno.EXDEV, "Invalid cross-device link")

    monkeypatch.setattr(os, "link", refuses)
    version.serve(fake)
    target, _ = pull(connection, tmp_path / "out")
    assert labeler_contract.verify(str(target))


def test_equal_pictures_come_once(fake, connection, tmp_path):
    served = Sealed([b"same" * 50] * 8).serve(fake)
    target, fetched = pull(connection, tmp_path / "out")
    assert fetched == (1, 200, 7)
    assert served.bytes < 400
    assert labeler_contract.verify(str(target))


def test_a_file_that_somebody_changed_is_fetched_again(fake, connection, version, tmp_path):
    version.serve(fake)
    target, _ = pull(connection, tmp_path / "out")
    harmed = next((target / "images").iterdir())
    content = harmed.read_bytes()
    os.chmod(harmed, 0o644)
    harmed.write_bytes(bytes(len(content)))
    fetched = pull(connection, target)[1]
    assert (fetched.images, fetched.kept) == (1, 29)
    assert harmed.read_bytes() == content
    assert labeler_contract.verify(str(target))


@pytest.fixture
def harmed(fake, connection, version, tmp_path):
    """An image of a version that was pulled, of which somebody with all rights changed a byte, and what it held."""
    version.serve(fake)
    target, _ = pull(connection, tmp_path / "out")
    path = next((target / "images").iterdir())
    content = path.read_bytes()
    os.chmod(path, 0o644)
    with path.open("r+b") as file:
        file.write(bytes([content[0] ^ 255]))
    return path, content


def test_without_verifying_a_file_that_was_written_to_is_not_believed(harmed, connection, tmp_path):
    path, content = harmed
    other = pull(connection, tmp_path / "other", verify=False)
    assert (other[1].images, other[1].kept) == (1, 29)
    assert labeler_contract.verify(str(other[0]))
    assert path.read_bytes() != content
    pull(connection, tmp_path / "out", verify=False)
    assert path.read_bytes() == content
    assert labeler_contract.verify(str(tmp_path / "out"))


def test_without_verifying_a_file_that_is_missing_comes_again(fake, connection, version, tmp_path):
    version.serve(fake)
    target, _ = pull(connection, tmp_path / "out")
    for name in ("images/" + next(os.scandir(target / "images")).name, "annotations.json"):
        (target / name).rename(target / "gone")
        os.unlink(target / "gone")
        if name in ranges.FRONT:  # it is no version any more, and nobody knows whose files these are
            with pytest.raises(LocalProblem):
                pull(connection, target, verify=False)
            continue
        assert pull(connection, target, verify=False)[1] == (0, 0, 30)
        assert labeler_contract.verify(str(target))


def test_without_verifying_the_same_version_again_reads_no_image(fake, connection, version, tmp_path, monkeypatch):
    version.serve(fake)
    pull(connection, tmp_path / "out")
    fake.requests.clear()
    monkeypatch.setattr(Cache, "drop_altered", lambda *_: pytest.fail("It was read."))
    assert pull(connection, tmp_path / "out", verify=False)[1] == (0, 0, 30)
    assert fake.paths == [f"{VERSION}manifest.json"]


def test_a_cache_that_was_copied_without_its_times_is_read_once_and_not_fetched(
    fake, connection, version, tmp_path, monkeypatch
):
    version.serve(fake)
    pull(connection, tmp_path / "out")
    for path in cached(tmp_path / ".labeler-cache").values():
        os.utime(path)
    assert pull(connection, tmp_path / "two", cache=tmp_path / ".labeler-cache", verify=False)[1] == (0, 0, 30)
    assert {int(path.stat().st_mtime) for path in cached(tmp_path / ".labeler-cache").values()} == {caches.AS_IT_CAME}


@pytest.mark.parametrize("mask", [0o022, 0o077, 0o027, 0o002])
@pytest.mark.parametrize("links", [True, False])
def test_who_may_read_it_is_as_the_umask_says(fake, connection, version, tmp_path, monkeypatch, mask, links):
    if not links:
        monkeypatch.setattr(os, "link", lambda *_: (_ for _ in ()).throw(OSError(errno.EXDEV, "Cross-device")))
    version.serve(fake)
    before = os.umask(mask)
    try:
        target, _ = pull(connection, tmp_path / "out")
    finally:
        os.umask(before)
    assert {path.stat().st_mode & 0o777 for path in (target, target / "images")} == {0o777 & ~mask}
    assert {path.stat().st_mode & 0o777 for path in (target / "images").iterdir()} == {0o444 & ~mask}
    held = cached(tmp_path / ".labeler-cache").values()
    assert {path.stat().st_mode & 0o777 for path in held} == {0o444 & ~mask}


def test_the_folder_that_is_filled_stays_young_so_that_no_other_pull_clears_it_away(
    fake, connection, version, tmp_path, few, monkeypatch
):
    """The next image comes when the folder was looked at, which the one who fetches does not do by itself."""
    served = version.serve(fake)
    monkeypatch.setattr(pulling, "KEPT_YOUNG", 0.01)
    aged = []

    def slow(request):
        (staging,) = tmp_path.glob(".out.pull-*")
        if not aged:
            os.utime(staging, (0, 0))
            aged.append(staging)
            eventually(lambda: staging.stat().st_mtime > 0)
        return served.answer(request)

    fake.routes[f"{VERSION}download/"] = slow
    pull(connection, tmp_path / "out", workers=1)
    assert aged


def test_a_list_in_the_cache_that_a_power_cut_left_torn_is_fetched_again(fake, connection, version, tmp_path):
    version.serve(fake)
    pull(connection, tmp_path / "out")
    path = cached(tmp_path / ".labeler-cache")[hashlib.sha256(version.files["annotations.json"]).hexdigest()]
    os.chmod(path, 0o644)
    path.write_bytes(b"")
    assert pull(connection, tmp_path / "other", cache=tmp_path / ".labeler-cache")[1] == (0, 0, 30)
    assert labeler_contract.verify(str(tmp_path / "other"))


# --- what is read to verify it ----------------------------------------------------------------------------------------


@pytest.fixture
def read(monkeypatch):
    """Names of the files that were read once more to verify them."""
    names, reads = [], client_contract.sha256_of

    def noted(export, name):
        names.append(name)
        return reads(export, name)

    monkeypatch.setattr(client_contract, "sha256_of", noted)
    return names


def images_of(names):
    return [name for name in names if name.startswith("images/")]


def test_what_was_hashed_as_it_came_is_not_read_once_more_and_what_was_here_is(
    fake, connection, version, tmp_path, read
):
    version.serve(fake)
    target, _ = pull(connection, tmp_path / "out")
    assert images_of(read) == []
    assert set(read) >= {"checksums.sha256", "annotations.json", "metadata.jsonl"}
    pull(connection, tmp_path / "other", cache=tmp_path / ".labeler-cache")
    assert len(images_of(read)) == 30
    read.clear()
    pull(connection, target)
    assert len(images_of(read)) == 30


def test_equal_pictures_that_came_once_are_not_read_once_more_under_any_name(fake, connection, tmp_path, read):
    Sealed([b"same" * 50] * 8).serve(fake)
    pull(connection, tmp_path / "out")
    assert images_of(read) == []


def test_copies_are_read(fake, connection, version, tmp_path, read, monkeypatch):
    monkeypatch.setattr(os, "link", lambda *_: (_ for _ in ()).throw(OSError(errno.EXDEV, "Cross-device")))
    version.serve(fake)
    pull(connection, tmp_path / "out")
    assert len(images_of(read)) == 30


def test_where_no_time_tells_of_writes_all_is_read(fake, connection, version, tmp_path, read, monkeypatch):
    monkeypatch.setattr(pulling, "TELLS_OF_WRITES", False)
    version.serve(fake)
    pull(connection, tmp_path / "out")
    assert len(images_of(read)) == 30


@pytest.fixture
def meddle(fake, version, tmp_path, few):
    """Has the image that came first dealt with, once, while the others come; its name is known then."""
    served, met = version.serve(fake), []

    def by(act):
        def meanwhile(request):
            (staging,) = tmp_path.glob(".out.pull-*")
            if not met and (here := sorted((staging / "images").iterdir())):
                met.append(f"images/{here[0].name}")
                act(here[0])
            return served.answer(request)

        fake.routes[f"{VERSION}download/"] = meanwhile
        return met

    return by


def change(path):
    """Other bytes; size and time as they were, as root can set them."""
    told, content = path.stat(), path.read_bytes()
    os.chmod(path, 0o644)
    path.write_bytes(content[::-1])

    def set_back():
        os.utime(path, ns=(told.st_atime_ns, told.st_mtime_ns))
        return path.stat().st_ctime_ns != told.st_ctime_ns  # the clock of the kernel ticks

    eventually(set_back)


def test_an_image_that_somebody_writes_to_while_the_others_come_is_found_and_comes_again(
    connection, tmp_path, meddle, read
):
    met = meddle(change)
    target, fetched = pull(connection, tmp_path / "out", workers=1)
    assert images_of(read)[:1] == met
    assert labeler_contract.verify(str(target)).startswith("verified: ")
    assert (fetched.images, fetched.kept) == (30, 0)  # one of them twice
    assert cached(tmp_path / ".labeler-cache")


def test_another_file_in_the_place_of_an_image_is_read_and_told(connection, tmp_path, meddle, read):
    def replace(path):
        content = path.read_bytes()
        path.unlink()
        path.write_bytes(content)
        change(path)

    met = meddle(replace)
    with pytest.raises(Altered, match=r"was altered"):
        pull(connection, tmp_path / "out", workers=1)
    assert images_of(read) == met
    assert not (tmp_path / "out").exists()


def test_what_another_pull_put_into_the_cache_is_read(connection, tmp_path, meddle, read):
    def put_anew(path):
        name = hashlib.sha256(path.read_bytes()).hexdigest()
        held = tmp_path / ".labeler-cache" / name[:2] / name
        (tmp_path / "new").write_bytes(path.read_bytes())
        os.replace(tmp_path / "new", held)
        path.unlink()
        os.link(held, path)

    met = meddle(put_anew)
    pull(connection, tmp_path / "out", workers=1)
    assert images_of(read) == met


# --- what can go wrong ----------------------------------------------------------------------------------------------


def test_what_came_before_a_failure_is_kept_and_the_next_pull_goes_on(fake, connection, version, tmp_path, few):
    served = version.serve(fake)
    fake.routes[f"{VERSION}download/"] = lambda request: (
        served.answer(request) if len(served.ranges) < 5 else httpx.Response(503, headers={"Retry-After": "9999"})
    )
    with pytest.raises(NoServer, match="asks to wait"):
        pull(connection, tmp_path / "out")
    assert not (tmp_path / "out").exists()
    here = len(cached(tmp_path / ".labeler-cache")) - 3
    assert 0 < here < 30
    version.serve(fake)
    assert pull(connection, tmp_path / "out")[1].images == 30 - here


def test_the_folder_stays_what_it_was_when_a_pull_fails(fake, connection, version, tmp_path):
    version.serve(fake)
    target, _ = pull(connection, tmp_path / "out")
    next_one = Sealed([b"another one"], version=4)
    next_one.serve(fake).alter(next_one.place_of("images/000000000101.jpg")[1])
    with pytest.raises(Altered):
        pull(connection, target)
    assert labeler_contract.verify(str(target)).startswith("verified")
    assert (target / "manifest.json").read_bytes() == version.files["manifest.json"]


@pytest.mark.parametrize("name", ["checksums.sha256", "annotations.json", "metadata.jsonl"])
def test_a_list_that_is_another_is_told(fake, connection, version, tmp_path, name):
    version.serve(fake)
    fake.routes[VERSION + name] = whole(version.files[name] + b"\n")
    with pytest.raises(Altered, match=rf"{name} came with other bytes"):
        pull(connection, tmp_path / "out")


def test_a_full_disk_is_told_and_leaves_nothing_half(fake, connection, version, tmp_path, monkeypatch):
    version.serve(fake)
    written = caches.Incoming.write
    count = iter(range(1000))

    def fills(self, piece):
        if next(count) > 100:
            with caches.told_of(tmp_path):
                raise OSError(errno.ENOSPC, "No space left on device")
        written(self, piece)

    monkeypatch.setattr(caches.Incoming, "write", fills)
    with pytest.raises(LocalProblem, match="full"):
        pull(connection, tmp_path / "out")
    assert cached(tmp_path / ".labeler-cache")
    assert list((tmp_path / ".labeler-cache" / "incoming").iterdir()) == []
    monkeypatch.undo()
    assert labeler_contract.verify(str(pull(connection, tmp_path / "out")[0]))


def test_what_the_disk_has_no_room_for_is_not_begun(fake, connection, version, tmp_path, monkeypatch):
    served = version.serve(fake)
    monkeypatch.setattr(pulling.shutil, "disk_usage", lambda path: SimpleNamespace(free=10))
    with pytest.raises(LocalProblem, match="MB are to come"):
        pull(connection, tmp_path / "out")
    assert served.ranges == []


def test_a_folder_with_other_things_is_left_alone(fake, connection, version, tmp_path):
    version.serve(fake)
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "thesis.txt").write_text("years of work")
    with pytest.raises(LocalProblem, match="would be lost"):
        pull(connection, tmp_path / "mine")
    assert fake.requests == []
    target, _ = pull(connection, tmp_path / "out")
    (target / "notes.txt").write_text("mine")
    with pytest.raises(LocalProblem, match="would be lost"):
        pull(connection, target)
    (tmp_path / "file").write_text("")
    with pytest.raises(LocalProblem, match="no folder"):
        pull(connection, tmp_path / "file")
    with pytest.raises(LocalProblem, match="You are in"):
        pull(connection, Path.cwd())


@pytest.mark.parametrize("name", ["mine.jpg", "000000000101.jpg.txt", "notes/years.txt", "empty/", "link.jpg@"])
def test_what_somebody_put_among_the_images_is_left_alone(fake, connection, version, tmp_path, name):
    version.serve(fake)
    target, _ = pull(connection, tmp_path / "out")
    mine = target / "images" / name.rstrip("/@")
    mine.parent.mkdir(exist_ok=True)
    if name.endswith("/"):
        mine.mkdir()
    elif name.endswith("@"):
        mine.symlink_to(tmp_path)
    else:
        mine.write_text("years of work")
    Sealed([b"another one"], version=4).serve(fake)
    fake.requests.clear()
    with pytest.raises(LocalProblem, match="would be lost") as told:
        pull(connection, target)
    assert name.partition("/")[0].rstrip("@") in str(told.value)
    assert fake.requests == []
    assert os.path.lexists(mine)


def test_a_folder_in_the_place_of_an_image_and_a_link_in_that_of_all_are_left_alone(
    fake, connection, version, tmp_path
):
    version.serve(fake)
    target, _ = pull(connection, tmp_path / "out")
    place = target / "images" / "000000000101.jpg"
    place.unlink()
    place.mkdir()
    with pytest.raises(LocalProblem, match="would be lost"):
        pull(connection, target)
    place.rmdir()
    (target / "images").rename(tmp_path / "elsewhere")
    (target / "images").symlink_to(tmp_path / "elsewhere")
    with pytest.raises(LocalProblem, match="would be lost"):
        pull(connection, target)


def test_what_somebody_puts_there_while_it_comes_is_left_alone(fake, connection, version, tmp_path):
    version.serve(fake)
    target, _ = pull(connection, tmp_path / "out")
    served = Sealed([b"another one"], version=4).serve(fake)

    def meanwhile(request):
        (target / "images" / "mine.jpg").write_text("years of work")
        return served.answer(request)

    fake.routes[f"{VERSION}download/"] = meanwhile
    with pytest.raises(LocalProblem, match="would be lost"):
        pull(connection, target)
    assert (target / "images" / "mine.jpg").read_text() == "years of work"
    assert left_over(tmp_path) == []


@pytest.mark.parametrize("cache", ["out", "out/cache", "out/images/../cache", "link/cache"])
def test_a_cache_in_the_folder_would_go_with_it(fake, connection, version, tmp_path, cache, monkeypatch):
    (tmp_path / "link").symlink_to("out")
    version.serve(fake)
    with pytest.raises(Usage, match="name a folder beside it"):
        pull(connection, tmp_path / "out", cache=tmp_path / cache)
    monkeypatch.setenv("LABELER_CACHE", str(tmp_path / cache))
    with pytest.raises(Usage, match="name a folder beside it"):
        pull(connection, tmp_path / "out")
    assert fake.requests == []
    assert not (tmp_path / "out").exists()


def test_redirects_without_end_are_told(fake, connection, version, tmp_path):
    version.serve(fake)
    fake.routes[f"{VERSION}download/"] = httpx.Response(302, headers={"Location": f"/api/v1/{VERSION}download/"})
    with pytest.raises(NoServer, match="gives no answer"):
        pull(connection, tmp_path / "out")


def test_a_server_that_serves_no_parts_is_told(fake, connection, version, tmp_path):
    version.serve(fake)
    fake.routes[f"{VERSION}download/"] = httpx.Response(200, content=version.zip)
    with pytest.raises(NoServer, match="does not serve parts"):
        pull(connection, tmp_path / "out")


def test_a_zip_that_is_laid_out_otherwise_is_told(fake, connection, version, tmp_path):
    served = version.serve(fake)
    served.alter(version.place_of("images/000000000101.jpg")[0])
    with pytest.raises(Altered, match=r"something else where images/000000000101\.jpg belongs"):
        pull(connection, tmp_path / "out")


def test_where_a_bucket_serves_the_zip_it_is_asked_for_the_same_parts_and_never_shown_the_token(
    fake, connection, version, tmp_path
):
    served = version.serve(fake)
    asked = []

    def signed(request):
        asked.append(request)
        return served.answer(request)

    fake.routes[f"{VERSION}download/"] = httpx.Response(302, headers={"Location": "http://bucket.test/zip?signature=s"})
    fake.routes["/zip"] = signed
    assert labeler_contract.verify(str(pull(connection, tmp_path / "out")[0]))
    assert {request.url.host for request in asked} == {"bucket.test"}
    assert [request for request in asked if "Authorization" in request.headers] == []


def test_a_file_that_is_missing_from_the_store_is_told(fake, connection, version, tmp_path):
    version.serve(fake)
    fake.routes[f"{VERSION}download/"] = error(404, "file_missing", "The file of this version is missing.")
    with pytest.raises(Exception, match="missing"):
        pull(connection, tmp_path / "out")


def test_a_version_that_a_later_labeler_made_is_told(fake, connection, tmp_path):
    fake.routes[f"{VERSION}manifest.json"] = httpx.Response(200, json={"schema_version": "2.0.0"})
    with pytest.raises(Altered, match=r"schema \"2\.0\.0\""):
        pull(connection, tmp_path / "out")


def test_a_number_of_requests_that_is_none_is_told(connection, tmp_path):
    with pytest.raises(Usage):
        pull(connection, tmp_path / "out", workers=0)


def test_what_killed_programs_left_behind_is_cleared_away(fake, connection, version, tmp_path):
    version.serve(fake)
    old, new = tmp_path / ".out.pull-old", tmp_path / ".out.pull-new"
    torn = tmp_path / ".labeler-cache" / "incoming" / "torn"
    torn.parent.mkdir(parents=True)
    for path in (old, new):
        path.mkdir()
    torn.write_bytes(b"")
    for path in (old, torn):
        os.utime(path, (0, 0))
    pull(connection, tmp_path / "out")
    assert (old.exists(), new.exists(), torn.exists()) == (False, True, False)


# --- what was withdrawn ---------------------------------------------------------------------------------------------


def test_a_version_from_which_pictures_were_withdrawn_comes_without_them(fake, connection, tmp_path, few):
    contents = [bytes([65 + number]) * 90 for number in range(12)]
    lost = Sealed(contents, gone=(0, 5, 11))
    lost.serve(fake)
    folder, fetched = pull(connection, tmp_path / "export")
    assert fetched.images == 9
    assert client_contract.verified(str(folder)).code == client_contract.WITHDRAWN
    rows = list(Export(folder))
    assert len(rows) == 9
    assert all(sample.path.exists() for sample in rows)
    assert lost.gone.isdisjoint(cached(tmp_path / ".labeler-cache"))
    assert pull(connection, folder)[1] == pulling.Fetched(0, 0, 12)


def test_what_was_pulled_before_a_withdrawal_loses_it_with_the_next_pull(fake, connection, tmp_path, few):
    contents = [bytes([65 + number]) * 90 for number in range(12)]
    Sealed(contents).serve(fake)
    folder, _ = pull(connection, tmp_path / "export")
    lost = Sealed(contents, gone=(3,))
    lost.serve(fake)
    for verify in (True, False):
        pull(connection, folder, verify=verify)
        assert len(list((folder / "images").iterdir())) == 11
        assert client_contract.verified(str(folder)).code == client_contract.WITHDRAWN
    assert lost.gone.isdisjoint(cached(tmp_path / ".labeler-cache"))
    Sealed(contents, gone=(3, 4)).serve(fake)  # and one more
    pull(connection, folder)
    assert len(list((folder / "images").iterdir())) == 10


@pytest.mark.parametrize("content", [b"", b"[]", b'{"withdrawn": 1}', b'{"withdrawn": [{}]}'])
def test_a_list_of_withdrawn_pictures_that_is_none_is_told(fake, connection, tmp_path, content):
    Sealed([b"a" * 60, b"b" * 60], gone=(0,)).serve(fake)
    fake.routes[f"{VERSION}withdrawn.json"] = whole(content)
    with pytest.raises(Altered):
        pull(connection, tmp_path / "export")
    assert not (tmp_path / "export").exists()
