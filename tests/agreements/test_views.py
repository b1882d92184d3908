"""The agreement's pages: what each of the two sees, and that nobody sees it too early."""

import hashlib
import re

import html5lib
import pytest
from django.urls import reverse

from agreements import settling
from agreements.models import Voice
from programs.models import Tandem
from tenancy.scope import scope
from tests import factories
from tests.agreements.conftest import SECRETS
from tests.factories import ANSWERS

pytestmark = pytest.mark.django_db

PAGES = {
    1: ("confidentiality", "off_limits"),
    2: ("place", "cancelling", "answering"),
    3: ("address", "topics"),
    4: ("takeaway",),
}


@pytest.fixture
def url(two):
    def to(name: str, **parts) -> str:
        place = {"organisation": two.organisation.slug, "tandem": two.tandem.public_id}
        return reverse(name if ":" in name else f"agreements:agreement_{name}", kwargs=place | parts)

    return to


@pytest.fixture
def lea(two, client_for):
    return client_for(two.lea)


@pytest.fixture
def thomas(two, client_for):
    return client_for(two.thomas)


@pytest.fixture
def both_done(two):
    """Both are done, and differ about Du and Sie."""
    with scope(two.organisation):
        two.finish(two.lea, address="du", **SECRETS)
        two.finish(two.thomas, **SECRETS | {"address": "sie", "takeaway": "KI ausprobieren"})


@pytest.fixture
def agreed(two):
    with scope(two.organisation):
        return factories.agreement(two.tandem, **SECRETS)


def words(response) -> str:
    """The words of a page's main part; the page must be valid HTML."""
    html = response.content.decode()
    html5lib.HTMLParser(strict=True).parse(html)
    assert len(re.findall(r"<h1[ >]", html)) == 1
    assert not re.search(r"\sstyle=|\son[a-z]+=", html)
    main = html.partition("<main")[2].partition("</main")[0]
    return " ".join(re.sub(r"<[^>]+>", " ", main).split())


def body(response) -> str:
    return re.sub(r'name="csrfmiddlewaretoken" value="\w+"', "", response.content.decode())


def revision(response) -> str:
    return re.search(r'name="revision"[^>]*value="(\d+)"', response.content.decode())[1]


def fill(client, url) -> None:
    """Go through the four pages as a browser without script does."""
    address = url("step", step=1)
    for step, names in PAGES.items():
        page = client.get(address)
        assert f"Schritt {step} von 4" in words(page)
        answer = client.post(address, {name: ANSWERS[name] for name in names} | {"revision": revision(page)})
        assert answer.status_code == 302
        address = answer["Location"]
    assert address == url("detail")


class TestFillingIn:
    def test_four_short_pages_then_one_button(self, lea, url):
        fill(lea, url)
        page = lea.get(url("detail"))
        assert "Fertig, so ist es von mir" in words(page)
        assert "Wir treffen uns in einem neutralen Raum." in words(page)
        done = lea.post(url("finish"), follow=True)
        assert "Ihr Teil ist fertig" in words(done) and "Wir sagen Du." in words(done)

    def test_every_page_is_saved_and_one_can_go_on_later(self, lea, url):
        first = lea.get(url("step", step=1))
        lea.post(url("step", step=1), {"confidentiality": "topics", "revision": revision(first)})
        page = lea.get(url("detail"))
        assert "Worüber wir sprechen, dürfen andere wissen." in words(page)
        assert f'href="{url("step", step=2)}">Weiter ausfüllen' in page.content.decode()

    def test_the_neutral_room_is_suggested(self, lea, url):
        page = lea.get(url("step", step=2)).content.decode()
        assert re.search(r'value="neutral"[^>]*checked', page)

    def test_a_missing_answer_is_named_and_the_rest_stays(self, lea, url):
        answer = lea.post(url("step", step=2), {"place": "walk", "revision": 0})
        assert answer.status_code == 200 and "Bitte eine Antwort auswählen." in words(answer)
        assert re.search(r'value="walk"[^>]*checked', answer.content.decode())

    def test_a_text_that_is_too_long_is_answered_with_a_sentence(self, lea, url):
        answer = lea.post(url("step", step=4), {"takeaway": "x" * 301, "revision": 0})
        assert "Das sind 301 Zeichen. Möglich sind 300." in words(answer)
        assert "x" * 301 in answer.content.decode() and "maxlength" not in answer.content.decode()

    def test_a_second_window_gets_a_sentence_and_keeps_what_was_typed(self, lea, url):
        lea.post(url("step", step=4), {"takeaway": "Im ersten Fenster", "revision": 0})
        late = lea.post(url("step", step=4), {"takeaway": "Im zweiten Fenster", "revision": 0})
        assert late.status_code == 409
        assert "In einem anderen Fenster wurde inzwischen weitergeschrieben." in words(late)
        assert "Im zweiten Fenster" in words(late) and revision(late) == "1"
        assert "Im ersten Fenster" in words(lea.get(url("detail")))

    def test_finishing_too_early_is_refused_in_words(self, lea, url):
        answer = lea.post(url("finish"), follow=True)
        assert "Einige Fragen haben noch keine Antwort." in words(answer)

    def test_there_are_four_pages(self, lea, url):
        assert {step: lea.get(url("step", step=step)).status_code for step in (0, 1, 4, 5)} == {
            0: 404,
            1: 200,
            4: 200,
            5: 404,
        }

    def test_names_stand_in_the_choices(self, lea, url):
        assert "Lea" in words(lea.get(url("step", step=3)))


