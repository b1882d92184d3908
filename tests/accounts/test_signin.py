"""Signing in with a password or a code, a new password, and what nobody can find out on the way."""

import re
from datetime import timedelta

import pytest
from allauth.account.models import EmailAddress
from django.urls import NoReverseMatch, reverse

from accounts.models import User
from accounts.organisations import house
from mail.models import Message
from tenancy import clock
from tenancy.scope import scope
from tests import factories
from tests.factories import PASSWORD

pytestmark = pytest.mark.django_db


@pytest.fixture
def person(db) -> User:
    return factories.user("Jana.Vogt@Weserwerk.example", name="Jana Vogt")


def mails() -> list[Message]:
    with scope(house()):
        return list(Message.objects.order_by("pk"))


def sign_in(client, email: str, password: str = PASSWORD, **data):
    return client.post("/login/", {"login": email, "password": password, **data})


def signed_in(client) -> bool:
    return "_auth_user_id" in client.session


def ask_for_code(client, email: str):
    return client.post("/login/code/", {"email": email}, follow=True)


def code_in_mail() -> str:
    return re.search(r"^\d{6}$", mails()[-1].text, re.MULTILINE).group()


# Password


def test_the_right_password_signs_in_and_leads_on(client, person):
    response = sign_in(client, "jana.vogt@weserwerk.example")
    assert response.status_code == 302
    assert response.url == "/welcome/"
    assert signed_in(client)


@pytest.mark.parametrize(
    "typed",
    [
        "JANA.VOGT@WESERWERK.EXAMPLE",
        "  jana.vogt@weserwerk.example ",
        "ｊａｎａ．ｖｏｇｔ＠ｗｅｓｅｒｗｅｒｋ.example",
    ],
)
def test_an_address_is_the_same_in_capitals_and_full_width(client, person, typed):
    sign_in(client, typed)
    assert signed_in(client)


def test_an_address_that_only_looks_like_another_is_another(client):
    factories.user("info@haus.example")
    sign_in(client, "İnfo@haus.example")
    assert not signed_in(client)


def test_a_wrong_password_and_an_unknown_address_get_the_same_answer(client, person):
    def answer(email: str) -> tuple[int, str]:
        response = sign_in(client, email, "falsch-falsch")
        return response.status_code, _plain(response.content.decode(), email)

    assert answer("jana.vogt@weserwerk.example") == answer("niemand@weserwerk.example")


def _plain(page: str, email: str) -> str:
    return re.sub(r'name="csrfmiddlewaretoken" value="[^"]+"', "", page).replace(email, "?")


def test_a_closed_account_cannot_come_in(client, person):
    User.objects.update(is_active=False)
    response = client.post(
        "/login/", {"login": "jana.vogt@weserwerk.example", "password": PASSWORD}, follow=True
    )
    assert "Dieser Zugang ist geschlossen." in response.content.decode()
    assert not signed_in(client)


def test_a_person_without_password_cannot_come_in_by_password(client):
    factories.user("neu@weserwerk.example", password=None)
    sign_in(client, "neu@weserwerk.example", "")
    sign_in(client, "neu@weserwerk.example", "irgendwas")
    assert not signed_in(client)


def test_too_many_wrong_passwords_stop_even_the_right_one(client, person):
    for _ in range(5):
        sign_in(client, "jana.vogt@weserwerk.example", "falsch-falsch")
    response = sign_in(client, "JANA.VOGT@weserwerk.example")
    assert "viele Versuche" in response.content.decode()
    assert not signed_in(client)


def test_signing_in_starts_a_new_session(client, person):
    client.get("/login/")
    client.session["seen"] = True
    before = client.session.session_key
    sign_in(client, "jana.vogt@weserwerk.example")
    assert client.session.session_key != before


@pytest.mark.parametrize(
    "target",
    [
        "//evil.example",
        "https://evil.example/",
        "/\\evil.example",
        "http:evil.example",
        "javascript:alert(1)",
    ],
)
def test_signing_in_never_leads_to_another_host(client, person, target):
    assert sign_in(client, "jana.vogt@weserwerk.example", next=target).url == "/welcome/"


def test_signing_in_leads_back_to_where_one_wanted_to_go(client, person):
    assert sign_in(client, "jana.vogt@weserwerk.example", next="/o/weserwerk/").url == "/o/weserwerk/"


def test_signing_out_takes_a_post(client, person):
    client.force_login(person)
    assert client.get("/logout/").status_code == 200
    assert signed_in(client)
    assert client.post("/logout/").url == "/"
    assert not signed_in(client)


def test_nobody_can_sign_up(client):
    with pytest.raises(NoReverseMatch):
        reverse("account_signup")
    assert client.get("/signup/").status_code == 404
    assert "signup" not in client.get("/login/").content.decode()


# Code


def test_a_code_from_the_mail_signs_in(client, person):
    ask_for_code(client, "jana.vogt@weserwerk.example")
    response = client.post("/login/code/confirm/", {"code": code_in_mail()})
    assert response.url == "/welcome/"
    assert signed_in(client)


def test_the_code_goes_to_the_address_on_file_in_the_persons_language(client, person):
    User.objects.update(language="en")
    ask_for_code(client, "JANA.VOGT@weserwerk.example")
    (mail,) = mails()
    assert (mail.kind, mail.recipient, mail.language) == ("signin.code", "Jana.Vogt@Weserwerk.example", "en")
    assert mail.sensitive
    assert mail.not_after < clock.now() + timedelta(minutes=10)


