"""What every page's template needs: icons, category marks, and the map of script modules."""

import json
import unicodedata
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

from django import template
from django.conf import settings
from django.contrib.staticfiles.storage import staticfiles_storage
from django.templatetags.static import static
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

register = template.Library()

SCRIPTS = "labeler"  # static/labeler/FOLDER/NAME.js is imported as "FOLDER/NAME"


@register.simple_tag
def icon(name: str, classes: str = "i") -> SafeString:
    """One picture of the sprite. It is decoration: the words stand beside it."""
    return format_html('<svg class="{}" aria-hidden="true"><use href="#{}"/></svg>', classes, name)


@register.simple_tag(takes_context=True)
def import_map(context: template.Context) -> SafeString:
    """The map by which script modules find each other under their hashed, for ever cached names.

    Modules import each other by bare names (`outbox/store`), so the source is the same in tests and in production.
    """
    of_names = (getattr(staticfiles_storage, each, None) for each in ("__class__", "base_url", "manifest_hash"))
    # While somebody works on scripts, one that is new is found without a start.
    make = _imports.__wrapped__ if settings.DEBUG else _imports
    imports = make(*of_names)
    return format_html(
        '<script type="importmap" nonce="{}">{}</script>',
        context.get("CSP_NONCE", ""),
        mark_safe(imports),  # noqa: S308 -- names of our own files
    )


@lru_cache(maxsize=4)
def _imports(*_they_depend_on: Any) -> str:
    """The map, as JSON. There are many scripts: to ask for all their names again took a good part of many a page."""
    names = _script_names.__wrapped__() if settings.DEBUG else _script_names()
    imports = {name: static(f"{SCRIPTS}/{name}.js") for name in names}
    return json.dumps({"imports": imports}, sort_keys=True)


@register.simple_tag
def script_module(name: str) -> SafeString:
    """Start a page's entry module, by folder and name: "label/page"."""
    return format_html('<script type="module" src="{}"></script>', static(f"{SCRIPTS}/{name}.js"))


@register.simple_tag
def module_in_time(name: str) -> SafeString:
    """Fetch beside the entry module what it imports only on such a page, and waits for."""
    return format_html('<link rel="modulepreload" href="{}">', static(f"{SCRIPTS}/{name}.js"))


@register.simple_tag
def stylesheet(name: str) -> SafeString:
    """Link a style sheet by its name below static/css: "screens/label"."""
    return format_html('<link rel="stylesheet" href="{}">', static(f"css/{name}.css"))


END = 10  # characters of a file name that stay; parts/file-name.js has the same


@register.simple_tag
def file_name(name: str) -> SafeString:
    """A file name in one line: without room it is cut in the middle, so that number and extension stay."""
    cut = max(len(name) - END, 0)
    while cut and unicodedata.combining(name[cut]):
        cut -= 1  # an accent stays with its letter
    return format_html(
        '<span class="file-name" title="{}"><span>{}</span><span>{}</span></span>', name, name[:cut], name[cut:]
    )


@register.filter
def initials(user: Any) -> str:
    """Two letters for an avatar, of a user or of a name."""
    name = user if isinstance(user, str) else user.get_full_name() or user.get_username()
    words = name.split()
    return (words[0][0] + words[-1][0] if len(words) > 1 else name[:2]).upper()


@cache
def _script_names() -> list[str]:
    folder = Path(settings.BASE_DIR) / "static" / SCRIPTS
    return sorted(path.relative_to(folder).with_suffix("").as_posix() for path in folder.rglob("*.js"))
