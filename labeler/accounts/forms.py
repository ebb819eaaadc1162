"""What people type about themselves."""

from typing import Any

from django import forms
from django.contrib.auth.forms import AuthenticationForm, PasswordChangeForm
from django.http import HttpRequest

from people import sign_in, tokens
from people.audit import What
from people.models import TokenFacts

NEVER = "never"
LIFETIMES = [("30", "30 days"), (str(tokens.DAYS), f"{tokens.DAYS} days"), ("365", "365 days"), (NEVER, "Never")]


class SignIn(AuthenticationForm):
    # Never which half was wrong.
    error_messages = {
        **AuthenticationForm.error_messages,
        "invalid_login": "That name and password do not match. Check Caps Lock and try again.",
    }

    def clean(self) -> dict[str, Any]:
        """Raises people.guessing.TooManyTries."""
        name, password = self.cleaned_data.get("username"), self.cleaned_data.get("password")
        request: Any = self.request  # the page for signing in always gives it
        if name and password:
            self.user_cache = sign_in.user_with(request, name, password)
            if self.user_cache is None:
                raise self.get_invalid_login_error()
            self.confirm_login_allowed(self.user_cache)
        return self.cleaned_data


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
        name = self.user.get_username()
        if sign_in.user_with(self.request, name, password, refused=What.PASSWORD_REFUSED) is None:
            raise forms.ValidationError(self.error_messages["password_incorrect"], code="password_incorrect")
        return password


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
