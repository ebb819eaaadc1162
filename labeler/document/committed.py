"""The document of the API that lies in docs/, so that what changes of it is seen in review."""

import json

from django.conf import settings
from drf_spectacular.generators import SchemaGenerator

PATH = settings.BASE_DIR / "docs" / "openapi.json"


def made() -> str:
    """As the code tells it now, the same bytes each time."""
    document = SchemaGenerator().get_schema(request=None, public=True)
    return json.dumps(document, indent=1, ensure_ascii=False, default=str) + "\n"
