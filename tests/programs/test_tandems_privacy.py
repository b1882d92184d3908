"""C4: who said no, and whether anybody did, shows nowhere: on pages, in mails, in their times, in the audit trail.

Every story is told with the same rows and then rolled back, so that the pages can be compared byte by byte.
"""

import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from itertools import combinations

import pytest
from django.db import transaction
from django.urls import reverse

from accounts.models import AuditEvent
from mail.models import Message
from programs import tandems
from programs.models import Tandem, WeeklyTime
from tenancy.scope import scope
from tests import factories

pytestmark = pytest.mark.django_db

UNKNOWN = "abcdefghjkmnpq"
START = datetime(2027, 1, 4, 9, tzinfo=UTC)
DAY = timedelta(days=1)

#: What the two may do, as (day, verb, who). Nothing of it forms a tandem.
STORIES = {
    "the mentor is silent": [],
    "the mentor says no": [(1, "decline", "mentor")],
    "the mentor says yes, the mentee is silent": [(1, "accept", "mentor")],
    "the mentor says yes, the mentee no": [(1, "accept", "mentor"), (2, "decline", "mentee")],
    "the mentor takes a yes back": [(1, "accept", "mentor"), (2, "decline", "mentor")],
    "both say no in the end": [(1, "accept", "mentor"), (2, "decline", "mentee"), (3, "decline", "mentor")],
}
MENTEE_NEVER_ASKED = ("the mentor is silent", "the mentor says no")
MENTEE_SILENT_OR_NO = ("the mentor says yes, the mentee is silent", "the mentor says yes, the mentee no")


@pytest.fixture
def at(monkeypatch):
    def move_to(moment: datetime) -> None:
        monkeypatch.setattr("tenancy.clock.system_now", lambda: moment)

    move_to(START)
    return move_to


@pytest.fixture
def tandem(organisation, lead, at) -> Tandem:
    with scope(organisation):
        program = factories.program(lead=lead)
        pair = {
            side: factories.participant(program, side=side, membership=factories.membership(name))
            for side, name in (("mentor", "Jana Vogt"), ("mentee", "Dr. Heinz Brenner"))
        }
        for person in pair.values():
            WeeklyTime.objects.create(membership=person.membership, weekday=0, starts=540, ends=720)
            person.skills.create(skill=factories.skill(), weight=3)
        return tandems.propose(program, **pair, reasons=[], by=lead)


@pytest.fixture
def told(organisation, tandem, at) -> Callable:
    """Tell a story up to a day, look, and undo it."""

    def tell(story: str, day: float, look: Callable):
        with scope(organisation), transaction.atomic():
            own = Tandem.objects.with_people().get(pk=tandem.pk)
            for when, verb, side in STORIES[story]:
                if when <= day:
                    at(START + when * DAY)
                    getattr(tandems, verb)(own, by=getattr(own, side).membership)
            at(START + day * DAY)
            tandems.close_unanswered(START + day * DAY)
            seen = look()
            transaction.set_rollback(True)
        return seen

    return tell


def page(client, name: str, **kwargs: str) -> Callable[[], tuple[int, str]]:
    def look() -> tuple[int, str]:
        response = client.get(reverse(f"programs:{name}", kwargs={"organisation": "weserwerk", **kwargs}))
        html = re.sub(r'name="csrfmiddlewaretoken" value="\w+"', "", response.content.decode())
        return response.status_code, html

    return look


def assert_same(told, look, stories, days=(1.5, 3.5, 6, 11)):
    for day in days:
        seen = {story: told(story, day, look) for story in stories}
        for one, other in combinations(stories, 2):
            assert seen[one] == seen[other], f"day {day}: “{one}” can be told from “{other}”"


@pytest.mark.parametrize(
    "name", ["participant_list", "tandem_list", "participants_invite", "message_list", "message_log"]
)
def test_hr_sees_the_same_lists_in_every_story(name, told, tandem, lead, client_for):
    look = page(client_for(lead), name, program=tandem.program.public_id)
    assert_same(told, look, STORIES)


@pytest.mark.parametrize("name", ["hr_tandem_detail", "hr_tandem_end", "hr_tandem_hand_over"])
def test_hr_sees_the_same_tandem_in_every_story(name, told, tandem, lead, client_for):
    look = page(client_for(lead), name, program=tandem.program.public_id, tandem=tandem.public_id)
    assert_same(told, look, STORIES)


