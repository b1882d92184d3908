import pytest
from django.urls import reverse

from programs import guard, guard_words, progress
from programs.errors import ProgramError
from programs.models import AbsentManager, GuardFinding, Unchecked
from programs.tasks import sweep_guard
from tenancy.scope import scope
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def house(organisation):
    with scope(organisation):
        yield organisation


@pytest.fixture
def program(house, lead):
    return factories.program(
        lead=lead,
        measure="level",
        minimum_distance=2,
        reporting_depth=2,
        shared_depth=1,
        other_department=True,
        other_place=True,
        allow_unchecked=[],
    )


def member(name, **fields):
    return factories.membership(name, **{"department": name, "place": name} | fields)


@pytest.fixture
def chart(house):
    """Kim leads Lea and Rita; Lea leads Mia, who leads Nora; Rita leads Sven."""
    kim = member("Kim", level=9)
    lea, rita = member("Lea", level=7, manager=kim), member("Rita", level=7, manager=kim)
    mia, sven = member("Mia", level=5, manager=lea), member("Sven", level=3, manager=rita)
    return {
        "kim": kim,
        "lea": lea,
        "rita": rita,
        "mia": mia,
        "sven": sven,
        "nora": member("Nora", level=2, manager=mia),
    }


@pytest.fixture
def tandem(program, chart):
    """Sven shows Lea; they fit."""
    mentor = factories.participant(program, membership=chart["sven"])
    mentee = factories.participant(program, membership=chart["lea"], side="mentee")
    return factories.tandem(program, mentor=mentor, mentee=mentee)


def broken(program, mentor, mentee):
    return set(guard.broken(program, mentor, mentee))


def told(program):
    return [
        (tandem, [guard_words.sentence(finding, tandem) for finding in found])
        for tandem, found in guard.undecided(guard.to_decide(program))
    ]


def test_a_pair_that_keeps_to_all_rules_breaks_none(program, chart):
    assert broken(program, chart["sven"], chart["lea"]) == set()


@pytest.mark.parametrize(
    ("mentor", "mentee", "rules"),
    [
        ("nora", "mia", {"mentor_below"}),
        ("nora", "lea", {"mentor_below"}),
        ("nora", "kim", {"mentor_below"}),
        ("kim", "lea", {"same_reporting_line", "mentor_not_junior"}),
        ("lea", "rita", {"shared_manager", "mentor_not_junior"}),
        ("rita", "lea", {"shared_manager", "mentor_not_junior"}),
    ],
)
def test_each_rule_of_the_chart_is_found(program, chart, mentor, mentee, rules):
    program.minimum_distance = 1
    assert broken(program, chart[mentor], chart[mentee]) == rules


def test_department_and_place_count_where_the_rules_are_on(program, chart):
    chart["sven"].department = chart["sven"].place = "Lea"
    assert broken(program, chart["sven"], chart["lea"]) == {"same_department", "same_place"}
    program.other_department = program.other_place = False
    assert broken(program, chart["sven"], chart["lea"]) == set()


def test_for_somebody_without_data_the_rule_cannot_be_checked(program, chart):
    chart["sven"].level, chart["sven"].department = None, ""
    chart["rita"].manager = None
    chart["rita"].save()
    AbsentManager.objects.create(membership=chart["rita"], email_norm="chef@example.org")
    person = factories.participant(program, membership=chart["sven"])
    assert guard.gaps(program, [person]) == {
        Unchecked.MANAGER: [person],
        Unchecked.MEASURE: [person],
        Unchecked.DEPARTMENT: [person],
    }
    program.mentor_below, program.reporting_depth, program.measure = False, 1, "experience"
    person.membership.experience_years, program.other_department = 3, False
    assert guard.gaps(program, [person]) == {}


def test_the_top_of_the_house_lacks_nothing(program, chart):
    assert guard.gaps(program, [factories.participant(program, membership=chart["kim"], side="mentee")]) == {}


def test_gaps_say_what_follows_and_what_hr_let_pass(program, chart):
    person = factories.participant(program, membership=member("Paul", level=None))
    sentences = guard_words.gaps(program, guard.gaps(program, [person]))
    follows = "Die Regel kann nicht geprüft werden, deshalb wird diese Person nicht zugeordnet."
    assert sentences == [
        f"Für 1 Person ist die Führungskraft nicht bis oben bekannt. {follows}",
        f"Für 1 Person fehlt die Karrierestufe oder die Zahl der Berufsjahre. {follows}",
    ]
    program.allow_unchecked = ["manager"]
    assert "Sie haben gewählt, das zuzulassen." in guard_words.gaps(program, guard.gaps(program, [person]))[0]


def test_a_tandem_that_fits_raises_nothing(program, tandem):
    guard.sweep(program)
    assert not guard.waiting(program) and not progress.guard_tasks(program)


