"""Forms about people and organisations. They clean and say no; the verbs act."""

from typing import Any
from zoneinfo import available_timezones

from django import forms
from django.contrib.auth.password_validation import validate_password
from django.utils.translation import gettext_lazy as _

from accounts.models import Language, Membership, Role, User
from ui.forms import Card, ChoiceCards, Segments

ROLE_CARDS = {
    Role.OWNER: Card(
        _("Gesamtleitung"), _("Alle Programme, Einstellungen, Personen und das Protokoll."), "building-2"
    ),
    Role.LEAD: Card(_("Programmleitung"), _("Programme anlegen und die eigenen führen."), "layers"),
    Role.PARTICIPANT: Card(_("Teilnahme"), _("Nur das eigene Tandem und die eigenen Angaben."), "user"),
}


def zones() -> list[tuple[str, str]]:
    """Return all zones that name a place, Europe first."""
    names = sorted(available_timezones(), key=lambda name: (not name.startswith("Europe/"), name))
    return [(name, name.replace("_", " ")) for name in names if "/" in name and not name.startswith("Etc/")]


class JoinForm(forms.Form):
    """The password of somebody who has no sign-in yet."""

    password = forms.CharField(
        label=_("Passwort"),
        help_text=_("Mindestens acht Zeichen. Ein Satz aus mehreren Wörtern ist gut."),
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        strip=False,
    )

    def __init__(self, *args: Any, membership: Membership, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.person = User(email=membership.email, name=membership.name)

    def clean_password(self) -> str:
        password: str = self.cleaned_data["password"]
        validate_password(password, self.person)
        return password


class InviteForm(forms.Form):
    name = forms.CharField(
        label=_("Name"), max_length=120, widget=forms.TextInput(attrs={"autocomplete": "off"})
    )
    email = forms.EmailField(
        label=_("E-Mail"), max_length=254, widget=forms.EmailInput(attrs={"autocomplete": "off"})
    )
    role = forms.ChoiceField(
        label=_("Rolle"),
        choices=[(role, ROLE_CARDS[role]) for role in (Role.LEAD, Role.OWNER)],
        initial=Role.LEAD,
        widget=ChoiceCards,
    )


class RoleForm(forms.Form):
    role = forms.ChoiceField(label=_("Rolle"), choices=list(ROLE_CARDS.items()), widget=ChoiceCards)


class OrganisationForm(forms.Form):
    """A customer's house and the first person in it."""

    name = forms.CharField(label=_("Name der Organisation"), max_length=120)
    slug = forms.SlugField(
        label=_("Adresse"),
        max_length=40,
        help_text=_("Kleinbuchstaben, Ziffern und Bindestriche. Steht in jeder Adresse der Organisation."),
    )
    language = forms.ChoiceField(
        label=_("Sprache"),
        help_text=_("Für neue Personen. Jede und jeder kann für sich eine andere wählen."),
        choices=Language.choices,
        initial=Language.DE,
        widget=Segments,
    )
    owner_name = forms.CharField(label=_("Name der ersten Person"), max_length=120)
    owner_email = forms.EmailField(label=_("E-Mail der ersten Person"), max_length=254)

    def clean_slug(self) -> str:
        return self.cleaned_data["slug"].lower()