@pytest.mark.parametrize("side", ["mentor", "mentee"])
def test_hr_sees_the_same_person_in_every_story(side, told, tandem, lead, client_for):
    participant = getattr(tandem, side).public_id
    look = page(
        client_for(lead), "participant_detail", program=tandem.program.public_id, participant=participant
    )
    assert_same(told, look, STORIES)


def test_hr_sees_that_the_tandem_was_not_formed_only_when_its_time_is_over(told, tandem, lead, client_for):
    look = page(client_for(lead), "tandem_list", program=tandem.program.public_id)
    for story in STORIES:
        assert "nicht zustande gekommen <b>" not in told(story, 10, look)[1]
        assert "nicht zustande gekommen <b>1</b>" in told(story, 11, look)[1]


@pytest.mark.parametrize("name", ["home", "profile", "privacy", "own_data"])
def test_the_mentee_cannot_tell_a_no_from_never_being_proposed(name, told, tandem, client_for):
    look = page(client_for(tandem.mentee.membership), name)
    assert_same(told, look, MENTEE_NEVER_ASKED)
    proposed = told("the mentor says no", 11, look)

    def without_the_tandem():
        Tandem.objects.update(mentee=factories.participant(tandem.program, side="mentee"))
        return look()

    assert told("the mentor is silent", 11, without_the_tandem) == proposed


def test_the_mentees_page_does_not_exist_before_the_mentors_yes(told, tandem, client_for):
    client = client_for(tandem.mentee.membership)
    for name in ("tandem_accept", "tandem_end", "tandem_help"):
        look = page(client, name, tandem=tandem.public_id)
        unknown = page(client, name, tandem=UNKNOWN)
        for day in (0.5, 1.5, 11):
            for story in MENTEE_NEVER_ASKED:
                status, html = told(story, day, look)
                assert (status, html.replace(tandem.public_id, UNKNOWN)) == told(story, day, unknown)


@pytest.mark.parametrize(
    ("name", "kwargs"), [("home", {}), ("privacy", {}), ("tandem_accept", {"tandem": ""})]
)
def test_the_mentor_cannot_tell_the_mentees_no_from_silence(name, kwargs, told, tandem, client_for):
    kwargs = dict.fromkeys(kwargs, tandem.public_id)
    look = page(client_for(tandem.mentor.membership), name, **kwargs)
    assert_same(told, look, MENTEE_SILENT_OR_NO)


def mails() -> set[tuple[str, str, str, datetime]]:
    rows = Message.objects.filter(kind="tandem.not_formed")
    return set(rows.values_list("recipient", "subject", "text", "created_at"))


def test_whoever_was_asked_gets_the_same_mail_at_the_same_time(told, tandem):
    asked = [story for story in STORIES if story not in MENTEE_NEVER_ASKED]
    assert_same(told, mails, asked)
    assert_same(told, mails, MENTEE_NEVER_ASKED)
    of_mentor = {
        story: {mail for mail in told(story, 11, mails) if mail[0] == tandem.mentor.membership.email}
        for story in STORIES
    }
    assert all(found == of_mentor["the mentor is silent"] for found in of_mentor.values())


def test_no_mail_but_the_question_goes_out_before_the_time_is_over(told):
    for story in STORIES:
        assert told(story, 10, mails) == set()


def test_the_audit_trail_says_nothing_of_answers(told):
    trail = lambda: list(AuditEvent.objects.values())  # noqa: E731
    assert_same(told, trail, STORIES)
    assert told("both say no in the end", 11, trail) == []


def test_what_the_lead_may_try_is_refused_in_the_same_words(told, tandem, lead, client_for):
    client = client_for(lead)
    path = {"program": tandem.program.public_id, "tandem": tandem.public_id}

    def try_everything() -> list[str]:
        said = []
        for verb in (
            "hr_tandem_pause",
            "hr_tandem_resume",
            "hr_tandem_end",
            "hr_tandem_hand_over",
            "hr_tandem_withdraw",
            "hr_tandem_withdraw",
        ):
            url = reverse(f"programs:{verb}", kwargs={"organisation": "weserwerk"} | path)
            response = client.post(url, follow=True)
            said += [str(message) for message in response.context["messages"]]
        return said

    assert_same(told, try_everything, STORIES)
