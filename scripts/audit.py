"""Which holes are known of the releases that requirements*.txt lock? pip-audit asks; a hole that nobody excused fails.

PyPI is asked, where that does not answer OSV, or OSV_URL alone: the address of a copy of OSV in a closed network. Where
nobody answers, one line says so, and this ends well: it is a look at what others know, no part of the program.

Ends with 0; with 1 on a hole; with 2 when there was no audit through a fault of ours.
"""

import json
import os
import re
import subprocess
import sys
import tempfile
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).resolve().parents[1]
EXCUSES = ROOT / "scripts" / "excused_holes.toml"
PIP_AUDIT = (
    sys.executable, "-m", "pip_audit", "--disable-pip", "--require-hashes", "--format", "json", "--desc", "off",
    "--progress-spinner", "off", "--timeout", "10",
)  # fmt: skip
SERVICES = {"PyPI": ["--vulnerability-service", "pypi"], "OSV": ["--vulnerability-service", "osv"]}
# How pip-audit ends when a service is not reached, or answers what is no answer: a trace whose last line names it.
NOT_REACHED = re.compile(
    r"^(requests\.exceptions\.|(pip_audit\._service\.interface\.)?(ServiceError|ConnectionError)\b)"
    r"|your network may be blocking this service",
    re.MULTILINE,
)
LONGEST_EXCUSE = timedelta(days=90)


class NoAnswer(Exception):
    """Nobody told anything of these releases."""


class Mistake(Exception):
    """Of ours: a list or an excuse that cannot be read, or a pip-audit that fails."""


@dataclass(frozen=True, order=True)
class Release:
    package: str
    version: str
    hashes: tuple[str, ...] = ()

    def __str__(self) -> str:
        return f"{self.package} {self.version}"


@dataclass(frozen=True)
class Hole:
    release: Release
    advisories: tuple[str, ...]  # one hole under all its names
    fixed_in: tuple[str, ...]

    def __str__(self) -> str:
        first, *others = self.advisories
        names = f"{first} ({', '.join(others)})" if others else first
        return f"{self.release} has {names}, {self._mended}"

    @property
    def _mended(self) -> str:
        return f"fixed in {', '.join(self.fixed_in)}" if self.fixed_in else "fixed in no release yet"


@dataclass(frozen=True)
class Excuse:
    package: str
    advisory: str
    reason: str
    until: date  # the last day on which it holds


@dataclass(frozen=True)
class Told:
    """What a service knows of some releases."""

    holes: list[Hole]
    unknown: list[str]  # packages of which it knows nothing


def main(environment: Mapping[str, str]) -> int:
    try:
        excuses = excuses_of(EXCUSES.read_text(), date.today())
        locked = releases_of(path.read_text() for path in sorted(ROOT.glob("requirements*.txt")))
        service, told = first_answer(services_of(environment), locked)
    except NoAnswer as problem:
        print(f"No advisory service answers here ({problem}): the locked packages were not audited.")
        return 0
    except Mistake as problem:
        print(f"The locked packages could not be audited: {problem}", file=sys.stderr)
        return 2
    lines, has_failed = judged(told, excuses, date.today())
    print(f"{service} was asked about {len(locked)} locked releases: {len(told.holes) or 'no'} known hole(s).")
    print(*lines, sep="\n", end="\n" if lines else "")
    return 1 if has_failed else 0


def judged(told: Told, excuses: Iterable[Excuse], today: date) -> tuple[list[str], bool]:
    """A line for each hole and for what else is worth knowing, and whether this is a failure."""
    lines, has_failed, used = [], False, set()
    for hole in told.holes:
        excuse = next((each for each in excuses if _excuses(each, hole)), None)
        used.add(excuse)
        if excuse and excuse.until >= today:
            lines.append(f"{hole}. Excused until {excuse.until}: {excuse.reason}")
        else:
            lines.append(f"{hole}." + (f" Its excuse ended on {excuse.until}." if excuse else ""))
            has_failed = True
    lines += [f"Nothing is known of {name}." for name in told.unknown]
    lines += [
        f"{each.advisory} of {each.package} was not found any more: take its excuse out of {EXCUSES.name}."
        for each in excuses
        if each not in used
    ]
    return lines, has_failed


def _excuses(excuse: Excuse, hole: Hole) -> bool:
    return canonicalize_name(excuse.package) == hole.release.package and excuse.advisory in hole.advisories


