"""The form of the sign-in page."""

from typing import Any

from django import forms
from django.conf import settings
from django.contrib.auth.forms import AuthenticationForm

from accounts.models import User
from accounts.roles import Role
from core.layout import Button, Buttons, Field, form_helper

WRONG = "Your email address or password is not right. Check both. If you still cannot sign in, ring {phone}."


class SignInForm(AuthenticationForm):
    """Email address and password. It never says which of the two was wrong, nor that somebody has left."""

    username = forms.CharField(
        label="Email address",
        widget=forms.EmailInput(attrs={"spellcheck": "false"}),
        error_messages={"required": "Enter your email address"},
    )
    password = forms.CharField(
        label="Password",
        strip=False,
        widget=forms.PasswordInput,
        error_messages={"required": "Enter your password"},
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        wrong = WRONG.format(phone=settings.HELP_PHONE)
        self.error_messages = {"invalid_login": wrong, "inactive": wrong}
        self.helper = form_helper(
            Field.text("username", width="two-thirds", autocomplete="username", inputmode="email"),
            Field.text("password", width="two-thirds", autocomplete="current-password"),
            Buttons(Button.primary("Sign in")),
            form_id="sign-in",
            autocomplete="on",
        )

    def clean_username(self) -> str:
        """The address in one spelling: capitals and pasted spaces neither keep anybody out nor count guesses anew."""
        address = str(self.cleaned_data["username"]).strip()
        if not address.isascii():
            raise self.get_invalid_login_error()
        return address.lower()

    def confirm_login_allowed(self, user: User) -> None:
        """Another system has an API token, and no pages."""
        super().confirm_login_allowed(user)
        if user.role == Role.SERVICE:
            raise self.get_invalid_login_error()
