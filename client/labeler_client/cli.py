"""Dataset versions of Labeler on your disk, verified; pictures and labels into a project; what happens there.

The server and the token come from LABELER_URL and LABELER_TOKEN, or from --url and --token.

Exit codes:
    0    done
    2    the command line is wrong
    3    check-model: the model fits an older version
    4    refused: bytes were altered, or a model does not fit
    5    a file or folder here cannot be read or written; the disk is full
    6    push: done, but some files were refused, or not labeled
    7    the server does not answer, or not as Labeler does
    8    the token is wrong, has ended, or may not do this
    9    there is no such project or version, or none that is ready
    10   the server refused what was asked for; the version failed
    130  interrupted; the same command goes on where it was
"""

from __future__ import annotations

import argparse
import json
import os
import sys
import time
from collections.abc import Callable, Sequence
from typing import Any, NoReturn

from labeler_client import errors, labeler_contract, pulling, pushing
from labeler_client.errors import LabelerError, Usage
from labeler_client.projects import Labeler, Project, Version

MOST_LISTED = 20
RATIOS = ("train", "val", "test")
EVENTS_EVERY = 5.0  # seconds, with --follow


def main(argv: Sequence[str] | None = None, *, labeler: Callable[..., Labeler] = Labeler) -> int:
    """The exit code. What was asked for goes to stdout, all else to stderr."""
    arguments = _parser().parse_args(argv)
    try:
        with labeler(arguments.url, arguments.token, patience=arguments.patience) as server:
            return int(arguments.act(server, arguments))
    except LabelerError as problem:
        print(f"labeler: {_without_token(str(problem), arguments)}", file=sys.stderr)
        return problem.exit_code
    except KeyboardInterrupt:
        print("labeler: interrupted. The same command goes on where it was.", file=sys.stderr)
        return errors.INTERRUPTED
    except BrokenPipeError:  # `labeler events … | head`
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return errors.DONE


def run() -> NoReturn:
    sys.exit(main())


# --- the commands ---------------------------------------------------------------------------------------------------


def _pull(server: Labeler, asked: argparse.Namespace) -> int:
    version = _version(server, asked.version)
    export = version.pull(
        asked.folder, cache=asked.cache, workers=asked.jobs, verify=not asked.no_verify, quiet=asked.quiet
    )
    fetched = export.fetched or pulling.Fetched(0, 0, 0)
    print(
        f"{version.project.slug} v{version.number}: {_count(fetched.images + fetched.kept, 'image')} in {asked.folder};"
        f" {fetched.images:,} fetched ({fetched.bytes / 1e6:,.1f} MB), {fetched.kept:,} were here. {version.hash}"
    )
    return errors.DONE


def _create(server: Labeler, asked: argparse.Namespace) -> int:
    project = server.create(asked.project, name=asked.name, categories=asked.category, license=asked.license)
    made = f"{project.slug}: {_count(len(asked.category), 'class', 'classes')}. {server.connection.url}/{project.path}"
    _tell(asked, project.read() if asked.json else None, made)
    return errors.DONE


def _push(server: Labeler, asked: argparse.Namespace) -> int:
    report = server.project(asked.project).push(
        asked.folder,
        labels_from_folders=asked.labels_from_folders,
        add_classes=asked.add_classes,
        quiet=asked.quiet,
    )
    if asked.json:
        for each in report.outcomes:
            print(json.dumps(vars(each)))
    else:
        print(
            f"{_count(len(report.outcomes), 'picture')}: {report.count(pushing.ADDED):,} added, "
            f"{report.count(pushing.KNOWN):,} known, {report.count(pushing.REFUSED):,} refused."
        )
        if asked.labels_from_folders:
            print(
                f"Labels: {report.count(pushing.LABELED):,} given, {report.count(pushing.ALREADY):,} were so, "
                f"{report.count(pushing.OTHER):,} have another answer, {report.count(pushing.NOT_LABELED):,} not given."
            )
    for each in report.bad:
        print(f"{each.path}: {each.reason}", file=sys.stderr)
    for path in report.left_out[:MOST_LISTED]:
        print(f"{path}: left out, it is no picture by its name.", file=sys.stderr)
    if len(report.left_out) > MOST_LISTED:
        print(f"… and {len(report.left_out) - MOST_LISTED:,} more are no pictures.", file=sys.stderr)
    return errors.SOME_SKIPPED if report.bad else errors.DONE


