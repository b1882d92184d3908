from io import StringIO
from pathlib import Path

import pytest
from babel.messages.mofile import write_mo
from django.core.management import CommandError, call_command
from django.utils.translation import gettext, ngettext, override

from ui import catalogues


@pytest.fixture
def project(tmp_path: Path, settings) -> Path:
    """A small project with one module and one template."""
    (tmp_path / "app").mkdir()
    (tmp_path / "app" / "views.py").write_text(
        "from django.utils.translation import gettext as _, ngettext, pgettext\n"
        'a = _("Termin buchen")\n'
        'b = ngettext("%(n)s Person", "%(n)s Personen", 2)\n'
        'c = pgettext("Kalender", "Mai")\n'
    )
    (tmp_path / "templates").mkdir()
    (tmp_path / "templates" / "page.html").write_text(
        "{% load i18n %}\n<p>\n    {% translate 'Möchten Sie?' %}</p>\n"
        "{% blocktranslate trimmed with name=person.name %}\n  Hallo {{ name }},\n  schön.\n{% endblocktranslate %}\n"
    )
    settings.BASE_DIR = tmp_path
    settings.LOCALE_PATHS = [tmp_path / "locale"]
    return tmp_path


def catalogue(project: Path, locale: str) -> Path:
    return project / "locale" / locale / "LC_MESSAGES" / "django.po"


def translate(project: Path, locale: str, translations: dict) -> None:
    """Fill in translations and compile, as a translator and the set-up do."""
    path = catalogue(project, locale)
    catalog = catalogues.load(path)
    for message, translation in translations.items():
        catalog.get(message).string = translation
    catalogues.write(catalog, path, locale)
    with path.with_suffix(".mo").open("wb") as file:
        write_mo(file, catalogues.load(path))


def run(**options) -> str:
    out = StringIO()
    call_command("messages", stdout=out, **options)
    return out.getvalue()


def test_english_gets_every_message_of_code_and_templates(project):
    run()
    ids = {message.id for message in catalogues.load(catalogue(project, "en")) if message.id}
    assert ids == {
        "Termin buchen",
        ("%(n)s Person", "%(n)s Personen"),
        "Mai",
        "Möchten Sie?",
        "Hallo %(name)s, schön.",
    }


def test_du_overlay_gets_only_messages_that_address_somebody(project):
    run()
    assert [message.id for message in catalogues.load(catalogue(project, "de_DU")) if message.id] == [
        "Möchten Sie?"
    ]


def test_existing_translations_stay_and_obsolete_ones_go(project):
    run()
    translate(project, "en", {"Termin buchen": "Book a time", "Möchten Sie?": "Would you?"})
    (project / "templates" / "page.html").unlink()
    run()
    catalog = catalogues.load(catalogue(project, "en"))
    assert catalog.get("Termin buchen").string == "Book a time"
    assert catalog.get("Möchten Sie?") is None


def test_a_second_run_changes_nothing(project):
    run()
    before = catalogue(project, "en").read_bytes()
    run()
    assert catalogue(project, "en").read_bytes() == before


def test_files_are_named_without_line_numbers_or_absolute_paths(project):
    run()
    text = catalogue(project, "en").read_text()
    assert "#: app/views.py\n" in text
    assert str(project) not in text


def test_check_names_what_is_missing_and_writes_nothing(project):
    out = StringIO()
    with pytest.raises(CommandError, match="6 messages"):
        call_command("messages", check=True, stdout=out)
    assert "de_DU: missing: 'Möchten Sie?' (templates/page.html)" in out.getvalue().splitlines()
    assert not catalogue(project, "en").exists()


def test_check_refuses_a_translation_that_lost_a_placeholder(project):
    run()
    translate(project, "en", {"Hallo %(name)s, schön.": "Hello %(nmae)s, nice."})
    out = StringIO()
    with pytest.raises(CommandError):
        call_command("messages", check=True, stdout=out)
    assert "Hallo %(name)s" in "".join(line for line in out.getvalue().splitlines() if "missing" not in line)


def test_check_accepts_a_complete_catalogue(project):
    run()
    translate(
        project,
        "en",
        {
            "Termin buchen": "Book a time",
            ("%(n)s Person", "%(n)s Personen"): ("%(n)s person", "%(n)s people"),
            "Möchten Sie?": "Would you?",
            "Hallo %(name)s, schön.": "Hello %(name)s, nice.",
        },
    )
    path = catalogue(project, "en")
    path.write_text(path.read_text().replace('msgid "Mai"\nmsgstr ""', 'msgid "Mai"\nmsgstr "May"'))
    translate(project, "de_DU", {"Möchten Sie?": "Möchtest du?"})
    assert run(check=True) == ""


@pytest.fixture
def translated(project) -> None:
    run()
    translate(
        project,
        "en",
        {
            "Termin buchen": "Book a time",
            ("%(n)s Person", "%(n)s Personen"): ("%(n)s person", "%(n)s people"),
            "Möchten Sie?": "Would you?",
        },
    )
    translate(project, "de_DU", {"Möchten Sie?": "Möchtest du?"})


@pytest.mark.parametrize(
    ("language", "text"), [("de", "Möchten Sie?"), ("de-du", "Möchtest du?"), ("en", "Would you?")]
)
def test_the_form_of_address_follows_the_language(translated, language, text):
    with override(language):
        assert gettext("Möchten Sie?") == text


@pytest.mark.parametrize(
    ("language", "text"), [("de", "Termin buchen"), ("de-du", "Termin buchen"), ("en", "Book a time")]
)
def test_what_addresses_nobody_is_the_same_in_both_german_forms(translated, language, text):
    with override(language):
        assert gettext("Termin buchen") == text


@pytest.mark.parametrize(
    ("language", "text"), [("de", "2 Personen"), ("de-du", "2 Personen"), ("en", "2 people")]
)
def test_plurals_work_in_every_language(translated, language, text):
    with override(language):
        assert ngettext("%(n)s Person", "%(n)s Personen", 2) % {"n": 2} == text


@pytest.mark.parametrize("language", ["de", "de-du"])
def test_django_and_allauth_speak_german_in_both_forms(translated, language):
    with override(language):
        assert gettext("This field is required.") == "Dieses Feld ist zwingend erforderlich."
        assert gettext("Forgot your password?") == "Passwort vergessen?"


def test_django_and_allauth_speak_english(translated):
    with override("en"):
        assert gettext("This field is required.") == "This field is required."
        assert gettext("Forgot your password?") == "Forgot your password?"
