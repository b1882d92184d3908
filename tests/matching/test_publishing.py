import re
import threading
from datetime import UTC, datetime, timedelta

import pytest
from django.urls import reverse

from accounts.models import AuditEvent
from mail.models import Message
from matching import pins, publishing, runs
from matching.errors import MatchingError
from matching.models import Run, RunState
from programs.models import Participant, Tandem, TandemState
from tenancy.scope import scope
from tests.matching.drafts import computed, four_and_three, named, pair
from tests.matching.review.pages import address, change, of, text

#: A Tuesday at noon in Berlin.
NOON = datetime(2026, 11, 24, 11, 0, tzinfo=UTC)
pytestmark = [pytest.mark.django_db, pytest.mark.role("worker")]


@pytest.fixture(autouse=True)
def now(monkeypatch):
    """The clock stands still until a test moves it."""
    moment = {"now": NOON}
    monkeypatch.setattr("tenancy.clock.system_now", lambda: moment["now"])
    return moment


@pytest.fixture
def run(organisation, lead) -> Run:
    with scope(organisation):
        return computed(four_and_three(lead), lead)


@pytest.fixture
def program(run):
    return run.program


@pytest.fixture
def hr(client_for, lead):
    return client_for(lead)


def post(hr, program, **more):
    return hr.post(address("run_publish", program), {"when": "now", **more}, follow=True)


def recall(hr, program):
    return hr.post(address("run_recall", program), follow=True)


def worker(at: datetime) -> int:
    return publishing.publish_due(at)


def rows(organisation) -> tuple[int, int]:
    with scope(organisation):
        return Tandem.objects.count(), Message.objects.count()


# The last look


def test_run_publish_says_who_gets_what_before_anything_happens(organisation, hr, program):
    page = text(hr.get(address("run_publish", program)))
    for sentence in (
        "3 Mails gehen hinaus: an alle, die Mentoring geben. Sie entscheiden zuerst.",
        "Erst nach ihrem Ja erfährt die Führungskraft von dem Vorschlag",
        "1 Person steht auf der Warteliste.",
        "Geht zuerst: an die Mentor-Seite",
        "Geht später: an Mentees, nach dem Ja der anderen Seite",
        "In zehn Minuten. So lange lässt sich alles zurückholen.",
    ):
        assert sentence in page
    assert rows(organisation) == (0, 0)


def test_run_publish_shows_the_houses_own_words(organisation, lead, hr, program):
    from programs import message_texts
    from programs.wording import Text, forms_of

    with scope(organisation):
        form = forms_of(program)[0].value
        own = Text("Unser Vorschlag für Sie", "Hallo {{ vorname }}, unsere eigenen Worte.")
        message_texts.save(program, "tandem.proposal_mentor", form, text=own, seen_as="", by=lead)
    page = text(hr.get(address("run_publish", program)))
    assert "Unser Vorschlag für Sie" in page
    assert "unsere eigenen Worte." in page


def test_run_publish_lists_what_nobody_has_looked_at(organisation, hr, program, run):
    change(organisation, run, "Mia Krämer", flags=["low_fit"])
    change(organisation, run, "Emre Yıldız", flags=[])
    change(organisation, run, "Jonas Petersen", flags=[])
    page = hr.get(address("run_publish", program))
    assert "1 Vorschlag ist noch ungeprüft" in text(page)
    assert [row.mentor.name for row in page.context["doubtful"]] == ["Mia Krämer"]
    hr.post(address("pair_lock", program, pair=of(organisation, run)))
    assert "ungeprüft" not in text(hr.get(address("run_publish", program)))


@pytest.mark.parametrize(
    ("day", "time", "sentence"),
    [
        ("2026-11-24", "12:05", "mindestens zehn Minuten"),
        ("2026-11-28", "09:00", "Wie wäre es mit Montag, 30. November, 9:00 Uhr?"),
        ("2026-11-25", "21:00", "Arbeitstagen zwischen 7 und 20 Uhr"),
        ("2027-11-25", "09:00", "in den nächsten 90 Tagen"),
        ("", "09:00", "Bitte ausfüllen"),
        ("gestern", "9 Uhr", "Datum"),
    ],
)
def test_run_publish_refuses_a_time_at_which_no_mail_goes_out(
    organisation, hr, program, run, day, time, sentence
):
    page = hr.post(address("run_publish", program), {"when": "later", "day": day, "time": time})
    assert sentence in text(page)
    with scope(organisation):
        run.refresh_from_db()
        assert run.state == RunState.DRAFT


