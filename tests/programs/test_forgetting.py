"""What is left when the people of a program that is over are forgotten: nothing of them, in any table."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.db import connection, models

from accounts import audit, organisations
from accounts.models import AuditEvent, Membership, Organisation, User
from accounts.sentences import sentence
from mail.models import Message
from programs import endings, forgetting
from programs.errors import ProgramError
from programs.models import EndedProgram, Participant, PhaseChange, Program, Skill, Tandem
from programs.tasks import forget_ended
from sessions.models import Session
from tenancy import clock
from tenancy.scope import scope, system
from tests import factories, samples

pytestmark = [pytest.mark.django_db, pytest.mark.role("worker")]

MARK = "Geheimnis9"
NAMES = ("Zarah Quittenbaum", "Xaver Pflaumenkern")
VOCABULARY = "the house's own words, which name no person"
HISTORY = "what the house set itself and how far it came, with who of its own people did it"
STAFF = "our own people in our own house, who take part in no program"
#: Tables that keep their rows, and why.
STAY = {
    "accounts.AuditEvent": "goes by its own period; names of people who are gone are taken out",
    "accounts.Logo": "of the house",
    "accounts.Membership": "those who have another reason to be here; a row that others refer to says nothing",
    "mail.Batch": "counts, under a name without people",
    "programs.EndedProgram": "what is left",
    "programs.Goal": HISTORY,
    "programs.GoalAmendment": HISTORY,
    "programs.HeaderMeaning": VOCABULARY,
    "programs.MessageText": VOCABULARY,
    "programs.PhaseChange": HISTORY,
    "programs.Program": HISTORY,
    "programs.ProgramLead": "who may open the report",
    "programs.PromiseGiven": HISTORY,
    "programs.ReportHeadline": "what HR says over its own report",
    "programs.Skill": VOCABULARY,
    "programs.Synonym": VOCABULARY,
    "website.DemoBooking": STAFF,
    "website.VideoRoom": STAFF,
    "website.WorkingHours": STAFF,
}


@dataclass
class Ended:
    """A program that was closed more than a year ago, with two people who are here for nothing else."""

    program: Program
    tandem: Tandem
    people: tuple[Membership, Membership]


def close(program: Program, *, days_ago: int) -> None:
    at = clock.now() - timedelta(days=days_ago)
    PhaseChange.objects.create(program=program, at=at, before="running", after="closing")
    Program.objects.filter(pk=program.pk).update(phase="archived")
    long_ago = clock.now() - timedelta(days=1000)
    Organisation.objects.filter(pk=program.organisation_id).update(program_months_since=long_ago)


def ended(*, days_ago: int = 400, names: tuple[str, str] = NAMES, lead: Membership | None = None) -> Ended:
    program = factories.program(lead=lead)
    mentor, mentee = (factories.membership(name, department=MARK, job_title=MARK) for name in names)
    tandem = factories.tandem(
        program,
        state="ended",
        mentor=factories.participant(program, membership=mentor, side="mentor"),
        mentee=factories.participant(program, membership=mentee, side="mentee"),
        reasons=[{"fact": MARK}],
    )
    past = clock.now() - timedelta(days=450)
    factories.session(tandem, starts_at=past, state="held", note=MARK, place=MARK)
    close(program, days_ago=days_ago)
    return Ended(Program.objects.get(pk=program.pk), tandem, (mentor, mentee))


class Plants:
    """A row in every table, about the two of a tandem, with the mark in all that it says."""

    def __init__(self, made: Ended) -> None:
        self.known: dict[type[models.Model], models.Model] = {
            type(row): row
            for row in (
                made.program,
                made.tandem,
                made.tandem.mentor,
                made.people[0],
                made.tandem.sessions.get(),
            )
        }
        # The others' own keys are unique for two: this is the other one.
        self.other = made.tandem.mentee
        self.address = made.people[0].email_norm
        self.known[Skill] = factories.skill("Tabellen")

    def row(self, model: type[models.Model]) -> models.Model:
        if model not in self.known:
            values = {
                field.name: self._value(field)
                for field in model._meta.concrete_fields
                if self._is_mine(field)
            }
            self.known[model] = samples.row(
                model, **{name: value for name, value in values.items() if value is not None}
            )
        return self.known[model]

    def _is_mine(self, field: models.Field) -> bool:
        said = isinstance(field, models.CharField | models.TextField | models.JSONField) and not field.choices
        return not field.generated and field.name != "organisation" and (said or field.is_relation)

    def _value(self, field: models.Field) -> Any:
        if field.is_relation:
            return self._related(field)
        if isinstance(field, models.JSONField):
            return {"said": MARK}
        if field.name in {"address_norm", "recipient_norm"}:
            return self.address
        if isinstance(field, models.EmailField):
            return f"{MARK}@example.org"
        return (
            None
            if field.name in {"public_id", "digest", "begins", "ends"}
            else MARK[: field.max_length or None]
        )

    def _related(self, field: models.Field) -> models.Model | None:
        if field.name == "mentee":
            return self.other
        is_left_out = field.name in {"request", "feed", "merged_into", "manager"}
        if is_left_out or (field.null and field.related_model not in self.known):
            return None
        return self.row(field.related_model)


def places(word: str) -> set[str]:
    """The tables in which it stands, of all houses; also where it is kept as bytes."""
    found = set()
    with system(), connection.cursor() as cursor:
        for table in connection.introspection.table_names():
            if table.startswith("django_"):
                continue
            cursor.execute(
                f"SELECT EXISTS (SELECT 1 FROM {table} AS t WHERE t::text ILIKE %s OR t::text LIKE %s)",
                [f"%{word}%", f"%{word.encode().hex()}%"],
            )
            if cursor.fetchone()[0]:
                found.add(table)
    return found


def counts() -> dict[str, int]:
    return {model._meta.label: model.objects.count() for model in samples.tenant_models()}


def test_nothing_of_the_people_remains_in_any_table(organisation):
    with scope(organisation):
        made = ended()
        plants = Plants(made)
        for model in samples.tenant_models():
            if model._meta.label not in STAY:
                plants.row(model)
        Skill.objects.create(name=MARK, name_norm="geheimnis9", is_new=True).uses.create(
            participant=made.tandem.mentor
        )
        about = f"tandem:{made.tandem.public_id}"
        samples.row(Message, about=f"{about}:3", subject=f"Mit {NAMES[0]}", kind="tandem.confirmed")
        audit.record("tandem.end", by=made.people[0], about=str(made.tandem))
        audit.record("participant.paused", by=None, about=made.program.name, name=NAMES[1])
        sealed = made.tandem.help_requests.first()
        sealed.text = MARK
        sealed.save()
    words = (MARK, *NAMES, *(person.email for person in made.people))
    assert all(places(word) for word in words)
    with scope(organisation):
        forget_ended()
        left = {label for label, number in counts().items() if number}
    assert {word: places(word) for word in words} == {word: set() for word in words}
    assert left <= STAY.keys()


def test_every_table_goes_or_has_a_reason_to_stay(organisation):
    labels = {model._meta.label for model in samples.tenant_models()}
    assert STAY.keys() <= labels


# When


def due_on(program: Program) -> str:
    ending = endings.of(program)
    return str(ending.due_on) if ending else ""


def test_it_counts_from_the_day_of_closing_by_the_house_s_period(organisation):
    with scope(organisation):
        program = factories.program(phase="archived")
        for at, after in ((datetime(2026, 1, 31, 23, 30, tzinfo=UTC), "closing"), (clock.now(), "archived")):
            PhaseChange.objects.create(program=program, at=at, after=after)
        # In the house's zone it was February by then.
        for months, day in ((3, "2026-05-01"), (12, "2027-02-01"), (24, "2028-02-01")):
            program.organisation.program_months = months
            program.organisation.program_months_since = datetime(2026, 1, 1, tzinfo=UTC)
            assert due_on(program) == day


def test_the_last_day_of_a_month_stays_one():
    assert [str(endings.later(date(2026, 8, 31), months)) for months in (1, 3, 6)] == [
        "2026-09-30",
        "2026-11-30",
        "2027-02-28",
    ]


def test_a_program_that_goes_on_keeps_its_people(organisation):
    with scope(organisation):
        made = ended()
        Program.objects.filter(pk=made.program.pk).update(phase="running")
        forget_ended()
        assert Participant.objects.count() == 2
        assert endings.of(Program.objects.get()) is None


def test_a_closed_program_that_nobody_archived_goes_to_the_archive_with_it(organisation):
    with scope(organisation):
        made = ended()
        Program.objects.filter(pk=made.program.pk).update(phase="closing")
        forget_ended()
        assert Program.objects.get().phase == "archived"
        assert not Participant.objects.exists()


def test_a_shorter_period_comes_into_force_after_two_weeks(organisation):
    with scope(organisation):
        owner = factories.membership(role="owner")
        made = ended(days_ago=200)
        house = Organisation.objects.get(pk=organisation.pk)
        organisations.change(house, by=owner, program_months=3)
        forget_ended()
        assert Participant.objects.count() == 2
        forgetting.forget_ended(clock.now() + timedelta(days=15))
        assert not Participant.objects.filter(program=made.program).exists()


def test_a_date_that_is_still_ahead_is_waited_for(organisation):
    with scope(organisation):
        made = ended()
        coming = factories.session(made.tandem, number=2)
        forget_ended()
        assert Participant.objects.count() == 2
        Session.objects.filter(pk=coming.pk).update(state="cancelled")
        forget_ended()
        assert not Participant.objects.exists()


def test_an_owner_may_end_it_early_and_only_in_the_archive(organisation):
    with scope(organisation):
        owner = factories.membership(role="owner")
        made = ended(days_ago=10)
        Program.objects.filter(pk=made.program.pk).update(phase="closing")
        with pytest.raises(ProgramError):
            endings.ask(made.program, by=owner)
        Program.objects.filter(pk=made.program.pk).update(phase="archived")
        for _again in range(2):
            endings.ask(made.program, by=owner)
        forget_ended()
        assert not Participant.objects.exists()
        assert [row.verb for row in AuditEvent.objects.order_by("pk")] == [
            "program.forgetting_asked",
            "program.forgotten",
        ]


# Who


def test_who_is_elsewhere_or_runs_something_stays_with_their_details(organisation):
    with scope(organisation):
        made = ended()
        elsewhere, leading = made.people
        factories.participant(factories.program("Anderes"), membership=elsewhere)
        factories.absence(elsewhere)
        factories.absence(leading)
        Membership.objects.filter(pk=leading.pk).update(role="lead")
        forget_ended()
        for person in made.people:
            person.refresh_from_db()
            assert (person.name in NAMES, person.department, person.user is None) == (True, MARK, False)
        # Times serve the other program; without one they serve nothing.
        assert [bool(person.absences.count()) for person in (elsewhere, leading)] == [True, False]


def test_who_acted_for_the_house_leaves_a_row_without_a_name_and_a_line_that_reads(organisation):
    with scope(organisation):
        made = ended()
        audit.record("tandem.pause", by=made.people[0], about=str(made.tandem))
        forget_ended()
        row = Membership.objects.get(pk=made.people[0].pk)
        assert (row.name, row.email, row.user, row.is_active, row.department) == (
            "Frühere Person",
            "",
            None,
            False,
            "",
        )
        assert not Membership.objects.filter(pk=made.people[1].pk).exists()
        assert not User.objects.filter(email__in=[person.email for person in made.people]).exists()
        line = AuditEvent.objects.get(verb="tandem.pause")
        assert sentence(line) == "Frühere Person hat das Tandem – pausiert."


def test_a_sign_in_that_opens_another_house_stays(organisation, other_organisation):
    with scope(organisation):
        made = ended()
    with scope(other_organisation):
        factories.membership("Zarah Quittenbaum", user=made.people[0].user)
    forget_ended()
    assert [User.objects.filter(pk=person.user_id).exists() for person in made.people] == [True, False]


def test_the_name_of_somebody_who_stays_is_not_taken_out_of_the_trail(organisation):
    with scope(organisation):
        ended()
        factories.membership(NAMES[0], role="lead")
        audit.record("participant.paused", by=None, about="Anderes", name=NAMES[0])
        forget_ended()
        assert AuditEvent.objects.get(verb="participant.paused").detail == {"name": NAMES[0]}


def test_who_was_in_a_tandem_with_whom_leaves_the_trail_though_both_stay(organisation):
    with scope(organisation):
        made = ended()
        Membership.objects.filter(role="participant").update(role="lead")
        for joined in (str(made.tandem), " and ".join(NAMES)):
            audit.record("tandem.end", by=None, about=joined)
        forget_ended()
        assert {row.about for row in AuditEvent.objects.filter(verb="tandem.end")} == {"–"}
        assert Membership.objects.filter(name__in=NAMES).count() == 2


# And nothing else


def content(house: Organisation) -> dict[str, list[Any]]:
    with scope(house):
        return {
            model._meta.label: sorted(map(repr, model.objects.values_list()))
            for model in samples.tenant_models()
        }


def test_other_programs_and_houses_are_untouched_and_twice_is_once(organisation, other_organisation):
    others = ("Ida Holunder", "Jost Schlehe")
    with scope(other_organisation):
        ended(days_ago=10, names=others)
    with scope(organisation):
        ended()
        ended(days_ago=10, names=others)
    before = content(other_organisation)
    forget_ended()
    once = content(organisation)
    forget_ended()
    assert content(other_organisation) == before
    assert content(organisation) == once
    with scope(organisation):
        assert sorted(str(row) for row in Participant.objects.all()) == sorted(others)
        assert (Tandem.objects.count(), Session.objects.count()) == (1, 1)


def test_what_breaks_off_in_between_leaves_all_as_it_was_and_stops_no_other(
    organisation, other_organisation, monkeypatch
):
    for house in (organisation, other_organisation):
        with scope(house):
            ended(names=(f"{NAMES[0]} {house.slug}", f"{NAMES[1]} {house.slug}"))
    before = content(organisation)
    real, calls = forgetting._forget_members, []

    def failing(people: Any) -> None:
        calls.append(people)
        if len(calls) == 1:
            raise RuntimeError("killed")
        real(people)

    monkeypatch.setattr(forgetting, "_forget_members", failing)
    forget_ended()
    assert content(organisation) == before
    with scope(other_organisation):
        assert EndedProgram.objects.get().forgotten_at
    forget_ended()
    with scope(organisation):
        assert not Participant.objects.exists()


# What the database allows


@pytest.mark.role("web")
@pytest.mark.parametrize("call", ["forget_names('a', 'b')", "forget_tandem_events(1)"])
def test_no_page_may_forget(organisation, call):
    with pytest.raises(Exception, match="permission denied"), scope(organisation):
        connection.cursor().execute(f"SELECT {call}")
