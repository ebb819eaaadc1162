"""What the tests of pages share."""

import json
import re

import pytest


@pytest.fixture
def open_page(client, alice):
    """Open a page as Alice, who labels: the answer, with what its script is told as `data`."""
    client.force_login(alice, backend="django.contrib.auth.backends.ModelBackend")

    def open_at(address, **parameters):
        response = client.get(address, parameters)
        found = re.search(r'<script id="page-data" type="application/json">(.*?)</script>', response.content.decode())
        response.data = json.loads(found.group(1)) if found else None
        return response

    return open_at
