import gettext
import os

import pytest

from config.translations import compile_changed

CATALOGUE = """
msgid ""
msgstr ""
"Content-Type: text/plain; charset=utf-8\\n"
"Plural-Forms: nplurals=2; plural=(n != 1);\\n"

msgid "Sitzung"
msgstr "Session"

#, fuzzy
msgid "Vorschlag"
msgstr "Guess"

msgid "%(n)s Sitzung"
msgid_plural "%(n)s Sitzungen"
msgstr[0] "%(n)s session"
msgstr[1] "%(n)s sessions"
"""


@pytest.fixture
def source(tmp_path):
    source = tmp_path / "de_DU" / "LC_MESSAGES" / "django.po"
    source.parent.mkdir(parents=True)
    source.write_text(CATALOGUE, encoding="utf-8")
    return source


def test_translations_are_compiled_with_plurals_and_without_guesses(source, tmp_path):
    assert compile_changed(tmp_path) == 1
    with source.with_suffix(".mo").open("rb") as file:
        catalogue = gettext.GNUTranslations(file)
    assert catalogue.gettext("Sitzung") == "Session"
    assert catalogue.gettext("Vorschlag") == "Vorschlag"
    assert catalogue.ngettext("%(n)s Sitzung", "%(n)s Sitzungen", 2) == "%(n)s sessions"


def test_only_what_has_changed_is_compiled_again(source, tmp_path):
    compile_changed(tmp_path)
    assert compile_changed(tmp_path) == 0
    later = source.with_suffix(".mo").stat().st_mtime + 1
    os.utime(source, (later, later))
    assert compile_changed(tmp_path) == 1
