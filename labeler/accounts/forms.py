"""What people type about themselves, once they are signed in."""

from typing import Any

from django import forms
from django.contrib.auth.forms import PasswordChangeForm
from django.http import HttpRequest

from people import sign_in, tokens
from people.accounts import sessions
from people.models import TokenFacts

NEVER = "never"
LIFETIMES = [("30", "30 days"), (str(tokens.DAYS), f"{tokens.DAYS} days"), ("365", "365 days"), (NEVER, "Never")]


class ChangePassword(PasswordChangeForm):
    error_messages = {
        **PasswordChangeForm.error_messages,
        "password_incorrect": "That is not your old password.",
        "password_mismatch": "The two new passwords differ.",
    }

    def __init__(self, request: HttpRequest, data: Any = None) -> None:
        user: Any = request.user
        super().__init__(user, data)
        self.request = request

    def clean_old_password(self) -> str:
        """Guessing it is guessing the password, so it counts as that. Raises people.guessing.TooManyTries."""
        password: str = self.cleaned_data["old_password"]
        if not sign_in.is_password_of(self.request, password):
            raise forms.ValidationError(self.error_messages["password_incorrect"], code="password_incorrect")
        return password


class Confirmed(forms.Form):
    """What opens more doors: it asks for the password where that was typed more than ten minutes ago."""

    password = forms.CharField(
        strip=False,
        error_messages={"required": "Type your password, too: the last time was more than 10 minutes ago."},
    )

    def __init__(self, request: HttpRequest, *arguments: Any, **options: Any) -> None:
        super().__init__(*arguments, **options)
        self.request = request
        if sessions.password_is_fresh(request.session):
            del self.fields["password"]

    def clean_password(self) -> str:
        """Raises people.guessing.TooManyTries."""
        password: str = self.cleaned_data["password"]
        if not sign_in.is_password_of(self.request, password):
            raise forms.ValidationError("That is not your password.", code="password_incorrect")
        return password


class NewToken(Confirmed):
    name = forms.CharField(
        max_length=TokenFacts.MOST_NAME,
        error_messages={
            "required": "Give it a name, so that you know later what uses it.",
            "max_length": f"A name has 1 to {TokenFacts.MOST_NAME} characters.",
        },
    )
    days = forms.ChoiceField(choices=LIFETIMES)
    access = forms.ChoiceField(choices=[("read", "Read"), ("full", "All")])

    @property
    def problems(self) -> list[str]:
        """What is wrong with the token itself."""
        return [str(each) for name, problems in self.errors.items() if name != "password" for each in problems]

    @property
    def wanted(self) -> dict[str, Any]:
        """As `tokens.make` takes it."""
        days = self.cleaned_data["days"]
        return {
            "name": self.cleaned_data["name"],
            "days": None if days == NEVER else int(days),
            "read_only": self.cleaned_data["access"] == "read",
        }
