"""Taking an import back."""

from datetime import timedelta
from decimal import Decimal

import pytest

from accounts.models import AuditEvent, Membership
from programs import enrolment, vocabulary
from programs.models import Participant, ParticipantSkill, RosterImport, Skill
from programs.roster import taking, undoing
from programs.roster.errors import RosterError
from tenancy import clock
from tenancy.scope import scope
from tests import factories

HEADERS = "Name;E-Mail;Rolle;Bereich;Berufsjahre;Führungskraft;Das kann ich zeigen"
JANA = "Jana Vogt;jana@x.example;Mentorin;IT;3,5;heinz@x.example;Excel"
HEINZ = "Heinz Brenner;heinz@x.example;Mentee;Vorstand;30;;"

pytestmark = pytest.mark.django_db


@pytest.fixture
def inside(organisation):
    with scope(organisation):
        yield


@pytest.fixture
def program(inside, owner):
    return factories.program(lead=owner, phase="enrolment")


@pytest.fixture
def taken(program, owner):
    def take(*lines: str) -> RosterImport:
        content = "\n".join([HEADERS, *lines]).encode()
        return taking.take(taking.upload(program, file_name="liste.csv", content=content, by=owner), by=owner)

    return take


def everything() -> tuple[list, list, list]:
    """All that an import may touch."""
    return (
        list(
            Membership.objects.order_by("pk").values(
                "name", "email", "department", "experience_years", "manager"
            )
        ),
        list(Participant.objects.order_by("pk").values("membership__email", "side", "form", "languages")),
        list(
            ParticipantSkill.objects.order_by("pk").values_list(
                "participant__membership__email", "skill__name"
            )
        ),
    )


def test_whom_an_import_brought_is_gone_again(taken, owner):
    before = everything()
    undoing.take_back(taken(JANA, HEINZ), by=owner)
    assert everything() == before
    assert AuditEvent.objects.filter(verb="roster.taken_back").count() == 1


def test_topics_that_were_merged_since_come_back_as_what_they_became(taken, owner):
    taken("Jana Vogt;jana@x.example;Mentorin;;;;Excel, Tabellen")
    changed = taken("Jana Vogt;jana@x.example;Mentorin;;;;Rust")
    excel, tables, _rust = Skill.objects.order_by("pk")
    vocabulary.merge(tables, [excel], by=owner)
    undoing.take_back(changed, by=owner)
    assert everything()[2] == [("jana@x.example", "Tabellen")]


def test_who_was_there_gets_the_old_values_back(taken, owner):
    taken(JANA, HEINZ)
    before = everything()
    changed = taken(
        "Jana Vogt-Alt;jana@x.example;Mentorin;Vertrieb;4;ruth@x.example;Rust, Python",
        "Ruth Aumann;ruth@x.example;Mentee;Werk;20;;",
    )
    assert everything() != before
    undoing.take_back(changed, by=owner)
    assert everything() == before
    assert Membership.objects.get(email="jana@x.example").experience_years == Decimal("3.5")


def test_what_somebody_changed_since_stays(taken, owner):
    taken(JANA, HEINZ)
    changed = taken(JANA.replace("IT", "Vertrieb").replace("3,5", "4"))
    Membership.objects.filter(email="jana@x.example").update(department="Werk")
    undoing.take_back(changed, by=owner)
    jana = Membership.objects.get(email="jana@x.example")
    assert (jana.department, jana.experience_years) == ("Werk", Decimal("3.5"))


def test_own_answers_since_stay(taken, owner):
    taken(JANA, HEINZ)
    changed = taken(JANA.replace("Excel", "Rust"))
    Participant.objects.filter(membership__email="jana@x.example").update(
        answered_at=clock.now() + timedelta(minutes=1)
    )
    undoing.take_back(changed, by=owner)
    assert [skill.skill.name for skill in ParticipantSkill.objects.select_related("skill")] == ["Rust"]


def test_a_member_of_the_house_stays_one(taken, owner):
    factories.membership("Jana Vogt", email="jana@x.example")
    undoing.take_back(taken(JANA), by=owner)
    assert Membership.objects.filter(email="jana@x.example").exists()
    assert not Participant.objects.exists()


def test_once_somebody_is_invited_it_is_too_late(taken, program, owner):
    roster = taken(JANA, HEINZ)
    enrolment.invite(Participant.objects.filter(membership__email="jana@x.example"), by=owner)
    before = everything()
    with pytest.raises(RosterError, match="schon jemand eingeladen"):
        undoing.take_back(roster, by=owner)
    assert everything() == before


def test_it_works_once_and_for_a_day(taken, owner, monkeypatch):
    roster = taken(JANA)
    undoing.take_back(roster, by=owner)
    with pytest.raises(RosterError, match="nur einmal"):
        undoing.take_back(roster, by=owner)
    late = taken(JANA)
    now = clock.now() + undoing.FOR
    monkeypatch.setattr("tenancy.clock.system_now", lambda: now)
    with pytest.raises(RosterError, match="nur binnen eines Tages"):
        undoing.take_back(late, by=owner)
