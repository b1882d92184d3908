import pytest
from django.urls import reverse

from programs import answers, times, vocabulary
from programs.models import Participant, Skill
from programs.times import Window
from tenancy.scope import scope
from tests import factories

pytestmark = pytest.mark.django_db

NO_HOURS = {"hours-TOTAL_FORMS": "2", "hours-INITIAL_FORMS": "0"}
TWO_BLOCKS = {"blocks": ["0-9", "2-13"]} | NO_HOURS


@pytest.fixture
def program(organisation, lead):
    with scope(organisation):
        return factories.program(lead=lead)


@pytest.fixture
def joined(organisation, program):
    """Somebody who just joined, on either side."""

    def on(side: str) -> Participant:
        with scope(organisation):
            return factories.participant(program, side=side, answered_at=None, languages=[])

    return on


def page(participant: Participant, step: str) -> str:
    where = {"organisation": "weserwerk", "program": participant.program.public_id, "step": step}
    return reverse("programs:questions", kwargs=where)


HOME = "/o/weserwerk/me/"


def weights(participant: Participant) -> list[tuple[str, int]]:
    return [(row.skill.name, row.weight) for row in answers.skills_of(participant)]


def test_a_mentor_keeps_drops_and_adds_topics(organisation, joined, client_for):
    mentor = joined("mentor")
    with scope(organisation):
        python, excel = factories.skill("Python"), factories.skill("Excel")
        answers.offer(mentor, {python: 5, excel: 5})
    data = {
        f"skill_{python.pk}": "on",
        f"level_{python.pk}": "4",
        f"level_{excel.pk}": "5",
        "more_1": "  Kurz videos ",
        "more_level_1": "5",
        "more_2": "",
        "more_level_2": "3",
        "more_level_3": "3",
    }
    response = client_for(mentor.membership).post(page(mentor, "topics"), data)
    assert response.url == page(mentor, "languages")
    with scope(organisation):
        assert weights(mentor) == [("Kurz videos", 5), ("Python", 4)]


def test_topics_of_the_list_are_ticked_with_their_level(organisation, joined, client_for):
    mentor = joined("mentor")
    with scope(organisation):
        skill = factories.skill("Python")
        answers.offer(mentor, {skill: 4})
    form = client_for(mentor.membership).get(page(mentor, "topics")).context["form"]
    assert [(check.initial, level.initial) for check, level in form.rows()] == [(True, 4)]


def test_a_topic_typed_in_another_spelling_is_the_same_topic(organisation, joined, client_for):
    mentor = joined("mentor")
    with scope(organisation):
        factories.skill("KI im Alltag")
    levels = {f"more_level_{number}": "3" for number in (1, 2, 3)}
    client_for(mentor.membership).post(page(mentor, "topics"), levels | {"more_1": "ki im  ALLTAG"})
    with scope(organisation):
        assert weights(mentor) == [("KI im Alltag", 3)]
        assert Skill.objects.count() == 1


def test_a_mentor_without_any_topic_is_asked_again(joined, client_for):
    mentor = joined("mentor")
    levels = {f"more_level_{number}": "3" for number in (1, 2, 3)}
    response = client_for(mentor.membership).post(page(mentor, "topics"), levels)
    assert "mindestens ein Thema" in response.content.decode()


def test_a_mentee_ranks_wishes_known_and_new_ones(organisation, joined, client_for):
    mentee = joined("mentee")
    with scope(organisation):
        factories.skill("Python"), factories.skill("Excel")
    data = {"wish_1": "excel", "wish_3": "Python", "wish_4": " Podcasts "}
    response = client_for(mentee.membership).post(page(mentee, "topics"), data)
    assert response.url == page(mentee, "languages")
    with scope(organisation):
        assert weights(mentee) == [("Excel", 3), ("Python", 2), ("Podcasts", 2)]