def excuses_of(text: str, today: date) -> list[Excuse]:
    """Raises Mistake: one that is not whole, or that holds for longer than a hole should be left, is none."""
    try:
        excuses = [Excuse(**each) for each in tomllib.loads(text).get("hole", [])]
    except (tomllib.TOMLDecodeError, TypeError) as problem:
        raise Mistake(f"{EXCUSES.name}: {problem}") from None
    for each in excuses:
        if type(each.until) is not date or not all((each.package, each.advisory, each.reason)):
            raise Mistake(f"{EXCUSES.name}: a hole has package, advisory, reason and a day, until.")
        if each.until > today + LONGEST_EXCUSE:
            raise Mistake(f"{EXCUSES.name}: {each.advisory} is excused for more than {LONGEST_EXCUSE.days} days.")
    return excuses


def releases_of(lists: Iterable[str]) -> list[Release]:
    """Each once, of whatever system and Python it is. Raises Mistake for a line that locks no release."""
    return sorted({release for text in lists for release in _locked(text)})


def _locked(text: str) -> Iterator[Release]:
    for line in text.replace("\\\n", " ").splitlines():
        if not line.strip() or line.lstrip().startswith("#"):
            continue
        named, *hashes = (part.strip() for part in line.split("--hash="))
        try:
            requirement = Requirement(named)
            (pin,) = requirement.specifier
        except ValueError as problem:
            raise Mistake(f"{named} locks no release ({problem}).") from None
        if pin.operator != "==" or not hashes:
            raise Mistake(f"{named} locks no release, or has no hash.")
        yield Release(canonicalize_name(requirement.name), pin.version, tuple(sorted(hashes)))


def services_of(environment: Mapping[str, str]) -> dict[str, list[str]]:
    """By name, and how pip-audit is told to ask each."""
    if address := environment.get("OSV_URL"):
        return {"OSV_URL": [*SERVICES["OSV"], "--osv-url", address]}
    return SERVICES


def first_answer(services: Mapping[str, list[str]], locked: list[Release]) -> tuple[str, Told]:
    """The name of the first service that answers, and what it tells. Raises NoAnswer."""
    for name, options in services.items():
        try:
            told = [_asked(options, locked[:1])]
            if told[0].unknown:
                continue  # a registry that tells no advisories: it is asked no more
            return name, _together(told + [_asked(options, each) for each in sheets(locked[1:])])
        except NoAnswer:
            continue
    raise NoAnswer(", ".join(services))


def sheets(releases: Iterable[Release]) -> Iterator[list[Release]]:
    """Lists that together hold all, in each of which no package stands twice: pip-audit takes no others."""
    left = list(releases)
    while left:
        first: dict[str, Release] = {}
        for each in left:
            first.setdefault(each.package, each)
        yield list(first.values())
        left = [each for each in left if first[each.package] is not each]


def _together(told: list[Told]) -> Told:
    return Told([hole for each in told for hole in each.holes], [name for each in told for name in each.unknown])


def _asked(options: list[str], releases: list[Release]) -> Told:
    """What a service tells of these. Raises NoAnswer and Mistake."""
    with tempfile.TemporaryDirectory() as folder:
        sheet = Path(folder) / "requirements.txt"
        sheet.write_text("".join(f"{_line(each)}\n" for each in releases))
        command = [*PIP_AUDIT, "--cache-dir", folder, *options, "--requirement", str(sheet)]
        done = subprocess.run(command, capture_output=True, text=True, check=False)  # noqa: S603 - our own arguments
    try:
        return told_of(json.loads(done.stdout)["dependencies"])
    except (ValueError, KeyError):
        if NOT_REACHED.search(done.stderr):
            raise NoAnswer from None
        raise Mistake(done.stderr.strip().rpartition("\n")[2] or f"pip-audit ended with {done.returncode}.") from None


def _line(release: Release) -> str:
    """Without its markers: what is locked for other systems is asked about, too."""
    return " ".join([f"{release.package}=={release.version}", *(f"--hash={each}" for each in release.hashes)])


def told_of(dependencies: list[dict[str, Any]]) -> Told:
    """From the JSON of pip-audit."""
    return Told(
        holes=[
            Hole(
                Release(each["name"], each["version"]),
                (hole["id"], *sorted(hole["aliases"])),
                tuple(hole["fix_versions"]),
            )
            for each in dependencies
            for hole in each.get("vulns", [])
        ],
        unknown=[each["name"] for each in dependencies if "skip_reason" in each],
    )


if __name__ == "__main__":
    sys.exit(main(os.environ))