def test_an_empty_post_publishes_nothing(organisation, hr, program, run):
    assert hr.post(address("run_publish", program)).status_code == 200
    with scope(organisation):
        run.refresh_from_db()
        assert run.state == RunState.DRAFT


# Released and recalled


def test_nothing_is_there_before_the_time_to_recall_is_over(organisation, hr, program, now):
    page = post(hr, program)
    assert "3 Tandems sind freigegeben." in text(page)
    assert "Zurückholen bis Di, 24. Nov., 12:10" in text(page)
    assert worker(NOON + timedelta(minutes=9, seconds=59)) == 0
    assert rows(organisation) == (0, 0)
    now["now"] = NOON + timedelta(minutes=10)
    assert worker(now["now"]) == 1
    assert rows(organisation) == (3, 3)


def test_a_chosen_time_is_kept_to_the_minute(organisation, hr, program, now):
    post(hr, program, when="later", day="2026-11-30", time="09:30")
    begin = datetime(2026, 11, 30, 8, 30, tzinfo=UTC)
    assert worker(begin - timedelta(seconds=1)) == 0
    now["now"] = begin
    worker(begin)
    assert rows(organisation) == (3, 3)


@pytest.mark.parametrize(
    "evening",
    [
        datetime(2026, 11, 27, 18, 55, tzinfo=UTC),
        datetime(2026, 11, 29, 9, 0, tzinfo=UTC),
        datetime(2026, 11, 30, 3, 0, tzinfo=UTC),
    ],
)
def test_as_soon_as_possible_waits_for_the_next_working_morning(organisation, hr, program, run, now, evening):
    now["now"] = evening
    assert "Zu Beginn des nächsten Arbeitstags: Montag, 30. November, 8:00 Uhr" in text(
        hr.get(address("run_publish", program))
    )
    post(hr, program)
    with scope(organisation):
        run.refresh_from_db()
        assert run.publish_at == datetime(2026, 11, 30, 7, 0, tzinfo=UTC)


def test_a_recalled_run_is_a_draft_as_if_nothing_had_happened(organisation, hr, program, run):
    post(hr, program)
    page = recall(hr, program)
    assert "Zurückgeholt. Niemand hat eine Nachricht bekommen" in text(page)
    assert worker(NOON + timedelta(days=1)) == 0
    assert rows(organisation) == (0, 0)
    hr.post(address("pair_lock", program, pair=of(organisation, run)))
    post(hr, program)
    worker(NOON + timedelta(days=1))
    assert rows(organisation) == (3, 3)
    with scope(organisation):
        verbs = AuditEvent.objects.filter(verb__startswith="matching.").values_list("verb", flat=True)
        assert {"matching.scheduled", "matching.recalled", "matching.published"} <= set(verbs)


def test_recalling_twice_changes_nothing_more(organisation, hr, program, run):
    post(hr, program)
    recall(hr, program)
    recall(hr, program)
    with scope(organisation):
        assert AuditEvent.objects.filter(verb="matching.recalled").count() == 1


def test_what_went_out_cannot_be_recalled(organisation, hr, program):
    post(hr, program)
    worker(NOON + timedelta(hours=1))
    assert "Die Mails sind schon unterwegs." in text(recall(hr, program))
    assert rows(organisation) == (3, 3)


def test_a_released_run_is_out_of_reach_for_changes_and_new_runs(organisation, lead, hr, program, run):
    post(hr, program)
    with scope(organisation):
        with pytest.raises(MatchingError, match="kein Entwurf mehr"):
            pins.lock(pair(run, "Mia Krämer"), by=lead)
        with pytest.raises(MatchingError, match="gehen gleich hinaus"):
            runs.start(program, by=lead)


def test_a_run_is_not_released_while_another_is_computed(organisation, lead, hr, program, run):
    with scope(organisation):
        runs.start(program, by=lead)
    assert "Gerade wird ein neuer Lauf berechnet." in text(post(hr, program))


def test_a_program_that_was_closed_meanwhile_sends_nothing(organisation, hr, program, run):
    post(hr, program)
    with scope(organisation):
        type(program).objects.update(phase="closing")
    worker(NOON + timedelta(hours=1))
    assert rows(organisation) == (0, 0)
    with scope(organisation):
        run.refresh_from_db()
        assert run.state == RunState.DRAFT


# Going out


