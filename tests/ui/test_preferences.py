import pytest
from django.conf import settings
from django.test import Client

pytestmark = [pytest.mark.urls("tests.ui.urls"), pytest.mark.django_db]

URL = "/ui/preferences/"


def test_preferences_keeps_the_theme_and_returns_to_the_page(client):
    response = client.post(URL, {"theme": "dark", "next": "/samples/hr/?q=1"})
    assert (response.status_code, response["Location"]) == (302, "/samples/hr/?q=1")
    assert 'data-theme="dark"' in client.get("/samples/hr/").content.decode()


def test_preferences_returns_to_the_system_theme(client):
    client.post(URL, {"theme": "dark"})
    client.post(URL, {"theme": "system"})
    assert "data-theme" not in client.get("/samples/hr/").content.decode()


def test_preferences_keeps_the_language(client):
    client.post(URL, {"language": "en", "next": "/samples/hr/"})
    assert '<html lang="en"' in client.get("/samples/hr/").content.decode()
    client.post(URL, {"language": "de", "next": "/samples/hr/"})
    assert '<html lang="de"' in client.get("/samples/hr/").content.decode()


@pytest.mark.parametrize("target", ["https://example.org/", "//example.org/", "javascript:alert(1)", ""])
def test_preferences_never_leaves_the_site(client, target):
    assert client.post(URL, {"theme": "dark", "next": target})["Location"] == "/"


@pytest.mark.parametrize("choice", [{"theme": "pink"}, {"language": "xx"}, {"language": "de-du"}, {}])
def test_preferences_ignores_what_is_not_offered(client, choice):
    response = client.post(URL, choice)
    assert response.status_code == 302
    assert not response.cookies


def test_preferences_refuses_get(client):
    assert client.get(URL).status_code == 405


def test_preferences_needs_a_csrf_token():
    assert Client(enforce_csrf_checks=True).post(URL, {"theme": "dark"}).status_code == 403


def test_preferences_cookies_are_kept_from_scripts(client):
    cookie = client.post(URL, {"language": "en"}).cookies[settings.LANGUAGE_COOKIE_NAME]
    assert (cookie["httponly"], cookie["samesite"]) == (True, "Lax")


def test_forged_theme_cookie_is_ignored(client):
    client.cookies["theme"] = '"><script>'
    assert "data-theme" not in client.get("/samples/hr/").content.decode()


def test_html_language_of_the_du_form_is_german(client):
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = "de-du"
    assert '<html lang="de"' in client.get("/samples/hr/").content.decode()
