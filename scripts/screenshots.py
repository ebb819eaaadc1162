"""Takes the pictures of README and docs from the demo, in Chromium, into docs/pictures/.

python scripts/screenshots.py           makes a demo in a temporary folder, and throws it away afterwards
python scripts/screenshots.py --few     the same of few pictures, into a temporary folder: whether it still works
python scripts/screenshots.py FOLDER    takes them of the demo in that data folder, in which nobody has worked yet

The same pots, labels and sizes each time; dates are those of the day.
"""

import contextlib
import io
import os
import re
import shutil
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from PIL import Image
from playwright.sync_api import Browser, Page, ViewportSize, sync_playwright

ROOT = Path(__file__).resolve().parents[1]
PICTURES = ROOT / "docs" / "pictures"
SIZE: ViewportSize = {"width": 1440, "height": 900}
Theme = Literal["light", "dark"]
THEMES: tuple[Theme, ...] = ("light", "dark")
PATIENCE = 600  # seconds for the demo to be made
PROJECT = "/projects/pottery/"


def _nothing(page: Page) -> None:
    """The page as it comes."""


def _one_class(page: Page) -> None:
    page.keyboard.press("o")
    page.wait_for_load_state("networkidle")


def _some_are_selected(page: Page) -> None:
    for key in ("Space", "ArrowRight", "ArrowRight", "Space", "ArrowRight", "Space"):
        page.keyboard.press(key)


def _two_judges(page: Page) -> None:
    page.locator("#h-agree-1").evaluate("heading => heading.closest('section').scrollIntoView({block: 'start'})")
    page.wait_for_load_state("networkidle")  # pictures further down come when they are near


def _typed(page: Page) -> None:
    page.get_by_label("Name", exact=True).fill("Storefront clothing")
    names = ["T-shirt", "Longsleeve", "Shirt", "Pants", "Shorts", "Skirt", "Dress", "Outwear", "Shoes", "Hat", "Bag"]
    page.get_by_label("Categories, one a line").fill("\n".join([*names, "Not clothing, #808080"]))


def _a_call(page: Page) -> None:
    page.get_by_text("The newest version that is ready").scroll_into_view_if_needed()
    page.get_by_text("The newest version that is ready").click()
    opened = page.get_by_role("button", name="Try it out")
    opened.wait_for()
    opened.evaluate("button => button.closest('.opblock').scrollIntoView({block: 'start'})")


def _a_webhook(page: Page) -> None:
    page.get_by_label("Address").fill("https://train.example.org/hooks/labeler")
    for words in ("Version ready", "Version failed", "Job failed"):
        page.get_by_label(words).check()
    page.get_by_role("button", name="Make webhook").click()
    page.get_by_role("button", name="Send a test").wait_for()
    page.goto(page.url)  # its secret is another one each time, and shown no more


@dataclass(frozen=True)
class Shot:
    name: str
    address: str
    theme: Theme = "light"
    act: Callable[[Page], None] = _nothing


SHOTS = (
    Shot("home", "/"),
    Shot("overview", PROJECT),
    Shot("overview-dark", PROJECT, "dark"),
    Shot("assets", f"{PROJECT}assets/?status=all"),
    Shot("assets-dark", f"{PROJECT}assets/?status=all", "dark"),
    Shot("import", f"{PROJECT}imports/1/"),
    Shot("label", f"{PROJECT}label/", "dark"),
    Shot("review", f"{PROJECT}review/", "dark", _some_are_selected),
    Shot("one-class", f"{PROJECT}review/?status=all&category=1", "dark", _one_class),
    Shot("look-alike", f"{PROJECT}review/?status=all&issue=disagree", "dark"),
    Shot("mended", f"{PROJECT}mended/"),
    Shot("checks", f"{PROJECT}checks/"),
    Shot("two-judges", f"{PROJECT}checks/1/", act=_two_judges),
    Shot("agreement", f"{PROJECT}agreement/"),
    Shot("videos", f"{PROJECT}videos/"),
    Shot("versions", f"{PROJECT}versions/"),
    Shot("version", f"{PROJECT}versions/2/"),
    Shot("pairs", f"{PROJECT}versions/2/lookalikes/"),
    Shot("difference", f"{PROJECT}versions/2/diff/1/"),
    Shot("settings", f"{PROJECT}settings/"),
    Shot("categories", f"{PROJECT}settings/categories/"),
    Shot("people", f"{PROJECT}settings/people/"),
    Shot("webhooks", f"{PROJECT}settings/webhooks/", act=_a_webhook),
    Shot("jobs", "/jobs/"),
    Shot("client", "/client/"),
    Shot("api", "/api/v1/docs/", act=_a_call),
    Shot("new-project", "/new/", act=_typed),  # the last of its theme: leaving it would ask
)


