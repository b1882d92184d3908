"""allauth's forms in our words, with addresses compared in their one normalised form."""

from typing import Any

from allauth.account import forms as allauth_forms
from django import forms
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from accounts import signin_mails
from accounts.emails import normalise


class AddressField(forms.EmailField):
    """An e-mail address to sign in with, cleaned to its normalised form."""

    def __init__(self) -> None:
        super().__init__(label=_("E-Mail"), widget=forms.EmailInput(attrs={"autocomplete": "username"}))

    def to_python(self, value: Any) -> str:
        return normalise(super().to_python(value) or "")


def speak(field: forms.Field, label: Any) -> None:
    """Give one of allauth's fields our label and take its placeholder and help away."""
    field.label = label
    field.help_text = ""
    field.widget.attrs.pop("placeholder", None)


class LoginForm(allauth_forms.LoginForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["login"] = AddressField()
        speak(self.fields["password"], _("Passwort"))
        self.order_fields(["login", "password"])


class RequestCodeForm(allauth_forms.RequestLoginCodeForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["email"] = AddressField()

    def clean_email(self) -> str:
        email: str = super().clean_email()
        if self._user is None:
            signin_mails.pretend()
        return email


class ConfirmCodeForm(allauth_forms.ConfirmLoginCodeForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        speak(self.fields["code"], _("Code aus der Mail"))
        self.fields["code"].widget.attrs["inputmode"] = "numeric"


class RequestResetForm(allauth_forms.ResetPasswordForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["email"] = AddressField()

    def save(self, request: HttpRequest, **kwargs: Any) -> str:
        if not self.users:
            signin_mails.pretend()
        email: str = super().save(request, **kwargs)
        return email


class NewPasswordMixin:
    """One field for the new password: a second one to repeat it helps nobody who can show what they type."""

    fields: dict[str, forms.Field]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        speak(self.fields["password1"], _("Neues Passwort"))
        self.fields["password1"].help_text = _(
            "Mindestens acht Zeichen. Ein Satz aus mehreren Wörtern ist gut."
        )
        del self.fields["password2"]


class ResetForm(NewPasswordMixin, allauth_forms.ResetPasswordKeyForm):
    pass


class SetPasswordForm(NewPasswordMixin, allauth_forms.SetPasswordForm):
    pass


class ChangePasswordForm(NewPasswordMixin, allauth_forms.ChangePasswordForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        speak(self.fields["oldpassword"], _("Bisheriges Passwort"))
