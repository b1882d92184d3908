import pytest
from django.urls import reverse

from feedback import surveys
from feedback.models import Answer, Outcome, SurveyRequest
from mail.models import Message
from programs.models import WeeklyTime
from sessions.models import Session
from tenancy.scope import scope
from tests import factories
from tests.feedback.conftest import START

ANSWERS = {"helpful": "5", "fit": "yes"}


@pytest.fixture
def url(organisation, asked):
    """The address of a page behind the mentor's link."""
    with scope(organisation):
        token = surveys.link_token(asked.session, asked.membership)[0]
    return lambda name="survey": reverse(f"feedback:{name}", args=[token])


@pytest.fixture
def held(organisation, asked) -> None:
    with scope(organisation):
        surveys.record(asked, outcome=Outcome.HELD)


def text(response) -> str:
    return " ".join(response.content.decode().split())


def stored(asked: SurveyRequest) -> tuple[str, bool, int]:
    """What this person said, whether more is to be asked, and how many answers there are."""
    with scope(asked.organisation):
        asked.refresh_from_db()
        return asked.outcome, asked.answered_on is None, Answer.objects.count()


def test_the_mail_has_a_button_for_each_outcome(organisation, asked, url):
    with scope(organisation):
        mail = Message.objects.get(recipient=asked.membership.email)
        assert mail.subject == f"Fand Sitzung 1 mit {asked.session.tandem.mentee.membership} statt?"
    for outcome in Outcome.values:
        assert f"{url()}?outcome={outcome}" in mail.text and f"{url()}?outcome={outcome}" in mail.html


@pytest.mark.parametrize("query", ["", "?outcome=held", "?outcome=missed", "?outcome=nonsense"])
def test_survey_get_and_head_change_nothing(asked, url, client, query):
    for method in (client.get, client.head):
        assert method(url() + query).status_code == 200
    assert stored(asked) == ("", True, 0)
    assert client.get(url("outcome") + query).status_code == 405
    assert client.get(url("done")).status_code == 302
    assert stored(asked) == ("", True, 0)


@pytest.mark.parametrize(("query", "primary"), [("", 0), ("?outcome=moved", 1), ("?outcome=nonsense", 0)])
def test_the_button_of_the_mail_stands_out(url, client, query, primary):
    page = text(client.get(url() + query))
    assert page.count("btn--primary") == primary
    assert ('btn--primary" type="submit" name="outcome" value="moved"' in page) == bool(primary)


def test_one_press_records_that_it_took_place_and_asks_how_it_was(asked, url, client):
    page = client.post(url("outcome"), {"outcome": "held"}, follow=True)
    assert "Wie hilfreich war das Gespräch" in text(page)
    assert stored(asked) == ("held", True, 0)


@pytest.mark.parametrize("outcome", ["moved", "missed"])
def test_a_session_that_fell_through_asks_nothing_more(asked, url, client, outcome):
    page = client.post(url("outcome"), {"outcome": outcome}, follow=True)
    assert "das ist notiert" in text(page) and "Mehr fragen wir dazu nicht" in text(page)
    assert stored(asked) == (outcome, False, 0)


def test_a_second_press_changes_nothing_and_another_says_what_is_there(asked, url, client):
    for _ in range(2):
        page = client.post(url("outcome"), {"outcome": "held"}, follow=True)
        assert "schon notiert" not in text(page)
    page = client.post(url("outcome"), {"outcome": "missed"}, follow=True)
    assert "Das ist schon notiert: fand statt." in text(page)
    assert stored(asked) == ("held", True, 0)


@pytest.mark.parametrize("outcome", ["", "HELD", "gone", "\x00"])
def test_what_is_no_outcome_asks_again(asked, url, client, outcome):
    page = client.post(url("outcome"), {"outcome": outcome}, follow=True)
    assert "Fand Sitzung 1" in text(page)
    assert stored(asked) == ("", True, 0)


def test_answers_before_the_outcome_are_not_taken(asked, url, client):
    assert "Fand Sitzung 1" in text(client.post(url(), ANSWERS))
    assert stored(asked) == ("", True, 0)


def test_survey_post_stores_the_answer_without_a_sign_in(asked, held, url, client):
    page = client.post(url(), ANSWERS, follow=True)
    assert "Ihre Rückmeldung ist da" in text(page)
    assert stored(asked) == ("held", False, 1)
    client.post(url(), ANSWERS | {"helpful": "1"})
    assert stored(asked) == ("held", False, 1)