def test_each_request_sends_a_code_of_its_own(client, person):
    ask_for_code(client, "jana.vogt@weserwerk.example")
    client.session.flush()
    ask_for_code(client, "jana.vogt@weserwerk.example")
    assert len(mails()) == 2


def test_an_unknown_address_gets_the_same_page_and_no_mail(client, person):
    def answer(email: str) -> str:
        client.session.flush()
        response = ask_for_code(client, email)
        assert response.redirect_chain == [("/login/code/confirm/", 302)]
        return _plain(response.content.decode(), email)

    known = answer("jana.vogt@weserwerk.example")
    assert answer("niemand@weserwerk.example") == known
    assert [mail.recipient for mail in mails()] == ["Jana.Vogt@Weserwerk.example"]


def test_three_wrong_codes_end_the_attempt(client, person):
    ask_for_code(client, "jana.vogt@weserwerk.example")
    right = code_in_mail()
    for _ in range(3):
        client.post("/login/code/confirm/", {"code": "000000" if right != "000000" else "111111"})
    client.post("/login/code/confirm/", {"code": right})
    assert not signed_in(client)


def test_a_code_works_only_in_the_browser_that_asked(client, person, django_user_model):
    ask_for_code(client, "jana.vogt@weserwerk.example")
    other = type(client)()
    other.post("/login/code/confirm/", {"code": code_in_mail()})
    assert not signed_in(other)


def test_codes_are_limited_by_address(client, person):
    for _ in range(7):
        client.session.flush()
        ask_for_code(client, "jana.vogt@weserwerk.example")
    assert len(mails()) == 6


# A new password


def reset_link() -> str:
    return re.search(r"http://localhost:8000(/password/reset/\S+)", mails()[-1].text).group(1)


def test_a_forgotten_password_is_replaced_by_a_link_from_the_mail(client, person):
    client.post("/password/reset/", {"email": "jana.vogt@weserwerk.example"})
    form = client.get(reset_link(), follow=True)
    target = form.redirect_chain[-1][0]
    response = client.post(target, {"password1": "ein ganz neuer Satz"})
    assert response.url == "/welcome/"
    assert signed_in(client)
    person.refresh_from_db()
    assert person.check_password("ein ganz neuer Satz")


def test_the_link_for_a_new_password_works_once(client, person):
    client.post("/password/reset/", {"email": "jana.vogt@weserwerk.example"})
    link = reset_link()
    target = client.get(link, follow=True).redirect_chain[-1][0]
    client.post(target, {"password1": "ein ganz neuer Satz"})
    assert type(client)().get(link).status_code == 410


def test_the_link_for_a_new_password_never_carries_a_foreign_host(client, person):
    client.post("/password/reset/", {"email": "jana.vogt@weserwerk.example"}, headers={"host": "testserver"})
    assert "testserver" not in mails()[-1].text


def test_asking_for_a_new_password_tells_nothing(client, person):
    def answer(email: str) -> str:
        return _plain(client.post("/password/reset/", {"email": email}, follow=True).content.decode(), email)

    known = answer("jana.vogt@weserwerk.example")
    assert answer("niemand@weserwerk.example") == known
    assert len(mails()) == 1


def test_a_new_password_must_not_be_easy_to_guess(client, person):
    client.post("/password/reset/", {"email": "jana.vogt@weserwerk.example"})
    target = client.get(reset_link(), follow=True).redirect_chain[-1][0]
    for weak in ("kurz", "password123", "jana.vogt@weserwerk"):
        assert client.post(target, {"password1": weak}).status_code == 200
    person.refresh_from_db()
    assert person.check_password(PASSWORD)


def test_changing_the_password_takes_the_old_one_and_ends_other_sessions(client, person):
    other = type(client)()
    other.force_login(person)
    client.force_login(person)
    client.post("/password/", {"oldpassword": "falsch", "password1": "ein ganz neuer Satz"})
    person.refresh_from_db()
    assert person.check_password(PASSWORD)
    client.post("/password/", {"oldpassword": PASSWORD, "password1": "ein ganz neuer Satz"})
    person.refresh_from_db()
    assert person.check_password("ein ganz neuer Satz")
    assert client.get("/welcome/").status_code == 200
    assert other.get("/welcome/").status_code == 302


def test_somebody_who_came_by_code_can_set_a_password(client):
    person = factories.user("neu@weserwerk.example", password=None)
    client.force_login(person)
    assert client.get("/password/").url == "/password/set/"
    client.post("/password/set/", {"password1": "ein ganz neuer Satz"})
    person.refresh_from_db()
    assert person.check_password("ein ganz neuer Satz")


def test_allauths_own_table_of_addresses_stays_empty(client, person):
    ask_for_code(client, "jana.vogt@weserwerk.example")
    client.post("/login/code/confirm/", {"code": code_in_mail()})
    client.post("/logout/")
    client.post("/password/reset/", {"email": "jana.vogt@weserwerk.example"})
    target = client.get(reset_link(), follow=True).redirect_chain[-1][0]
    client.post(target, {"password1": "ein ganz neuer Satz"})
    assert signed_in(client)
    assert not EmailAddress.objects.exists()
