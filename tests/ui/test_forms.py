import pytest
from django import forms
from django.template import Context, Template

from tests.ui.sample_data import EveryControl
from ui.forms import Card, DateInput, LongText, Segments, SlotRadio, TimeInput, problems


class Booking(forms.Form):
    name = forms.CharField(label="Name")
    note = forms.CharField(label="Hinweis", required=False, help_text="Eine Zeile.")
    place = forms.ChoiceField(label="Ort", widget=Segments, choices=[("v", "Video"), ("o", "Vor Ort")])
    agreed = forms.BooleanField(label="Einverstanden", required=False)

    def clean(self):
        raise forms.ValidationError("Diese Zeit ist vergeben.")


@pytest.fixture
def failed() -> Booking:
    return Booking({"name": ""})


def render(source: str, **context) -> str:
    return Template("{% load forms %}" + source).render(Context(context))


def test_problems_are_listed_in_the_order_of_the_page_with_their_targets(failed):
    assert list(problems(failed)) == [
        ("Diese Zeit ist vergeben.", "", ""),
        ("Bitte ausfüllen.", "Name", "id_name"),
        ("Bitte auswählen.", "Ort", "id_place_0"),
    ]


def test_problems_of_formsets_are_found():
    data = {"form-TOTAL_FORMS": "1", "form-INITIAL_FORMS": "0", "form-0-name": "", "form-0-note": "x"}
    formset = forms.formset_factory(Booking, min_num=2, validate_min=True)(data)
    assert [problem.label for problem in problems(formset)] == ["", "", "Name", "Ort"]


def test_form_starts_with_a_summary_that_links_to_the_controls(failed):
    page = str(failed)
    assert "Bitte 3 Angaben prüfen" in page
    assert '<a href="#id_place_0">Ort: Bitte auswählen.</a>' in page


def test_summary_counts_a_single_problem_in_words():
    form = Booking({"name": "Lea", "place": "v"})
    assert "Bitte eine Angabe prüfen" in render("{% error_summary form %}", form=form)


def test_unsent_form_has_no_summary():
    assert 'role="alert"' not in str(Booking())


def test_only_optional_fields_are_marked():
    page = str(Booking())
    assert page.count("(freiwillig)") == 1
    assert page.index("Hinweis") < page.index("(freiwillig)")


def test_check_boxes_may_stay_empty_and_need_no_mark():
    class Wanted(forms.Form):
        mails = forms.MultipleChoiceField(
            choices=[("a", "A"), ("b", "B")], widget=forms.CheckboxSelectMultiple, required=False
        )

    assert "(freiwillig)" not in str(Wanted())


def test_error_stands_between_hint_and_control():
    form = Booking({"name": "Lea", "place": "v"})
    form.add_error("note", "Zu lang.")
    page = str(form["note"].as_field_group())
    assert page.index("Eine Zeile.") < page.index("Zu lang.") < page.index("<input")


def test_control_is_described_by_hint_and_error():
    form = Booking({"name": "Lea", "place": "v"})
    form.add_error("note", "Zu lang.")
    assert 'aria-describedby="id_note_helptext id_note_error"' in str(form["note"].as_field_group())


def test_control_keeps_what_was_typed(failed):
    failed.data = {"name": "  Lea "}
    assert 'value="  Lea "' in render("{% control form.name %}", form=failed)


def test_control_takes_a_class_of_the_caller():
    assert 'class="input input--sm"' in render('{% control form.name "input--sm" %}', form=Booking())


def test_field_may_hide_a_label_that_repeats_the_heading():
    assert '<legend class="label vh">Ort' in render("{% field form.place hide_label=True %}", form=Booking())


def test_choice_cards_show_heading_text_and_icon():
    card = str(EveryControl()["goal"])
    assert '<span class="choice__title">Kulturwandel</span><span class="choice__text">Was junge' in card
    assert "lucide-users" in card or "<svg" in card


def test_card_with_a_plain_label_is_a_card_too():
    assert '<span class="choice__title">Datenkompetenz</span>' in str(EveryControl()["topics"])


def test_card_reads_as_its_heading():
    assert str(Card("Kulturwandel", "Text")) == "Kulturwandel"


def test_radios_are_numbered_from_one_across_groups():
    picker = str(EveryControl()["slot"])
    assert [f'data-n="{number}"' in picker for number in range(12)] == [False, *[True] * 10, False]


def test_chosen_slot_carries_the_number_of_its_radio():
    summary = render("{% chosen_slot form.slot %}", form=EveryControl())
    assert '<p class="sum" data-n="2"><b>Donnerstag, 19. Januar 2027, 9:00 Uhr</b></p>' in summary


def test_slot_days_name_the_full_day_for_screen_readers_and_say_when_nothing_is_free():
    days = render("{% slot_days form.slot %}", form=EveryControl())
    assert '<span class="vh">Di, 19. Januar, </span>9:00' in days
    assert days.count("nichts frei") == 1
    assert "Genau drei Wochen" not in days


def test_slot_cards_show_only_the_best_with_their_reason():
    cards = render("{% slot_cards form.slot %}", form=EveryControl())
    assert "Genau drei Wochen nach Sitzung 4" in cards
    assert cards.count("<input") == 1


def test_slot_picker_keeps_the_choice_after_an_error():
    form = EveryControl({"slot": "2027-01-20T8:30"})
    assert render("{% slot_days form.slot %}", form=form).count("checked") == 1


def test_slot_that_is_not_offered_is_refused():
    form = EveryControl({"slot": "2027-01-20T23:30"})
    assert "slot" in form.errors


def test_date_and_time_use_the_format_browsers_expect(settings):
    from datetime import date, time

    assert 'type="date" name="d" value="2027-02-03"' in DateInput().render("d", date(2027, 2, 3))
    assert 'type="time" name="t" value="09:05"' in TimeInput().render("t", time(9, 5))


def test_slot_radio_without_the_best_draws_only_days():
    assert 'class="best"' not in SlotRadio(choices=[]).render("slot", None)


def test_a_long_text_is_answered_with_a_sentence_instead_of_being_cut_off():
    class Letter(forms.Form):
        text = LongText(max_length=5)

    form = Letter({"text": "sechs!"})
    assert form.errors == {"text": ["Das sind 6 Zeichen. Möglich sind 5."]}
    assert "maxlength" not in str(form["text"]) and "sechs!" in str(form["text"])


def test_a_line_break_of_a_long_text_is_one_sign():
    class Letter(forms.Form):
        text = LongText(max_length=3)

    form = Letter({"text": "a\r\nb"})
    assert form.is_valid() and form.cleaned_data["text"] == "a\nb"
