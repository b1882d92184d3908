from django.template import Context, Template

from ui.pattern import tiles


def test_same_seed_gives_the_same_picture():
    assert tiles("leitfaden", 6, 4) == tiles("leitfaden", 6, 4)


def test_another_seed_gives_another_picture():
    assert tiles("leitfaden", 6, 4) != tiles("betriebsrat", 6, 4)


def test_every_tile_has_at_least_half_a_disc():
    picture = tiles("leitfaden", 6, 4)
    assert picture.count("<g ") == 24
    assert '"></g>' not in picture


def test_cover_is_decorative_and_fills_its_frame():
    cover = Template('{% load pattern %}{% cover "a" 3 2 css="cover--hero" %}').render(Context())
    assert cover.startswith(
        '<svg class="cover cover--hero" viewBox="0 0 120 80" preserveAspectRatio="xMidYMid slice"'
    )
    assert 'aria-hidden="true"' in cover
