import pytest
from django.template import Context, Template

from ui.templatetags.people import initials


def render(source: str) -> str:
    return Template("{% load people %}" + source).render(Context())


@pytest.mark.parametrize(
    ("name", "letters"),
    [
        ("Lea Brandt", "LB"),
        ("Dr. Thomas Reuter", "TR"),
        ("Anna Maria von der Heide", "AH"),
        ("Cher", "C"),
        ("ömer Yıldız", "ÖY"),
        ("", ""),
        (None, ""),
    ],
)
def test_initials_are_first_and_last_name_without_titles(name, letters):
    assert initials(name) == letters


@pytest.mark.parametrize("role", ["mentor", "mentee"])
def test_avatar_shows_the_role_by_its_shape_and_is_silent(role):
    assert render(f'{{% avatar "Lea Brandt" "{role}" %}}').strip() == (
        f'<span class="av av--{role}" aria-hidden="true">LB</span>'
    )


def test_avatar_without_a_role_is_plain():
    assert "av--plain av--sm" in render('{% avatar "Lea Brandt" nothing "sm" %}')


def test_fit_ring_draws_and_says_its_number():
    ring = render('{% fit_ring 81.4 word="gut" %}')
    assert 'stroke-dasharray="81 100"' in ring
    assert "Passung" in ring
    assert "von 100, gut" in ring
    assert "ring--attn" not in ring


@pytest.mark.parametrize(("points", "attention"), [(69, True), (69.6, False), (70, False)])
def test_fit_ring_asks_for_a_look_below_seventy_as_shown(points, attention):
    assert ("ring--attn" in render(f"{{% fit_ring {points} %}}")) is attention
