"""The admin sets things up, and runs nothing."""

import pytest
from django.contrib import admin
from django_q.models import Schedule

# How libraries call a column that says which function is run, or where to find it.
NAMES_CODE = {"func", "function", "callable", "hook", "task", "command", "args", "kwargs", "payload", "module", "code"}


@pytest.mark.parametrize("kind", ["schedule", "success", "failure", "ormq"])
def test_a_superuser_can_have_the_worker_run_nothing(admin_client, kind):
    form = {"func": "os.system", "args": "'true'", "schedule_type": "O", "repeats": "1", "next_run_0": "2020-01-01"}
    assert admin_client.post(f"/admin/django_q/{kind}/add/", form).status_code == 404
    assert admin_client.get(f"/admin/django_q/{kind}/").status_code == 404
    assert not Schedule.objects.exists()


def test_no_table_of_the_admin_has_a_column_that_names_code():
    named = {
        f"{model._meta.label}.{field.name}"
        for model, _ in admin.site._registry.items()
        for field in model._meta.get_fields()
        if field.name in NAMES_CODE
    }
    assert named == set()
    assert admin.site._registry
