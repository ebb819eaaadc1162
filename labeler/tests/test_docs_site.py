"""The pages of docs/ as a site: no link leads nowhere, and nothing comes from elsewhere."""

import re
import subprocess
import sys

import pytest
from django.conf import settings

ROOT = settings.BASE_DIR


@pytest.fixture(scope="module")
def site(tmp_path_factory):
    """The site, built as `make docs` does."""
    folder = tmp_path_factory.mktemp("site")
    command = [sys.executable, "-m", "mkdocs", "build", "--quiet", "--site-dir", str(folder)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout + done.stderr
    return folder


def test_every_page_of_docs_is_in_it_decisions_included(site):
    pages = {path.relative_to(site).as_posix() for path in site.rglob("*.html")}
    told = {path.relative_to(ROOT / "docs").with_suffix(".html").as_posix() for path in (ROOT / "docs").rglob("*.md")}
    assert len(told) > 20
    assert told <= pages
    assert {"index.html", "contributing.html", "reporting.html", "changelog.html", "bench.html"} <= pages


def test_a_page_asks_nobody_else_for_anything(site):
    loads = re.compile(r"""<(?:script|img|iframe|source|link)\b[^>]*?(?:src|href)=["'](?:https?:)?//[^"']*""")
    for page in site.rglob("*.html"):
        text = page.read_text()
        assert loads.findall(text) == [], page.name
        # The theme would fetch the program that draws these.
        assert 'class="mermaid"' not in text
    styles = "".join(path.read_text() for path in site.rglob("*.css"))
    assert re.findall(r"url\((?:https?:)?//[^)]*\)|@import", styles) == []


def test_the_first_page_is_the_readme_with_its_pictures(site):
    first = (site / "index.html").read_text()
    assert "make demo" in first
    sources = re.findall(r'<img alt="[^"]*" src="([^"]+)"', first)
    assert [source for source in sources if not (site / source).is_file()] == []
    assert "pictures/label.webp" in sources
