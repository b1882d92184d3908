from datetime import time

import pytest
from django.urls import reverse

from sessions import reminder_choices
from sessions.models import ReminderChoice
from tenancy.scope import scope
from tests import factories
from tests.sessions.views.test_times import words

pytestmark = pytest.mark.django_db

USUAL = {
    "day_before": "mail",
    "hour_before": "mail",
    "quiet_from": "20:00",
    "quiet_until": "07:00",
    "workdays_only": "on",
    "bundle_hour": "8",
}


@pytest.fixture
def address(pair) -> str:
    return reverse("sessions:reminder_choices", kwargs={"organisation": pair.organisation.slug})


def chosen(pair) -> list[tuple]:
    with scope(pair.organisation):
        fields = (
            "person",
            "day_before",
            "hour_before",
            "quiet_from",
            "quiet_until",
            "workdays_only",
            "bundle",
        )
        return list(ReminderChoice.objects.values_list(*fields, "bundle_hour"))


def test_the_page_tells_when_the_next_reminders_would_come(lea, address):
    text = words(lea.get(address))
    assert (
        "Vor einer Sitzung am Montag, 25. Januar, um 9:00 kommt die Erinnerung am Freitag, 22. Januar, um 9:00."
        in text
    )
    assert "Eine zweite kommt am Montag, 25. Januar, um 8:00." in text
    assert "Von diesen Einstellungen sieht HR nichts." in text


def test_a_choice_is_saved_and_told(pair, lea, address):
    data = USUAL | {"day_before": "calendar", "hour_before": "none", "bundle": "on", "bundle_hour": "9"}
    answer = lea.post(address, data, follow=True)
    assert chosen(pair) == [(pair.lea.pk, "calendar", "none", time(20), time(7), True, True, 9)]
    text = words(answer)
    assert "Die Benachrichtigungen sind gespeichert." in text
    assert "kommt keine eigene Mail" in text
    assert "Der Kalender meldet sich einen Tag vorher." in text
    assert "Die Mail am Morgen kommt um 9:00, wenn etwas ansteht." in text


def test_saving_twice_keeps_one_row_and_one_person_does_not_change_the_other(pair, lea, thomas, address):
    lea.post(address, USUAL)
    lea.post(address, USUAL | {"workdays_only": ""})
    thomas.post(address, USUAL | {"hour_before": "none"})
    assert [(row[0], row[2], row[5]) for row in chosen(pair)] == [
        (pair.lea.pk, "mail", False),
        (pair.thomas.pk, "none", True),
    ]


def test_weekends_and_the_holidays_of_ones_state_count(pair, lea, address, clock):
    clock.set("03-22T10:00")
    text = words(lea.get(address))
    assert "am Montag, 5. April, um 9:00 kommt die Erinnerung am Freitag, 2. April, um 9:00." in text
    lea.post(address, USUAL | {"workdays_only": ""})
    assert "am Montag, 29. März, um 9:00 kommt die Erinnerung am Sonntag, 28. März, um 9:00." in words(
        lea.get(address)
    )


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        ({"quiet_from": "08:00", "quiet_until": "07:00"}, "Die Ruhezeit ist zu lang."),
        ({"quiet_until": "09:00", "bundle": "on"}, "Diese Uhrzeit liegt in der Ruhezeit."),
    ],
)
def test_what_does_not_go_together_is_said_and_keeps_what_was_typed(pair, lea, address, data, sentence):
    answer = lea.post(address, USUAL | data)
    assert answer.status_code == 200
    assert sentence in words(answer)
    assert answer.context["form"]["quiet_until"].value() == data["quiet_until"]
    assert chosen(pair) == []


@pytest.mark.parametrize("name", sorted(USUAL.keys() - {"workdays_only"}))
@pytest.mark.parametrize("value", ["", "25", "morgen", "99:99"])
def test_what_is_no_choice_is_refused(pair, lea, address, name, value):
    assert lea.post(address, USUAL | {name: value}).status_code == 200
    assert chosen(pair) == []


def test_equal_times_mean_no_quiet_hours(pair, lea, address):
    lea.post(address, USUAL | {"quiet_from": "00:00", "quiet_until": "00:00"})
    with scope(pair.organisation):
        assert not reminder_choices.plan(pair.lea).habits.is_quiet(time(3))


def test_the_choice_belongs_to_one_house(pair, other_organisation, lea, address):
    lea.post(address, USUAL)
    with scope(other_organisation):
        assert not ReminderChoice.objects.exists()
        assert reminder_choices.of(factories.membership()).pk is None


def test_the_profile_leads_there(pair, lea, address):
    profile = reverse("programs:profile", kwargs={"organisation": pair.organisation.slug})
    assert f'href="{address}"' in lea.get(profile).content.decode()
