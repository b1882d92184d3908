import pytest
from django.urls import reverse

from accounts.models import Organisation
from programs import cards, profiles, tandems, times
from programs.models import Participant, Program, Tandem
from programs.times import Window
from tenancy.scope import scope
from tests import factories

pytestmark = pytest.mark.django_db

HOME, PROFILE, PRIVACY = (f"/o/weserwerk/me/{name}" for name in ("", "profile/", "privacy/"))


@pytest.fixture
def ready(organisation, lead) -> Participant:
    """A mentor who has answered everything."""
    with scope(organisation):
        person = factories.participant(
            factories.program("Auf Augenhöhe", lead=lead),
            membership=factories.membership("Jana Vogt"),
            capacity=3,
        )
        person.skills.create(skill=factories.skill("Python"), weight=4)
        times.replace(person.membership, [Window(0, 540, 720), Window(2, 780, 960)])
        return person


def kinds(person: Participant) -> list[str]:
    with scope(person.organisation):
        return [card.kind for card in cards.of(person.membership)]


def change(person: Participant, **values) -> None:
    with scope(person.organisation):
        Participant.objects.filter(pk=person.pk).update(**values)


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        ({}, ["forming"]),
        ({"languages": [], "answered_at": None}, ["questions"]),
        ({"standing": "invited"}, ["invited"]),
        ({"standing": "invited", "quiet": True}, []),
        ({"standing": "imported"}, []),
        ({"standing": "left"}, []),
    ],
)
def test_home_shows_the_one_next_thing(values, expected, ready):
    change(ready, **values)
    assert kinds(ready) == expected


@pytest.mark.parametrize(
    ("state", "expected"),
    [
        ("asked_mentor", ["proposal"]),
        ("asked_mentee", ["waiting"]),
        ("active", ["session"]),
        ("paused", ["paused"]),
        ("not_formed", ["forming"]),
        ("ended", ["forming"]),
    ],
)
def test_home_shows_where_the_tandem_stands(state, expected, ready, client_for, organisation):
    with scope(organisation):
        factories.tandem(ready.program, mentor=ready, state=state)
    assert kinds(ready) == expected
    assert client_for(ready.membership).get(HOME).status_code == 200


def test_home_of_the_mentee_knows_nothing_before_the_mentors_yes(organisation, ready, lead):
    with scope(organisation):
        mentee = factories.participant(ready.program, side="mentee")
        mentee.skills.create(skill=factories.skill(), weight=3)
        times.replace(mentee.membership, [Window(0, 540, 720)])
        tandem = tandems.propose(ready.program, mentor=ready, mentee=mentee, reasons=[], by=lead)
        assert kinds(mentee) == ["forming"]
        tandems.accept(tandem, by=ready.membership)
    assert kinds(mentee) == ["proposal"]


def test_home_shows_at_most_three_cards_the_urgent_first(organisation, ready):
    with scope(organisation):
        for state in ("active", "active", "asked_mentor", "asked_mentee", "paused"):
            factories.tandem(ready.program, mentor=ready, state=state)
    assert kinds(ready) == ["proposal", "session", "paused"]


def test_home_without_any_program_says_so(participant_member, client_for):
    assert "Gerade steht nichts an" in client_for(participant_member).get(HOME).content.decode()


def test_profile_changes_what_somebody_says_of_themselves(organisation, ready, client_for):
    data = {"name": "Jana Vogt-Meier", "role_word": "female", "language": "en", "zone": "Europe/Vienna"}
    response = client_for(ready.membership).post(PROFILE, data)
    assert response.url == PROFILE
    with scope(organisation):
        person = Participant.objects.with_people().get()
        assert (person.membership.name, person.membership.zone, person.role_word) == (
            "Jana Vogt-Meier",
            "Europe/Vienna",
            "female",
        )
        assert (person.membership.language, person.membership.user.language) == ("en", "en")


