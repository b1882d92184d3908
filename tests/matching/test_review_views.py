import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from mail.models import Message
from matching import pins, runs, swapping
from matching.models import Inquiry, PairPin, Proposal, Run, Step
from matching.review_views import PAGE
from programs.models import Tandem
from tenancy.scope import scope
from tests import factories
from tests.matching.cohorts import person
from tests.matching.drafts import computed, four_and_three, named, pair, pairs


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


@pytest.fixture
def colleague(organisation, program):
    with scope(organisation):
        return factories.membership("Katrin Lohmann", role="owner")


def address(name: str, program, number: int = 1, **more) -> str:
    where = {"organisation": "weserwerk", "program": program.public_id, "number": number}
    return reverse(f"matching:{name}", kwargs=where | more)


def of(organisation, run, mentor: str = "Mia Krämer") -> str:
    with scope(organisation):
        return pair(run, mentor).name


def shown(response) -> list[str]:
    return [row.mentor.name for row in response.context["page"].object_list]


def said(response) -> list[str]:
    return [str(message) for message in response.context["messages"]]


def text(response) -> str:
    return " ".join(response.content.decode().split())


def change(organisation, run, mentor: str, **fields) -> None:
    with scope(organisation):
        Proposal.objects.filter(pk=pair(run, mentor).pk).update(**fields)


# The list


def test_run_detail_shows_every_pair_and_its_fit(hr, program, run):
    page = hr.get(address("run_detail", program)).content.decode()
    assert page.count('class="match-li"') == 3
    assert "Noch hat niemand eine Nachricht bekommen." in page


def test_run_detail_has_one_dot_per_tandem_and_one_stands_out(organisation, hr, program, run):
    page = hr.get(address("run_detail", program), {"pair": of(organisation, run)})
    kinds = [dot.kind for dot in page.context["dots"]]
    assert (len(kinds), kinds.count("sel")) == (3, 1)


@pytest.mark.parametrize(
    ("query", "count"),
    [
        ({"show": "locked"}, 0),
        ({"show": "nonsense"}, 3),
        ({"q": "KRÄMER"}, 1),
        ({"q": "ulrich"}, 1),
        ({"q": "niemand"}, 0),
        ({"department": "Bereich Mia Krämer"}, 1),
        ({"department": "Bereich Henrike Vogt", "q": "Emre"}, 1),
        ({"department": "Gibt es nicht"}, 3),
        ({"sort": "name", "page": "99"}, 3),
        ({"pair": "gibt.es-nicht"}, 3),
    ],
)
def test_run_detail_filters_and_forgives(hr, program, run, query, count):
    response = hr.get(address("run_detail", program), query)
    assert response.status_code == 200
    assert len(response.context["page"].object_list) == count


def test_doubtful_pairs_come_first_the_worst_at_the_top(organisation, hr, program, run):
    change(organisation, run, "Mia Krämer", fit=60, flags=["low_fit"])
    change(organisation, run, "Emre Yıldız", fit=65, flags=["low_fit"])
    change(organisation, run, "Jonas Petersen", fit=90, flags=[])
    page = hr.get(address("run_detail", program))
    assert shown(page) == ["Mia Krämer", "Emre Yıldız", "Jonas Petersen"]
    assert shown(hr.get(address("run_detail", program), {"show": "check"})) == ["Mia Krämer", "Emre Yıldız"]
    hr.post(address("pair_lock", program, pair=of(organisation, run)))
    assert shown(hr.get(address("run_detail", program))) == ["Emre Yıldız", "Jonas Petersen", "Mia Krämer"]


def test_pairs_can_be_sorted_by_fit_and_by_name(organisation, hr, program, run):
    change(organisation, run, "Mia Krämer", fit=60, flags=["low_fit"])
    by_fit = hr.get(address("run_detail", program), {"sort": "fit"})
    assert shown(by_fit)[-1] == "Mia Krämer"
    by_name = hr.get(address("run_detail", program), {"sort": "name"})
    assert shown(by_name) == ["Emre Yıldız", "Jonas Petersen", "Mia Krämer"]


def test_the_numbers_at_the_filters_are_what_the_filters_show(organisation, hr, program, run):
    change(organisation, run, "Mia Krämer", flags=["low_fit"], is_new=True)
    hr.post(address("pair_exclude", program, pair=of(organisation, run, "Emre Yıldız")))
    hr.post(address("pair_lock", program, pair=of(organisation, run, "Jonas Petersen")))
    for show, count in hr.get(address("run_detail", program)).context["figures"].shown.items():
        assert (
            len(hr.get(address("run_detail", program), {"show": show}).context["page"].object_list) == count
        )


