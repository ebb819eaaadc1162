"""What somebody types who makes an account by an invitation."""

from typing import Any

from django import forms
from django.contrib.auth import get_user_model
from django.contrib.auth.forms import UserCreationForm
from django.http import HttpRequest

from people import guessing, refusals
from people.models import Guess

TAKEN = "Somebody has that user name already. Choose another."


class NewAccount(UserCreationForm):
    error_messages = {**UserCreationForm.error_messages, "password_mismatch": "The two passwords differ."}

    class Meta:
        model = get_user_model()
        fields = ["username"]

    def __init__(self, request: HttpRequest, data: Any = None) -> None:
        super().__init__(data)
        self.request = request
        self.source = guessing.Source(Guess.Kind.NEW_NAME, guessing.address_of(request))

    def clean_username(self) -> str:
        """Names cannot be tried out in numbers: each that is taken counts. Raises people.guessing.TooManyTries, with a
        free name, too."""
        with refusals.said_if_early(self.source.kind, self.request):
            guessing.refuse_early(self.source)
        name: str = self.cleaned_data["username"]
        if get_user_model().objects.filter(username__iexact=name).exists():
            guessing.count(self.source)
            raise forms.ValidationError(TAKEN, code="unique")
        return name

    def validate_unique(self) -> None:
        """Looked at above, and where it is made, at the last moment."""
