"""What people type to come in."""

from typing import Any

from django import forms
from django.contrib.auth.forms import AuthenticationForm, SetPasswordForm

from people import sign_in


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


class Code(forms.Form):
    """Of the second factor: six digits that the app shows, or a recovery code."""

    code = forms.CharField(max_length=20, error_messages={"required": "Type a code."})


class NewPassword(SetPasswordForm):
    error_messages = {**SetPasswordForm.error_messages, "password_mismatch": "The two passwords differ."}
