"""The check of HTML that all pages have to pass sees what is wrong, and nothing else."""

import pytest

from tests.conformance import faults

PAGE = '<!doctype html><html lang="de"><head><title>Seite</title></head><body>{}</body></html>'


@pytest.mark.parametrize(
    "body",
    [
        "<p><div>Block</div></p>",
        "<div><span>offen</div>",
        "<form><form></form></form>",
        '<p id="a"></p><p id="a"></p>',
        '<p id="a b"></p>',
        '<label for="a">Name</label>',
        '<p id="a"></p><label for="a">Name</label>',
        '<label>Name <input name="a"><input name="b"></label>',
        '<input name="a" aria-describedby="hint">',
        '<a href="#nirgends">hin</a>',
        '<a href="/"><button type="button">a</button></a>',
        "<ul><p>kein Punkt</p></ul>",
        "<dl><p>kein Begriff</p></dl>",
        "<span><ul><li>a</li></ul></span>",
        "<h2><div>a</div></h2>",
        '<p style="color: red">a</p>',
        '<p onclick="a()">a</p>',
        '<img src="/a.png">',
        '<form action=""></form>',
        '<time datetime="2027-01-21T10:30:00.123456+01:00">a</time>',
    ],
)
def test_what_is_wrong_is_seen(body):
    assert faults(PAGE.format(body).encode()) != []


def test_a_sound_page_has_no_faults():
    body = (
        '<h1 id="a">A</h1><p>Text <a href="#a">nach <b>oben</b></a> <svg viewBox="0 0 1 1"><path d="M0 0"/></svg></p>'
        '<form><fieldset><legend><h2>Wann</h2></legend><label for="b">Tag</label><input id="b" name="b" list="c">'
        '<datalist id="c"><option value="d"></option></datalist><label><input type="checkbox" name="e"> Ja</label>'
        '</fieldset></form><dl><div><dt>f</dt><dd><time datetime="2027-01-21T10:30:00+01:00">g</time></dd></div></dl>'
        '<details><summary><h3>Mehr</h3></summary><ul role="list"><li><p>h</p></li></ul></details>'
    )
    assert faults(PAGE.format(body).encode()) == []