def _export(server: Labeler, asked: argparse.Namespace) -> int:
    version = server.project(asked.project).export(
        statuses=asked.status,
        notes=asked.notes,
        splits=_splits(asked.splits, asked.seed),
        include_unlabeled=asked.include_unlabeled or None,
    )
    if asked.wait:
        version.wait(quiet=asked.quiet)
    _tell(asked, version.data, f"{version.project.slug}@{version.number}")
    return errors.DONE


def _versions(server: Labeler, asked: argparse.Namespace) -> int:
    for version in server.project(asked.project).versions():
        counts = version.data["counts"] or {}
        images = f"{int(counts.get('images') or 0):,} images"
        when = str(version.data["created_at"])[:10]
        words = f"{version.project.slug}@{version.number}  {version.state:<9}  {when}  {images:>14}  {version.hash}"
        _tell(asked, version.data, words.rstrip())
    return errors.DONE


def _diff(server: Labeler, asked: argparse.Namespace) -> int:
    project = server.project(asked.project)
    older, newer = (_number(project, each) for each in (asked.older, asked.newer))
    told = project.diff(older, newer)
    counts = ", ".join(f"{count:,} {kind}" for kind, count in told["images"].items())
    verdict = told["verdict"]
    _tell(asked, told, f"v{older} to v{newer}: {counts}. {verdict['title']}: {verdict['meaning']} {verdict['action']}")
    return errors.DONE if verdict["fits"] else errors.REFUSED


def _check_model(server: Labeler, asked: argparse.Namespace) -> int:
    manifest = _version(server, asked.version).manifest()
    try:
        model = labeler_contract.read_model(asked.model)
        code, words = labeler_contract.compare(model, labeler_contract.manifest_definitions(manifest))
    except labeler_contract.Refusal as problem:
        code, words = errors.REFUSED, f"refused: {problem}"
    except (labeler_contract.Unreadable, OSError) as problem:
        raise errors.LocalProblem(f"{asked.model} was not read: {problem}") from None
    print(words)
    return errors.DONE if code == errors.FITS_OLDER and asked.allow_older else code


def _events(server: Labeler, asked: argparse.Namespace) -> int:
    project, position = server.project(asked.project), None
    try:
        while True:
            for page in project.event_pages(asked.after if position is None else position):
                for event in page.results:
                    print(json.dumps(event), flush=True)
                    position = event["id"]
                position = page.after
            if not asked.follow:
                return errors.DONE
            time.sleep(EVENTS_EVERY)
    except BrokenPipeError:  # nobody knows which lines were read
        position = None
        raise
    finally:
        if position is not None:
            print(f"labeler: all was told up to here; go on with --after {position}", file=sys.stderr)


# --- what is asked --------------------------------------------------------------------------------------------------


def _version(server: Labeler, named: str) -> Version:
    slug, at, number = named.partition("@")
    if at and not number:
        raise Usage(f"{named} names no version: write {slug}@latest, or {slug}@3.")
    return server.project(slug).version(number or "latest")


def _number(project: Project, text: str) -> int:
    return project.version("latest").number if text == "latest" else project.version(text).number


def _splits(text: str | None, seed: str | None) -> dict[str, Any] | None:
    """80/10/10, in per cent, as the API takes it."""
    if text is None:
        if seed is not None:
            raise Usage("--seed needs --splits.")
        return None
    try:
        shares = [round(float(part) * 100) for part in text.split("/")]
    except (ValueError, OverflowError):
        shares = []
    if len(shares) != len(RATIOS) or sum(shares) != 10_000 or min(shares) < 0:
        raise Usage("--splits are three numbers that add up to 100, for train, val and test: 80/10/10.")
    return {"ratios": dict(zip(RATIOS, shares)), **({} if seed is None else {"seed": seed})}


def _tell(asked: argparse.Namespace, data: Any, words: str) -> None:
    print(json.dumps(data) if asked.json else words)


def _count(number: int, what: str, several: str = "") -> str:
    return f"{number:,} {what if number == 1 else several or what + 's'}"


def _without_token(sentence: str, asked: argparse.Namespace) -> str:
    token = (asked.token or os.environ.get("LABELER_TOKEN", "")).strip()
    return sentence.replace(token, "…") if token else sentence


