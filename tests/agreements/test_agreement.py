"""From two private drafts to one text: every step, and every refusal."""

import hashlib

import pytest
from django.db import IntegrityError, transaction

from agreements import drafts, settling, text, versions
from agreements.desk import Stage
from agreements.errors import AgreementChanged, AgreementError
from agreements.models import Agreement, Voice
from mail.models import Message
from programs.models import Participant, Tandem
from tenancy.scope import scope
from tests import factories
from tests.agreements.conftest import SECRETS
from tests.factories import ANSWERS

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("inside")]


def settle_all(two) -> None:
    """Both finish with the same words."""
    two.finish(two.lea)
    two.finish(two.thomas)


def agree(two) -> Agreement:
    settle_all(two)
    for person in (two.lea, two.thomas):
        settling.confirm(two.fresh(), by=person, revision=two.desk(person).revision)
    return versions.valid(two.fresh())


class TestDrafting:
    def test_each_page_is_kept_and_the_others_stay(self, two):
        drafts.save(two.fresh(), by=two.lea, answers={"place": "video"}, revision=0)
        drafts.save(two.fresh(), by=two.lea, answers={"address": "du"}, revision=1)
        assert two.desk(two.lea).answers == {"place": "video", "address": "du"}
        assert two.desk(two.thomas).answers == {}

    def test_another_window_does_not_overwrite(self, two):
        drafts.save(two.fresh(), by=two.lea, answers={"place": "video"}, revision=0)
        with pytest.raises(AgreementChanged, match="In einem anderen Fenster"):
            drafts.save(two.fresh(), by=two.lea, answers={"place": "walk"}, revision=0)
        assert two.desk(two.lea).answers == {"place": "video"}

    def test_nobody_is_done_while_an_answer_is_missing(self, two):
        two.save(two.lea, takeaway="")
        with pytest.raises(AgreementError, match="Einige Fragen haben noch keine Antwort"):
            drafts.finish(two.fresh(), by=two.lea)
        assert two.desk(two.lea).stage == Stage.DRAFTING

    def test_whoever_is_done_may_still_change_the_draft(self, two):
        two.finish(two.lea)
        assert two.desk(two.lea).stage == Stage.WAITING
        two.save(two.lea, address="sie")
        assert (two.desk(two.lea).stage, two.desk(two.lea).answers["address"]) == (Stage.WAITING, "sie")

    def test_no_draft_is_written_any_more_when_both_are_done(self, two):
        settle_all(two)
        with pytest.raises(AgreementError, match="Beide sind fertig"):
            two.save(two.lea)

    def test_nobody_writes_drafts_beside_a_valid_agreement(self, two):
        agree(two)
        with pytest.raises(AgreementError, match="Die Vereinbarung gilt schon"):
            two.save(two.lea)

    def test_no_mail_before_both_are_done(self, two):
        two.finish(two.lea)
        assert two.mails() == []


