"""Which room a session by video gets."""

import re

import pytest
from django.core.exceptions import ValidationError

from accounts import room_links
from mail.models import Message
from sessions import booking
from sessions.calendars import rooms
from sessions.times import absences
from tests.sessions.conftest import at

pytestmark = pytest.mark.django_db

LEA, THOMAS, HOUSE = "https://meet.example/lea", "https://meet.example/thomas", "https://video.example/haus"
JITSI = "https://jitsi.example"
FIRST, SECOND = at("02-11T10:30"), at("02-12T10:30")


@pytest.fixture(autouse=True)
def _inside(inside):
    """Everything happens in the house of the pair."""


def house(pair, **fields: str) -> None:
    for name, value in fields.items():
        setattr(pair.organisation, name, value)
    pair.organisation.save()
    pair.program.organisation = pair.tandem.program.organisation = pair.organisation


def placed(pair, by=None, **fields):
    return booking.book(pair.tandem, starts_at=FIRST, by=by or pair.lea, **fields).place


def test_without_any_room_the_place_stays_empty(pair):
    assert placed(pair) == ""


def test_the_link_of_whoever_books_comes_first(pair):
    house(pair, rooms="link", room_link=HOUSE)
    absences.set_rules(pair.lea, room=LEA)
    absences.set_rules(pair.thomas, room=THOMAS)
    assert placed(pair, by=pair.thomas) == THOMAS


def test_then_the_other_ones_and_then_the_houses(pair):
    house(pair, rooms="link", room_link=HOUSE)
    assert rooms.room_for(pair.tandem, by=pair.thomas, form="online", name="x") == HOUSE
    absences.set_rules(pair.lea, room=LEA)
    assert rooms.room_for(pair.tandem, by=pair.thomas, form="online", name="x") == LEA


def test_a_link_that_the_house_has_put_aside_is_not_used(pair):
    house(pair, rooms="none", room_link=HOUSE)
    assert placed(pair) == ""


def test_on_our_server_each_session_gets_a_room_that_its_uid_does_not_tell(pair, settings):
    settings.JITSI_URL = JITSI
    house(pair, rooms="jitsi")
    first = booking.book(pair.tandem, starts_at=FIRST, by=pair.lea)
    second = booking.book(pair.tandem, starts_at=SECOND, by=pair.lea)
    assert first.place != second.place
    for session in (first, second):
        assert re.fullmatch(rf"{JITSI}/umento-[a-z2-7]{{24}}", session.place)
        assert session.public_id not in session.place
    settings.SECRET_KEY = "another secret"
    again = rooms.room_for(pair.tandem, by=pair.lea, form="online", name=first.public_id)
    assert again != first.place


def test_without_a_server_there_are_no_rooms_of_their_own(pair, settings):
    settings.JITSI_URL = ""
    house(pair, rooms="jitsi")
    assert placed(pair) == ""


@pytest.mark.parametrize("form", ["onsite", "phone"])
def test_only_video_needs_a_room(pair, form):
    absences.set_rules(pair.lea, room=LEA)
    assert placed(pair, form=form) == ""


def test_what_somebody_typed_is_kept(pair):
    absences.set_rules(pair.lea, room=LEA)
    assert placed(pair, place="Raum 4") == "Raum 4"


def test_a_moved_session_keeps_its_room(pair):
    absences.set_rules(pair.lea, room=LEA)
    session = booking.book(pair.tandem, starts_at=FIRST, by=pair.lea)
    absences.set_rules(pair.lea, room="https://meet.example/new")
    assert booking.move(session, starts_at=SECOND, by=pair.thomas).place == LEA


def test_a_session_that_becomes_one_by_video_gets_the_room_too(pair):
    absences.set_rules(pair.lea, room=LEA)
    session = booking.book(pair.tandem, starts_at=FIRST, by=pair.lea, form="onsite", place="Raum 4")
    moved = booking.relocate(session, form="online", place="", by=pair.thomas)
    assert (moved.place, moved.revision) == (LEA, 1)
    assert booking.relocate(moved, form="online", place="", by=pair.thomas).revision == 1


def test_mails_and_calendars_carry_the_room(pair):
    absences.set_rules(pair.lea, room=LEA)
    placed(pair)
    for message in Message.objects.filter(kind="session.booked"):
        assert LEA in message.text


def test_the_form_says_which_room_it_will_be(pair, settings):
    settings.JITSI_URL = JITSI
    assert rooms.in_words(pair.tandem, by=pair.lea) == ""
    house(pair, rooms="jitsi")
    assert rooms.in_words(pair.tandem, by=pair.lea).endswith("ein eigener Raum auf jitsi.example.")
    house(pair, rooms="link", room_link=HOUSE)
    assert rooms.in_words(pair.tandem, by=pair.lea).endswith("der Videoraum des Hauses auf video.example.")
    absences.set_rules(pair.lea, room=LEA)
    assert rooms.in_words(pair.tandem, by=pair.lea).endswith("Ihr Videoraum auf meet.example.")
    assert rooms.in_words(pair.tandem, by=pair.thomas).endswith("der Videoraum von Lea auf meet.example.")


def test_a_link_of_last_time_gives_way_to_a_room_and_a_place_does_not(pair):
    linked = pair.session(FIRST, place="https://old.example/x")
    placed_in_house = pair.session(SECOND, number=2, place="Raum 4")
    assert rooms.as_last_time(None, "") == ""
    assert rooms.as_last_time(linked, "") == "https://old.example/x"
    assert rooms.as_last_time(linked, "Dann gilt Ihr Videoraum.") == ""
    assert rooms.as_last_time(placed_in_house, "Dann gilt Ihr Videoraum.") == "Raum 4"


@pytest.mark.parametrize(
    "link",
    [
        "http://meet.example/x",
        "javascript:alert(1)",
        "https://",
        "https:///x",
        "https://ich@meet.example/x",
        "https://meet.example@evil.example/x",
        "https://evil.example\\@meet.example/",
        "https://meet.example/a b",
        "https://meet.example/\u202egnp",
        "https://meet.example:x/",
        "https://[meet",
        "meet.example/x",
        "",
    ],
)
def test_a_link_that_nobody_should_follow_is_refused(link):
    with pytest.raises(ValidationError, match="muss mit https:// beginnen"):
        room_links.validate(link)


@pytest.mark.parametrize("link", [LEA, "https://meet.example:8443/a?pwd=b%20c#d", "https://größe.example/ä"])
def test_a_link_by_https_is_good(link):
    room_links.validate(link)
