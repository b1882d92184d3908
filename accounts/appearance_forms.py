"""The form of an organisation's name, logo and colour."""

from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from accounts import colours, logos
from accounts.errors import AccountError
from accounts.models import Organisation
from accounts.settings_forms import SettingsForm

OWN = "own"
SWATCHES = (
    ("#0a5a61", _("Petrol")),
    ("#1d4ed8", _("Blau")),
    ("#6d28d9", _("Violett")),
    ("#ab1236", _("Rot")),
    ("#1b6e3a", _("Grün")),
    ("#ffb23e", _("Gelb")),
)


class Swatches(forms.RadioSelect):
    """Colours to choose from; a choice that is no colour is only its words."""

    template_name = "components/widgets/swatches.html"


class AppearanceForm(SettingsForm):
    """Name, logo and colour."""

    name = forms.CharField(label=_("Name der Organisation"), max_length=120)
    logo = forms.FileField(
        label=_("Logo"),
        help_text=_("PNG, JPEG oder WebP, bis 2 MB und 4096 × 4096 Pixel. Am besten quadratisch."),
        required=False,
        widget=forms.FileInput(attrs={"accept": "image/png,image/jpeg,image/webp"}),
    )
    without_logo = forms.BooleanField(label=_("Logo entfernen"), required=False)
    swatch = forms.ChoiceField(
        label=_("Farbe"),
        help_text=_("Für das Zeichen mit dem Anfangsbuchstaben und die Marke in der Navigation."),
        required=False,
        widget=Swatches,
    )
    colour = forms.CharField(
        label=_("Eigene Farbe"),
        help_text=_("Sechs Stellen nach dem #, zum Beispiel #0a5a61."),
        max_length=7,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
    )

    def __init__(self, data: Any = None, files: Any = None, *, organisation: Organisation) -> None:
        super().__init__(data, files, organisation=organisation)
        self._offer_colours(str(self.data.get("swatch", "")))
        known = {value for value, _label in SWATCHES}
        self.initial["swatch"] = organisation.colour if organisation.colour in {"", *known} else OWN
        self.initial["colour"] = organisation.colour if self.initial["swatch"] == OWN else ""
        self.initial["logo"] = None
        if not organisation.logo_digest:
            del self.fields["without_logo"]

    def clean_colour(self) -> str:
        typed = self.cleaned_data["colour"].strip().lower()
        if typed and self.cleaned_data.get("swatch") == OWN:
            typed = typed if typed.startswith("#") else f"#{typed}"
            self._check(typed)
        return typed

    def clean_logo(self) -> bytes:
        """Return the picture as we would write it; b"" without a file."""
        upload: UploadedFile | None = self.cleaned_data["logo"]
        if upload is None:
            return b""
        try:
            return logos.rewritten(upload.read(logos.MOST_BYTES + 1))
        except AccountError as error:
            raise forms.ValidationError(str(error)) from None

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if cleaned.get("swatch") == OWN and not cleaned.get("colour") and "colour" not in self.errors:
            self.add_error("colour", gettext("Bitte die eigene Farbe angeben."))
        if self.errors and cleaned.get("logo"):
            self.add_error("logo", gettext("Bitte die Datei danach noch einmal wählen."))
        return cleaned

    @property
    def values(self) -> dict[str, Any]:
        chosen = self.cleaned_data["swatch"]
        return {
            "name": self.cleaned_data["name"],
            "colour": self.cleaned_data["colour"] if chosen == OWN else chosen,
        }

    def _check(self, colour: str) -> None:
        if not colours.is_one(colour):
            raise forms.ValidationError(gettext("Das ist keine Farbe, richtig wäre etwa #0a5a61."))
        if colours.text_on(colour):
            return
        near = colours.nearest_readable(colour)
        self._offer_colours(near)
        raise forms.ValidationError(
            gettext(
                "Auf {colour} ist weder weiße noch dunkle Schrift gut zu lesen."
                " Die nächste Farbe, bei der das geht, ist {near}. Sie steht oben zur Wahl."
            ).format(colour=colour, near=near)
        )

    def _offer_colours(self, further: str) -> None:
        """Offer none, ours, a further one where it is readable, and an own one."""
        known = {value for value, _label in SWATCHES}
        is_new = further not in known and colours.is_one(further) and bool(colours.text_on(further))
        offered = [(further, gettext("Nächste passende: {colour}").format(colour=further))] if is_new else []
        self.fields["swatch"].choices = [  # type: ignore[attr-defined]
            ("", _("Wie Umento")),
            *SWATCHES,
            *offered,
            (OWN, _("Eigene")),
        ]
