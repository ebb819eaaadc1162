"""What mkdocs.yml alone cannot say: pages that lie beside docs/ belong to the site, and links to code stay words.

README.md is the first page. What it and the pages of docs/ link to leads to a page of the site, or to a file that is
copied into it; a link to code or to a folder, which the site does not have, becomes its words.
"""

import posixpath
import re
from pathlib import Path

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import File, Files
from mkdocs.structure.pages import Page

ROOT = Path(__file__).resolve().parents[1]
# Where a file of the repository is on the site, if not at its place in docs/.
OUTSIDE = {
    "README.md": "index.md",
    "CONTRIBUTING.md": "contributing.md",
    "SECURITY.md": "reporting.md",
    "CHANGELOG.md": "changelog.md",
    "bench/README.md": "bench.md",
    "examples/README.md": "examples.md",
    "contract/schemas/manifest-1.0.0.schema.json": "manifest-1.0.0.schema.json",
    "contract/schemas/annotations-1.0.0.schema.json": "annotations-1.0.0.schema.json",
    "contract/schemas/manifest-1.1.0.schema.json": "manifest-1.1.0.schema.json",
    "contract/schemas/annotations-1.1.0.schema.json": "annotations-1.1.0.schema.json",
    "contract/schemas/manifest-1.4.0.schema.json": "manifest-1.4.0.schema.json",
    "static/labeler/mark.svg": "mark.svg",
}
SOURCES = {place: name for name, place in OUTSIDE.items()}
LINK = re.compile(r"(!?)\[((?:[^\[\]]|\[[^\]]*\])*)\]\(([^)\s]+)\)")


def on_config(config: MkDocsConfig) -> MkDocsConfig:
    """Decisions are listed by themselves: a new one needs no line."""
    adrs = sorted((ROOT / "docs" / "adr").glob("*.md"))
    config.nav = [*(config.nav or []), {"Decisions": [f"adr/{path.name}" for path in adrs]}]
    return config


def on_files(files: Files, config: MkDocsConfig) -> Files:
    for name, place in OUTSIDE.items():
        files.append(File.generated(config, place, content=(ROOT / name).read_bytes()))
    return files


def on_page_markdown(markdown: str, page: Page, config: MkDocsConfig, files: Files) -> str:
    here = page.file.src_uri
    source = SOURCES.get(here, f"docs/{here}")
    return LINK.sub(lambda found: _link(found, source, here), markdown)


def _link(found: re.Match[str], source: str, here: str) -> str:
    mark, words, target = found.groups()
    if "://" in target or target.startswith(("#", "mailto:")):
        return found[0]
    path, _, anchor = target.partition("#")
    name = posixpath.normpath(posixpath.join(posixpath.dirname(source), path))
    place = OUTSIDE.get(name) or (name.removeprefix("docs/") if name.startswith("docs/") else None)
    if place is None:
        if not (ROOT / name).exists():
            raise FileNotFoundError(f"{source} links to {target}, which is not there.")
        return words
    way = posixpath.relpath(place, posixpath.dirname(here) or ".")
    return f"{mark}[{words}]({way}{'#' + anchor if anchor else ''})"
