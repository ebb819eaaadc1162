"""What people type about their second factor."""

from django import forms

from labeler.accounts.forms import Confirmed

TYPE_CODE = {"required": "Type a code."}


class SetUp(Confirmed):
    code = forms.CharField(max_length=20, error_messages=TYPE_CODE)


class Renew(Confirmed):
    """New recovery codes."""


class TurnOff(Confirmed):
    code = forms.CharField(max_length=20, error_messages=TYPE_CODE)
