"""Calls for the webhooks of a project and what was sent there, for its managers."""

from typing import Any

from django.http import Http404
from django.urls import path
from drf_spectacular.utils import extend_schema, extend_schema_field
from rest_framework import serializers, status
from rest_framework.request import Request
from rest_framework.response import Response

from core.api.body import checked
from core.api.call import Call
from core.api.document import refuses
from core.api.lists import PAGING, list_answer, listed
from core.jobs.job import State
from core.pagination import Sort
from projects.access import Right, project_for
from webhooks import events, hooks, telling
from webhooks.models import Delivery, Webhook

EVENTS = list(events.WORDS.items())
STATES = [
    (State.QUEUED.value, "It waits for a worker, or for its next try"),
    (State.RUNNING.value, "It is being sent"),
    (State.DONE.value, "It arrived"),
    (State.FAILED.value, "It was given up"),
    (State.CANCELLED.value, "It was not sent, as the webhook was turned off"),
]
HAPPENED = [*EVENTS, (events.TEST, "Test")]
URL_HELP = "Where to: `https://…` or `http://…`, without user name, password and fragment."
EVENTS_HELP = "Of which events it is told, at least one."


@extend_schema_field(serializers.ChoiceField(EVENTS))
class EventName(serializers.CharField):
    """The verb says which there are, with a code of its own."""


class WebhookSerializer(serializers.ModelSerializer):
    events = serializers.ListField(child=serializers.ChoiceField(EVENTS), help_text=EVENTS_HELP)
    made_by = serializers.CharField(source="made_by.username", allow_null=True, default=None)
    last_at = serializers.DateTimeField(allow_null=True, help_text="When something arrived there last.")
    failed_in_a_row = serializers.IntegerField(
        help_text="Deliveries that were given up since one arrived; with 24 it is turned off."
    )
    off_because = serializers.CharField(help_text="Why it turned itself off; empty where it is on, or somebody did.")

    class Meta:
        model = Webhook
        fields = [
            "id",
            "url",
            "events",
            "active",
            "failed_in_a_row",
            "off_at",
            "off_because",
            "old_secret_until",
            "last_at",
            "made_by",
            "made_at",
        ]
        read_only_fields = fields


class WithSecret(WebhookSerializer):
    secret = serializers.CharField(help_text="Signs what is sent. Told now, and never again.")

    class Meta(WebhookSerializer.Meta):
        fields = [*WebhookSerializer.Meta.fields, "secret"]
        read_only_fields = fields


class NewWebhook(serializers.Serializer):
    url = serializers.CharField(max_length=1000, help_text=URL_HELP)
    events = serializers.ListField(
        child=EventName(max_length=100),
        max_length=100,
        help_text=EVENTS_HELP,
    )
    active = serializers.BooleanField(default=True, help_text="Whether it is told of anything.")


class WebhookChanges(serializers.Serializer):
    url = serializers.CharField(max_length=1000, required=False, help_text=URL_HELP)
    events = serializers.ListField(
        child=EventName(max_length=100), max_length=100, required=False, help_text=EVENTS_HELP
    )
    active = serializers.BooleanField(
        required=False,
        help_text="Turned on, it begins anew whatever failed before. Turned off, what waits is not sent.",
    )


class DeliverySerializer(serializers.ModelSerializer):
    id = serializers.CharField(source="message_id", help_text="The `webhook-id`, the same at every try.")
    event = serializers.ChoiceField(HAPPENED)
    state = serializers.ChoiceField(STATES, help_text="`queued` with `tries`: it waits for the next one.")
    next_try_at = serializers.SerializerMethodField(help_text="Not before; null where it is over.")
    error = serializers.CharField(help_text="Why the last try did not count, in words.")

    class Meta:
        model = Delivery
        fields = ["id", "event", "state", "tries", "status", "error", "took_ms", "made_at", "tried_at", "next_try_at"]
        read_only_fields = fields

    @extend_schema_field(serializers.DateTimeField(allow_null=True))
    def get_next_try_at(self, delivery: Delivery) -> Any:
        return delivery.due_at if delivery.is_unfinished else None


class WholeDelivery(DeliverySerializer):
    body = serializers.CharField(help_text="The JSON that is sent, to the byte.")
    answer = serializers.CharField(help_text="The beginning of what the last try was answered with, 1 KB at most.")

    class Meta(DeliverySerializer.Meta):
        fields = [*DeliverySerializer.Meta.fields, "body", "answer"]
        read_only_fields = fields


WebhookList = listed("WebhookList", WebhookSerializer)
DeliveryList = listed("DeliveryList", DeliverySerializer)


class Webhooks(Call):
    @extend_schema(operation_id="webhooks_list", parameters=PAGING, responses=WebhookList)
    def get(self, request: Request, slug: str) -> Response:
        """The webhooks of a project.

        Where the project tells what happens in it. No secret is among it.
        """
        rows = hooks.of(project_for(request.user, slug, Right.MANAGE)).with_last()
        return list_answer(request, rows, Sort("id"), lambda items: WebhookSerializer(items, many=True).data)

    @extend_schema(operation_id="webhooks_create", request=NewWebhook, responses={201: WithSecret})
    @refuses("bad_address", "unknown_event", "no_event", "too_many")
    def post(self, request: Request, slug: str) -> Response:
        """Make a webhook.

        Answers with its secret, which is told now and never again. What is sent is signed with it by the rule of
        Standard Webhooks.
        """
        project = project_for(request.user, slug, Right.MANAGE)
        asked = checked(NewWebhook, request)
        made = hooks.make(
            project, asked["url"], asked["events"], active=asked["active"], by=request.user, request=request
        )
        return Response(_with_secret(made), status=status.HTTP_201_CREATED)


