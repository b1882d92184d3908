"""Naming a delegate, and what a delegate sends."""

from datetime import datetime
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from sessions.errors import SlotTaken
from sessions.forms.booking import MoveForm
from sessions.models import Delegate


class DelegateForm(forms.Form):
    """Who may move one's dates."""

    name = forms.CharField(label=gettext_lazy("Name"), max_length=Delegate._meta.get_field("name").max_length)
    email = forms.EmailField(
        label=gettext_lazy("E-Mail"),
        help_text=gettext_lazy("Dorthin geht der private Link."),
        widget=forms.EmailInput({"autocomplete": "off"}),
    )


class ListedTimeForm(MoveForm):
    """A new time for a session, out of those listed. Whatever else is sent counts as taken, without a reason."""

    is_own = False

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("own_date", "own_time", "replaces"):
            del self.fields[name]

    def _refuse(self, starts_at: datetime) -> None:
        if starts_at not in self.picker.offers.times:
            self._lose(SlotTaken(_("Diese Zeit ist nicht mehr frei.")))
