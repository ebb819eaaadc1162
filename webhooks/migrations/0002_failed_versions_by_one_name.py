"""A version that failed was told as `job.failed`, too: who wanted that goes on hearing of it, by its own name."""

from django.db import migrations


def want_both(apps, schema_editor):
    for hook in apps.get_model("webhooks", "Webhook").objects.order_by("pk").iterator():
        if "job.failed" in hook.events and "version.failed" not in hook.events:
            # In the order of the list of all, where it stands behind version.ready.
            at = 1 if "version.ready" in hook.events else 0
            hook.events = [*hook.events[:at], "version.failed", *hook.events[at:]]
            hook.save(update_fields=["events"])


class Migration(migrations.Migration):
    dependencies = [("webhooks", "0001_webhooks")]

    operations = [migrations.RunPython(want_both, migrations.RunPython.noop)]
