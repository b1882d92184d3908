"""Every layout and component with sample data: valid HTML, one h1, unique ids, nothing inline."""

import re
from collections import Counter

import html5lib
import pytest
from django.test import Client

from tests.ui.urls import NAMES

pytestmark = [pytest.mark.urls("tests.ui.urls"), pytest.mark.django_db]


@pytest.fixture(params=NAMES)
def html(request, client: Client) -> str:
    response = client.get(f"/samples/{request.param}/")
    assert response.status_code == 200
    return response.content.decode()


def test_is_valid_html(html):
    html5lib.HTMLParser(strict=True).parse(html)


def test_has_one_main_heading(html):
    assert len(re.findall(r"<h1[ >]", html)) == 1


def test_uses_every_id_once(html):
    assert [key for key, times in Counter(re.findall(r'\sid="([^"]*)"', html)).items() if times > 1] == []


def test_points_only_at_existing_ids(html):
    ids = set(re.findall(r'\sid="([^"]*)"', html))
    named = re.findall(r'\s(?:for|aria-labelledby|aria-describedby)="([^"]*)"', html)
    assert {target for value in named for target in value.split()} <= ids


def test_has_nothing_the_content_security_policy_refuses(html):
    assert re.findall(r"\sstyle=|\son[a-z]+=|<style|<script(?![^>]*\ssrc=)", html) == []
