import pytest

from accounts.models import User


@pytest.mark.django_db
def test_preferences_keep_the_language_in_a_cookie_for_a_visitor(client):
    response = client.post("/preferences/", {"language": "en", "next": "/"})
    assert response.status_code == 302
    assert response.cookies["django_language"].value == "en"


@pytest.mark.django_db
def test_preferences_keep_the_language_in_the_profile_of_who_is_signed_in(owner, client_for):
    browser = client_for(owner)
    browser.post("/preferences/", {"language": "en", "next": "/o/weserwerk/"})
    assert User.objects.get(pk=owner.user_id).language == "en"
    assert '<html lang="en"' in browser.get("/o/weserwerk/").content.decode()


@pytest.mark.django_db
@pytest.mark.parametrize("language", ["fr", "", "de-du", "x" * 500])
def test_preferences_ignore_a_language_there_is_not(owner, client_for, language):
    client_for(owner).post("/preferences/", {"language": language, "next": "/"})
    assert User.objects.get(pk=owner.user_id).language == ""


@pytest.mark.django_db
@pytest.mark.parametrize(
    "target", ["//evil.example", "https://evil.example/", "/\\evil.example", "javascript:alert(1)"]
)
def test_preferences_never_lead_elsewhere(client, target):
    assert client.post("/preferences/", {"theme": "dark", "next": target}).url == "/"