class OneWebhook(Call):
    @extend_schema(operation_id="webhooks_get", responses=WebhookSerializer)
    def get(self, request: Request, slug: str, webhook: int) -> Response:
        """One webhook.

        Without its secret.
        """
        return Response(_told(_hook(request, slug, webhook)))

    @extend_schema(operation_id="webhooks_change", request=WebhookChanges, responses=WebhookSerializer)
    @refuses("bad_address", "unknown_event", "no_event")
    def patch(self, request: Request, slug: str, webhook: int) -> Response:
        """Change a webhook, or turn it on or off.

        What is absent stays. One that turned itself off is mended by `{"active": true}`.
        """
        hook = _hook(request, slug, webhook)
        asked = checked(WebhookChanges, request)
        changes = {"url": asked.get("url"), "wanted": asked.get("events"), "active": asked.get("active")}
        return Response(_told(hooks.change(hook, **changes, by=request.user, request=request)))

    @extend_schema(operation_id="webhooks_delete", responses={204: None})
    def delete(self, request: Request, slug: str, webhook: int) -> Response:
        """Delete a webhook.

        With its log and with what waits to be sent.
        """
        hooks.delete(_hook(request, slug, webhook), by=request.user, request=request)
        return Response(status=status.HTTP_204_NO_CONTENT)


class WebhookSecret(Call):
    @extend_schema(operation_id="webhooks_renew_secret", request=None, responses=WithSecret)
    def post(self, request: Request, slug: str, webhook: int) -> Response:
        """Give a webhook another secret.

        Told now and never again. The one before signs beside it for 24 hours: `webhook-signature` then has two
        signatures, and a receiver takes either.
        """
        hook = hooks.renew_secret(_hook(request, slug, webhook), by=request.user, request=request)
        return Response(_with_secret(hook))


class TestWebhook(Call):
    @extend_schema(operation_id="webhooks_test", request=None, responses={202: DeliverySerializer})
    @refuses("busy")
    def post(self, request: Request, slug: str, webhook: int) -> Response:
        """Send a test.

        `webhook.test`, once, whether the webhook is on or off. The delivery tells what came of it.
        """
        sent = telling.test(_hook(request, slug, webhook))
        return Response(DeliverySerializer(sent).data, status=status.HTTP_202_ACCEPTED)


class Deliveries(Call):
    @extend_schema(operation_id="webhooks_deliveries", parameters=PAGING, responses=DeliveryList)
    def get(self, request: Request, slug: str, webhook: int) -> Response:
        """What was sent to a webhook.

        The newest first, and no further back than 30 days. Without bodies and answers.
        """
        rows = _hook(request, slug, webhook).deliveries.defer("body", "answer")
        return list_answer(
            request, rows, Sort("id", descending=True), lambda items: DeliverySerializer(items, many=True).data
        )


class OneDelivery(Call):
    @extend_schema(operation_id="webhooks_delivery", responses=WholeDelivery)
    def get(self, request: Request, slug: str, webhook: int, message: str) -> Response:
        """One delivery.

        With the body that is sent, and the beginning of the last answer.
        """
        return Response(WholeDelivery(_delivery(request, slug, webhook, message)).data)


class Redeliver(Call):
    @extend_schema(operation_id="webhooks_redeliver", request=None, responses={202: DeliverySerializer})
    @refuses("webhook_off", "not_failed")
    def post(self, request: Request, slug: str, webhook: int, message: str) -> Response:
        """Send a delivery once more.

        From its first try, under the same `webhook-id`: who had it already can tell.
        """
        sent = telling.redeliver(_delivery(request, slug, webhook, message))
        return Response(DeliverySerializer(sent).data, status=status.HTTP_202_ACCEPTED)


def _hook(request: Request, slug: str, number: int) -> Webhook:
    found = hooks.of(project_for(request.user, slug, Right.MANAGE)).filter(pk=number).first()
    if found is None:
        raise Http404
    return found


def _delivery(request: Request, slug: str, number: int, message: str) -> Delivery:
    found = _hook(request, slug, number).deliveries.filter(message_id=message).first()
    if found is None:
        raise Http404
    return found


def _told(hook: Webhook) -> Any:
    return WebhookSerializer(Webhook.objects.with_last().select_related("made_by").get(pk=hook.pk)).data


def _with_secret(hook: Webhook) -> dict[str, Any]:
    return {**_told(hook), "secret": hook.secret}


_ONE = "projects/<slug:slug>/webhooks/<int:webhook>/"

urlpatterns = [
    path("projects/<slug:slug>/webhooks/", Webhooks.as_view(), name="api-webhooks"),
    path(_ONE, OneWebhook.as_view(), name="api-webhook"),
    path(f"{_ONE}secret/", WebhookSecret.as_view(), name="api-webhook-secret"),
    path(f"{_ONE}test/", TestWebhook.as_view(), name="api-webhook-test"),
    path(f"{_ONE}deliveries/", Deliveries.as_view(), name="api-webhook-deliveries"),
    path(f"{_ONE}deliveries/<slug:message>/", OneDelivery.as_view(), name="api-webhook-delivery"),
    path(f"{_ONE}deliveries/<slug:message>/redeliver/", Redeliver.as_view(), name="api-webhook-redeliver"),
]
