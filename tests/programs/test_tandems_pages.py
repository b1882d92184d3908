import re
from datetime import timedelta

import pytest
from django.urls import reverse

from programs import anonymous, tandems
from programs.models import Tandem
from tenancy import clock
from tenancy.scope import scope
from tests import factories

pytestmark = pytest.mark.django_db

REASONS = [
    {"code": "skills_met", "params": {"met": [{"skill": "KI im Alltag"}, {"skill": "Python"}], "unmet": []}},
    {"code": "wish_mutual", "params": {"by": ["mentor", "mentee"]}},
    {"code": "place_same", "params": {"mentor": "Bremen", "mentee": "Bremen"}},
]


@pytest.fixture
def tandem(organisation, lead) -> Tandem:
    with scope(organisation):
        program = factories.program(lead=lead)
        mentor = factories.participant(program, membership=factories.membership("Jana Vogt", department="IT"))
        board = {"department": "Vorstand", "level": 7}
        factories.membership("Ruth Aumann", **board)
        boss = factories.membership(
            "Dr. Heinz Brenner", job_title="Vorstand Technik", place="Bremen", **board
        )
        mentee = factories.participant(program, side="mentee", membership=boss)
        return tandems.propose(program, mentor=mentor, mentee=mentee, reasons=REASONS, by=lead)


@pytest.fixture
def running(organisation, tandem) -> Tandem:
    with scope(organisation):
        for person in tandem.members:
            tandems.accept(tandem, by=person)
    return tandem


def path(name: str, tandem: Tandem) -> str:
    return reverse(f"programs:{name}", kwargs={"organisation": "weserwerk", "tandem": tandem.public_id})


def hr_path(name: str, tandem: Tandem) -> str:
    where = {"organisation": "weserwerk", "program": tandem.program.public_id, "tandem": tandem.public_id}
    return reverse(f"programs:{name}", kwargs=where)


def state(tandem: Tandem) -> str:
    with scope(tandem.organisation):
        return Tandem.objects.get(pk=tandem.pk).state


def test_tandem_accept_tells_the_mentor_why_and_not_who(tandem, organisation, client_for):
    with scope(organisation):
        tandem.mentee.skills.create(skill=factories.skill("Reverse Prompting"), weight=3)
    html = client_for(tandem.mentor.membership).get(path("tandem_accept", tandem)).content.decode()
    for text in (
        "Vorstand, Karrierestufe 7",
        "Reverse Prompting",
        "KI im Alltag und Python",
        "6 Sitzungen je 45",
    ):
        assert text in html
    assert "Ich bin dabei" in html
    assert "erfährt von dem Vorschlag nur, wenn Sie zusagen" in html
    assert not [word for word in ("Brenner", "Vorstand Technik", "Bremen") if word in html]


def test_no_page_names_the_other_before_both_have_agreed(tandem, organisation, client_for):
    with scope(organisation):
        tandems.accept(tandem, by=tandem.mentor.membership)
    own_pages = ("home", "privacy", "own_data")
    urls = [reverse(f"programs:{name}", kwargs={"organisation": "weserwerk"}) for name in own_pages]
    urls += [path(name, tandem) for name in ("tandem_accept", "tandem_end", "tandem_help")]
    urls.append(reverse("sessions:my_tandem", kwargs={"organisation": "weserwerk"}))
    for person, other in zip(tandem.members, ("Brenner", "Jana"), strict=True):
        for url in urls:
            assert other not in client_for(person).get(url, follow=True).content.decode(), url
    with scope(organisation):
        tandems.accept(tandem, by=tandem.mentee.membership)
    for person, other in zip(tandem.members, ("Brenner", "Jana"), strict=True):
        assert other in client_for(person).get(path("tandem_accept", tandem), follow=True).content.decode()


def test_nobody_of_the_two_reads_points_or_wishes(tandem, client_for, organisation):
    with scope(organisation):
        tandems.accept(tandem, by=tandem.mentor.membership)
    for person in tandem.members:
        html = client_for(person).get(path("tandem_accept", tandem)).content.decode()
        assert not [word for word in ("Passung", "Punkte", "Wunsch", "81 von 100") if word in html]