def test_profile_keeps_what_was_typed_and_writes_nothing_when_something_is_wrong(
    organisation, ready, client_for
):
    data = {"name": " ", "role_word": "female", "language": "de", "zone": "Mond/Krater"}
    response = client_for(ready.membership).post(PROFILE, data)
    assert set(response.context["form"].errors) == {"name", "zone"}
    with scope(organisation):
        assert Participant.objects.with_people().get().membership.name == "Jana Vogt"


def test_a_mentee_is_asked_for_no_role_word(organisation, ready, client_for):
    change(ready, side="mentee")
    assert "role_word" not in client_for(ready.membership).get(PROFILE).context["form"].fields


def test_no_role_word_is_asked_for_where_the_houses_word_always_stands(organisation, ready, client_for):
    client = client_for(ready.membership)
    Organisation.objects.update(words={"de": {"mentor": "Pate", "mentors": "Paten"}})
    assert "role_word" not in client.get(PROFILE).context["form"].fields
    client.post(PROFILE, {"name": "Jana Vogt", "language": "de", "zone": "Europe/Vienna"})
    Organisation.objects.update(words={"en": {"mentor": "Guide", "mentors": "Guides"}})
    assert client.get(PROFILE).context["form"]["role_word"].value() == ready.role_word


def test_privacy_says_what_is_kept_and_who_sees_what(ready, client_for):
    html = client_for(ready.membership).get(PRIVACY).content.decode()
    for text in ("Die Programmleitung sieht nie", "Montag: 9:00 bis 12:00", "Python", "Auf Augenhöhe"):
        assert text in html


def test_own_data_is_a_file_with_everything_of_programs(organisation, ready, client_for):
    with scope(organisation):
        other = factories.participant(
            ready.program, side="mentee", membership=factories.membership("Heinz Brenner")
        )
        factories.tandem(ready.program, mentor=ready, mentee=other)
    response = client_for(ready.membership).get(
        reverse("programs:own_data", kwargs={"organisation": "weserwerk"})
    )
    assert 'filename="umento.json"' in response["Content-Disposition"]
    [program] = response.json()["programs"]
    assert program["topics"] == [{"topic": "Python", "weight": 4}]
    assert program["tandems"] == [
        {"with": "Heinz Brenner", "state": "active", "sessions": [], "help_asked": []}
    ]
    assert len(response.json()["weekly_times"]) == 2


def test_own_data_of_a_mentee_has_no_tandem_before_the_mentors_yes(organisation, ready, lead):
    with scope(organisation):
        mentee = factories.participant(ready.program, side="mentee")
        tandems.propose(ready.program, mentor=ready, mentee=mentee, reasons=[], by=lead)
        assert profiles.own_data(mentee.membership)["programs"][0]["tandems"] == []


def test_program_leave_shows_the_consequences_and_then_leaves(organisation, ready, client_for):
    with scope(organisation):
        factories.tandem(ready.program, mentor=ready)
    client = client_for(ready.membership)
    url = reverse(
        "programs:program_leave", kwargs={"organisation": "weserwerk", "program": ready.program.public_id}
    )
    html = client.get(url).content.decode()
    assert "Ein Grund wird nicht erfragt" in html
    assert "<textarea" not in html
    assert client.post(url).url == HOME
    with scope(organisation):
        assert (Participant.objects.get(pk=ready.pk).standing, Tandem.objects.get().state) == (
            "left",
            "ended",
        )


def test_program_leave_is_for_ones_own_programs(ready, participant_member, client_for):
    url = reverse(
        "programs:program_leave", kwargs={"organisation": "weserwerk", "program": ready.program.public_id}
    )
    assert client_for(participant_member).post(url).status_code == 404


@pytest.mark.parametrize(
    ("phase", "words"),
    [("matching", "Ihr Tandem entsteht gerade"), ("running", "Sie stehen auf der Warteliste")],
)
def test_home_tells_kindly_who_waits_while_others_meet(client_for, organisation, ready, phase, words):
    with scope(organisation):
        Program.objects.update(phase=phase)
    page = client_for(ready.membership).get(HOME).content.decode()
    assert words in page