def _parser() -> argparse.ArgumentParser:
    summary, _, rest = (__doc__ or "").partition("\n")
    parser = argparse.ArgumentParser(
        prog="labeler",
        description=summary,
        epilog=rest.strip(),
        formatter_class=argparse.RawDescriptionHelpFormatter,
        allow_abbrev=False,
    )
    commands = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")
    _add_create(commands)
    _add_pull(commands)
    _add_push(commands)
    _add_export(commands)
    one = _command(commands, "versions", _versions, "lists the versions of a project, the newest first", json_too=True)
    _project(one)
    one = _command(commands, "diff", _diff, "tells what changed between two versions; 4 where no model fits both", True)
    _project(one)
    one.add_argument("older", metavar="OLDER", help="a number, or latest")
    one.add_argument("newer", metavar="NEWER", help="a number, or latest")
    one = _command(commands, "check-model", _check_model, "do the outputs of a model mean the classes of a version?")
    one.add_argument("version", metavar="PROJECT[@VERSION]")
    one.add_argument("model", metavar="MODEL", help="an ONNX or JSON file, or one beside its contract")
    one.add_argument("--allow-older", action="store_true", help="exit with 0 when the model fits an older version")
    one = _command(commands, "events", _events, "prints what happened in a project, one JSON object a line")
    _project(one)
    one.add_argument("--after", default="0", metavar="ID", help="only what came after this event; latest: from now on")
    one.add_argument("--follow", action="store_true", help="wait for more, until it is interrupted")
    return parser


def _add_create(commands: Any) -> None:
    one = _command(commands, "create", _create, "makes a project, for staff", json_too=True)
    one.add_argument("project", metavar="SLUG", help="its name in addresses and commands: small letters, digits, -")
    one.add_argument("--name", metavar="NAME", help="what people call it; the slug without")
    one.add_argument(
        "--category", action="append", default=[], metavar="NAME", help="a class; several get their ids in this order"
    )
    one.add_argument("--license", metavar="TEXT", help="an SPDX id such as CC-BY-4.0, an https address, a few words")


def _add_pull(commands: Any) -> None:
    one = _command(commands, "pull", _pull, "a version into a folder, verified; only what is new is fetched")
    one.add_argument("version", metavar="PROJECT[@VERSION]", help="wardrobe@latest, wardrobe@3")
    one.add_argument("folder", metavar="DIR", help="is made, or holds the version before until this one is whole")
    one.add_argument("--cache", metavar="DIR", help=f"LABELER_CACHE, or {pulling.CACHE} beside DIR without")
    one.add_argument("--jobs", type=int, default=pulling.WORKERS, metavar="N", help="requests at once; 4 without")
    one.add_argument("--no-verify", action="store_true", help="do not read the whole folder once more")


def _add_push(commands: Any) -> None:
    one = _command(commands, "push", _push, "the pictures of a folder into a project; only what is new is sent", True)
    _project(one)
    one.add_argument("folder", metavar="FOLDER")
    one.add_argument("--labels-from-folders", action="store_true", help="answer each with the class of its folder")
    one.add_argument("--add-classes", action="store_true", help="make the classes that the project has not")


def _add_export(commands: Any) -> None:
    one = _command(commands, "export", _export, "asks for a new version, and prints its name", json_too=True)
    _project(one)
    one.add_argument("--wait", action="store_true", help="until it is ready")
    one.add_argument("--status", action="append", metavar="STATUS", help="approved without; may be given several times")
    one.add_argument("--include-unlabeled", action="store_true", help="images without a label, too")
    one.add_argument(
        "--splits", metavar="80/10/10", help="per cent for train, val and test; as the project has it without"
    )
    one.add_argument("--seed", help="of the splits; the dataset's id without")
    one.add_argument("--notes", metavar="TEXT")


def _command(commands: Any, name: str, act: Callable[..., int], words: str, json_too: bool = False) -> Any:
    one = commands.add_parser(name, help=words, description=words[0].upper() + words[1:] + ".", allow_abbrev=False)
    one.set_defaults(act=act, json=False)
    one.add_argument("--url", help="of the server; LABELER_URL without")
    one.add_argument("--token", help="LABELER_TOKEN without, which nobody sees in a list of processes")
    one.add_argument("--patience", type=float, metavar="SECONDS", help="how long to wait for a server that is away")
    one.add_argument("--quiet", action="store_true", help="draw no bar")
    if json_too:
        one.add_argument("--json", action="store_true", help="one JSON object a line")
    return one


def _project(one: Any) -> None:
    one.add_argument("project", metavar="PROJECT")
