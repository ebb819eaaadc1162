"""What pyproject.toml names is what requirements*.txt lock, with all that it needs in turn; nothing is asked for."""

import re
import tomllib
from importlib.metadata import distribution

import pytest
from django.conf import settings
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = settings.BASE_DIR
NAMED = tomllib.loads((ROOT / "pyproject.toml").read_text())
LISTS = {
    "requirements.txt": NAMED["project"]["dependencies"],
    "requirements-loaders.txt": NAMED["dependency-groups"]["loaders"],
} | {f"requirements-{name}.txt": named for name, named in NAMED["project"]["optional-dependencies"].items()}
# Where what a list needs may be locked, too.
RESTS_ON = {
    "requirements-dev.txt": [name for name in LISTS if "loaders" not in name],
    "requirements-loaders.txt": ["requirements-loaders.txt"],
}


def locked(name):
    """Requirement and hashes of each release that a list locks."""
    lines = (ROOT / name).read_text().replace("\\\n", " ").splitlines()
    entries = [line.split("--hash") for line in lines if line.strip() and not line.lstrip().startswith("#")]
    return [(Requirement(first), hashes) for first, *hashes in entries]


def releases(names):
    """Which releases lists lock, by package."""
    found = {}
    for name in names:
        for requirement, _ in locked(name):
            (pinned,) = requirement.specifier
            found.setdefault(canonicalize_name(requirement.name), set()).add(pinned.version)
    return found


def fits(requirement, found):
    versions = found.get(canonicalize_name(requirement.name), set())
    return bool(versions) and all(requirement.specifier.contains(each, prereleases=True) for each in versions)


def test_each_list_is_there_and_no_other():
    assert {path.name for path in ROOT.glob("requirements*.txt")} == set(LISTS)


@pytest.mark.parametrize("name", LISTS)
def test_what_is_named_is_locked(name):
    found = releases([name])
    assert [each for each in LISTS[name] if not fits(Requirement(each), found)] == []


@pytest.mark.parametrize("name", LISTS)
def test_what_is_locked_is_named_or_needed_by_something_that_is_locked(name):
    named = {canonicalize_name(Requirement(each).name) for each in LISTS[name]}
    entries = re.split(r"^(?=[a-z])", (ROOT / name).read_text(), flags=re.MULTILINE)[1:]
    assert len(entries) >= len(named)
    for entry in entries:
        package = entry.split("==")[0]
        asked_by = set(re.findall(r"#\s+(?:via )?([a-z0-9-]+)$", entry, re.MULTILINE)) - {"via"}
        assert asked_by <= releases([name]).keys(), package
        assert asked_by or package in named, package


@pytest.mark.parametrize("name", LISTS)
def test_every_release_has_its_hashes_and_no_place_to_come_from(name):
    for requirement, hashes in locked(name):
        assert hashes, requirement
        assert all(re.fullmatch(r"=sha256:[0-9a-f]{64}\s*", each) for each in hashes), requirement
    assert "://" not in (ROOT / name).read_text()


@pytest.mark.parametrize("name", [name for name in LISTS if "loaders" not in name])
def test_what_a_package_needs_is_locked_with_it(name):
    """As what is installed here says of itself."""
    found = releases(RESTS_ON.get(name, [name]))
    for asked in LISTS[name]:
        for needed in needs(Requirement(asked)):
            assert fits(needed, found), f"{needed} of {asked}"


def needs(requirement, seen=None):
    """All that a requirement asks for on this machine, itself included."""
    seen = set() if seen is None else seen
    key = (canonicalize_name(requirement.name), frozenset(requirement.extras))
    if key in seen:
        return
    seen.add(key)
    yield requirement
    for text in distribution(requirement.name).requires or []:
        needed = Requirement(text)
        extras = requirement.extras or {""}
        if not needed.marker or any(needed.marker.evaluate({"extra": extra}) for extra in extras):
            yield from needs(needed, seen)


def test_all_lists_that_are_installed_together_lock_the_same_releases():
    found = releases(name for name in LISTS if "loaders" not in name)
    assert {name: versions for name, versions in found.items() if len(versions) > 1} == {}
