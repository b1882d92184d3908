import pytest
from django.template import Context, Template
from lucide import IconDoesNotExist


def render(source: str, **context: str) -> str:
    return Template("{% load icons %}" + source).render(Context(context))


def test_icon_is_decorative():
    assert 'class="icon"' in render('{% icon "check" %}')
    assert 'aria-hidden="true"' in render('{% icon "check" %}')


def test_icon_takes_a_size():
    assert 'class="icon icon--lg"' in render('{% icon "menu" "lg" %}')


def test_named_icon_is_an_image_and_escapes_its_name():
    named = render('{% icon "menu" label=name %}', name="<b>")
    assert '<span role="img" aria-label="&lt;b&gt;">' in named


def test_unknown_icon_fails_loudly():
    with pytest.raises(IconDoesNotExist):
        render('{% icon "no-such-icon" %}')