def test_the_two_say_yes_by_button_and_meet_at_their_tandem(tandem, client_for):
    mentor, mentee = (client_for(person) for person in tandem.members)
    assert (
        "Wir fragen die andere Person"
        in mentor.post(path("tandem_accept", tandem), follow=True).content.decode()
    )
    assert state(tandem) == "asked_mentee"
    assert "ist dabei" in mentee.get(path("tandem_accept", tandem)).content.decode()
    mentee.post(path("tandem_accept", tandem))
    assert state(tandem) == "active"
    detail = reverse(
        "sessions:tandem_detail", kwargs={"organisation": "weserwerk", "tandem": tandem.public_id}
    )
    assert {client.get(path("tandem_accept", tandem)).url for client in (mentor, mentee)} == {detail}


def test_looking_at_the_question_answers_nothing(tandem, client_for):
    mentor = client_for(tandem.mentor.membership)
    mentor.get(path("tandem_accept", tandem))
    assert mentor.get(path("tandem_decline", tandem)).status_code == 405
    assert state(tandem) == "asked_mentor"


def test_tandem_decline_is_one_click(tandem, client_for):
    response = client_for(tandem.mentor.membership).post(path("tandem_decline", tandem), follow=True)
    assert state(tandem) == "declined"
    assert "Niemand erfährt, dass Sie Nein gesagt haben" in response.content.decode()
    assert "Ich bin dabei" not in response.content.decode()


def test_a_yes_twice_says_that_it_is_there(tandem, client_for):
    mentor = client_for(tandem.mentor.membership)
    mentor.post(path("tandem_accept", tandem))
    assert "schon gespeichert" in mentor.post(path("tandem_accept", tandem), follow=True).content.decode()


def test_after_the_last_day_there_is_nothing_left_to_answer(tandem, client_for, monkeypatch):
    late = clock.now() + timedelta(days=7)
    monkeypatch.setattr("tenancy.clock.system_now", lambda: late)
    html = client_for(tandem.mentor.membership).get(path("tandem_accept", tandem)).content.decode()
    assert "Die Zeit zum Antworten ist vorbei" in html
    assert "Ich bin dabei" not in html


def test_what_did_not_come_about_says_so_neutrally(tandem, organisation, client_for):
    with scope(organisation):
        Tandem.objects.update(state="not_formed", mentor_accepted_at=clock.now())
    for person in tandem.members:
        assert "Wir suchen weiter" in client_for(person).get(path("tandem_accept", tandem)).content.decode()


@pytest.mark.parametrize(
    "name", ["tandem_accept", "tandem_decline", "tandem_pause", "tandem_resume", "tandem_end"]
)
def test_the_tandem_of_others_does_not_exist(name, running, participant_member, owner, client_for):
    for person in (participant_member, owner):
        assert client_for(person).post(path(name, running)).status_code == 404


def test_tandem_end_takes_two_clicks_and_no_reason(running, client_for):
    mentor = client_for(running.mentor.membership)
    page = mentor.get(path("tandem_end", running))
    assert "<textarea" not in page.content.decode()
    response = mentor.post(path("tandem_end", running))
    assert (response.url, state(running)) == ("/o/weserwerk/me/", "ended")


def test_tandem_pause_and_resume_lead_back_to_the_tandem(running, client_for):
    mentee = client_for(running.mentee.membership)
    detail = reverse(
        "sessions:tandem_detail", kwargs={"organisation": "weserwerk", "tandem": running.public_id}
    )
    assert (mentee.post(path("tandem_pause", running)).url, state(running)) == (detail, "paused")
    assert "Tandem fortsetzen" in mentee.get(path("tandem_end", running)).content.decode()
    assert (mentee.post(path("tandem_resume", running)).url, state(running)) == (detail, "active")


def test_tandem_list_counts_and_filters_by_what_hr_may_know(organisation, tandem, lead, client_for):
    with scope(organisation):
        for name in ("asked_mentee", "declined", "active", "not_formed"):
            factories.tandem(tandem.program, state=name)
    url = reverse(
        "programs:tandem_list", kwargs={"organisation": "weserwerk", "program": tandem.program.public_id}
    )
    response = client_for(lead).get(url)
    assert [str(label) for _key, label in response.context["filter"].fields["status"].choices] == [
        "Alle <b>5</b>",
        "angefragt <b>3</b>",
        "läuft <b>1</b>",
        "nicht zustande gekommen <b>1</b>",
    ]
    page = client_for(lead).get(f"{url}?status=asked").context["page"]
    shown = {row.tandem.public_state for row in page}
    assert shown == {"asked"}