class TestPrivacyOfDrafts:
    """Whether the other has begun, is done, or never came: the same bytes."""

    SEEN = ("detail", "sessions:tandem_detail", "sessions:note_list")

    @pytest.mark.parametrize("name", SEEN)
    @pytest.mark.parametrize("own", ["nothing", "begun", "done"])
    def test_the_other_sees_the_same_page_in_every_story(self, two, thomas, url, name, own):
        with scope(two.organisation):
            if own != "nothing":
                getattr(two, {"begun": "save", "done": "finish"}[own])(two.thomas)
            stories = [] if own == "done" else [lambda: two.finish(two.lea, **SECRETS)]
        before = body(thomas.get(url(name)))
        for story in (lambda: two.save(two.lea, **SECRETS), *stories):
            with scope(two.organisation):
                story()
            assert body(thomas.get(url(name))) == before

    def test_the_pages_of_questions_are_the_same_too(self, two, thomas, url):
        before = [body(thomas.get(url("step", step=step))) for step in PAGES]
        with scope(two.organisation):
            two.finish(two.lea, **SECRETS)
        assert [body(thomas.get(url("step", step=step))) for step in PAGES] == before

    def test_home_and_the_data_file_are_the_same_too(self, two, thomas):
        addresses = [
            reverse(f"programs:{name}", args=[two.organisation.slug])
            for name in ("home", "own_data", "privacy")
        ]
        before = [body(thomas.get(address)) for address in addresses]
        with scope(two.organisation):
            two.finish(two.lea, **SECRETS)
        assert [body(thomas.get(address)) for address in addresses] == before

    def test_guessing_the_next_steps_tells_nothing(self, two, thomas, url):
        def tried() -> list[str]:
            posts = [
                (url("confirm"), {"revision": 0}),
                (url("accept", clause="address"), {"revision": 0}),
                (url("settle", clause="address"), {"address": "du", "revision": 0}),
                (url("change"), {}),
            ]
            found = [body(thomas.post(address, data, follow=True)) for address, data in posts]
            return [*found, body(thomas.get(url("settle", clause="address"), follow=True))]

        before = tried()
        with scope(two.organisation):
            two.finish(two.lea, **SECRETS)
        assert tried() == before

    def test_a_new_version_is_as_private_as_the_first(self, two, lea, thomas, url, agreed):
        lea.post(url("change"))
        before = body(thomas.get(url("detail")))
        with scope(two.organisation):
            two.save(two.lea, address="sie", takeaway="Etwas ganz Neues")
        assert body(thomas.get(url("detail"))) == before


