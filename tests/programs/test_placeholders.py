import pytest

from programs import placeholders, wording
from programs.placeholders import COMMON, fill, problems
from tenancy.scope import scope
from tests import factories

#: What people try who want more than a name out of a text.
HOSTILE = [
    "{user.__class__}",
    "{user.__class__.__mro__}",
    "{0}",
    "{}",
    "{0.__init__.__globals__}",
    "{self}",
    "{!r}",
    "{vorname}",
    "{vorname!r:>10}",
    "{{user.__class__}}",
    "{{ user.__class__ }}",
    "{{ a.b }}",
    "{{a|safe}}",
    "{{ vorname|safe }}",
    "{{vorname.upper}}",
    "{{vorname()}}",
    "{{ vorname() }}",
    "{{vorname[0]}}",
    "{{_vorname}}",
    "{{ request }}",
    "{{ request.user.password }}",
    "{{settings.SECRET_KEY}}",
    "{{ participant.membership.email }}",
    "{{email}}",
    "{{quiet}}",
    "{{ participant.quiet }}",
    "{{answer}}",
    "{{token}}",
    "{{url}}",
    "{{ tandem.mentor }}",
    "{{partner}}",
    "{{gegenüber}}",
    "{{frist}}",
    "{{vornmae}}",
    "{{vor name}}",
    "{{vorname vorname}}",
    "{{}}",
    "{{ }}",
    "{{{vorname}}}",
    "{{{{vorname}}}}",
    "{{ {{vorname}} }}",
    "{{vor{{name}}name}}",
    "{{vorname}",
    "{vorname}}",
    "{{vorname\n}}",
    "{{\nvorname}}",
    "{{vorname\x00}}",
    "{{vorname\u200b}}",
    "{{vоrname}}",
    "{% include 'emails/_layout.html' %}",
    "{% load i18n %}",
    "{% debug %}",
    "{% extends '/etc/passwd' %}",
    "{% csrf_token %}",
    "{%vorname%}",
    "{# vorname #}",
    "{{ 7*7 }}",
    "{{7*'7'}}",
    "${7*7}",
    "#{7*7}",
    "*{7*7}",
    "@{7*7}",
    "{{''.__class__.__base__.__subclasses__()}}",
    "{{config.items()}}",
    "{{cycler.__init__.__globals__.os.popen('id').read()}}",
    "{{lipsum.__globals__}}",
    "{{range.constructor('return 1')()}}",
    "{{constructor.constructor('alert(1)')()}}",
    "{{=<% %>=}}",
    "{{> partial}}",
    "{{#each users}}{{name}}{{/each}}",
    "{{&vorname}}",
    "{{!vorname}}",
    "{{vorname:html}}",
    "{{../vorname}}",
    "{{__proto__}}",
]
VALUES = dict.fromkeys(COMMON, "x") | {"first_name": "Jana", "name": "Jana Vogt", "program": "Lernen"}


@pytest.mark.parametrize("text", HOSTILE)
@pytest.mark.parametrize("language", ["de", "de-du", "en"])
def test_what_is_no_placeholder_is_refused_by_name(text, language):
    sentences = list(problems(f"Guten Tag {text},", COMMON, language))
    assert sentences
    assert all("{" in sentence or "}" in sentence for sentence in sentences)


@pytest.mark.parametrize("text", HOSTILE)
def test_what_is_no_placeholder_is_never_worked_out(text):
    left = fill(text, VALUES)
    assert left.replace("Jana Vogt", "{{name}}").replace("Jana", "{{vorname}}") == text


def test_every_payload_is_another_one():
    assert len(set(HOSTILE)) == len(HOSTILE) >= 60


@pytest.mark.parametrize(
    "text", ["{{vorname}}", "{{ vorname }}", "{{Vorname}}", "{{first_name}}", "{{ FIRST_NAME }}"]
)
def test_both_languages_spaces_and_capitals_are_understood(text):
    assert list(problems(text, COMMON, "de")) == []
    assert fill(text, VALUES) == "Jana"


def test_a_typing_error_is_named_with_what_is_meant():
    assert list(problems("Hallo {{vornmae}}", COMMON, "de")) == [
        "{{vornmae}} gibt es in dieser Mail nicht. Gemeint ist {{vorname}}?"
    ]


def test_the_suggestion_is_in_the_language_of_the_text():
    [sentence] = problems("Hello {{frist_name}}", COMMON, "en")
    assert "{{first_name}}" in sentence


def test_something_quite_different_is_named_without_a_guess():
    assert list(problems("{{xyzzy}}", COMMON, "de")) == ["{{xyzzy}} gibt es in dieser Mail nicht."]


def test_a_long_mistake_is_quoted_short():
    [sentence] = problems("{{" + "x" * 5000 + "}}", COMMON, "de")
    assert len(sentence) < 200


def test_values_are_put_in_once():
    values = VALUES | {"first_name": "{{programm}}", "program": "{{vorname}}"}
    assert fill("{{vorname}} {{programm}}", values) == "{{programm}} {{vorname}}"


def test_each_name_means_one_thing():
    names = [(name, item.key) for item in placeholders.ALL.values() for name in {item.german, item.english}]
    assert len({name for name, _key in names}) == len(names)


@pytest.mark.parametrize("kind", wording.EDITABLE)
@pytest.mark.parametrize("form", ["de", "de-du", "en"])
@pytest.mark.parametrize("again", [False, True])
def test_what_we_propose_passes_our_own_check(kind, form, again):
    for part in wording.proposed(kind, form, again=again):
        assert part
        assert list(problems(part, wording.EDITABLE[kind], form)) == []


def test_no_kind_may_name_anything_of_another_person_before_both_have_agreed():
    assert [kind for kind, keys in wording.EDITABLE.items() if "partner" in keys] == [
        "tandem.confirmed",
        "tandem.ended",
        "tandem.nudge",
    ]


@pytest.mark.django_db
def test_a_placeholder_reaches_only_the_reader_and_what_all_know(organisation, lead):
    with scope(organisation):
        program = factories.program("Lernen", lead=lead)
        person = factories.participant(program, membership=factories.membership("Dr. Ines Kaltenbach"))
        values = wording.values(program, person.membership, form="de", is_mentor=True)
    invitation = values.pop("invitation")
    assert "Lernen" in invitation
    assert values == {
        "first_name": "Ines",
        "name": "Dr. Ines Kaltenbach",
        "program": "Lernen",
        "organisation": "Weserwerk",
        "contact": "Leon Hartwig",
        "count": "6",
        "minutes": "45",
        "months": "6",
        "start": "1. Oktober 2026",
    }