class TestSettling:
    def test_only_what_differs_is_shown_with_the_words_of_both(self, two):
        two.finish(two.lea, address="du", off_limits="Gehälter")
        two.finish(two.thomas, address="sie", off_limits=" Gehälter\n")
        (found,) = two.desk(two.lea).differences
        assert (found.clause.name, found.mine, found.theirs) == ("address", "Wir sagen Du.", "Wir sagen Sie.")
        (mirrored,) = two.desk(two.thomas).differences
        assert (mirrored.mine, mirrored.theirs) == (found.theirs, found.mine)

    def test_what_each_wants_to_take_away_is_nothing_to_settle(self, two):
        two.finish(two.lea, takeaway="Zuhören lernen")
        two.finish(two.thomas, takeaway="KI ausprobieren")
        assert two.desk(two.lea).stage == Stage.CONFIRMING
        lines = two.desk(two.lea).lines
        assert [line.words for line in lines[-2:]] == ["Zuhören lernen", "KI ausprobieren"]

    def test_taking_over_the_others_words_settles_it(self, two):
        two.finish(two.lea, address="du")
        two.finish(two.thomas, address="sie")
        settling.accept(two.fresh(), by=two.thomas, clause="address", revision=1)
        assert "Wir sagen Du." in [line.words for line in two.desk(two.lea).lines]

    def test_another_proposal_shows_old_and_new_words(self, two):
        two.finish(two.lea, off_limits="Gehälter")
        two.finish(two.thomas, off_limits="Beurteilungen")
        settling.propose(
            two.fresh(), by=two.thomas, clause="off_limits", answer="Gehälter und Noten", revision=1
        )
        (found,) = two.desk(two.lea).differences
        assert (found.theirs_was, found.theirs) == ("Beurteilungen", "Gehälter und Noten")
        assert (found.mine_was, found.mine) == ("", "Gehälter")

    def test_who_has_not_seen_the_last_words_overwrites_nothing(self, two):
        two.finish(two.lea, address="du")
        two.finish(two.thomas, address="sie")
        settling.accept(two.fresh(), by=two.thomas, clause="address", revision=1)
        with pytest.raises(AgreementChanged, match="Thomas hat inzwischen etwas geändert"):
            settling.accept(two.fresh(), by=two.lea, clause="address", revision=1)
        assert two.desk(two.lea).answers["address"] == "du"

    def test_what_is_no_answer_is_refused(self, two):
        two.finish(two.lea, address="du")
        two.finish(two.thomas, address="sie")
        with pytest.raises(AgreementError, match="Diese Antwort gibt es nicht"):
            settling.propose(two.fresh(), by=two.lea, clause="address", answer="ihr", revision=1)

    @pytest.mark.parametrize("begun", [False, True])
    def test_before_both_are_done_there_is_nothing_to_settle(self, two, begun):
        if begun:
            two.finish(two.lea)
        for verb, extra in (
            (settling.propose, {"clause": "address", "answer": "du"}),
            (settling.accept, {"clause": "address"}),
            (settling.confirm, {}),
        ):
            with pytest.raises(AgreementError, match="Gerade gibt es nichts abzustimmen"):
                verb(two.fresh(), by=two.thomas, revision=0, **extra)


class TestConfirming:
    def test_it_is_valid_when_both_have_confirmed(self, two, now):
        settle_all(two)
        settling.confirm(two.fresh(), by=two.lea, revision=1)
        assert versions.valid(two.fresh()) is None
        assert two.desk(two.lea).stage == Stage.CONFIRMED
        assert two.desk(two.thomas).stage == Stage.CONFIRMING
        settling.confirm(two.fresh(), by=two.thomas, revision=1)
        assert versions.valid(two.fresh()).agreed_at == now
        assert two.desk(two.lea).stage == Stage.AGREED

    def test_the_digest_kept_with_each_confirmation_is_that_of_the_file(self, two):
        agreement = agree(two)
        expected = hashlib.sha256(text.plain(agreement.lines).encode()).hexdigest()
        assert {voice.digest for voice in agreement.voices.all()} == {expected}
        assert "Wir sagen Du." in text.plain(agreement.lines)

    def test_any_other_word_gives_another_digest(self, two):
        agreement = agree(two)
        title, first, *rest = agreement.lines
        assert text.digest([title, first._replace(words="Alles ist öffentlich."), *rest]) != text.digest(
            agreement.lines
        )

    def test_a_change_of_words_takes_the_confirmations_back(self, two):
        settle_all(two)
        settling.confirm(two.fresh(), by=two.lea, revision=1)
        settling.propose(two.fresh(), by=two.thomas, clause="place", answer="walk", revision=1)
        assert not Voice.objects.exclude(digest="").exists()
        assert two.desk(two.lea).stage == Stage.SETTLING
        assert two.desk(two.lea).lines == []

    def test_proposing_the_same_words_again_takes_nothing_back(self, two):
        settle_all(two)
        settling.confirm(two.fresh(), by=two.lea, revision=1)
        settling.propose(two.fresh(), by=two.thomas, clause="place", answer="neutral", revision=1)
        assert two.desk(two.lea).stage == Stage.CONFIRMED

    def test_nobody_confirms_a_text_they_have_not_seen(self, two):
        settle_all(two)
        settling.propose(two.fresh(), by=two.thomas, clause="place", answer="walk", revision=1)
        settling.accept(two.fresh(), by=two.lea, clause="place", revision=2)
        with pytest.raises(AgreementChanged, match="Lea hat inzwischen etwas geändert"):
            settling.confirm(two.fresh(), by=two.thomas, revision=1)

    def test_nobody_confirms_while_the_two_differ(self, two):
        two.finish(two.lea, address="du")
        two.finish(two.thomas, address="sie")
        with pytest.raises(AgreementError, match="Noch sagen nicht beide dasselbe"):
            settling.confirm(two.fresh(), by=two.lea, revision=1)

    def test_confirming_twice_is_confirming_once(self, two):
        settle_all(two)
        for _ in range(2):
            settling.confirm(two.fresh(), by=two.lea, revision=1)
        assert two.desk(two.lea).stage == Stage.CONFIRMED

    def test_the_database_keeps_digest_and_confirmation_together(self, two):
        settle_all(two)
        with pytest.raises(IntegrityError), transaction.atomic():
            Voice.objects.update(digest="x" * 64)

    def test_two_who_speak_different_languages_get_the_text_in_the_houses(self, two):
        two.lea.language = "en"
        two.lea.save()
        assert "Wir sagen Du." in text.plain(agree(two).lines)


