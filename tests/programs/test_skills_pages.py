import pytest
from django.urls import reverse

from programs import answers, skills
from programs.models import Skill, Synonym
from tenancy.scope import scope
from tests import factories

pytestmark = pytest.mark.django_db


def at(page: str, **where) -> str:
    return reverse(f"programs:{page}", kwargs={"organisation": "weserwerk", **where})


@pytest.fixture
def house(organisation):
    """Three topics: one with a synonym and two people, one new that looks like it, one that nobody has."""
    with scope(organisation):
        known = factories.skill("Power BI")
        factories.synonym("Berichte bauen", of=known)
        new = skills.ensure(["PowerBI"])["powerbi"]
        factories.skill("Python")
        for level in (3, 4):
            answers.offer(factories.participant(), {known: level})
        answers.offer(factories.participant(), {new: 5})
    return {"known": known, "new": new}


def listed(response) -> list[tuple[str, int]]:
    return [(skill.name, people) for skill, people in response.context["rows"]]


def test_the_list_tells_how_many_people_have_a_topic(house, lead, client_for):
    client = client_for(lead)
    assert listed(client.get(at("skill_list"))) == [("Power BI", 2), ("PowerBI", 1), ("Python", 0)]
    assert listed(client.get(at("skill_list"), {"show": "new"})) == [("PowerBI", 1)]
    assert listed(client.get(at("skill_list"), {"q": "BERICHTE"})) == [("Power BI", 2)]


def test_a_new_topic_is_marked_and_shown_beside_the_one_it_looks_like(house, lead, client_for):
    text = client_for(lead).get(at("skill_list")).content.decode()
    assert text.count('<span class="chip chip--attn">neu</span>') == 1
    assert "„PowerBI“ und „Power BI“" in text


def test_the_list_asks_the_database_as_often_for_many_topics_as_for_few(
    organisation, house, lead, client_for, django_assert_num_queries, django_assert_max_num_queries
):
    client = client_for(lead)
    client.get(at("skill_list"))
    with django_assert_max_num_queries(30) as few:
        client.get(at("skill_list"))
    with scope(organisation):
        for number in range(60):
            factories.synonym(f"Wort {number}", of=factories.skill())
    with django_assert_num_queries(len(few)):
        assert len(client.get(at("skill_list")).context["rows"]) == 50


def test_what_is_accepted_is_no_longer_new(organisation, house, lead, client_for):
    with scope(organisation):
        typed = skills.ensure(f"Thema {number}" for number in range(30)).values()
        chosen = [skill.pk for skill in typed]
    response = client_for(lead).post(at("skills_accept"), {"skill": chosen}, follow=True)
    assert "30 Themen sind geprüft." in response.content.decode()
    with scope(organisation):
        assert list(Skill.objects.filter(is_new=True)) == [house["new"]]


def test_merging_shows_what_happens_and_then_does_it(organisation, house, lead, client_for):
    client, chosen = client_for(lead), {"skill": [house["known"].pk, house["new"].pk]}
    page = client.get(at("skill_merge"), chosen)
    assert "3 Personen haben danach das eine Thema." in page.content.decode()
    assert "3 Schreibweisen meinen danach dieses Thema" in page.content.decode()
    assert page.context["form"]["target"].value() == house["known"].pk
    with scope(organisation):
        assert Skill.objects.current().count() == 3
    data = chosen | {"target": house["known"].pk}
    assert client.post(at("skill_merge"), data).url == at("skill_list")
    with scope(organisation):
        assert skills.find(["PowerBI"])["powerbi"] == house["known"]
    assert listed(client.get(at("skill_list"))) == [("Power BI", 3), ("Python", 0)]
    assert client.post(at("skill_merge"), data).url == at("skill_list")


def test_the_other_topic_can_be_typed_in_any_of_its_words(house, lead, client_for):
    chosen = {"skill": house["new"].pk, "with": "berichte  bauen"}
    page = client_for(lead).get(at("skill_merge"), chosen)
    assert {skill.name for skill in page.context["skills"]} == {"Power BI", "PowerBI"}


