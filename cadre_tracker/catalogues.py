"""The texts of the screens and their Vietnamese translations, without any tool of the system.

    python -m cadre_tracker.catalogues update    gather the texts, keep translations, compile
    python -m cadre_tracker.catalogues check     fail if a text lacks its translation, or a
                                                 translation its text, or the compiled file is old

Message ids are the English texts, so English needs no catalogue.
"""

import ast
import re
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import polib
from django.utils.translation.template import templatize

BASE = Path(__file__).resolve().parent.parent
CATALOGUE = Path("locale/vi/LC_MESSAGES/django.po")
METADATA = {
    "Content-Type": "text/plain; charset=UTF-8",
    "Content-Transfer-Encoding": "8bit",
    "Language": "vi",
    "MIME-Version": "1.0",
    "Plural-Forms": "nplurals=1; plural=0;",
}
# Which argument is what, for each function that marks a text.
SINGULAR = ("msgid",)
MARKS = {
    "_": SINGULAR,
    "gettext": SINGULAR,
    "gettext_lazy": SINGULAR,
    "gettext_noop": SINGULAR,
    "ngettext": ("msgid", "msgid_plural"),
    "ngettext_lazy": ("msgid", "msgid_plural"),
    "pgettext": ("msgctxt", "msgid"),
    "pgettext_lazy": ("msgctxt", "msgid"),
    "npgettext": ("msgctxt", "msgid", "msgid_plural"),
    "npgettext_lazy": ("msgctxt", "msgid", "msgid_plural"),
}
STRING = r"""u?(?:'(?:\\.|[^'\\])*'|"(?:\\.|[^"\\])*")"""
CALL = re.compile(rf"(?<!\w)({'|'.join(MARKS)})\(\s*({STRING}(?:\s*,\s*{STRING})*)")
PLACEHOLDER = re.compile(r"%\(\w+\)[sd]|%[sd]|\{\w*\}")


class Text(NamedTuple):
    """One text of the screens."""

    msgid: str
    msgid_plural: str = ""
    msgctxt: str = ""


def texts(base: Path) -> dict[Text, set[str]]:
    """Return every text with the files that it stands in."""
    found: dict[Text, set[str]] = {}
    for path in sources(base):
        content = path.read_text(encoding="utf-8")
        marked = in_python(content) if path.suffix == ".py" else in_template(content)
        for text in marked:
            found.setdefault(text, set()).add(path.relative_to(base).as_posix())
    return found


def sources(base: Path) -> Iterator[Path]:
    """Yield the files that may hold texts, in a fixed order."""
    for folder, pattern in (("apps", "*.py"), ("cadre_tracker", "*.py"), ("templates", "*.*")):
        yield from sorted(path for path in (base / folder).rglob(pattern) if path.is_file())


def in_python(content: str) -> Iterator[Text]:
    """Yield the texts that Python code marks with literal strings."""
    for node in ast.walk(ast.parse(content)):
        if isinstance(node, ast.Call):
            name = getattr(node.func, "id", None) or getattr(node.func, "attr", None)
            words = [arg.value for arg in node.args if isinstance(arg, ast.Constant)]
            yield from marked(str(name), [word for word in words if isinstance(word, str)])


def in_template(content: str) -> Iterator[Text]:
    """Yield the texts that a template's tags mark."""
    for name, literals in CALL.findall(templatize(content)):
        yield from marked(name, [ast.literal_eval(word) for word in re.findall(STRING, literals)])


def marked(name: str, words: list[str]) -> Iterator[Text]:
    """Yield the text of a call, if the function marks texts and has literal ones."""
    kinds = MARKS.get(name)
    if kinds and len(words) >= len(kinds) and all(words):
        yield Text(**dict(zip(kinds, words, strict=False)))


def key(entry: polib.POEntry) -> Text:
    """Return the text that an entry of the catalogue translates."""
    return Text(entry.msgid, entry.msgid_plural or "", entry.msgctxt or "")


def translations(entry: polib.POEntry) -> list[str]:
    """Return an entry's translation, or its plural forms."""
    return list(entry.msgstr_plural.values()) if entry.msgid_plural else [entry.msgstr]


def update(base: Path) -> None:
    """Bring the catalogue in step with the texts, keeping translations, and compile it."""
    path = base / CATALOGUE
    known = {key(entry): entry for entry in polib.pofile(str(path))} if path.exists() else {}
    fresh = polib.POFile(wrapwidth=100)
    fresh.metadata = METADATA
    for text, files in sorted(texts(base).items(), key=lambda item: (sorted(item[1]), item[0])):
        entry = known.get(text) or new_entry(text)
        entry.occurrences = [(name, "") for name in sorted(files)]
        fresh.append(entry)
    path.parent.mkdir(parents=True, exist_ok=True)
    fresh.save(str(path))
    fresh.save_as_mofile(str(path.with_suffix(".mo")))


def new_entry(text: Text) -> polib.POEntry:
    """Return an entry that waits for its translation."""
    plural = {"msgid_plural": text.msgid_plural, "msgstr_plural": {0: ""}}
    return polib.POEntry(
        msgid=text.msgid, msgctxt=text.msgctxt or None, **(plural if text.msgid_plural else {})
    )


def problems(base: Path) -> Iterator[str]:
    """Yield what is wrong with the catalogue, one sentence each."""
    path = base / CATALOGUE
    catalogue = polib.pofile(str(path))
    entries = {key(entry): entry for entry in catalogue}
    wanted = texts(base)
    for text in wanted.keys() - entries.keys():
        yield f"{sorted(wanted[text])[0]}: not in the catalogue: {text.msgid!r}"
    for text in entries.keys() - wanted.keys():
        yield f"{CATALOGUE}: nothing shows this any more: {text.msgid!r}"
    for entry in catalogue:
        yield from problems_of(entry)
    compiled = path.with_suffix(".mo")
    if not compiled.exists() or compiled.read_bytes() != catalogue.to_binary():
        yield f"{CATALOGUE.with_suffix('.mo')} is older than {CATALOGUE.name}: run make messages"


def problems_of(entry: polib.POEntry) -> Iterator[str]:
    """Yield what is wrong with one translation."""
    if entry.fuzzy or not all(translations(entry)):
        yield f"{CATALOGUE}: not translated: {entry.msgid!r}"
        return
    wanted = set(PLACEHOLDER.findall(entry.msgid_plural or entry.msgid))
    for translation in translations(entry):
        if set(PLACEHOLDER.findall(translation)) != wanted:
            yield f"{CATALOGUE}: other placeholders than the text has: {entry.msgid!r}"


def main(action: str) -> int:
    """Update or check the project's own catalogue."""
    if action == "update":
        update(BASE)
        return 0
    found = sorted(problems(BASE))
    sys.stdout.writelines(f"{problem}\n" for problem in found)
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