def test_a_reorganisation_raises_a_task(program, chart, tandem):
    chart["rita"].manager = chart["lea"]
    chart["rita"].save()
    guard.sweep(program)
    guard.sweep(program)
    assert told(program) == [(tandem, ["Sven berichtet an jemanden, den Lea direkt führt."])]
    (task,) = progress.guard_tasks(program)
    assert (task.label, task.page) == (
        "1 Tandem passt nicht mehr zu den Regeln",
        "programs:guard_findings",
    )


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"level": 6}, "Der Abstand ist kleiner als vereinbart"),
        ({"department": "Lea"}, "Beide arbeiten jetzt im Bereich Lea."),
        ({"place": "Lea"}, "Beide arbeiten jetzt am Standort Lea."),
    ],
)
def test_other_changes_of_a_person_are_found_too(program, chart, tandem, changes, sentence):
    for name, value in changes.items():
        setattr(chart["sven"], name, value)
    chart["sven"].save()
    guard.sweep(program)
    ((_tandem, (found,)),) = told(program)
    assert found.startswith(sentence)


def test_proposals_count_and_what_is_over_does_not(program, chart, tandem):
    chart["sven"].level = 7
    chart["sven"].save()
    for state, number in (
        ("asked_mentor", 1),
        ("declined", 1),
        ("paused", 1),
        ("ended", 0),
        ("not_formed", 0),
    ):
        tandem.state = state
        tandem.save()
        guard.sweep(program)
        assert guard.waiting(program) == number
        assert len(guard.findings(tandem)) == number


def test_what_no_longer_holds_is_forgotten(program, chart, tandem):
    for level, number in ((7, 1), (3, 0)):
        chart["sven"].level = level
        chart["sven"].save()
        guard.sweep(program)
        assert guard.waiting(program) == number
    assert not GuardFinding.objects.exists()


def test_a_kept_tandem_comes_up_again_only_for_another_fact(program, chart, tandem, lead):
    chart["sven"].level = 7
    chart["sven"].save()
    guard.sweep(program)
    guard.keep(tandem, note=" Beide wollen weitermachen. ", by=lead)
    guard.sweep(program)
    assert not guard.waiting(program)
    (kept,) = guard.kept(tandem)
    assert (kept.note, kept.kept_by, kept.kept_at) == ("Beide wollen weitermachen.", lead, kept.kept_at)
    chart["sven"].level = 8
    chart["sven"].save()
    guard.sweep(program)
    assert guard.waiting(program) == 1


def test_keeping_takes_a_note_and_something_to_decide(program, chart, tandem, lead):
    with pytest.raises(ProgramError, match="nichts zu entscheiden"):
        guard.keep(tandem, note="Gut so.", by=lead)
    chart["sven"].level = 7
    chart["sven"].save()
    guard.sweep(program)
    with pytest.raises(ProgramError, match="in einem Satz"):
        guard.keep(tandem, note="  ", by=lead)
    assert guard.waiting(program) == 1


def test_what_is_to_decide_stands_in_the_order_of_names(program, chart):
    names = ["Olaf", "Prof. Öz", "Zoë Adler"]
    for name in reversed(names):
        mentor = factories.participant(program, membership=member(name, level=9))
        mentee = factories.participant(program, membership=member(f"{name} II", level=9), side="mentee")
        factories.tandem(program, mentor=mentor, mentee=mentee)
    guard.sweep(program)
    assert [str(tandem.mentor) for tandem in guard.to_decide(program)] == names


def test_the_sweep_asks_as_often_for_many_tandems_as_for_few(
    program, chart, tandem, django_assert_num_queries
):
    for _ in range(4):
        factories.tandem(program)
    guard.sweep(program)
    with django_assert_num_queries(7):
        guard.sweep(program)


@pytest.mark.role("worker")
def test_the_nightly_sweep_goes_through_all_houses(organisation, program, chart, tandem):
    chart["sven"].level = 7
    chart["sven"].save()
    sweep_guard()
    assert guard.waiting(program) == 1


def hr(name, program, tandem=None):
    where = {"organisation": "weserwerk", "program": program.public_id}
    return reverse(f"programs:{name}", kwargs=where | ({"tandem": tandem.public_id} if tandem else {}))


def test_hr_tandem_detail_offers_to_keep_or_hand_over(program, chart, tandem, lead, client_for):
    chart["sven"].level = 7
    chart["sven"].save()
    guard.sweep(program)
    client = client_for(lead)
    assert "Sven und Lea" in client.get(hr("guard_findings", program)).text
    page = client.get(hr("hr_tandem_detail", program, tandem)).text
    assert "Der Abstand ist kleiner als vereinbart" in page and "Neu zuordnen" in page
    client.post(hr("hr_tandem_keep", program, tandem), {"note": "Beide wollen weiter."})
    page = client.get(hr("hr_tandem_detail", program, tandem)).text
    assert "Entschieden: Das Tandem bleibt" in page and "Beide wollen weiter." in page
    assert "Alle Tandems passen zu den Regeln." in client.get(hr("guard_findings", program)).text


def test_the_two_read_nothing_of_it(program, chart, tandem, client_for):
    address = reverse("programs:home", kwargs={"organisation": "weserwerk"})
    client = client_for(chart["sven"])
    before = client.get(address).text
    chart["lea"].department = "Sven"
    chart["lea"].save()
    guard.sweep(program)
    assert guard.waiting(program) == 1
    assert "passt nicht mehr" not in client.get(address).text and "passt nicht mehr" not in before