class TestSettling:
    def test_only_the_difference_is_shown_to_both(self, lea, thomas, url, both_done):
        for client in (lea, thomas):
            page = words(client.get(url("detail")))
            assert "Nur in einem Punkt sagen Sie beide nicht dasselbe." in page
            assert "Wir sagen Du." in page and "Wir sagen Sie." in page
            assert "neutralen Raum" not in page and SECRETS["off_limits"] not in page

    def test_one_press_takes_the_others_words_over(self, lea, url, both_done):
        page = lea.get(url("detail"))
        after = lea.post(url("accept", clause="address"), {"revision": revision(page)}, follow=True)
        assert "Vereinbarung bestätigen" in words(after) and "Wir sagen Sie." in words(after)
        assert SECRETS["takeaway"] in words(after) and "KI ausprobieren" in words(after)

    def test_a_change_shows_old_and_new_words(self, lea, thomas, url, both_done):
        page = thomas.get(url("settle", clause="off_limits"))
        answer = thomas.post(
            url("settle", clause="off_limits"),
            {"off_limits": "Auch keine Noten", "revision": revision(page)},
            follow=True,
        )
        assert "Ihr Vorschlag ist gespeichert." in words(answer)
        seen = lea.get(url("detail")).content.decode()
        assert f"<s>{SECRETS['off_limits']}</s>" in seen and "Auch keine Noten" in seen

    def test_who_was_slower_sees_both_wordings_and_nothing_is_overwritten(self, lea, thomas, url, both_done):
        seen = revision(lea.get(url("settle", clause="off_limits")))
        thomas.post(url("settle", clause="off_limits"), {"off_limits": "Von Thomas", "revision": seen})
        late = lea.post(url("settle", clause="off_limits"), {"off_limits": "Von Lea", "revision": seen})
        assert late.status_code == 409
        assert "Thomas hat inzwischen etwas geändert." in words(late)
        assert "Von Thomas" in words(late) and "Von Lea" in words(late)
        again = lea.post(
            url("settle", clause="off_limits"), {"off_limits": "Von Lea", "revision": revision(late)}
        )
        assert again.status_code == 302

    @pytest.mark.parametrize("sent", ["", "x", "-1", "²", "9" * 12])
    def test_a_button_without_a_true_revision_changes_nothing(self, lea, url, both_done, sent):
        answer = lea.post(url("accept", clause="address"), {"revision": sent}, follow=True)
        assert "überschrieben wurde nichts" in words(answer)
        assert "Nur in einem Punkt" in words(answer)

    def test_an_unknown_clause_is_nothing(self, lea, url, both_done):
        assert lea.get(url("settle", clause="takeaway")).status_code == 404
        assert lea.post(url("accept", clause="nonsense")).status_code == 404


class TestAgreed:
    def test_both_confirm_and_read_the_same_text(self, lea, thomas, url, both_done):
        page = lea.get(url("detail"))
        page = lea.post(url("accept", clause="address"), {"revision": revision(page)}, follow=True)
        page = lea.post(url("confirm"), {"revision": revision(page)}, follow=True)
        assert "Sie haben bestätigt" in words(page)
        seen = thomas.get(url("detail"))
        after = thomas.post(url("confirm"), {"revision": revision(seen)}, follow=True)
        assert "Beide bestätigt am 18. Januar 2027" in words(after)
        assert SECRETS["off_limits"] in words(lea.get(url("detail")))

    def test_the_file_has_the_digest_that_was_kept(self, two, thomas, url, agreed):
        file = thomas.get(url("file", version=1))
        assert file["Content-Type"] == "text/plain; charset=utf-8"
        assert "attachment" in file["Content-Disposition"]
        with scope(two.organisation):
            kept = set(Voice.objects.values_list("digest", flat=True))
        assert kept == {hashlib.sha256(file.content).hexdigest()}
        assert kept.pop() in words(thomas.get(url("detail")))

    def test_the_old_version_can_be_read_beside_the_new_one(self, two, lea, url, agreed):
        with scope(two.organisation):
            factories.agreement(two.tandem, version=2, address="sie")
        assert "Fassung 1" in words(lea.get(url("detail")))
        old = words(lea.get(url("version", version=1)))
        assert "Diese Fassung gilt nicht mehr" in old and "Wir sagen Du." in old
        assert "gilt nicht mehr" not in words(lea.get(url("version", version=2)))

    def test_a_version_in_the_making_has_no_page(self, two, lea, url, agreed):
        lea.post(url("change"))
        for name in ("version", "file"):
            assert lea.get(url(name, version=2)).status_code == 404

    def test_changing_asks_first_and_keeps_the_valid_one_in_sight(self, lea, url, agreed):
        assert "gilt Fassung 1 weiter" in words(lea.get(url("change")))
        page = lea.post(url("change"), follow=True)
        assert "Eine neue Fassung entsteht." in words(page) and "Vereinbarung, Fassung 1" in words(page)
        assert "Eine neue Fassung ist schon in Arbeit." in words(lea.post(url("change"), follow=True))


