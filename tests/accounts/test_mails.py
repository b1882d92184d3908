"""The mails on the way in: text and HTML say the same, in the reader's language."""

from datetime import timedelta

import pytest

from accounts import memberships, signin_mails
from accounts.models import Organisation, User
from accounts.organisations import house
from mail.models import Message
from tenancy.scope import scope
from tests import factories

pytestmark = pytest.mark.django_db
both_languages = pytest.mark.parametrize("language", ["de", "en"])


def last(organisation: Organisation) -> Message:
    with scope(organisation):
        return Message.objects.latest("pk")


def person(language: str) -> User:
    return factories.user("jana@weserwerk.example", name="Jana & Co", language=language)


@both_languages
def test_the_code_stands_in_both_parts_and_nowhere_before_them(language):
    signin_mails.code(person(language), "123456", timedelta(minutes=10))
    mail = last(house())
    assert mail.language == language
    assert "\n123456\n" in mail.text
    assert "123456" in mail.html
    assert "123456" not in mail.subject
    assert "123456" not in mail.html.split("</div>", 1)[0]
    assert "10" in mail.text


@both_languages
def test_the_link_to_a_new_password_stands_in_both_parts(language):
    signin_mails.password_reset(person(language), "https://umento.example/x/", timedelta(hours=2))
    mail = last(house())
    assert "https://umento.example/x/" in mail.text
    assert 'href="https://umento.example/x/"' in mail.html
    assert " 2 " in mail.text


def test_names_are_escaped_in_html_only():
    signin_mails.code(person("de"), "123456", timedelta(minutes=10))
    assert "Jana & Co" in last(house()).text
    assert "Jana &amp; Co" in last(house()).html


def test_pretending_writes_nothing():
    signin_mails.pretend()
    with scope(house()):
        assert not Message.objects.exists()


@both_languages
def test_an_invitation_names_house_role_and_sender(organisation, owner, language):
    with scope(organisation):
        memberships.invite(name="Ruth", email="ruth@x.example", role="lead", by=owner, language=language)
    mail = last(organisation)
    assert mail.language == language
    for words in ("Ruth", "Sabine Reuter", organisation.name, "http://localhost:8000/join/"):
        assert words in mail.text
        assert words in mail.html
    assert "/join/" not in mail.subject


def test_the_first_owner_hears_it_from_us(organisation):
    with scope(organisation):
        memberships.invite(name="Ruth", email="ruth@x.example", role="owner", by=None)
    mail = last(organisation)
    assert mail.reply_to == ""
    assert "alles vorbereitet" in mail.text
