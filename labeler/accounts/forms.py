"""What people type about themselves."""

from typing import Any

from django import forms
from django.contrib.auth.forms import AuthenticationForm, PasswordChangeForm

from people import tokens
from people.models import TokenFacts

NEVER = "never"
LIFETIMES = [("30", "30 days"), (str(tokens.DAYS), f"{tokens.DAYS} days"), ("365", "365 days"), (NEVER, "Never")]


class SignIn(AuthenticationForm):
    # Never which half was wrong.
    error_messages = {
        **AuthenticationForm.error_messages,
        "invalid_login": "That name and password do not match. Check Caps Lock and try again.",
    }


class ChangePassword(PasswordChangeForm):
    error_messages = {
        **PasswordChangeForm.error_messages,
        "password_incorrect": "That is not your old password.",
        "password_mismatch": "The two new passwords differ.",
    }


class NewToken(forms.Form):
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
    def wanted(self) -> dict[str, Any]:
        """As `tokens.make` takes it."""
        days = self.cleaned_data["days"]
        return {
            "name": self.cleaned_data["name"],
            "days": None if days == NEVER else int(days),
            "read_only": self.cleaned_data["access"] == "read",
        }
