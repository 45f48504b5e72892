"""Every text of the screens has its Vietnamese translation, and no translation is left over."""

from pathlib import Path

import polib
import pytest

from cadre_tracker.catalogues import CATALOGUE, Text, problems, texts, update

PYTHON = """
from django.utils.translation import gettext as _, ngettext, pgettext_lazy
_("One text")
_(variable)
ngettext("%(count)s person", "%(count)s people", 2)
pgettext_lazy("menu", "Open")
other("Not a text")
"""
TEMPLATE = """{% load i18n %}
{% translate "It's open" %}
{% translate "Open" context "menu" %}
{% blocktranslate trimmed with name=user.name %}
  Account of {{ name }}
{% endblocktranslate %}
{% blocktranslate count n=rows|length %}{{ n }} row{% plural %}{{ n }} rows{% endblocktranslate %}
{{ _("In a variable") }}
"""


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A project with one module and one template."""
    for name, content in (("apps/a.py", PYTHON), ("templates/a.html", TEMPLATE)):
        (tmp_path / name).parent.mkdir()
        (tmp_path / name).write_text(content, encoding="utf-8")
    update(tmp_path)
    return tmp_path


def translate(project: Path, **changes: str) -> None:
    """Translate every text by itself, but for the changes, and compile."""
    catalogue = polib.pofile(str(project / CATALOGUE))
    for entry in catalogue:
        if entry.msgid_plural:
            entry.msgstr_plural = {0: entry.msgid_plural}
        else:
            entry.msgstr = changes.get(entry.msgid.replace(" ", "_"), entry.msgid)
    catalogue.save()
    catalogue.save_as_mofile(str((project / CATALOGUE).with_suffix(".mo")))


def test_texts_are_found_in_code_and_in_templates(project):
    assert set(texts(project)) == {
        Text("One text"),
        Text("%(count)s person", "%(count)s people"),
        Text("Open", msgctxt="menu"),
        Text("It's open"),
        Text("Account of %(name)s"),
        Text("%(n)s row", "%(n)s rows"),
        Text("In a variable"),
    }


def test_a_translated_catalogue_has_no_problems(project):
    translate(project)
    assert list(problems(project)) == []


def test_an_update_keeps_translations_and_drops_what_nothing_shows(project):
    translate(project, One_text="Một dòng chữ")
    (project / "templates" / "a.html").write_text("", encoding="utf-8")
    update(project)
    kept = {entry.msgid: entry.msgstr for entry in polib.pofile(str(project / CATALOGUE))}
    assert kept["One text"] == "Một dòng chữ"
    assert "In a variable" not in kept
    assert list(problems(project)) == []


def test_a_text_without_its_translation_is_named(project):
    translate(project, One_text="")
    assert list(problems(project)) == [f"{CATALOGUE}: not translated: 'One text'"]


def test_a_new_text_and_a_lost_one_are_named(project):
    translate(project)
    (project / "apps" / "a.py").write_text(PYTHON.replace("One text", "Another"), encoding="utf-8")
    assert sorted(problems(project)) == [
        "apps/a.py: not in the catalogue: 'Another'",
        f"{CATALOGUE}: nothing shows this any more: 'One text'",
    ]


def test_a_translation_with_other_placeholders_is_named(project):
    translate(project, **{"Account_of_%(name)s": "Tài khoản của %(ten)s"})
    assert [text for text in problems(project) if "other placeholders" in text]


def test_a_compiled_file_that_is_behind_is_named(project):
    translate(project)
    (project / CATALOGUE).with_suffix(".mo").write_bytes(b"")
    assert [text for text in problems(project) if "run make messages" in text]
