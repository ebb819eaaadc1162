"""What the tests of webhooks share."""

from ipaddress import ip_network

import pytest

from webhooks import deliveries, hooks, telling
from webhooks.models import Delivery
from webhooks.tests.receiver import receiving


@pytest.fixture
def here_too(settings):
    """This machine may be sent to."""
    settings.WEBHOOK_NETWORKS = (ip_network("127.0.0.0/8"),)


@pytest.fixture
def receiver(here_too):
    with receiving() as found:
        yield found


@pytest.fixture
def hook(receiver, project, bob):
    return hooks.make(project, receiver.url, ["version.ready", "category.changed"], by=bob)


@pytest.fixture
def told(hook, project, no_queue):
    """A delivery that waits for its first try."""
    telling.tell(project, "version.ready", {"version": 3})
    return Delivery.objects.get()


@pytest.fixture
def no_queue(monkeypatch):
    """Nobody takes jobs; those that were delivered, by name and number."""
    asked = []
    monkeypatch.setattr("core.jobs.job.async_task", lambda name, pk, **options: asked.append((name, pk)))
    return asked


@pytest.fixture
def run():
    """A worker takes it; how it stands afterwards."""

    def take(delivery):
        deliveries.run(delivery.pk)
        return Delivery.objects.select_related("webhook").get(pk=delivery.pk)

    return take