def test_run_detail_asks_the_database_as_often_for_many_pairs_as_for_few(
    organisation, hr, program, run, lead
):
    with scope(organisation):
        opened = pair(run, "Mia Krämer")
        pins.exclude(pair(run, "Emre Yıldız"), by=lead)
        crowd(run, 6)
    queries = address("run_detail", program), {"pair": opened.name}
    with scope(organisation):
        few, _page = asked(hr, queries)
        crowd(run, 60)
        many, page = asked(hr, queries)
    assert many == few
    assert len(page.context["page"].object_list) == PAGE


def asked(client, queries):
    """How many queries a page takes at least, of three requests, and the page: one was once seen to take one more."""
    counts = []
    for _ in range(3):
        with CaptureQueriesContext(connection) as caught:
            page = client.get(*queries)
        counts.append(len(caught))
    return min(counts), page


def crowd(run: Run, count: int) -> None:
    """More pairs like the first one, and as many people without a tandem, without asking the engine."""
    like = run.proposals.first()
    for number in range(count):
        mentor, mentee, left = (
            factories.participant(run.program, side=side) for side in ("mentor", "mentee", "mentor")
        )
        fields = {"fit": 70 + number % 30, "detail": like.detail, "points": like.points, "flags": ["low_fit"]}
        Proposal.objects.create(run=run, mentor=mentor, mentee=mentee, **fields)
        run.leftovers.create(
            participant=left, reason="nobody_there", detail={"reason": {}, "nearest": None, "missing": []}
        )


def test_an_opened_pair_that_is_not_on_the_page_stands_on_top(organisation, hr, program, run):
    page = hr.get(address("run_detail", program), {"pair": of(organisation, run), "q": "Emre"})
    assert page.context["opened_elsewhere"]
    assert text(page).index("Mia Krämer und Sabine Hollmann") < text(page).index(
        "Emre Yıldız und Henrike Vogt"
    )


# The opened pair


def test_run_detail_opens_a_pair_whose_points_add_up(organisation, hr, program, run):
    name = of(organisation, run)
    response = hr.get(address("run_detail", program), {"pair": name})
    opened = response.context["opened"]
    assert opened.row.key == name
    assert sum(factor.shown for factor in opened.factors) == opened.row.fit
    assert sum(factor.maximum for factor in opened.factors) == 100
    assert "Warum dieses Paar?" in text(response)


def test_run_detail_shows_the_first_pair_beside_the_list_until_one_is_opened(organisation, hr, program, run):
    page = hr.get(address("run_detail", program))
    assert page.context["opened"].row.key == page.context["page"].object_list[0].key
    assert "why--first" in page.text
    opened = hr.get(address("run_detail", program), {"pair": of(organisation, run)})
    assert "why--first" not in opened.text


def test_the_opened_pair_offers_two_people_with_their_price(organisation, hr, program, run):
    page = hr.get(address("run_detail", program), {"pair": of(organisation, run)})
    options = page.context["opened"].options
    assert len(options) == 2
    assert "Hanna Okafor statt Mia Krämer" in text(page)
    assert options[0].consequences


def test_a_pair_that_is_decided_about_has_no_alternatives(organisation, hr, program, run):
    name = of(organisation, run)
    hr.post(address("pair_lock", program, pair=name))
    page = hr.get(address("run_detail", program), {"pair": name})
    assert page.context["opened"].options == []
    assert "Fixierung lösen" in text(page)


def test_a_run_that_is_replaced_can_be_read_and_not_changed(organisation, hr, program, run):
    with scope(organisation):
        Run.objects.update(state="replaced")
    page = hr.get(address("run_detail", program), {"pair": of(organisation, run)})
    assert "Warum dieses Paar?" in text(page)
    for action in ("Fixieren", "Tauschen", "Nachfragen", "Veröffentlichen", "Rückgängig"):
        assert action not in text(page).split("<main")[1]


# Decisions


def test_pair_lock_returns_to_the_same_row_of_the_same_list(organisation, hr, program, run):
    name = of(organisation, run)
    sent = {"show": "check", "pair": name, "department": "Recht", "seen": ""}
    response = hr.post(address("pair_lock", program, pair=name), sent)
    where = address("run_detail", program)
    assert response.url == f"{where}?show=check&department=Recht&pair={name}#p-{name}"
    with scope(organisation):
        assert PairPin.objects.get().pin == "locked"