def test_wishes_come_back_in_their_order(organisation, joined, client_for):
    mentee = joined("mentee")
    with scope(organisation):
        wishes = [factories.skill(name) for name in ("Zeta", "Alpha", "Mitte", "Ende", "Beta")]
        answers.wish(mentee, wishes)
    form = client_for(mentee.membership).get(page(mentee, "topics")).context["form"]
    assert [form[f"wish_{number}"].initial for number in range(1, 6)] == [skill.name for skill in wishes]


def test_the_same_wish_twice_is_named(organisation, joined, client_for):
    mentee = joined("mentee")
    with scope(organisation):
        factories.synonym("XLS", of=factories.skill("Excel"))
    wishes = {"wish_1": "Excel", "wish_2": "xls", "wish_3": "Neues", "wish_4": "neues"}
    response = client_for(mentee.membership).post(page(mentee, "topics"), wishes)
    assert list(response.context["form"].errors) == ["wish_2", "wish_4"]
    with scope(organisation):
        assert (weights(mentee), Skill.objects.count()) == ([], 1)


def test_a_mentee_without_any_wish_is_asked_again(joined, client_for):
    mentee = joined("mentee")
    response = client_for(mentee.membership).post(page(mentee, "topics"), {"wish_1": "  "})
    assert "mindestens ein Thema" in response.content.decode()


def test_a_topic_that_was_merged_while_somebody_answered_is_not_lost(organisation, owner, joined, client_for):
    mentor = joined("mentor")
    with scope(organisation):
        excel, tables = factories.skill("Excel"), factories.skill("Tabellen")
        answers.offer(mentor, {excel: 4})
        vocabulary.merge(tables, [excel], by=owner)
    seen_before = {f"skill_{excel.pk}": "on", f"level_{excel.pk}": "5"}
    levels = {f"more_level_{number}": "3" for number in (1, 2, 3)}
    client_for(mentor.membership).post(page(mentor, "topics"), seen_before | levels)
    with scope(organisation):
        assert weights(mentor) == [("Tabellen", 5)]
        answers.offer(mentor, {excel: 2, tables: 3})
        assert weights(mentor) == [("Tabellen", 3)]


def test_each_question_is_saved_at_once_and_leads_to_the_next(organisation, joined, client_for):
    mentee = joined("mentee")
    client = client_for(mentee.membership)
    assert client.post(page(mentee, "topics"), {"wish_1": "Podcasts"}).url == page(mentee, "languages")
    assert client.post(page(mentee, "languages"), {"languages": ["en", "de"]}).url == page(mentee, "meeting")
    meeting = {"form": "onsite", "place": "Bremen"}
    assert client.post(page(mentee, "meeting"), meeting).url == page(mentee, "times")
    assert client.post(page(mentee, "times"), TWO_BLOCKS).url == HOME
    with scope(organisation):
        mentee = Participant.objects.with_people().get(pk=mentee.pk)
        assert (mentee.languages, mentee.form, mentee.membership.place) == (["en", "de"], "onsite", "Bremen")
        assert times.of(mentee.membership) == [Window(0, 540, 720), Window(2, 780, 960)]
        assert mentee.answered_at


def test_the_last_page_leads_back_to_what_is_missing(organisation, joined, client_for):
    mentee = joined("mentee")
    assert client_for(mentee.membership).post(page(mentee, "times"), TWO_BLOCKS).url == page(mentee, "topics")
    with scope(organisation):
        mentee.refresh_from_db()
        assert mentee.answered_at is None


def test_changing_one_answer_later_leads_back_to_the_profile(organisation, program, client_for):
    with scope(organisation):
        ready = factories.participant(program)
    response = client_for(ready.membership).post(page(ready, "languages"), {"languages": ["de"]})
    assert response.url == "/o/weserwerk/me/profile/"


