"""Webhooks in the admin: each change by its verb. A secret is told once, above the page, when it is made."""

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import ValidationError
from django.http import HttpResponseRedirect
from django.urls import reverse

from core.admin_words import PlainWords
from core.exceptions import Refused
from projects.models import Project
from webhooks import events, hooks
from webhooks.models import Webhook


class WebhookForm(forms.ModelForm):
    project = forms.ModelChoiceField(Project.objects.present().order_by("name"))
    wanted = forms.MultipleChoiceField(
        label="Sent when", choices=[*events.WORDS.items()], widget=forms.CheckboxSelectMultiple
    )
    new_secret = forms.BooleanField(
        label="Make a new secret", required=False, help_text="It is told once. The old one signs, too, for 24 hours."
    )

    class Meta:
        model = Webhook
        fields = ["project", "url", "active"]
        widgets = {"url": forms.TextInput(attrs={"size": 80})}

    def __init__(self, *args, **options):
        super().__init__(*args, **options)
        self.fields["wanted"].initial = self.instance.events

    def clean_url(self):
        try:
            return hooks.clean_url(self.cleaned_data["url"])
        except Refused as problem:
            raise ValidationError(problem.message) from None

    def clean(self):
        super().clean()
        project = self.cleaned_data.get("project")
        if self.instance.pk is None and project and project.webhooks.count() >= hooks.MOST:
            raise ValidationError(f"A project has at most {hooks.MOST} webhooks. Delete one first.")


@admin.register(Webhook)
class Webhooks(PlainWords, admin.ModelAdmin):
    form = WebhookForm
    list_display = ["url", "project", "active", "off_because", "failed_in_a_row", "made_at"]
    list_filter = ["active"]
    list_select_related = ["project"]
    search_fields = ["url", "project__name", "project__slug"]
    readonly_fields = ["off_at", "off_because", "failed_in_a_row", "made_by", "made_at"]

    def get_queryset(self, request):
        return super().get_queryset(request).filter(project__in=Project.objects.present())

    def get_fieldsets(self, request, obj=None):
        asked = ["project", "url", "wanted", "active"]
        if obj is None:
            return [(None, {"fields": asked})]
        facts = ("Facts", {"fields": self.readonly_fields, "classes": ["collapse"]})
        return [(None, {"fields": [*asked, "new_secret"]}), facts]

    def get_readonly_fields(self, request, obj=None):
        return [*self.readonly_fields, "project"] if obj else []

    def get_form(self, request, obj=None, change=False, **options):
        return super().get_form(request, obj, change=change, **{**options, "fields": WebhookForm.Meta.fields})

    def save_model(self, request, obj, form, change):
        asked = {"by": request.user, "request": request}
        given = form.cleaned_data
        if not change:
            made = hooks.make(given["project"], given["url"], given["wanted"], active=given["active"], **asked)
            obj.pk = made.pk
            self._tell(request, made)
        else:
            hooks.change(obj, url=given["url"], wanted=given["wanted"], active=given["active"], **asked)
            if given.get("new_secret"):
                self._tell(request, hooks.renew_secret(obj, **asked))
        obj.refresh_from_db()

    def _tell(self, request, hook):
        messages.warning(request, f"The secret, told now and never again: {hook.secret}")

    def response_post_save_add(self, request, obj):
        """Its log is in the product; the secret stands above the list."""
        return HttpResponseRedirect(reverse("admin:webhooks_webhook_changelist"))

    def delete_model(self, request, obj):
        hooks.delete(obj, by=request.user, request=request)

    def delete_queryset(self, request, queryset):
        for hook in queryset:
            hooks.delete(hook, by=request.user, request=request)
