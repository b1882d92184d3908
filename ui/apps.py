from django import forms
from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from ui import texts

# Here and not in ready(): every app's config is imported before the first model, whose loading makes a catalogue.
texts.install()


class UiConfig(AppConfig):
    name = "ui"

    def ready(self) -> None:
        """Say in our words what an empty field needs."""
        forms.Field.default_error_messages["required"] = _("Bitte ausfüllen.")
        forms.ChoiceField.default_error_messages["required"] = _("Bitte auswählen.")
        forms.ModelChoiceField.default_error_messages["required"] = _("Bitte auswählen.")
        forms.MultipleChoiceField.default_error_messages["required"] = _("Bitte mindestens eines auswählen.")
        forms.FileField.default_error_messages["required"] = _("Bitte eine Datei auswählen.")
        forms.BooleanField.default_error_messages = {"required": _("Bitte ankreuzen.")}