def test_pair_lock_says_how_many_are_locked(organisation, hr, program, run):
    response = hr.post(address("pair_lock", program, pair=of(organisation, run)), follow=True)
    assert said(response) == ["Fixiert: Mia Krämer und Sabine Hollmann. 1 von 3."]


def test_pair_exclude_takes_the_pair_off_the_list_and_release_brings_it_back(organisation, hr, program, run):
    name = of(organisation, run)
    hr.post(address("pair_exclude", program, pair=name))
    response = hr.get(address("run_detail", program))
    assert len(response.context["page"].object_list) == 2
    assert [row.key for row in response.context["excluded"]] == [name]
    hr.post(address("pair_release", program, pair=name))
    assert len(hr.get(address("run_detail", program)).context["page"].object_list) == 3


def test_pair_lock_of_an_unknown_pair_is_404(hr, program, run):
    assert hr.post(address("pair_lock", program, pair="a.b")).status_code == 404


def test_a_conflict_names_who_did_what_and_opens_the_pair(
    organisation, hr, client_for, colleague, program, run
):
    name = of(organisation, run)
    client_for(colleague).post(address("pair_lock", program, pair=name), {"seen": ""})
    page = hr.post(address("pair_exclude", program, pair=name), {"seen": ""}, follow=True)
    [sentence] = said(page)
    assert "Katrin Lohmann hat um" in sentence
    assert "Fixiert, Mia Krämer und Sabine Hollmann" in sentence
    assert "Ihr Ausschließen wurde nicht ausgeführt." in sentence
    assert page.context["opened"].row.locked


def test_run_undo_takes_the_newest_step_back_and_says_which(organisation, hr, program, run):
    hr.post(address("pair_lock", program, pair=of(organisation, run)))
    page = hr.get(address("run_detail", program))
    [step] = page.context["steps"]
    assert "Rückgängig" in text(page)
    response = hr.post(address("run_undo", program), {"step": step.pk, "show": "check"}, follow=True)
    assert response.redirect_chain[-1][0] == f"{address('run_detail', program)}?show=check"
    assert said(response) == ["Zurückgenommen: Fixiert, Mia Krämer und Sabine Hollmann."]
    with scope(organisation):
        assert not PairPin.objects.exists()


def test_run_undo_of_nothing_says_so(hr, program, run):
    response = hr.post(address("run_undo", program), {"step": "x"}, follow=True)
    assert said(response) == ["Es gibt nichts mehr, was sich zurücknehmen ließe."]


def test_lock_very_good_locks_and_can_be_taken_back(organisation, hr, program, run):
    change(organisation, run, "Mia Krämer", fit=85)
    hr.post(address("lock_very_good", program))
    with scope(organisation):
        assert pair(run, "Mia Krämer").pin == "locked"
        step = Step.objects.get()
    hr.post(address("run_undo", program), {"step": step.pk})
    with scope(organisation):
        assert not PairPin.objects.exists()


# Swapping


def option_of(organisation, run, newcomer: str = "Hanna Okafor") -> int:
    with scope(organisation):
        offered = swapping.offered(pair(run, "Mia Krämer"))
        return next(swap.number for swap in offered if swap.newcomer.membership.name == newcomer)


def test_pair_swap_shows_before_and_after_and_changes_nothing_by_being_opened(organisation, hr, program, run):
    where = address("pair_swap", program, pair=of(organisation, run), option=option_of(organisation, run))
    page = hr.get(where)
    assert [row.names for row in page.context["before"]] == ["Mia Krämer und Sabine Hollmann"]
    assert [row.names for row in page.context["after"]] == ["Hanna Okafor und Sabine Hollmann"]
    assert "Mia Krämer kommt dazu." in text(page)
    assert "Hanna Okafor kommt herunter." in text(page)
    assert text(page).split("<main")[1].count('<button class="btn btn--primary"') == 1
    with scope(organisation):
        assert ("Mia Krämer", "Sabine Hollmann") in pairs(run)


