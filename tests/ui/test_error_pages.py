import html5lib
import pytest
from django.contrib.auth.models import AnonymousUser
from django.template.loader import render_to_string
from django.test import RequestFactory

pytestmark = pytest.mark.urls("tests.ui.urls")


@pytest.mark.parametrize("name", ["404", "403", "410", "403_csrf"])
def test_error_page_is_valid_html(name):
    html5lib.HTMLParser(strict=True).parse(render_to_string(f"{name}.html", request=anonymous()))


@pytest.mark.parametrize("name", ["400", "500"])
def test_last_resort_page_needs_neither_request_nor_context(name):
    html5lib.HTMLParser(strict=True).parse(render_to_string(f"{name}.html"))


def test_gone_page_says_what_the_link_was_for():
    page = render_to_string("410.html", {"text": "Die Einladung galt bis 3. Februar."}, request=anonymous())
    assert "Die Einladung galt bis 3. Februar." in page


def anonymous():
    request = RequestFactory().get("/o/weserwerk/")
    request.user = AnonymousUser()
    return request
