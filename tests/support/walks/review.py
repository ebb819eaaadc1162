"""The review page as its tests press its keys and read it."""

from playwright.sync_api import expect

from assets.models import Asset

REVIEW = "/projects/wardrobe/review/"


def keys(page, *pressed):
    for key in pressed:
        page.keyboard.press(key)


def arrived(page):
    """The page that came has its keys: it takes the focus then."""
    expect(page.locator(".cell").first).to_be_focused()


def done(page):
    return page.locator("[data-part=done]")


def shown(page, place=0):
    """The picture of this cell has come, and stands on the screen."""
    cell = page.locator(".cell").nth(place)
    expect(cell).to_be_in_viewport(ratio=0.99)
    cell.locator("img").evaluate("(image) => image.decode()")


def selected(page):
    return [int(cell.get_attribute("data-id")) for cell in page.locator('.cell[aria-selected="true"]').all()]


def states(photos):
    stored = dict(Asset.objects.values_list("pk", "status"))
    return [stored[photo.pk] for photo in photos]


def start(page):
    """The first cell has the focus, as after Tab."""
    page.locator(".cell").first.focus()


def answers(photos):
    """Of each image: its state and its category."""
    stored = {asset.pk: asset for asset in Asset.objects.with_labels()}
    return [(stored[photo.pk].status, *stored[photo.pk].category_ids) for photo in photos]


def says(page, *words):
    """The bar comes to say this of the selection: the right ones, and the unseen and wrong ones if there are any."""
    said = page.locator(":is([data-part=selected], [data-part=unseen], [data-part=wrong]):not([hidden])")
    expect(said).to_have_text(words)
