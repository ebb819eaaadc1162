"""Calls for the invitations of a project, for its managers."""

from typing import Any

from django.urls import path, reverse
from drf_spectacular.utils import extend_schema, extend_schema_field
from rest_framework import serializers, status
from rest_framework.request import Request
from rest_framework.response import Response

from core.api.body import checked
from core.api.call import Call
from core.api.document import refuses
from core.api.lists import PAGING, list_answer, listed
from core.pagination import Sort
from projects.access import Right, project_for
from projects.joining import invitations
from projects.models import Invitation, InvitationUse


class InvitationUseSerializer(serializers.ModelSerializer):
    user = serializers.CharField(source="user.username")

    class Meta:
        model = InvitationUse
        fields = ["user", "at", "new_account"]
        read_only_fields = fields


class InvitationSerializer(serializers.ModelSerializer):
    made_by = serializers.CharField(source="made_by.username")
    state = serializers.SerializerMethodField()
    used_by = InvitationUseSerializer(many=True)

    class Meta:
        model = Invitation
        fields = ["id", "kind", "made_by", "made_at", "ends_at", "ended_at", "uses", "used", "state", "used_by"]
        read_only_fields = fields

    @extend_schema_field(serializers.ChoiceField(Invitation.STATES))
    def get_state(self, invitation: Invitation) -> str:
        return invitation.state


class MadeInvitation(InvitationSerializer):
    link = serializers.CharField(help_text="Told now only: kept of it is a hash.")

    class Meta(InvitationSerializer.Meta):
        fields = [*InvitationSerializer.Meta.fields, "link"]
        read_only_fields = fields


class NewInvitation(serializers.Serializer):
    kind = serializers.CharField(help_text="labeler or reviewer")
    days = serializers.IntegerField(default=invitations.DAYS)
    uses = serializers.IntegerField(default=invitations.USES, help_text="How many people may come in by it.")


InvitationList = listed("InvitationList", InvitationSerializer)


class Invitations(Call):
    """Links by which people come into a project."""

    @extend_schema(operation_id="invitations_list", parameters=PAGING, responses=InvitationList)
    def get(self, request: Request, slug: str) -> Response:
        """The invitations of a project.

        The newest first. A link itself is never told again.
        """
        rows = invitations.of(project_for(request.user, slug, Right.MANAGE))
        return list_answer(
            request, rows, Sort("id", descending=True), lambda items: InvitationSerializer(items, many=True).data
        )

    @extend_schema(operation_id="invitations_create", request=NewInvitation, responses={201: MadeInvitation})
    @refuses("bad_kind", "bad_days", "bad_uses", "too_many")
    def post(self, request: Request, slug: str) -> Response:
        """Make a link by which people come into a project.

        The answer has the link, once: kept of it is a hash.
        """
        project = project_for(request.user, slug, Right.MANAGE)
        wanted = checked(NewInvitation, request)
        made: Any
        made, token = invitations.make(project, **wanted, by=request.user, request=request)
        made.link = request.build_absolute_uri(reverse("join", args=[token]))
        return Response(MadeInvitation(made).data, status=status.HTTP_201_CREATED)


class OneInvitation(Call):
    @extend_schema(operation_id="invitations_end", responses={204: None})
    def delete(self, request: Request, slug: str, number: int) -> Response:
        """End an invitation.

        Its link opens nothing from now on. Who came in by it stays.
        """
        project = project_for(request.user, slug, Right.MANAGE)
        invitations.end(project, number, by=request.user, request=request)
        return Response(status=status.HTTP_204_NO_CONTENT)


urlpatterns = [
    path("projects/<slug:slug>/invitations/", Invitations.as_view(), name="api-invitations"),
    path("projects/<slug:slug>/invitations/<int:number>/", OneInvitation.as_view(), name="api-invitation"),
]