class TestEnded:
    @pytest.fixture(autouse=True)
    def _ended(self, two, agreed):
        with scope(two.organisation):
            Tandem.objects.update(state="ended")

    def test_it_can_be_read_and_taken_along_but_not_changed(self, lea, url):
        page = words(lea.get(url("detail")))
        assert "lässt sich noch lesen und mitnehmen" in page and SECRETS["off_limits"] in page
        assert "Ändern" not in page
        assert SECRETS["takeaway"] in lea.get(url("file", version=1)).content.decode()
        for name, parts in (("step", {"step": 1}), ("settle", {"clause": "place"}), ("change", {})):
            assert lea.get(url(name, **parts))["Location"] == url("detail")
        refused = lea.post(url("change"), follow=True)
        assert "Dieses Tandem ist zu Ende." in words(refused)

    def test_the_farewell_page_leads_to_it(self, lea, url):
        page = lea.get(url("sessions:tandem_detail"))
        assert url("detail") in page.content.decode() and "Was wir besprechen, bleibt unter uns." in words(
            page
        )


def test_the_card_says_what_is_next(two, lea, thomas, url):
    def card() -> str:
        page = lea.get(url("sessions:tandem_detail")).content.decode()
        return " ".join(
            re.sub(r"<[^>]+>", " ", page.partition('id="h-agree"')[2].partition("</section")[0]).split()
        )

    assert "Ausfüllen, fünf Minuten" in card()
    with scope(two.organisation):
        two.save(two.lea, address="du")
        assert "Weiter ausfüllen" in card()
        two.finish(two.lea, address="du")
    assert "Es fehlt noch der von Thomas." in card()
    with scope(two.organisation):
        two.finish(two.thomas, address="sie")
    assert "Einen Unterschied klären" in card()
    with scope(two.organisation):
        settling.accept(two.fresh(), by=two.lea, clause="address", revision=1)
    assert "Lesen und bestätigen" in card()
    with scope(two.organisation):
        settling.confirm(two.fresh(), by=two.lea, revision=2)
    assert "Sie haben bestätigt, Thomas noch nicht." in card()
    with scope(two.organisation):
        settling.confirm(two.fresh(), by=two.thomas, revision=2)
    assert "Was wir besprechen, bleibt unter uns." in card() and "Wir sagen Sie." in card()
    assert "Beide bestätigt am 18. Januar 2027" in card()


def test_before_the_tandem_runs_there_is_no_agreement(two, lea, url):
    with scope(two.organisation):
        Tandem.objects.update(state="asked_mentee", started_at=None)
    assert lea.get(url("detail")).status_code == 404


def test_another_tandem_of_the_house_is_not_there(two, client_for, url):
    with scope(two.organisation):
        stranger = factories.tandem(two.tandem.program).mentor.membership
        factories.agreement(two.tandem)
    client = client_for(stranger)
    for name, parts in (
        ("detail", {}),
        ("step", {"step": 1}),
        ("version", {"version": 1}),
        ("file", {"version": 1}),
    ):
        assert client.get(url(name, **parts)).status_code == 404


def test_the_pages_hold_their_number_of_queries(two, lea, url, agreed, django_assert_max_num_queries):
    with django_assert_max_num_queries(22):
        lea.get(url("detail"))
    lea.post(url("change"))
    with django_assert_max_num_queries(22):
        lea.get(url("detail"))
