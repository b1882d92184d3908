"""The wizard's forms. The same ones change the rules of an open program."""

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import Address, Membership, Role
from programs import goals
from programs.models import Goal, Measure, Phase, Program, Promise, Unchecked, Weight
from programs.setup import FRAME
from tenancy import clock
from ui.forms import Card, CheckCards, ChoiceCards, DateInput, Segments

KINDS = [
    (kind, Card(template.title, template.text, template.icon)) for kind, template in goals.TEMPLATES.items()
]
MEASURES = [
    (
        Measure.EXPERIENCE,
        Card(gettext_lazy("Berufsjahre"), gettext_lazy("Mentees arbeiten schon länger.")),
    ),
    (
        Measure.LEVEL,
        Card(gettext_lazy("Karrierestufe"), gettext_lazy("Mentees stehen auf einer höheren Stufe.")),
    ),
]
DEPTHS = [
    (0, gettext_lazy("Berichtslinien nicht beachten")),
    (1, gettext_lazy("nie mit der eigenen Führungskraft")),
    (2, gettext_lazy("nie über bis zu zwei Führungsstufen")),
    (3, gettext_lazy("nie über bis zu drei Führungsstufen")),
    (9, gettext_lazy("nie in derselben Berichtslinie")),
]
SHARED = [
    (0, gettext_lazy("eine gemeinsame Führungskraft ist erlaubt")),
    (1, gettext_lazy("nicht dieselbe direkte Führungskraft")),
    (2, gettext_lazy("keine gemeinsame bis zwei Stufen höher")),
    (3, gettext_lazy("keine gemeinsame bis drei Stufen höher")),
]
WEIGHTS = [(weight.value, weight.label) for weight in (Weight.IMPORTANT, Weight.NORMAL, Weight.NONE)]
MINUTES = [30, 45, 60, 90]
LONGEST_DISTANCE = 30


class LaterField(forms.CharField):
    """Needed in the end, but may still be empty: not marked as voluntary, and not refused either."""

    def validate(self, value: Any) -> None:
        if value:
            super().validate(value)


class GoalForm(forms.Form):
    """The kind of goal and the program's name."""

    kind = forms.ChoiceField(
        label=gettext_lazy("Was soll das Programm erreichen?"),
        choices=KINDS,
        widget=ChoiceCards,
        error_messages={"required": gettext_lazy("Bitte ein Ziel auswählen.")},
    )
    name = forms.CharField(
        label=gettext_lazy("Name des Programms"),
        help_text=gettext_lazy("So heißt es auch in den Einladungen."),
        max_length=120,
        widget=forms.TextInput(attrs={"autocomplete": "off", "list": "names"}),
        error_messages={"required": gettext_lazy("Das Programm braucht einen Namen.")},
    )

    use_required_attribute = False


class ContractForm(forms.Form):
    """The goal contract of one kind of goal; there is one on the page for each kind, and CSS shows the chosen one's."""

    statement = LaterField(
        label=gettext_lazy("Ziel in einem Satz"),
        max_length=300,
        widget=forms.Textarea({"rows": 2, "class": "input--low"}),
    )
    indicator = LaterField(
        label=gettext_lazy("Woran wir es merken"),
        max_length=300,
        widget=forms.Textarea({"rows": 2, "class": "input--low"}),
    )
    baseline = LaterField(label=gettext_lazy("Stand heute"), max_length=200)
    target = LaterField(label=gettext_lazy("Stand am Ende"), max_length=200)
    sponsor = LaterField(
        label=gettext_lazy("Wer im Haus dafür einsteht"),
        help_text=gettext_lazy("Name und Funktion, etwa ein Mitglied des Vorstands."),
        max_length=160,
    )

    use_required_attribute = False


class AmendmentForm(ContractForm):
    """A change of a goal that is in force, with its reason."""

    reason = forms.CharField(
        label=gettext_lazy("Grund der Änderung"),
        help_text=gettext_lazy("Bleibt mit altem und neuem Wortlaut bei den Regeln stehen."),
        max_length=300,
    )


