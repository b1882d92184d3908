import re
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts import sentences
from accounts.models import AuditEvent
from mail.models import Message
from programs import help_requests, profiles, progress
from programs.errors import ProgramError
from programs.models import HelpRequest, Tandem
from tenancy import clock
from tenancy.scope import scope
from tests import factories

pytestmark = pytest.mark.django_db

LINE = "Wir reden aneinander vorbei."


@pytest.fixture
def tandem(organisation, lead) -> Tandem:
    with scope(organisation):
        program = factories.program(lead=lead)
        mentor = factories.participant(program, membership=factories.membership("Jana Vogt"))
        mentee = factories.participant(
            program, side="mentee", membership=factories.membership("Heinz Brenner")
        )
        return factories.tandem(program, mentor=mentor, mentee=mentee)


def path(tandem: Tandem) -> str:
    where = {"organisation": "weserwerk", "tandem": tandem.public_id}
    return reverse("programs:tandem_help", kwargs=where)


def hr_path(name: str, about: Tandem, **more: str) -> str:
    where = {"organisation": "weserwerk", "program": about.program.public_id} | more
    return reverse(f"programs:{name}", kwargs=where)


def detail(tandem: Tandem) -> str:
    return hr_path("hr_tandem_detail", tandem, tandem=tandem.public_id)


def ask(tandem: Tandem) -> HelpRequest:
    with scope(tandem.organisation):
        return help_requests.ask(tandem, topic="chemistry", text=LINE, by=tandem.mentor.membership)


def test_tandem_help_says_who_will_read_it_before_anything_is_sent(tandem, owner, client_for):
    html = client_for(tandem.mentor.membership).get(path(tandem)).content.decode()
    for text in (
        "Leon Hartwig, Sabine Reuter",
        "zwei Arbeitstagen",
        "Zeit",
        "Chemie",
        "Thema",
        "Etwas anderes",
    ):
        assert text in html


def test_tandem_help_asks_by_one_choice_and_a_line_that_may_be_empty(tandem, organisation, client_for):
    client = client_for(tandem.mentor.membership)
    page = client.post(path(tandem), {"topic": "time", "text": ""}, follow=True).content.decode()
    assert "Ihre Bitte ist da" in page
    with scope(organisation):
        assert list(HelpRequest.objects.values_list("topic", "answered_at")) == [("time", None)]


def test_tandem_help_without_a_choice_asks_for_one_and_keeps_the_line(tandem, organisation, client_for):
    response = client_for(tandem.mentor.membership).post(path(tandem), {"text": LINE})
    assert set(response.context["form"].errors) == {"topic"}
    assert LINE in response.content.decode()
    with scope(organisation):
        assert not HelpRequest.objects.exists()


def test_asking_twice_is_asking_once(tandem, organisation, client_for):
    client = client_for(tandem.mentor.membership)
    for _time in range(2):
        client.post(path(tandem), {"topic": "time"})
    with scope(organisation):
        assert HelpRequest.objects.count() == 1
        with pytest.raises(ProgramError, match="schon da"):
            ask(tandem)


def test_both_may_ask_each_for_themselves(tandem, organisation):
    with scope(organisation):
        for person in tandem.members:
            help_requests.ask(tandem, topic="time", text="", by=person)
        assert HelpRequest.objects.count() == 2


@pytest.mark.parametrize("state", ["asked_mentor", "asked_mentee", "declined", "not_formed", "ended"])
def test_only_in_a_tandem_that_exists_one_may_ask(state, tandem, organisation, client_for):
    with scope(organisation):
        Tandem.objects.update(state=state)
        with pytest.raises(ProgramError, match="solange das Tandem besteht"):
            ask(tandem)
    assert client_for(tandem.mentor.membership).post(path(tandem), {"topic": "time"}).status_code == 302


def test_nobody_asks_in_the_tandem_of_others(tandem, organisation, participant_member, lead, client_for):
    for person in (participant_member, lead):
        assert client_for(person).post(path(tandem), {"topic": "time"}).status_code == 404
        with scope(organisation), pytest.raises(ProgramError):
            help_requests.ask(tandem, topic="time", text="", by=person)