def test_who_changes_one_answer_sees_no_path_of_steps_and_may_go_back(organisation, program, client_for):
    with scope(organisation):
        ready = factories.participant(program)
    html = client_for(ready.membership).get(page(ready, "languages")).content.decode()
    assert "Schritt 2" not in html
    assert html.count('href="/o/weserwerk/me/profile/"') == 2
    assert "None" not in client_for(ready.membership).get(page(ready, "start")).content.decode()


@pytest.mark.parametrize(
    ("step", "data", "sentence"),
    [
        ("languages", {}, "mindestens eine Sprache"),
        ("languages", {"languages": ["klingonisch"]}, "languages"),
        ("meeting", {"form": "onsite", "place": " "}, "braucht es den Standort"),
        ("times", NO_HOURS, "mindestens zwei Zeiten"),
        ("times", NO_HOURS | {"blocks": ["0-9"]}, "mindestens zwei Zeiten"),
        ("times", {"blocks": ["0-9", "1-9"]}, "Bitte eine Angabe prüfen"),
    ],
)
def test_a_wrong_answer_gets_a_sentence_and_writes_nothing(
    step, data, sentence, organisation, joined, client_for
):
    mentee = joined("mentee")
    response = client_for(mentee.membership).post(page(mentee, step), data)
    assert response.status_code == 200
    assert sentence in response.content.decode()
    assert "Fehler:" in response.content.decode()
    with scope(organisation):
        mentee.refresh_from_db()
        assert (mentee.languages, mentee.form, times.of(mentee.membership)) == ([], "both", [])


@pytest.mark.parametrize("standing", ["imported", "invited", "left"])
def test_questions_are_for_people_who_take_part(standing, organisation, program, client_for):
    with scope(organisation):
        person = factories.participant(program, standing=standing)
    assert client_for(person.membership).get(page(person, "topics")).status_code == 404


def test_questions_of_a_program_one_is_not_in_do_not_exist(
    organisation, program, participant_member, client_for
):
    with scope(organisation):
        person = factories.participant(program)
    client = client_for(participant_member)
    assert {client.get(page(person, step)).status_code for step in ("topics", "unsinn")} == {404}
    assert client_for(person.membership).get(page(person, "unsinn")).status_code == 404


def test_what_hr_sees_stands_before_the_first_answer(organisation, joined, client_for):
    mentee = joined("mentee")
    client = client_for(mentee.membership)
    start = page(mentee, "start")
    assert f'href="{start}"' in client.get(HOME).content.decode()
    html = client.get(start).content.decode()
    for text in ("HR sieht nicht", "Es folgen 4 kurze Fragen", f'href="{page(mentee, "topics")}"'):
        assert text in html


def test_nobody_is_asked_more_than_seven_questions(joined):
    assert len(answers.steps_of(joined("mentor"))) == 5
    assert len(answers.steps_of(joined("mentee"))) == 4


def test_home_goes_on_where_somebody_stopped_days_ago(organisation, joined, client_for):
    mentee = joined("mentee")
    client = client_for(mentee.membership)
    client.post(page(mentee, "topics"), {"wish_1": "Podcasts"})
    client.post(page(mentee, "languages"), {"languages": ["de"]})
    assert f'href="{page(mentee, "times")}"' in client.get(HOME).content.decode()


def test_a_mentor_says_last_how_much_room_there_is(organisation, joined, client_for):
    mentor = joined("mentor")
    client = client_for(mentor.membership)
    assert client.post(page(mentor, "times"), TWO_BLOCKS).url == page(mentor, "capacity")
    for wrong in ("0", "4", ""):
        assert client.post(page(mentor, "capacity"), {"number": wrong}).status_code == 200
    client.post(page(mentor, "capacity"), {"number": "2"})
    with scope(organisation):
        mentor.refresh_from_db()
    assert mentor.capacity == 2


def test_a_mentee_is_not_asked_for_room(joined, client_for):
    mentee = joined("mentee")
    assert client_for(mentee.membership).get(page(mentee, "capacity")).status_code == 404
