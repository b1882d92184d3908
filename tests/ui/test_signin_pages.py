"""The pages of the way in, drawn by our templates."""

import html5lib
import pytest

pytestmark = [pytest.mark.urls("tests.ui.urls"), pytest.mark.django_db]


@pytest.mark.parametrize(
    "address",
    ["/login/", "/login/code/", "/password/reset/", "/password/reset/done/", "/password/reset/1-x/"],
)
def test_page_is_valid_html_with_one_heading(client, address):
    html = client.get(address).content.decode()
    html5lib.HTMLParser(strict=True).parse(html)
    assert html.count("<h1") == 1


@pytest.mark.parametrize("address", ["/logout/", "/password/", "/password/set/"])
def test_page_for_the_signed_in_is_valid_html(client_for, owner, address):
    html5lib.HTMLParser(strict=True).parse(client_for(owner).get(address, follow=True).content.decode())


def test_code_page_follows_the_request_for_a_code(client, owner):
    response = client.post("/login/code/", {"email": owner.email}, follow=True)
    html = response.content.decode()
    html5lib.HTMLParser(strict=True).parse(html)
    assert owner.email in html
    assert "Code eingeben" in html


def test_login_answers_wrong_words_in_the_summary_and_keeps_the_address(client, owner):
    html = client.post("/login/", {"login": owner.email, "password": "falsch"}).content.decode()
    assert "Bitte eine Angabe prüfen" in html
    assert f'value="{owner.email}"' in html


def test_login_offers_the_invented_people_only_in_the_demo(client, settings):
    assert "mentor@weserwerk.example" not in client.get("/login/").content.decode()
    settings.DEMO = True
    html = client.get("/login/").content.decode()
    html5lib.HTMLParser(strict=True).parse(html)
    assert html.count('value="umento-demo"') == 7