def test_the_other_one_learns_nothing(tandem, organisation, client_for):
    client = client_for(tandem.mentee.membership)
    names = ("programs:tandem_help", "programs:tandem_end", "sessions:tandem_detail")
    where = {"organisation": "weserwerk", "tandem": tandem.public_id}

    def seen() -> list[str]:
        pages = [client.get(reverse(name, kwargs=where)).content.decode() for name in names]
        return [re.sub(r'name="csrfmiddlewaretoken" value="\w+"', "", page) for page in pages]

    before = seen()
    ask(tandem)
    assert seen() == before
    with scope(organisation):
        assert not Message.objects.filter(recipient=tandem.mentee.membership.email).exists()
        [program] = profiles.own_data(tandem.mentee.membership)["programs"]
        assert program["tandems"][0]["help_asked"] == []


def test_hr_reads_name_and_line_and_answers(tandem, organisation, lead, client_for):
    client = client_for(lead)
    assert "bittet um Hilfe" not in client.get(detail(tandem)).content.decode()
    asked = ask(tandem)
    html = client.get(detail(tandem)).content.decode()
    for text in ("Jana Vogt bittet um Hilfe", f"Chemie: {LINE}", "Antwort zugesagt bis"):
        assert text in html
    assert "bittet um Hilfe" in client.get(hr_path("tandem_list", tandem)).content.decode()
    url = hr_path("help_answered", tandem, tandem=tandem.public_id, help_request=asked.public_id)
    assert client.get(url).status_code == 405
    for _time in range(2):
        assert client.post(url).url == detail(tandem)
    assert "Beantwortet am" in client.get(detail(tandem)).content.decode()
    assert "bittet um Hilfe" not in client.get(hr_path("tandem_list", tandem)).content.decode()
    with scope(organisation):
        assert [event.verb for event in AuditEvent.objects.order_by("pk")] == ["help.asked", "help.answered"]
        help_requests.ask(tandem, topic="time", text="", by=tandem.mentor.membership)


def test_a_request_is_a_task_on_the_overview_until_it_is_answered(tandem, organisation, lead):
    def tasks() -> list[str]:
        return [task.label for task in progress.of(tandem.program, date(2027, 1, 4)).tasks]

    with scope(organisation):
        asked = ask(tandem)
        assert tasks()[0] == "Bitten um Hilfe beantworten"
        help_requests.answer(asked, by=lead)
        assert "Bitten um Hilfe beantworten" not in tasks()


def test_the_audit_trail_names_nobody_of_the_tandem(tandem, organisation, lead):
    with scope(organisation):
        help_requests.answer(ask(tandem), by=lead)
        told = " ".join(sentences.sentence(event) for event in AuditEvent.objects.all())
    assert "um Hilfe gebeten" in told
    for word in ("Jana", "Heinz", "Chemie", LINE):
        assert word not in told


def test_whoever_is_in_the_tandem_reads_no_request_even_as_lead(tandem, organisation, lead, client_for):
    with scope(organisation):
        tandem.mentee.membership.role = "lead"
        tandem.mentee.membership.save()
        tandem.program.leads.create(membership=tandem.mentee.membership)
        asked = ask(tandem)
        assert help_requests.readers(tandem) == [lead]
        with pytest.raises(ProgramError, match="wer das Programm leitet"):
            help_requests.answer(asked, by=tandem.mentee.membership)
        mails = Message.objects.filter(kind="program.help_asked")
        assert [mail.recipient for mail in mails] == [lead.email]
    client = client_for(tandem.mentee.membership)
    for url in (detail(tandem), hr_path("tandem_list", tandem)):
        html = client.get(url).content.decode()
        assert LINE not in html
        assert "bittet um Hilfe" not in html
    url = hr_path("help_answered", tandem, tandem=tandem.public_id, help_request=asked.public_id)
    assert client.post(url).status_code == 404


