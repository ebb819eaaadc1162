"""Forms of the admin, sent as a browser sends them: with all that they were shown with."""

from django import forms


def send(client, address, **changes):
    """Open the page, change the fields that are named, and send it. A change to None leaves a field out, as an empty
    tick does. What is named and not on the page is sent all the same."""
    page = client.get(address).context
    shown = [page["adminform"].form]
    for inline in page.get("inline_admin_formsets", []):
        shown += [inline.formset.management_form, *inline.formset.forms]
    data = {name: value for form in shown for bound in form for name, value in _sent(bound)} | changes
    return client.post(address, {name: value for name, value in data.items() if value is not None})


def _sent(bound):
    value, widget = bound.value(), bound.field.widget
    if isinstance(widget, forms.MultiWidget):
        yield from ((f"{bound.html_name}_{at}", part) for at, part in enumerate(widget.decompress(value)))
    elif isinstance(value, bool):
        yield bound.html_name, "on" if value else None
    elif isinstance(value, list):
        yield bound.html_name, [getattr(each, "pk", each) for each in value]
    elif value is not None and not bound.field.disabled:
        yield bound.html_name, value