def test_survey_with_something_missing_keeps_what_was_chosen(asked, held, url, client):
    page = client.post(url(), {"fit": "no"})
    assert page.status_code == 200
    assert page.context["form"]["fit"].value() == "no"
    assert "helpful" in page.context["form"].errors
    assert stored(asked) == ("held", True, 0)


@pytest.mark.parametrize("helpful", ["9", "0", "drei", "", "4' OR 1=1"])
def test_survey_refuses_values_that_are_no_choice(asked, held, url, client, helpful):
    assert client.post(url(), ANSWERS | {"helpful": helpful}).status_code == 200
    assert stored(asked) == ("held", True, 0)


def test_the_questions_are_voluntary_and_stay_open(asked, held, url, client):
    assert f'href="{url("done")}"' in text(client.get(url()))
    page = text(client.get(url("done")))
    assert "das ist notiert" in page and f'href="{url()}"' in page
    assert stored(asked) == ("held", True, 0)


def test_survey_offers_a_talk_when_it_does_not_fit_and_tells_nobody(organisation, lead, held, url, client):
    with scope(organisation):
        before = Message.objects.count()
    page = client.post(url(), {"helpful": "2", "fit": "no"}, follow=True)
    assert lead.email in text(page)
    with scope(organisation):
        assert Message.objects.count() == before


@pytest.fixture
def free(organisation, session) -> None:
    """Both have given times."""
    with scope(organisation):
        for person in session.tandem.members:
            for day in range(5):
                WeeklyTime.objects.create(membership=person, weekday=day, starts=540, ends=720)


@pytest.mark.parametrize("outcome", Outcome.values)
def test_the_thanks_offer_three_times_that_lead_to_booking_with_that_time_chosen(
    organisation, session, asked, free, url, client, client_for, outcome
):
    page = client.post(url("outcome"), {"outcome": outcome}, follow=True)
    if outcome == "held":
        page = client.get(url("done"))
    book = reverse("sessions:session_book", args=[organisation.slug, session.tandem.public_id])
    links = [part.split('"')[0] for part in text(page).split('href="') if part.startswith(f"{book}?slot=")]
    assert len(links) == 3
    assert client.get(links[2]).status_code == 302  # to the sign-in
    chosen = client_for(asked.membership).get(links[2]).context["form"].chosen
    assert links[2].endswith(chosen.replace(":", "%3A"))
    with scope(organisation):
        assert Session.objects.count() == 1


def test_where_the_next_session_is_booked_the_thanks_say_when(organisation, session, held, free, url, client):
    with scope(organisation):
        factories.session(session.tandem, starts_at=START.replace(day=18), number=2)
    page = text(client.get(url("done")))
    assert "Die nächste Sitzung ist verabredet" in page and "18. Februar" in page
    assert "?slot=" not in page


@pytest.mark.parametrize("state", ["paused", "ended"])
def test_a_tandem_that_does_not_run_is_offered_nothing(organisation, session, held, free, url, client, state):
    with scope(organisation):
        session.tandem.state = state
        session.tandem.save(update_fields=["state"])
    assert "?slot=" not in text(client.get(url("done")))


def test_home_asks_in_one_press_and_then_how_it_was(organisation, asked, url, client_for):
    client = client_for(asked.membership)
    home = reverse("programs:home", args=[organisation.slug])
    page = text(client.get(home))
    assert f'action="{url("outcome")}"' in page and "Fand Sitzung 1" in page
    client.post(url("outcome"), {"outcome": "held"})
    page = text(client.get(home))
    assert f'href="{url()}"' in page and "Wie war Sitzung 1" in page
    client.post(url(), ANSWERS)
    assert "feedback-card" not in text(client.get(home))


@pytest.mark.parametrize("name", ["survey", "outcome", "done"])
@pytest.mark.parametrize("token", ["{pk}-unbekannt", "999999-unbekannt", "keins"])
def test_an_unknown_token_is_404(organisation, client, name, token):
    address = reverse(f"feedback:{name}", args=[token.format(pk=organisation.pk)])
    answer = client.post(address, {"outcome": "held"}) if name == "outcome" else client.get(address)
    assert answer.status_code == 404