def test_owners_are_called_where_no_lead_is_left(tandem, organisation, owner, lead):
    with scope(organisation):
        lead.is_active = False
        lead.save()
        ask(tandem)
        assert [mail.recipient for mail in Message.objects.all()] == [owner.email]


def test_a_lead_of_another_program_may_not_answer(tandem, organisation):
    with scope(organisation):
        other = factories.membership(role="lead")
        with pytest.raises(ProgramError):
            help_requests.answer(ask(tandem), by=other)


def test_the_line_is_nowhere_in_the_clear(tandem, organisation):
    ask(tandem)
    with scope(organisation):
        assert HelpRequest.objects.get().text == LINE
        with connection.cursor() as cursor:
            cursor.execute("SELECT r::text FROM programs_helprequest r")
            [(stored,)] = cursor.fetchall()
    assert LINE not in stored
    assert LINE.encode().hex() not in stored


@pytest.mark.parametrize(
    ("asked", "until"),
    [(datetime(2027, 1, 4, 9), date(2027, 1, 6)), (datetime(2027, 1, 8, 23), date(2027, 1, 12))],
)
def test_an_answer_is_promised_within_two_working_days(asked, until, tandem, organisation):
    with scope(organisation):
        made = factories.help_request(tandem)
        made.asked_at = asked.replace(tzinfo=ZoneInfo("Europe/Berlin"))
        assert help_requests.answer_until(made) == until


def test_another_house_sees_no_request(tandem, other_organisation):
    ask(tandem)
    with scope(other_organisation):
        assert not HelpRequest.objects.exists()


def test_own_data_holds_sessions_and_what_one_asked(tandem, organisation):
    with scope(organisation):
        session = factories.session(tandem, starts_at=clock.now() + timedelta(days=3), place="Raum 4")
        ask(tandem)
        [program] = profiles.own_data(tandem.mentor.membership)["programs"]
    [told] = program["tandems"]
    assert [(row["number"], row["starts_at"], row["place"]) for row in told["sessions"]] == [
        (1, session.starts_at, "Raum 4")
    ]
    assert [(row["topic"], row["text"]) for row in told["help_asked"]] == [("chemistry", LINE)]


def test_the_list_of_requests_has_the_overdue_first_and_the_answered_behind(
    organisation, tandem, lead, client_for
):
    now = clock.now()
    with scope(organisation):
        days = {"Neu": 0, "Überfällig": 20, "Alt": 5, "Beantwortet": 30}
        for name, ago in days.items():
            mentor = factories.participant(tandem.program, membership=factories.membership(name))
            asked = factories.help_request(factories.tandem(tandem.program, mentor=mentor))
            asked.asked_at = now - timedelta(days=ago)
            asked.answered_at = now if name == "Beantwortet" else None
            asked.save()
        own = factories.participant(tandem.program, membership=lead)
        factories.help_request(factories.tandem(tandem.program, mentor=own))
    where = {"organisation": "weserwerk", "program": tandem.program.public_id}
    response = client_for(lead).get(reverse("programs:help_list", kwargs=where))
    lines = [(asked.asked_by.name, late) for asked, _until, late in response.context["lines"]]
    assert [name for name, _late in lines] == ["Überfällig", "Alt", "Neu", "Beantwortet"]
    assert (lines[0][1], lines[2][1]) == (True, False)
    html = response.content.decode()
    assert "zugesagt" in html
    assert "beantwortet am" in html


def test_five_requests_and_fifty_ask_the_database_equally_often(organisation, tandem, lead, client_for):
    client, asked = client_for(lead), []
    where = {"organisation": "weserwerk", "program": tandem.program.public_id}
    for more in (5, 45):
        with scope(organisation):
            for _number in range(more):
                factories.help_request(factories.tandem(tandem.program))
        with CaptureQueriesContext(connection) as queries:
            client.get(reverse("programs:help_list", kwargs=where))
        asked.append(len(queries))
    assert asked[0] == asked[1]