def test_pair_swap_opens_the_new_pair(organisation, hr, program, run):
    number = option_of(organisation, run)
    where = address("pair_swap", program, pair=of(organisation, run), option=number)
    page = hr.post(where, follow=True)
    assert said(page) == ["Getauscht: Hanna Okafor und Sabine Hollmann. Niemand bekommt davon Nachricht."]
    assert page.context["opened"].row.names == "Hanna Okafor und Sabine Hollmann"
    assert "Nach einem Tausch ohne Tandem." in text(page)


def test_pair_swap_of_a_pair_that_is_gone_names_who_swapped_it(
    organisation, hr, client_for, colleague, program, run
):
    name, number = of(organisation, run), option_of(organisation, run)
    where = address("pair_swap", program, pair=name, option=number)
    client_for(colleague).post(where)
    [sentence] = said(hr.post(where, follow=True))
    assert sentence.startswith("Katrin Lohmann hat um ")
    assert "Getauscht, Hanna Okafor und Sabine Hollmann" in sentence


def test_pair_swap_that_does_not_hold_any_more_leads_back(organisation, hr, program, run):
    name, number = of(organisation, run), option_of(organisation, run)
    with scope(organisation):
        factories.tandem(program, mentor=named("Hanna Okafor"))
    page = hr.get(address("pair_swap", program, pair=name, option=number), follow=True)
    assert said(page) == [
        "Jemand aus diesem Tausch hat keinen Platz mehr. Ihr Tausch wurde nicht ausgeführt."
    ]


# People without a tandem


def test_who_is_left_over_is_listed_with_reason_and_the_pair_to_look_at(organisation, hr, program, run):
    page = hr.get(address("run_detail", program))
    [left] = page.context["waiting"].object_list
    assert left.person.name == "Hanna Okafor"
    assert left.reason
    assert left.pair
    assert "Als Tausch prüfen" in text(page)
    opened = hr.get(address("run_detail", program), {"pair": left.pair}).context["opened"]
    assert left.nearest in opened.row.names


def test_who_is_left_over_comes_in_pages(organisation, hr, program, run):
    with scope(organisation):
        crowd(run, 25)
    first = hr.get(address("run_detail", program)).context["waiting"]
    second = hr.get(address("run_detail", program), {"left": "2"}).context["waiting"]
    assert (len(first.object_list), len(second.object_list)) == (20, 6)


def without_times(organisation, run, name: str = "Hanna Okafor") -> None:
    with scope(organisation):
        row = run.leftovers.get(participant__membership__name=name)
        row.detail["missing"] = ["time", "distance"]
        row.save()


def test_person_ask_sends_one_mail_per_run_and_the_page_says_so(organisation, hr, program, run):
    without_times(organisation, run)
    assert "Nachfragen" in text(hr.get(address("run_detail", program)))
    with scope(organisation):
        hanna = named("Hanna Okafor")
        email = hanna.membership.email
    where = address("person_ask", program, participant=hanna.public_id)
    assert said(hr.post(where, {"missing": ["time"]}, follow=True)) == ["Nachgefragt: Hanna Okafor."]
    again = hr.post(where, {"missing": ["time"]}, follow=True)
    assert said(again) == ["Hanna Okafor ist zu diesem Lauf schon gefragt worden."]
    assert "Nachgefragt am" in text(again)
    with scope(organisation):
        mail = Message.objects.get()
        assert Inquiry.objects.count() == 1
    assert (mail.recipient, mail.kind) == (email, "program.more_answers")
    assert "mehr Zeiten in der Woche" in mail.text
    assert f"/{program.public_id}/questions/times/" in mail.text


def test_who_wants_no_mail_gets_none_and_nobody_can_tell(organisation, hr, program, run):
    with scope(organisation):
        hanna = named("Hanna Okafor")
        hanna.quiet = True
        hanna.save()
    page = hr.post(address("person_ask", program, participant=hanna.public_id), follow=True)
    assert said(page) == ["Nachgefragt: Hanna Okafor."]
    with scope(organisation):
        assert not Message.objects.exists()


def test_nobody_outside_the_run_can_be_asked(organisation, hr, program, run):
    with scope(organisation):
        stranger = person(program, "Ganz Neu", "mentor", years=1, skills={"Chats": 1})
    where = address("person_ask", program, participant=stranger.public_id)
    assert hr.post(where).status_code == 404
    assert hr.post(address("person_ask", program, participant="gibtesnicht")).status_code == 404


