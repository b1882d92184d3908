"""What the sample pages show: invented people, the same as in the designs."""

from datetime import UTC, date, datetime, timedelta
from types import SimpleNamespace as Row
from typing import Any

from django import forms

from ui.charts import Bar, Column, Day, Dot, PairedRow, Series
from ui.forms import Card, CheckCards, ChoiceCards, DateInput, Scale, Segments, Slot, SlotRadio, TimeInput

MONTHS = ["Sep", "Okt", "Nov", "Dez", "Jan"]
START = datetime(2027, 1, 21, 9, 30, tzinfo=UTC)


def slot(day: date, hour: str, reason: str = "") -> tuple[str, Slot]:
    label = f"{day.day}. Januar" if reason else hour
    return f"{day}T{hour}", Slot(label, f"Donnerstag, {day.day}. Januar 2027, {hour} Uhr", reason)


class EveryControl(forms.Form):
    name = forms.CharField(label="Name des Programms", help_text="So heißt es auch in den Einladungen.")
    email = forms.EmailField(label="E-Mail der Ansprechperson")
    note = forms.CharField(
        label="Hinweis für die Einladung", required=False, widget=forms.Textarea(attrs={"rows": 2})
    )
    start = forms.DateField(label="Start", widget=DateInput)
    time = forms.TimeField(label="Uhrzeit", widget=TimeInput, required=False)
    place = forms.ChoiceField(label="Standort", choices=[("hb", "Bremen"), ("ol", "Oldenburg")])
    roster = forms.FileField(label="Tabelle", required=False)
    goal = forms.ChoiceField(
        label="Ziel",
        widget=ChoiceCards,
        choices=[
            (
                "ki",
                Card(
                    "KI und digitale Werkzeuge", "Führungskräfte probieren aus, was im Alltag hilft.", "cpu"
                ),
            ),
            ("gen", Card("Kulturwandel", "Was junge Kolleginnen und Kollegen von Arbeit erwarten.", "users")),
            ("own", Card("Eigenes Ziel", "Leere Vorlage.", "pencil")),
        ],
    )
    topics = forms.MultipleChoiceField(
        label="Themen",
        widget=CheckCards,
        required=False,
        choices=[("a", "Datenkompetenz"), ("b", "Automatisierung")],
    )
    where = forms.ChoiceField(
        label="Wo", widget=Segments, choices=[("v", "Video"), ("o", "Vor Ort"), ("t", "Telefon")]
    )
    helpful = forms.ChoiceField(
        label="Wie hilfreich war das Gespräch?",
        widget=Scale,
        choices=[
            (number, Card(str(number), word))
            for number, word in enumerate(("gar nicht", "wenig", "geht so", "gut", "sehr"), start=1)
        ],
    )
    slot = forms.ChoiceField(
        label="Zeit",
        widget=SlotRadio,
        choices=[
            ("best", [slot(date(2027, 1, 21), "10:30", "Genau drei Wochen nach Sitzung 4")]),
            (date(2027, 1, 19), [slot(date(2027, 1, 19), hour) for hour in ("9:00", "11:30", "14:00")]),
            (date(2027, 1, 20), [slot(date(2027, 1, 20), hour) for hour in ("8:30", "10:30")]),
            (date(2027, 1, 21), []),
            (date(2027, 1, 22), [slot(date(2027, 1, 22), hour) for hour in ("9:30", "11:00")]),
            (date(2027, 1, 25), [slot(date(2027, 1, 25), hour) for hour in ("10:00", "13:30")]),
        ],
    )
    consent = forms.BooleanField(label="Ich bin einverstanden", help_text="Jederzeit änderbar.")
    hidden = forms.CharField(widget=forms.HiddenInput, required=False)


def context() -> dict[str, Any]:
    weserwerk = Row(name="Weserwerk AG", slug="weserwerk", initial="W")
    netz = Row(name="Nordlicht Netz GmbH", slug="nordlicht", initial="N")
    katrin = Row(name="Katrin Lohmann", is_owner=True, may_lead=True, organisation=weserwerk)
    programs = [
        Row(name="Digital auf Augenhöhe", public_id="digital"),
        Row(name="KI auf Augenhöhe", public_id="ki", open_checks=3),
    ]
    return {
        "organisation": weserwerk,
        "membership": katrin,
        "memberships": [katrin, Row(organisation=netz, may_lead=False)],
        "programs": programs,
        "program": programs[0],
        "people_count": 36,
        "unbound": EveryControl(
            initial={"goal": "ki", "slot": "2027-01-20T10:30", "where": "v", "helpful": 4}
        ),
        "broken": EveryControl({"email": "katrin.lohmann.weserwerk", "name": ""}),
        "start": START,
        "end": START + timedelta(minutes=45),
        "lea": Row(name="Lea Brandt", line="Softwareentwicklung", line2="Bremen"),
        "thomas": Row(name="Dr. Thomas Reuter", line="Vorstand Technik", line2="Bremerhaven"),
        "phases": [
            Row(label="Vorbereiten", state="done"),
            Row(label="Anmelden", state="done"),
            Row(label="Woche 17 von 26", state="now"),
            Row(label="Abschluss", state=""),
        ],
        "marks": [
            Row(state=state, word=word)
            for state, word in (("done", "fand statt"), ("now", "steht an"), ("", ""))
        ],
        "steps": [
            Row(label=label, url="#") for label in ("Ziel", "Rahmen", "Teilnehmende", "Matching", "Prüfen")
        ],
        "step": 2,
        "minutes": 4,
        "crumbs": [Row(label="Programme", url="#"), Row(label="Digital auf Augenhöhe", url="")],
        "paired": [
            PairedRow("KI-Assistenten", 2.1, 3.6, 17),
            PairedRow("Datenkompetenz", 2.6, 3.5, 14),
            PairedRow("Social Media", 2.4, 2.5, 1),
        ],
        "months": [
            Column(month, done, planned)
            for month, done, planned in zip(MONTHS, (13, 16, 15, 10, 17), (14, 17, 16, 13, 18), strict=True)
        ],
        "month_labels": MONTHS,
        "series": [
            Series("Mentor*innen", "mentor", [3.9, 4.1, 4.2, 4.1, 4.4]),
            Series("Mentees", "mentee", [4.2, None, 4.5, 4.3, 4.5]),
        ],
        "topics": [Bar("KI-Assistenten", 38), Bar("Datenkompetenz", 21), Bar("Social Media", 11)],
        "week": [
            Day(label, value, value == 4)
            for label, value in zip(("Mo", "Di", "Mi", "Do", "Fr"), (1, 2, 1, 4, 0), strict=True)
        ],
        "dots": [
            Dot(58, "attn"),
            Dot(64, "sel"),
            *(Dot(fit) for fit in range(70, 96)),
            Dot(88, "lock"),
            Dot(88),
        ],
    }
