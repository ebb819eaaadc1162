"""What the import rules cannot see: arrows to apps above that no import draws."""

from django.conf import settings

from assets.images import deleters
from assets.models import Asset

APPS = ("core", "contract", "projects", "assets", "annotations", "exports", "labeler")


def modules():
    """All of the product, with their text: tests and migrations are none of it."""
    for app in APPS:
        for path in sorted((settings.BASE_DIR / app).rglob("*.py")):
            name = path.relative_to(settings.BASE_DIR)
            if not {"tests", "migrations"}.intersection(name.parts):
                yield str(name), path.read_text()


def test_no_module_reaches_the_models_of_another_app_by_reflection():
    texts = dict(modules())
    assert len(texts) > 100
    assert [name for name, text in texts.items() if "related_model" in text] == []


def test_whatever_protects_an_image_says_how_it_goes_with_one():
    protecting = {
        relation.related_model._meta.label
        for relation in Asset._meta.related_objects
        if relation.on_delete.__name__ == "PROTECT"
    }
    assert len(protecting) >= 4
    assert protecting == set(deleters.registered())