def test_a_pair_with_few_times_offers_to_ask_whoever_gave_fewer(organisation, hr, program, run):
    change(organisation, run, "Mia Krämer", flags=["few_times"])
    with scope(organisation):
        named("Sabine Hollmann").membership.weekly_times.filter(weekday=3).delete()
    page = hr.get(address("run_detail", program), {"pair": of(organisation, run)})
    assert "Sabine Hollmann nach Zeiten fragen" in text(page)
    assert "Bisher ist 1 Zeitraum angegeben." in text(page)
    with scope(organisation):
        key = named("Sabine Hollmann").public_id
    hr.post(address("person_ask", program, participant=key), {"missing": ["time"]})
    page = hr.get(address("run_detail", program), {"pair": of(organisation, run)})
    assert "wartet auf Zeiten" in text(page)


# What changed


def test_the_first_run_has_nothing_that_changed(hr, program, run):
    assert hr.get(address("run_detail", program)).context["changes"] is None


def test_a_new_run_opens_with_what_changed(organisation, hr, program, run, lead):
    hr.post(address("pair_exclude", program, pair=of(organisation, run)))
    with scope(organisation):
        runs.compute(runs.start(program, by=lead))
    page = hr.get(address("run_detail", program, number=2))
    changes = page.context["changes"]
    assert "Mia Krämer und Sabine Hollmann" in changes.gone_names
    assert changes.new == len(changes.new_names) == changes.gone
    assert "Was sich geändert hat" in text(page)
    only_new = hr.get(address("run_detail", program, number=2), {"show": "new"})
    assert {row.names for row in only_new.context["page"].object_list} == set(changes.new_names)


# Publishing


def test_run_publish_shows_the_consequences_before_anything_happens(organisation, hr, program, run):
    page = hr.get(address("run_publish", program))
    for sentence in (
        "3 Tandems veröffentlichen",
        "3 Mails gehen sofort hinaus: an alle, die Mentoring geben. Sie entscheiden zuerst.",
        "Erst nach ihrem Ja erfährt die Führungskraft von dem Vorschlag",
        "1 Person auf der Warteliste bekommt keine Nachricht.",
    ):
        assert sentence in text(page)
    with scope(organisation):
        assert not Tandem.objects.exists()


def test_run_publish_lists_what_nobody_has_looked_at(organisation, hr, program, run):
    change(organisation, run, "Mia Krämer", flags=["low_fit"])
    change(organisation, run, "Emre Yıldız", flags=[])
    change(organisation, run, "Jonas Petersen", flags=[])
    page = hr.get(address("run_publish", program))
    assert "1 Vorschlag ist noch ungeprüft" in text(page)
    assert [row.mentor.name for row in page.context["doubtful"]] == ["Mia Krämer"]
    hr.post(address("pair_lock", program, pair=of(organisation, run)))
    assert "ungeprüft" not in text(hr.get(address("run_publish", program)))


def test_run_publish_proposes_the_tandems_once(organisation, hr, program, run):
    for _attempt in range(2):
        hr.post(address("run_publish", program))
    with scope(organisation):
        assert Tandem.objects.count() == 3


def test_no_mail_goes_out_in_a_whole_review_until_it_is_published(organisation, hr, program, run):
    name, number = of(organisation, run), option_of(organisation, run)
    hr.get(address("run_detail", program), {"pair": name})
    hr.post(address("pair_swap", program, pair=name, option=number))
    hr.post(address("pair_lock", program, pair=of(organisation, run, "Emre Yıldız")))
    hr.post(address("pair_exclude", program, pair=of(organisation, run, "Jonas Petersen")))
    hr.post(address("lock_very_good", program))
    with scope(organisation):
        hr_step = Step.objects.latest("pk").pk
    hr.post(address("run_undo", program), {"step": hr_step})
    hr.get(address("run_publish", program))
    with scope(organisation):
        assert not Message.objects.exists()
    hr.post(address("run_publish", program))
    with scope(organisation):
        asked = {named(name).membership.email for name in ("Hanna Okafor", "Emre Yıldız")}
        open_pairs = {tandem.mentor.membership.email for tandem in Tandem.objects.with_people()}
        assert set(Message.objects.values_list("recipient", flat=True)) == open_pairs >= asked


def test_a_lead_of_another_program_finds_nothing(organisation, program, run, client_for):
    with scope(organisation):
        stranger = factories.membership("Fremde Leitung", role="lead")
    client = client_for(stranger)
    assert client.get(address("run_detail", program)).status_code == 404
    assert client.post(address("run_undo", program)).status_code == 404