def test_batches_go_on_where_they_stopped(organisation, hr, program, run, monkeypatch):
    monkeypatch.setattr(publishing, "BATCH", 2)
    post(hr, program)
    with scope(organisation):
        assert publishing._next_batch(run.pk, NOON + timedelta(hours=1))
    assert rows(organisation) == (2, 2)
    assert "Die Mails sind schon unterwegs." in text(recall(hr, program))
    worker(NOON + timedelta(hours=1))
    worker(NOON + timedelta(hours=1))
    assert rows(organisation) == (3, 3)


def test_who_left_since_the_review_is_left_out_and_hr_is_told_so(organisation, hr, program, run):
    post(hr, program)
    with scope(organisation):
        Participant.objects.filter(membership__name="Mia Krämer").update(standing="left")
    worker(NOON + timedelta(hours=1))
    assert rows(organisation) == (2, 2)
    page = text(hr.get(reverse("programs:tandem_list", args=["weserwerk", program.public_id])))
    assert "1 Paar ging nicht mit hinaus" in page
    assert "Mia Krämer" in page


# Who waits


def test_the_waiting_hear_nothing_unless_hr_wants_it(organisation, hr, program):
    post(hr, program)
    worker(NOON + timedelta(hours=1))
    with scope(organisation):
        assert set(Message.objects.values_list("kind", flat=True)) == {"tandem.proposal_mentor"}


def test_no_mentee_can_tell_from_the_waiting_mail_whether_somebody_is_asked(organisation, hr, program):
    post(hr, program, tell_waiting="on")
    worker(NOON + timedelta(hours=1))
    with scope(organisation):
        told = Message.objects.filter(kind="tandem.waiting")
        mentees = {
            one.membership.email for one in Participant.objects.on("mentee").select_related("membership")
        }
        asked = {one.mentor.membership.email for one in Tandem.objects.with_people()}
        recipients = set(told.values_list("recipient", flat=True))
        assert mentees <= recipients
        assert not recipients & asked
        assert len(recipients) == 4
        # The link to unsubscribe is another in each.
        bodies = {re.sub(r"https?://\S+", "", mail.text.replace(named_of(mail), "")) for mail in told}
        assert len(bodies) == 1


def named_of(mail: Message) -> str:
    return Participant.objects.get(membership__email=mail.recipient).membership.name


def test_who_wants_no_mail_is_not_told_either(organisation, hr, program):
    with scope(organisation):
        Participant.objects.filter(pk=named("Sabine Hollmann").pk).update(quiet=True)
    post(hr, program, tell_waiting="on")
    worker(NOON + timedelta(hours=1))
    with scope(organisation):
        assert Message.objects.filter(kind="tandem.waiting").count() == 3


# Races


@pytest.mark.django_db(transaction=True)
def test_of_recall_and_worker_one_wins_whole(organisation, lead, run):
    with scope(organisation):
        publishing.release(run, at=None, tell_waiting=False, by=lead)
    later, start, outcome = NOON + timedelta(hours=1), threading.Barrier(2), {}

    def call_back() -> None:
        start.wait()
        try:
            with scope(organisation):
                publishing.recall(run, by=lead)
            outcome["recalled"] = True
        except MatchingError:
            outcome["recalled"] = False

    def send() -> None:
        start.wait()
        publishing.publish_due(later)

    in_threads(call_back, send)
    with scope(organisation):
        run.refresh_from_db()
        expected = (0, 0, RunState.DRAFT) if outcome["recalled"] else (3, 3, RunState.PUBLISHED)
        assert (*rows(organisation), run.state) == expected


@pytest.mark.django_db(transaction=True)
def test_two_workers_ask_each_mentor_once(organisation, lead, run, monkeypatch):
    monkeypatch.setattr(publishing, "BATCH", 1)
    with scope(organisation):
        publishing.release(run, at=None, tell_waiting=False, by=lead)
    later = NOON + timedelta(hours=1)
    in_threads(*[lambda: publishing.publish_due(later)] * 2)
    publishing.publish_due(later)
    with scope(organisation):
        assert rows(organisation) == (3, 3)
        assert set(Tandem.objects.values_list("state", flat=True)) == {TandemState.ASKED_MENTOR}


def in_threads(*steps) -> None:
    from django.db import connection

    def closing(step):
        def inner() -> None:
            try:
                step()
            finally:
                connection.close()

        return inner

    threads = [threading.Thread(target=closing(step)) for step in steps]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
