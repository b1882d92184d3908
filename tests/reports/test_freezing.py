"""A report goes on showing the figures of the day on which the people of its program were forgotten."""

import re
from datetime import timedelta

import pytest
from django.urls import reverse

from accounts.models import Membership
from feedback.models import Answer, SurveyRequest
from programs.models import Participant, PhaseChange, Program
from programs.tasks import forget_ended
from tenancy import clock
from tenancy.scope import scope
from tests import factories, samples

pytestmark = [pytest.mark.django_db, pytest.mark.role("worker")]


@pytest.fixture
def program(organisation, owner) -> Program:
    """Closed 390 days ago, with eight tandems that met and were asked, and a house that chose its period long ago."""
    organisation.program_months_since = clock.now() - timedelta(days=900)
    organisation.save()
    with scope(organisation):
        program = factories.program(lead=owner)
        met = clock.now() - timedelta(days=430)
        for number in range(8):
            tandem = factories.tandem(program, state="ended")
            session = factories.session(tandem, starts_at=met + timedelta(hours=number), state="held")
            for side, person in zip(("mentor", "mentee"), tandem.members, strict=True):
                fields = {"session": session, "membership": person, "side": side, "answered_on": met.date()}
                samples.row(SurveyRequest, digest=f"{number}{side}", **fields)
                Answer.objects.create(
                    program=program,
                    side=side,
                    month=met.date().replace(day=1),
                    helpful=3 + number % 3,
                    fit="yes",
                )
        at = clock.now() - timedelta(days=390)
        PhaseChange.objects.create(program=program, at=at, before="running", after="closing")
        Program.objects.filter(pk=program.pk).update(phase="archived")
    return program


def text(client, name: str, program: Program) -> str:
    kwargs = {"organisation": program.organisation.slug, "program": program.public_id}
    answer = client.get(reverse(name, kwargs=kwargs))
    assert answer.status_code == 200
    page = re.search(r"<main.*</main>", answer.content.decode(), re.DOTALL).group()
    read = re.sub(r"<nav.*?</nav>", "", page, flags=re.DOTALL)  # a tab counts who is here now
    return " ".join(re.sub(r"<[^>]*>", " ", read).split())


def figures(client, program: Program) -> str:
    """The report without the line about when people go."""
    page = text(client, "reports:program_report", program)
    return re.sub(r"(Am|Stand) \d+\.\s\w+\s\d{4}(?! bis).*?(gibt es nicht mehr\.|Jetzt löschen …)", "", page)


def test_the_report_shows_the_same_before_and_after(program, owner, client_for):
    client = client_for(owner)
    before = figures(client, program)
    assert "8 von 8" in before
    assert "16" in before
    forget_ended()
    with scope(program.organisation):
        assert not Participant.objects.exists()
        assert not Answer.objects.exists()
    assert figures(client, program) == before
    assert "Was Personen betraf, ist seitdem gelöscht." in text(client, "reports:program_report", program)


def test_a_higher_floor_later_changes_nothing_that_is_kept(program, owner, client_for):
    forget_ended()
    before = figures(client_for(owner), program)
    program.organisation.smallest_group = 30
    program.organisation.save()
    assert figures(client_for(owner), program) == before


def test_hr_is_told_two_weeks_before_with_the_report_at_hand(program, owner, client_for):
    overview = reverse("reports:overview", kwargs={"organisation": program.organisation.slug})
    words = "Persönliche Inhalte werden gelöscht"
    for days_ago, told in ((340, False), (355, True)):
        with scope(program.organisation):
            other = factories.program(f"Anderes {days_ago}", phase="archived", lead=owner)
            at = clock.now() - timedelta(days=days_ago)
            PhaseChange.objects.create(program=other, at=at, after="closing")
            Program.objects.filter(pk=program.pk).update(phase="running")
        assert (words in client_for(owner).get(overview).content.decode()) is told


def test_pages_say_the_day_and_an_owner_may_end_it_early(program, owner, client_for):
    client = client_for(owner)
    page = text(client, "programs:program_detail", program)
    assert "werden die persönlichen Inhalte gelöscht" in page
    assert "Jetzt löschen …" in page
    kwargs = {"organisation": program.organisation.slug, "program": program.public_id}
    url = reverse("programs:program_forget", kwargs=kwargs)
    assert "Es lässt sich nicht zurücknehmen" in client.get(url).content.decode()
    assert "gerade gelöscht" in client.post(url, follow=True).content.decode()
    forget_ended()
    assert "Was Personen betraf, ist seitdem gelöscht." in text(client, "programs:program_detail", program)


def test_participants_read_the_day_on_their_page_about_privacy(program, client_for):
    with scope(program.organisation):
        person = Membership.objects.filter(participations__program=program).first()
    url = reverse("programs:privacy", kwargs={"organisation": program.organisation.slug})
    assert (
        "werden die persönlichen Inhalte dieses Programms gelöscht"
        in client_for(person).get(url).content.decode()
    )
