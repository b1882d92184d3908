"""What is decided in the review: lock, exclude, swap, ask, publish."""

from mail.models import Message
from matching import runs, swapping
from matching.models import Inquiry, PairPin, RunState, Step
from tenancy.scope import scope
from tests import factories
from tests.matching.cohorts import person
from tests.matching.drafts import named, pair, pairs
from tests.matching.review.pages import address, change, of, said, text


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


# Until it is published


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
    hr.post(address("run_publish", program), {"when": "now"})
    with scope(organisation):
        assert not Message.objects.exists()
        run.refresh_from_db()
        assert run.state == RunState.RELEASED


def test_a_lead_of_another_program_finds_nothing(organisation, program, run, client_for):
    with scope(organisation):
        stranger = factories.membership("Fremde Leitung", role="lead")
    client = client_for(stranger)
    assert client.get(address("run_detail", program)).status_code == 404
    assert client.post(address("run_undo", program)).status_code == 404