def contract_forms(data: Any, goal: Goal | None) -> dict[str, ContractForm]:
    """Return a form per kind of goal, filled from its template, or from the goal for the kind it has."""
    made = {}
    for kind, template in goals.TEMPLATES.items():
        initial = template.contract()
        if goal and goal.kind == kind:
            initial = {name: getattr(goal, name) for name in goals.CONTRACT}
        made[str(kind)] = ContractForm(data, prefix=str(kind), initial=initial)
    return made


class PromisesForm(forms.Form):
    """What a person of the house stands for before the program opens; none has to be ticked to be kept."""

    promises = forms.TypedMultipleChoiceField(choices=Promise.choices, coerce=Promise, required=False)


class FrameForm(forms.Form):
    """Dates, rhythm and contact; the first time also how people in the house speak to each other."""

    starts_on = forms.DateField(
        label=gettext_lazy("Beginn"),
        help_text=gettext_lazy("Ab diesem Tag treffen sich die Tandems."),
        widget=DateInput,
    )
    enrolment_until = forms.DateField(
        label=gettext_lazy("Anmeldung bis"),
        help_text=gettext_lazy("Danach ist Zeit für das Matching und die Zusagen."),
        widget=DateInput,
    )
    late_until = forms.DateField(
        label=gettext_lazy("Nachzügler bis"),
        help_text=gettext_lazy("So lange kann noch jemand dazukommen. Leer heißt: bis zum Abschluss."),
        required=False,
        widget=DateInput,
    )
    months = forms.IntegerField(label=gettext_lazy("Dauer in Monaten"), min_value=1, max_value=24)
    session_count = forms.IntegerField(label=gettext_lazy("Zahl der Sitzungen"), min_value=1, max_value=24)
    session_minutes = forms.TypedChoiceField(
        label=gettext_lazy("Dauer einer Sitzung"),
        help_text=gettext_lazy("45 bis 60 Minuten haben sich bewährt."),
        coerce=int,
    )
    contact: Any = forms.ModelChoiceField(
        queryset=None,  # known in the organisation's scope
        label=gettext_lazy("Ansprechperson"),
        help_text=gettext_lazy("Antworten auf Mails des Programms gehen an diese Person."),
        empty_label=None,
    )
    address = forms.ChoiceField(
        label=gettext_lazy("Wie sprechen Sie sich im Haus an?"),
        help_text=gettext_lazy("So sprechen die Seiten und Mails für Teilnehmende. Gilt für alle Programme."),
        choices=[(Address.DU, _("Du")), (Address.SIE, _("Sie"))],
        widget=Segments,
        error_messages={"required": gettext_lazy("Bitte Du oder Sie auswählen.")},
    )

    reason = forms.CharField(
        label=gettext_lazy("Grund, falls sich das Enddatum ändert"),
        help_text=gettext_lazy("Das Enddatum gehört zum Ziel. Der Grund bleibt bei den Regeln stehen."),
        max_length=300,
        required=False,
    )

    use_required_attribute = False

    def __init__(self, program: Program, data: Any = None) -> None:
        super().__init__(data, initial={name: getattr(program, name) for name in FRAME})
        self.program = program
        minutes = sorted({*MINUTES, program.session_minutes})
        self.fields["session_minutes"].choices = [  # type: ignore[attr-defined]
            (number, _("{number} Minuten").format(number=number)) for number in minutes
        ]
        leads = Membership.objects.filter(is_active=True, role__in=[Role.OWNER, Role.LEAD]).by_name()
        self.fields["contact"].queryset = leads  # type: ignore[attr-defined]
        if program.organisation.address:
            del self.fields["address"]
        if program.phase == Phase.DRAFT:
            del self.fields["reason"]

    def clean_starts_on(self) -> date:
        day: date = self.cleaned_data["starts_on"]
        if day != self.program.starts_on and day < clock.now().date():
            raise forms.ValidationError(_("Der Beginn liegt in der Vergangenheit."))
        return day

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        start, until = cleaned.get("starts_on"), cleaned.get("enrolment_until")
        if start and until and until >= start:
            self.add_error("enrolment_until", _("Die Anmeldung endet vor dem Beginn des Programms."))
        months, count = cleaned.get("months"), cleaned.get("session_count")
        if months and start:
            planned = Program(starts_on=start, months=months)
            self._check_late_entry(cleaned.get("late_until"), planned)
            if (
                "reason" in self.fields
                and not cleaned.get("reason")
                and planned.ends_on != self.program.ends_on
            ):
                self.add_error("reason", _("Bitte nennen Sie den Grund für das neue Enddatum."))
        if months and count and count > months * 4:
            self.add_error("session_count", _("Das wäre mehr als eine Sitzung pro Woche."))
        return cleaned

    def _check_late_entry(self, day: date | None, planned: Program) -> None:
        if day and planned.starts_on and planned.ends_on and not planned.starts_on <= day <= planned.ends_on:
            self.add_error("late_until", _("Dieser Tag liegt nicht zwischen Beginn und Ende des Programms."))

    def frame(self) -> dict[str, Any]:
        """Return the values without the address."""
        return {name: self.cleaned_data[name] for name in FRAME}