class TestVersions:
    def test_a_change_begins_with_the_valid_words_and_asks_both_again(self, two):
        agree(two)
        versions.change(two.fresh(), by=two.lea)
        for person in (two.lea, two.thomas):
            assert two.desk(person).stage == Stage.DRAFTING
            assert two.desk(person).answers == ANSWERS

    def test_the_old_version_is_valid_until_both_confirmed_the_new_one_and_stays(self, two):
        old = agree(two)
        versions.change(two.fresh(), by=two.lea)
        two.finish(two.lea, address="sie")
        two.finish(two.thomas, address="sie")
        settling.confirm(two.fresh(), by=two.lea, revision=1)
        assert versions.valid(two.fresh()) == old
        settling.confirm(two.fresh(), by=two.thomas, revision=1)
        assert [found.version for found in versions.agreed(two.fresh())] == [2, 1]
        assert "Wir sagen Du." in text.plain(versions.agreed(two.fresh())[1].lines)
        assert "Wir sagen Sie." in text.plain(versions.valid(two.fresh()).lines)

    def test_there_is_one_change_at_a_time(self, two):
        agree(two)
        versions.change(two.fresh(), by=two.lea)
        with pytest.raises(AgreementError, match="schon in Arbeit"):
            versions.change(two.fresh(), by=two.thomas)

    def test_what_is_not_there_cannot_be_changed(self, two):
        two.finish(two.lea)
        with pytest.raises(AgreementError, match="Es gibt noch keine Vereinbarung"):
            versions.change(two.fresh(), by=two.thomas)

    def test_the_database_knows_one_version_in_the_making(self, two):
        two.save(two.lea)
        with pytest.raises(IntegrityError), transaction.atomic():
            Agreement.objects.create(tandem=two.tandem, version=2)


class TestEnded:
    @pytest.fixture(autouse=True)
    def _ended(self, inside, two):
        agree(two)
        Tandem.objects.update(state="ended")

    def test_nothing_is_written_any_more(self, two):
        for step in (
            lambda: two.save(two.lea),
            lambda: drafts.finish(two.fresh(), by=two.lea),
            lambda: versions.change(two.fresh(), by=two.lea),
            lambda: settling.accept(two.fresh(), by=two.lea, clause="place", revision=1),
            lambda: settling.propose(two.fresh(), by=two.lea, clause="place", answer="walk", revision=1),
            lambda: settling.confirm(two.fresh(), by=two.lea, revision=1),
        ):
            with pytest.raises(AgreementError, match="Dieses Tandem ist zu Ende"):
                step()

    def test_the_text_stays(self, two):
        assert versions.valid(two.fresh()).lines[0].words == "Lea Brandt und Dr. Thomas Reuter"


