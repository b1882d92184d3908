"""Forms of the invitation: whom HR invites, and the password of somebody new."""

from typing import Any

from django import forms
from django.contrib.auth.password_validation import validate_password
from django.utils.translation import gettext_lazy

from accounts.models import Membership, User
from programs.models import Participant, Program, Standing


class InviteForm(forms.Form):
    """Whom to invite: everybody who is not yet, unless somebody is unticked."""

    participants: forms.ModelMultipleChoiceField = forms.ModelMultipleChoiceField(
        queryset=None,  # known with the program
        label=gettext_lazy("Wer bekommt die Einladung?"),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": gettext_lazy("Bitte mindestens eine Person auswählen.")},
    )

    def __init__(self, program: Program, data: Any = None) -> None:
        super().__init__(data)
        rows = program.participants.filter(standing=Standing.IMPORTED).with_people()
        self.rows = rows.select_related("program__contact", "program__organisation").by_name()
        self.fields["participants"].queryset = self.rows  # type: ignore[attr-defined]
        self.fields["participants"].initial = self.rows

    @property
    def first_person(self) -> Participant | None:
        """Somebody to show the mail for."""
        return self.rows.first()


class JoinForm(forms.Form):
    """The password with which a new person comes in."""

    password = forms.CharField(
        label=gettext_lazy("Passwort aussuchen"),
        help_text=gettext_lazy("Mindestens acht Zeichen. Ein Satz aus mehreren Wörtern ist gut."),
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )

    def __init__(self, membership: Membership, data: Any = None) -> None:
        super().__init__(data)
        self.membership = membership

    def clean_password(self) -> str:
        password: str = self.cleaned_data["password"]
        validate_password(password, User(email=self.membership.email, name=self.membership.name))
        return password