class MatchingForm(forms.Form):
    """Hard rules in words, and how much each factor counts."""

    measure = forms.ChoiceField(
        label=gettext_lazy("Wer ist wem voraus?"), choices=MEASURES, widget=ChoiceCards
    )
    minimum_distance = forms.IntegerField(
        label=gettext_lazy("Mindestabstand"),
        help_text=gettext_lazy("So viele Jahre oder Stufen liegen mindestens dazwischen."),
        min_value=1,
        max_value=LONGEST_DISTANCE,
    )
    reporting_depth = forms.TypedChoiceField(
        label=gettext_lazy("Führungskräfte und ihre Leute"), choices=DEPTHS, coerce=int
    )
    shared_depth = forms.TypedChoiceField(
        label=gettext_lazy("Dieselbe Führungskraft über beiden"), choices=SHARED, coerce=int
    )
    mentor_below = forms.BooleanField(
        label=gettext_lazy("Wer Mentoring gibt, steht nirgends unter der anderen Person"),
        help_text=gettext_lazy("Auch nicht bei jemandem, den die andere Person direkt führt."),
        required=False,
    )
    other_department = forms.BooleanField(
        label=gettext_lazy("Nur Paare aus verschiedenen Bereichen"), required=False
    )
    other_place = forms.BooleanField(
        label=gettext_lazy("Nur Paare von verschiedenen Standorten"), required=False
    )
    allow_unchecked = forms.MultipleChoiceField(
        label=gettext_lazy("Ohne Angabe zulassen"),
        help_text=gettext_lazy(
            "Fehlt jemandem eine Angabe, lässt sich die Regel nicht prüfen, und die Person wird nicht zugeordnet. "
            "Wo Sie das ausdrücklich zulassen, steht es im Bericht."
        ),
        choices=Unchecked,
        widget=CheckCards,
        required=False,
    )

    use_required_attribute = False

    def __init__(self, program: Program, data: Any = None) -> None:
        super().__init__(data, initial={name: getattr(program, name) for name in self.base_fields})
        for factor, label in goals.LABELS.items():
            self.fields[factor] = forms.TypedChoiceField(
                label=label,
                help_text=goals.EXPLANATIONS[factor],
                choices=WEIGHTS,
                coerce=int,
                initial=program.weights.get(factor, Weight.NORMAL),
                widget=Segments,
            )

    @property
    def factors(self) -> list[forms.BoundField]:
        return [self[factor] for factor in goals.LABELS]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if not self.errors and not any(cleaned[factor] for factor in goals.LABELS):
            raise forms.ValidationError(_("Mindestens eins davon muss zählen."))
        return cleaned

    def rules(self) -> dict[str, Any]:
        """Return the values as ``setup.set_matching`` takes them."""
        weights = {factor: self.cleaned_data[factor] for factor in goals.LABELS}
        return {name: self.cleaned_data[name] for name in self.base_fields} | {"weights": weights}