@pytest.mark.parametrize("given", [{}, {"skill": "x"}, {"skill": "9" * 30}, {"with": "Unbekannt"}])
def test_merging_needs_two_topics(given, house, lead, client_for):
    page = client_for(lead).get(at("skill_merge"), given, follow=True)
    assert "mindestens zwei Themen" in page.content.decode()


def test_a_target_that_is_none_of_the_topics_is_asked_again(organisation, house, lead, client_for):
    data = {"skill": [house["known"].pk, house["new"].pk], "target": "0"}
    assert client_for(lead).post(at("skill_merge"), data).context["form"].errors
    with scope(organisation):
        assert Skill.objects.current().count() == 3


def test_a_topic_gets_its_names_and_a_taken_one_gets_a_sentence(organisation, house, lead, client_for):
    client, page = client_for(lead), at("skill_detail", skill=house["new"].pk)
    refused = client.post(page, {"name": "Berichte bauen", "name_en": "Reports"})
    assert "gehört schon zum Thema „Power BI“" in refused.content.decode()
    assert refused.context["form"]["name_en"].value() == "Reports"
    assert client.post(page, {"name": "  Bilder  bauen ", "name_en": "Pictures"}).url == at("skill_list")
    with scope(organisation):
        skill = skills.find(["pictures"])["pictures"]
        assert (skill.pk, skill.name, skill.is_new) == (house["new"].pk, "Bilder bauen", False)


def test_words_are_added_and_taken_away(organisation, house, lead, client_for):
    client, where = client_for(lead), {"skill": house["new"].pk}
    added = client.post(at("synonym_add", **where), {"name": "PBI"}, follow=True)
    assert "„PBI“ meint jetzt „PowerBI“." in added.content.decode()
    refused = client.post(at("synonym_add", **where), {"name": "power bi"}, follow=True)
    assert "gehört schon zum Thema „Power BI“" in refused.content.decode()
    assert client.post(at("synonym_add", **where), {"name": " "}).context["synonym_form"].errors
    with scope(organisation):
        word = Synonym.objects.get(name="PBI")
    client.post(at("synonym_remove", **where, synonym=word.pk))
    assert client.post(at("synonym_remove", **where, synonym=word.pk)).status_code == 404
    with scope(organisation):
        assert Synonym.objects.count() == 1


def test_topics_of_another_house_do_not_exist(organisation, other_organisation, house, lead, client_for):
    with scope(other_organisation):
        foreign = factories.synonym("Fremd", of=factories.skill("Geheim"))
    client = client_for(lead)
    assert client.get(at("skill_detail", skill=foreign.skill_id)).status_code == 404
    assert client.post(at("synonym_add", skill=foreign.skill_id), {"name": "Neu"}).status_code == 404
    removing = at("synonym_remove", skill=house["new"].pk, synonym=foreign.pk)
    assert client.post(removing).status_code == 404
    chosen = {"skill": [house["new"].pk, foreign.skill_id], "with": "Geheim"}
    assert client.get(at("skill_merge"), chosen).url == at("skill_list")
    assert "Geheim" not in client.get(at("skill_options"), {"wish_1": "Geh"}).content.decode()
    with scope(other_organisation):
        assert Synonym.objects.count() == 1


def test_a_field_is_offered_topics_for_its_letters(house, participant_member, client_for):
    client = client_for(participant_member)
    text = client.get(at("skill_options"), {"more_1": "beri"}).content.decode()
    assert '<option value="Power BI" label="Berichte bauen: Power BI"></option>' in text
    assert "Python" not in text


def test_a_field_with_several_topics_is_offered_the_list_with_its_last_one_completed(house, lead, client_for):
    client = client_for(lead)
    text = client.get(at("skill_options"), {"several": "1", "column_5": "Excel; beri"}).content.decode()
    assert 'value="Excel, Power BI"' in text
    assert (
        'value="Power BI"'
        in client.get(at("skill_options"), {"several": "1", "column_5": "beri"}).content.decode()
    )
