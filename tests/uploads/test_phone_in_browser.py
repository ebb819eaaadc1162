"""Pictures of a phone through the page: dropped without a type, as browsers give them."""

import base64

import pytest
from playwright.sync_api import expect

from assets.formats import HEIC
from assets.tests.images.test_pictures import quarters
from tests.support.browser import at_work
from tests.support.files.heif import heic

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

DROP = """([name, coded]) => {
  const bytes = Uint8Array.from(atob(coded), (one) => one.charCodeAt(0));
  const dataTransfer = new DataTransfer();
  dataTransfer.items.add(new File([bytes], name));
  for (const type of ["dragenter", "dragover", "drop"]) {
    document.body.dispatchEvent(new DragEvent(type, { dataTransfer, bubbles: true, cancelable: true }));
  }
}"""


def test_a_heic_that_is_dropped_comes_in_once(live_server, page, bob, project, dress):
    content = heic(quarters())
    with at_work(page, live_server, bob):
        page.goto(f"{live_server.url}/projects/wardrobe/assets/")
        expect(page.locator("#uploads .drawer-head")).to_be_attached()
        page.evaluate(DROP, ["IMG_1.HEIC", base64.b64encode(content).decode()])
        expect(page.locator("#uploads")).to_contain_text("1 image added")
        asset = project.assets.get()
        assert (asset.original_name, asset.converted_from) == ("IMG_1.HEIC", HEIC)
        page.evaluate(DROP, ["IMG_2.HEIC", base64.b64encode(content).decode()])
        expect(page.locator("#uploads")).to_contain_text("already here")
        assert list(asset.other_names.values_list("path", flat=True)) == ["IMG_2.HEIC"]
        page.goto(f"{live_server.url}/projects/wardrobe/label/?asset={asset.pk}")
        expect(page.locator("[data-part=source]")).to_have_text("Upload, converted from HEIC")
