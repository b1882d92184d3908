"""The pages of demo bookings: filling them in, and what they say."""

import re

import html5lib
from django.test import Client

SLOT = "2027-01-20T09:30Z"  # half past ten in Berlin


def filled(client: Client, address: str = "/demo/", **fields: str) -> dict[str, str]:
    """What a browser without JavaScript sends: the page's hidden fields and what the prospect types."""
    html = client.get(address).content.decode()
    [shown] = re.findall(r'name="shown" value="([^"]+)"', html)
    return {
        "shown": shown,
        "homepage": "",
        "slot": SLOT,
        "name": "Rita Sommer",
        "email": "rita@kunde.example",
        "interest": "",
    } | fields


def text_of(response) -> str:
    html = response.content.decode()
    html5lib.HTMLParser(strict=True).parse(html)
    return html.replace("\N{NO-BREAK SPACE}", " ")


def times_in(html: str) -> list[str]:
    return re.findall(r'name="slot" value="([^"]+)"', html)


def problems_in(html: str) -> list[str]:
    errors = re.findall(r'<div class="errors".*?</div>', html, flags=re.DOTALL)
    return re.findall(r"<li>(?:<a [^>]*>)?([^<]*)", "".join(errors))