def main(few: bool = False, data: Path | None = None) -> None:
    with tempfile.TemporaryDirectory(prefix="labeler-screenshots-") as folder:
        into = Path(folder) / "pictures" if few else PICTURES
        into.mkdir(exist_ok=True)
        with _demo(data or Path(folder) / "data", few) as (address, password), sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path=_chromium(), args=["--no-sandbox", "--disable-gpu"])
            for theme in THEMES:
                _take(browser, address, password, theme, into)
            browser.close()
        total = sum(path.stat().st_size for path in into.glob("*.webp"))
        print(f"{len(SHOTS)} pictures, {total / 1000:.0f} KB in all.")


def _take(browser: Browser, address: str, password: str, theme: Theme, into: Path) -> None:
    context = browser.new_context(viewport=SIZE, color_scheme=theme, reduced_motion="reduce", locale="en-GB")
    context.set_default_timeout(60_000)
    page = context.new_page()
    page.goto(f"{address}login/")
    page.get_by_label("User name").fill("admin")
    page.get_by_label("Password").fill(password)
    page.get_by_role("button", name="Sign in").click()
    page.wait_for_url(address)
    for shot in SHOTS:
        if shot.theme == theme:
            page.goto(address.rstrip("/") + shot.address)
            page.wait_for_load_state("networkidle")
            shot.act(page)
            page.wait_for_timeout(500)  # what fades in has done so
            picture = Image.open(io.BytesIO(page.screenshot()))
            picture.convert("RGB").save(into / f"{shot.name}.webp", quality=84, method=6)
    context.close()


@contextlib.contextmanager
def _demo(data: Path, few: bool) -> Iterator[tuple[str, str]]:
    """A demo that runs until the block ends: its address and the password."""
    log = data.with_name(f"{data.name}.log")
    inherited = {name: value for name, value in os.environ.items() if name not in ("DATABASE_URL", "STORAGE_URL")}
    environment = inherited | {"LABELER_DATA": str(data), "PORT": str(_free_port())}
    command = [sys.executable, "manage.py", "demo", *(["--pictures", "12"] if few else [])]
    with log.open("w") as output:
        process = subprocess.Popen(command, cwd=ROOT, env=environment, stdout=output, stderr=output)  # noqa: S603
    try:
        yield _greeting(process, log)
    finally:
        process.terminate()
        process.wait()


def _greeting(process: subprocess.Popen, log: Path) -> tuple[str, str]:
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline and process.poll() is None:
        if found := re.search(r"The demo is at +(\S+)\n.*\n +password +(\S+)", log.read_text()):
            return found[1], found[2]
        time.sleep(0.5)
    raise SystemExit(f"The demo did not start:\n{log.read_text()}")


def _free_port() -> int:
    with socket.socket() as door:
        door.bind(("127.0.0.1", 0))
        port: int = door.getsockname()[1]
    return port


def _chromium() -> str:
    found = os.environ.get("LABELER_CHROMIUM") or shutil.which("chromium") or shutil.which("google-chrome")
    if not found:
        raise SystemExit("There is no Chromium here. On Debian: apt-get install chromium")
    return found


if __name__ == "__main__":
    asked = sys.argv[1:]
    main(few="--few" in asked, data=next((Path(each).resolve() for each in asked if each != "--few"), None))
