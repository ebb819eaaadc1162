"""What these tests make by hand: histories, one answer after the other."""

import pytest

from projects import categories


@pytest.fixture
def shoes(hat):
    return categories.add(hat.project, "Shoes")


@pytest.fixture
def carol(django_user_model):
    """She labels, too."""
    return django_user_model.objects.create_user("carol", password="correct horse carol")
