"""Jobs: load the row, call the verb. They may be delivered twice, or never (core.jobs.leases)."""

from webhooks import deliveries


def deliver(pk: int) -> None:
    deliveries.run(pk)


def sweep() -> None:
    deliveries.sweep()