class TestMails:
    def test_one_mail_per_step_goes_to_whoever_has_not_just_acted(self, two):
        two.finish(two.lea, address="du")
        two.finish(two.thomas, address="sie")
        assert two.mails() == [("agreement.settle", "Lea")]
        settling.propose(two.fresh(), by=two.lea, clause="address", answer="sie", revision=1)
        assert two.mails()[1:] == [("agreement.confirm", "Thomas")]
        settling.confirm(two.fresh(), by=two.thomas, revision=2)
        assert two.mails()[2:] == [("agreement.confirm", "Lea")]
        settling.confirm(two.fresh(), by=two.lea, revision=2)
        assert two.mails()[3:] == [("agreement.agreed", "Lea"), ("agreement.agreed", "Thomas")]
        versions.change(two.fresh(), by=two.thomas)
        assert two.mails()[5:] == [("agreement.change", "Lea")]

    def test_however_often_the_words_change_each_gets_a_step_once(self, two):
        two.finish(two.lea, address="du")
        two.finish(two.thomas, address="sie")
        for revision, (person, answer) in enumerate(
            [(two.lea, "sie"), (two.thomas, "du"), (two.lea, "du"), (two.thomas, "sie")], start=1
        ):
            settling.propose(two.fresh(), by=person, clause="address", answer=answer, revision=revision)
        assert two.mails() == [("agreement.settle", "Lea"), ("agreement.confirm", "Thomas")]

    def test_no_mail_says_a_word_of_the_content(self, two):
        two.finish(two.lea, **SECRETS)
        two.finish(two.thomas, address="sie")
        settling.accept(two.fresh(), by=two.thomas, clause="off_limits", revision=1)
        settling.accept(two.fresh(), by=two.thomas, clause="address", revision=2)
        for person in (two.lea, two.thomas):
            settling.confirm(two.fresh(), by=person, revision=3)
        versions.change(two.fresh(), by=two.lea)
        mails = list(Message.objects.all())
        assert {mail.kind for mail in mails} == {
            f"agreement.{step}" for step in ("settle", "confirm", "agreed", "change")
        }
        for mail in mails:
            told = mail.subject + mail.text + mail.html
            assert not any(secret in told for secret in SECRETS.values())
            assert "Wir sagen" not in told and "Papagei" not in told
            assert f"/o/weserwerk/t/{two.tandem.public_id}/agreement/" in mail.text

    def test_who_left_gets_no_mail(self, two):
        Participant.objects.filter(membership=two.lea).update(standing="left")
        settle_all(two)
        assert two.mails() == []


class TestWhatHrMayKnow:
    def test_a_draft_is_none_yet(self, two):
        assert versions.public(two.fresh()).state == "none"
        two.finish(two.lea)
        assert versions.public(two.fresh()).state == "none"

    def test_it_is_being_made_once_both_are_done_and_there_once_both_confirmed(self, two, now):
        settle_all(two)
        assert versions.public(two.fresh()).state == "making"
        for person in (two.lea, two.thomas):
            settling.confirm(two.fresh(), by=person, revision=1)
        assert (versions.public(two.fresh()).state, versions.public(two.fresh()).since) == ("agreed", now)

    def test_a_change_in_the_making_does_not_show(self, two):
        agree(two)
        before = versions.public(two.fresh())
        versions.change(two.fresh(), by=two.lea)
        two.finish(two.lea, address="sie")
        assert versions.public(two.fresh()) == before


def test_a_tandem_of_another_house_has_an_agreement_of_its_own(two, other_organisation):
    agree(two)
    with scope(other_organisation):
        elsewhere = factories.tandem()
        assert versions.valid(elsewhere) is None
        assert Agreement.objects.count() == Voice.objects.count() == 0
