"""Two people in a running tandem, Lea (mentor) and Thomas (mentee), and what they say."""

from dataclasses import dataclass
from datetime import UTC, datetime

import pytest

from accounts.models import Membership, Organisation
from agreements import drafts
from agreements.desk import Desk
from mail.models import Message
from programs.models import Tandem
from tenancy.scope import scope
from tests import factories
from tests.factories import ANSWERS

#: Words that occur nowhere else: whoever shows one of them has told a secret.
SECRETS = {
    "off_limits": "Bitte kein Wort zum Papageienprojekt",
    "takeaway": "Endlich Quittenmarmelade verstehen",
}


@dataclass
class Two:
    organisation: Organisation
    tandem: Tandem
    lea: Membership
    thomas: Membership

    def save(self, person: Membership, **answers: str) -> None:
        """Fill everything in, with ``answers`` where they are given."""
        revision = Desk(self.fresh(), person).revision
        drafts.save(self.fresh(), by=person, answers=ANSWERS | answers, revision=revision)

    def finish(self, person: Membership, **answers: str) -> None:
        self.save(person, **answers)
        drafts.finish(self.fresh(), by=person)

    def fresh(self) -> Tandem:
        return Tandem.objects.with_people().get(pk=self.tandem.pk)

    def desk(self, person: Membership) -> Desk:
        return Desk(self.fresh(), person)

    def mails(self) -> list[tuple[str, str]]:
        """Kind and recipient's first name, in order."""
        names = {self.lea.email: "Lea", self.thomas.email: "Thomas"}
        return [(mail.kind, names[mail.recipient]) for mail in Message.objects.order_by("pk")]


@pytest.fixture(autouse=True)
def now(monkeypatch) -> datetime:
    present = datetime(2027, 1, 18, 9, tzinfo=UTC)
    monkeypatch.setattr("tenancy.clock.system_now", lambda: present)
    return present


@pytest.fixture
def two(organisation, lead) -> Two:
    with scope(organisation):
        lea = factories.membership("Lea Brandt", email="lea@weserwerk.example")
        thomas = factories.membership("Dr. Thomas Reuter", email="thomas@weserwerk.example")
        program = factories.program(lead=lead)
        tandem = factories.tandem(
            program,
            mentor=factories.participant(program, membership=lea, side="mentor"),
            mentee=factories.participant(program, membership=thomas, side="mentee"),
        )
    return Two(organisation, tandem, lea, thomas)


@pytest.fixture
def inside(two):
    with scope(two.organisation):
        yield two
