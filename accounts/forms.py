"""Forms about people and organisations. They clean and say no; the verbs act."""

from typing import Any
from zoneinfo import available_timezones

from django import forms
from django.conf import settings
from django.contrib.auth.password_validation import validate_password
from django.core.validators import MaxValueValidator
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from accounts import room_links, states
from accounts.models import Address, Language, Membership, Organisation, Role, Rooms, User
from accounts.organisations import SMALLEST_GROUP
from ui.forms import Card, ChoiceCards, Segments

LARGEST_GROUP = 50
ROLE_CARDS = {
    Role.OWNER: Card(
        _("Gesamtleitung"), _("Alle Programme, Einstellungen, Personen und das Protokoll."), "building-2"
    ),
    Role.LEAD: Card(_("Programmleitung"), _("Programme anlegen und die eigenen führen."), "layers"),
    Role.PARTICIPANT: Card(_("Teilnahme"), _("Nur das eigene Tandem und die eigenen Angaben."), "user"),
}
ROOM_CARDS = {
    Rooms.NONE: Card(Rooms.NONE.label, _("Wer verabredet, trägt den Ort ein."), "users"),
    Rooms.LINK: Card(
        Rooms.LINK.label, _("Ein fester Raum in Ihrem System, für alle Tandems derselbe."), "link"
    ),
    Rooms.JITSI: Card(
        Rooms.JITSI.label, _("Entsteht beim Verabreden und hat einen geheimen Namen."), "video"
    ),
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


class SettingsForm(forms.Form):
    name = forms.CharField(label=_("Name der Organisation"), max_length=120)
    address = forms.ChoiceField(
        label=_("Wie sprechen Sie sich im Haus an?"),
        help_text=_("So sprechen die Seiten und Mails für Teilnehmende."),
        choices=Address.choices,
        widget=Segments,
    )
    language = forms.ChoiceField(
        label=_("Sprache"),
        help_text=_("Für neue Personen. Jede und jeder kann für sich eine andere wählen."),
        choices=Language.choices,
        widget=Segments,
    )
    zone = forms.ChoiceField(
        label=_("Zeitzone"),
        help_text=_("Für neue Personen und für Zeiten in Berichten."),
        choices=zones,
    )
    state = forms.ChoiceField(
        label=_("Feiertage"),
        help_text=_("An Feiertagen schlagen wir keine Zeiten vor. Wer anderswo arbeitet, wählt für sich."),
        choices=states.CHOICES,
    )
    smallest_group = forms.IntegerField(
        label=_("Kleinste Gruppe in Berichten"),
        help_text=_("Zahlen über weniger Personen bleiben verborgen. Der Wert kann höher sein als sieben."),
        validators=[MaxValueValidator(LARGEST_GROUP)],
        widget=forms.NumberInput(attrs={"min": SMALLEST_GROUP, "max": LARGEST_GROUP}),
    )

    rooms = forms.ChoiceField(
        label=_("Videoraum"),
        help_text=_("Für Sitzungen per Video, bei denen die beiden keinen eigenen Raum haben."),
        widget=ChoiceCards,
    )
    room_link = forms.CharField(
        label=_("Link des Videoraums"),
        help_text=_("Nur für „Ein Link des Hauses“. Er beginnt mit https://."),
        max_length=room_links.MOST,
        required=False,
        validators=[room_links.validate],
        widget=forms.URLInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
    )

    def __init__(self, data: Any = None, *, organisation: Organisation) -> None:
        super().__init__(data, initial={name: getattr(organisation, name) for name in self.base_fields})
        choices = [
            (kind, card) for kind, card in ROOM_CARDS.items() if kind != Rooms.JITSI or settings.JITSI_URL
        ]
        self.fields["rooms"].choices = choices  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        if (
            values.get("rooms") == Rooms.LINK
            and not values.get("room_link")
            and "room_link" not in self.errors
        ):
            self.add_error(
                "room_link", gettext("Bitte den Link angeben, unter dem Ihr Videoraum zu finden ist.")
            )
        return values


class OrganisationForm(forms.Form):
    """A customer's house and the first person in it."""

    name = forms.CharField(label=_("Name der Organisation"), max_length=120)
    slug = forms.SlugField(
        label=_("Adresse"),
        max_length=40,
        help_text=_("Kleinbuchstaben, Ziffern und Bindestriche. Steht in jeder Adresse der Organisation."),
    )
    owner_name = forms.CharField(label=_("Name der ersten Person"), max_length=120)
    owner_email = forms.EmailField(label=_("E-Mail der ersten Person"), max_length=254)

    def clean_slug(self) -> str:
        return self.cleaned_data["slug"].lower()
