"""What people and HR type about mails."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy

from accounts.models import Membership
from mail import unsubscribing
from mail.models import Category
from ui.forms import CheckCards


class MailChoices(forms.Form):
    """Cleans ``wanted`` to the categories of mail that somebody wants."""

    wanted = forms.TypedMultipleChoiceField(
        label=gettext_lazy("Was außer dem Nötigen kommen soll"),
        help_text=gettext_lazy("Ohne Haken kommt nur das Nötige."),
        choices=Category.choices,
        coerce=Category,
        widget=CheckCards,
        required=False,
    )


class AddressForm(forms.Form):
    """Another address for somebody of whom we have a wrong one."""

    email = forms.EmailField(label=gettext_lazy("Adresse"), max_length=254)

    def __init__(self, data: Any = None, *, person: Membership) -> None:
        super().__init__(data, initial={"email": person.email})


def mail_choices(person: Membership) -> MailChoices:
    """Return the form as this person has chosen."""
    stopped = unsubscribing.stopped(person.email_norm)
    return MailChoices(initial={"wanted": [category for category in Category if category not in stopped]})