def test_hr_tandem_detail_tells_a_neutral_history(running, lead, client_for):
    response = client_for(lead).get(hr_path("hr_tandem_detail", running))
    assert [milestone.label for milestone in response.context["history"]] == [
        "vorgeschlagen",
        "beide sind dabei",
    ]
    assert "Gesucht und gezeigt: KI im Alltag und Python" in response.content.decode()


@pytest.mark.parametrize(
    ("name", "before", "after"),
    [
        ("hr_tandem_pause", "active", "paused"),
        ("hr_tandem_resume", "paused", "active"),
        ("hr_tandem_end", "paused", "ended"),
        ("hr_tandem_hand_over", "active", "ended"),
    ],
)
def test_hr_moves_a_tandem_of_its_program(name, before, after, organisation, running, lead, client_for):
    with scope(organisation):
        Tandem.objects.update(state=before)
    assert client_for(lead).post(hr_path(name, running)).url == hr_path("hr_tandem_detail", running)
    assert state(running) == after


def test_hr_tandem_end_shows_a_page_with_the_consequences_first(running, lead, client_for):
    html = client_for(lead).get(hr_path("hr_tandem_end", running)).content.decode()
    assert "nicht zurücknehmen" in html
    assert state(running) == "active"


def test_a_tandem_of_a_program_led_by_others_does_not_exist(organisation, running, client_for):
    with scope(organisation):
        other = factories.membership(role="lead")
    for name in ("hr_tandem_pause", "hr_tandem_end", "hr_tandem_withdraw", "hr_tandem_hand_over"):
        assert client_for(other).post(hr_path(name, running)).status_code == 404
    assert state(running) == "active"


def test_hr_tandem_withdraw_is_one_button_and_says_when_it_takes_effect(tandem, lead, client_for):
    client = client_for(lead)
    assert (
        hr_path("hr_tandem_withdraw", tandem)
        in client.get(hr_path("hr_tandem_detail", tandem)).content.decode()
    )
    assert client.get(hr_path("hr_tandem_withdraw", tandem)).status_code == 405
    response = client.post(hr_path("hr_tandem_withdraw", tandem), follow=True)
    assert [milestone.label for milestone in response.context["history"]] == [
        "vorgeschlagen",
        "zurückgezogen",
    ]
    assert "endet mit der nächsten Tagesmeldung" in response.content.decode()
    assert hr_path("hr_tandem_withdraw", tandem) not in response.content.decode()


def test_a_withdrawn_proposal_looks_to_the_two_as_before(tandem, lead, organisation, client_for):
    client = client_for(tandem.mentor.membership)
    before = client.get(path("tandem_accept", tandem)).content.decode()
    with scope(organisation):
        tandems.withdraw(tandem, by=lead)
    after = client.get(path("tandem_accept", tandem)).content.decode()
    assert [re.sub(r'value="\w+"', "", page) for page in (before, after)] == [
        re.sub(r'value="\w+"', "", before)
    ] * 2


def test_hr_tandem_hand_over_shows_the_consequences_first(running, lead, client_for):
    html = client_for(lead).get(hr_path("hr_tandem_hand_over", running)).content.decode()
    assert "Im nächsten Lauf des Matchings sind beide wieder frei" in html
    assert state(running) == "active"


def test_a_tandem_that_has_not_begun_cannot_be_ended_by_address(tandem, client_for):
    mentor = client_for(tandem.mentor.membership)
    for send in (mentor.get, mentor.post):
        assert send(path("tandem_end", tandem)).url == path("tandem_accept", tandem)
    assert state(tandem) == "asked_mentor"


@pytest.mark.parametrize(
    ("others", "line"),
    [
        ([], ""),
        ([{"level": 7}], "Karrierestufe 7"),
        ([{"department": "Vorstand"}], "Vorstand"),
        ([{"department": "Vorstand"}, {"level": 7}], "Vorstand"),
        ([{"department": "Vorstand", "level": 7}], "Vorstand, Karrierestufe 7"),
        ([{"department": "Vorstand", "level": 7, "is_active": False}], ""),
    ],
)
def test_level_and_department_are_told_only_as_far_as_somebody_shares_them(others, line, organisation):
    with scope(organisation):
        boss = factories.membership("Dr. Heinz Brenner", department="Vorstand", level=7)
        for facts in others:
            factories.membership(**facts)
        assert anonymous.line(factories.participant(membership=boss, side="mentee")) == line
