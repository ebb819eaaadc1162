"""Every page of the admin that somebody may open: each list, adding to it, and of a row all that is done to it."""

from django.contrib import admin
from django.contrib.auth.models import Group
from django.urls import NoReverseMatch, reverse

from people import tokens
from people.models import AuditEntry
from projects import categories, lifecycle, members

OF_A_ROW = ("change", "history", "delete")
OF_A_PERSON = ("auth_user_password_change", "account-reset-link", "account-sign-out")


def fill(project, alice, bob):
    """A row of each list at least, so that each has pages: a project with categories of both kinds, one with a member,
    and one that is empty."""
    for name in ("Dress", "Hat", "Scarf"):
        last = categories.add(project, name, by=bob)
    categories.retire(last, by=bob)
    closed = lifecycle.create("Secret", by=bob, closed=True)
    members.put(closed, alice, "labeler", by=bob)
    lifecycle.create("Empty", by=bob)
    Group.objects.get_or_create(name="reviewer")  # a migration made it; a test before may have emptied the table
    tokens.make(alice, "Nightly training", read_only=True)
    assert AuditEntry.objects.exists()


def pages():
    """All addresses."""
    yield reverse("admin:index")
    for model in admin.site._registry:
        name = f"{model._meta.app_label}_{model._meta.model_name}"
        yield reverse(f"admin:{name}_changelist")
        yield reverse(f"admin:{name}_add")
        for row in model._default_manager.order_by("pk")[:5]:
            for page in [f"{name}_{each}" for each in OF_A_ROW] + list(OF_A_PERSON) * (name == "auth_user"):
                yield _address(page, row)


def _address(page, row):
    try:
        return reverse(f"admin:{page}", args=[row.pk])
    except NoReverseMatch:
        return reverse(f"admin:{page}", kwargs={"id": row.pk})


def opened(client, user):
    """Those that this person may open, each with its document."""
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    answers = {where: client.get(where) for where in pages()}
    refused = {where: answer.status_code for where, answer in answers.items() if answer.status_code not in (200, 403)}
    assert refused == {}
    return {where: answer.content.decode() for where, answer in answers.items() if answer.status_code == 200}
