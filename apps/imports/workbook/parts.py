"""The parts of a workbook that its sheets refer to: list of sheets, shared texts, styles."""

from __future__ import annotations

import posixpath
import re
import zipfile
from collections.abc import Callable
from dataclasses import dataclass, field
from xml.parsers import expat

from apps.imports.workbook import limits
from apps.imports.workbook.guard import pieces
from apps.imports.workbook.refusal import RefusedError

Attributes = dict[str, str]
_ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")
_OLD_FONT = re.compile(r"\.Vn|VNI[- ]", re.IGNORECASE)
# What is no part of the date in a format: quoted, escaped, in brackets, filling.
_NOT_DATE = re.compile(r'"[^"]*"|\\.|\[[^\]]*\]|_.|\*.')
_DATE_FORMATS = frozenset([*range(14, 23), *range(27, 37), *range(45, 48), *range(50, 59)])
_MONTH_FORMATS = frozenset([17])


class _Local(dict[str, str]):
    """The name of an element without its prefix, by its name as written."""

    def __missing__(self, name: str) -> str:
        self[name] = bare = name.rpartition(":")[2]
        return bare


class Reader:
    """Parses a part, element by element; subclasses say what an element means."""

    def __init__(self) -> None:
        self.local = _Local()
        self.text = ""
        self.length = 0
        self.is_taking = False

    def read(self, archive: zipfile.ZipFile, name: str) -> None:
        """Parse the part to its end; refuse what is not well-formed or declares a type."""
        parser = expat.ParserCreate()
        parser.buffer_text = True
        parser.buffer_size = 1 << 14
        parser.StartElementHandler = self.start
        parser.EndElementHandler = self.end
        parser.CharacterDataHandler = self.characters
        parser.StartDoctypeDeclHandler = _refuse_declaration
        parser.EntityDeclHandler = _refuse_declaration
        try:
            for piece in pieces(archive, name):
                parser.Parse(piece, False)
            parser.Parse(b"", True)
        except (expat.ExpatError, ValueError, IndexError, KeyError, OverflowError) as error:
            raise RefusedError("damaged") from error

    def start(self, name: str, attributes: Attributes) -> None:
        """Note an element that begins."""

    def end(self, name: str) -> None:
        """Note an element that ends."""

    def characters(self, data: str) -> None:
        """Take text, as far as a cell may be long and one character beyond."""
        if self.is_taking and self.length <= limits.MAX_TEXT:
            self.text += data[: limits.MAX_TEXT + 1]
            self.length += len(data)

    def begin(self) -> None:
        """Begin a new text."""
        self.text = ""
        self.length = 0

    def taken(self) -> str:
        """Return the text taken so far, with the escapes of workbooks undone."""
        text = self.text
        return _ESCAPED.sub(_unescaped, text) if "_x" in text else text


def _refuse_declaration(*_about: object) -> None:
    raise RefusedError("declarations")


def _unescaped(found: re.Match[str]) -> str:
    code = int(found[1], 16)
    return " " if 0xD800 <= code <= 0xDFFF or code in (0, 0xFFFE, 0xFFFF) else chr(code)


@dataclass(frozen=True)
class SheetPart:
    """A sheet of the list: its name, its part, whether it is hidden."""

    name: str
    part: str
    is_hidden: bool


class _Relations(Reader):
    """Relations of the workbook: the part of each id."""

    def __init__(self) -> None:
        super().__init__()
        self.parts: dict[str, tuple[str, str]] = {}

    def start(self, name: str, attributes: Attributes) -> None:
        if self.local[name] == "Relationship" and attributes.get("TargetMode") != "External":
            target = attributes["Target"]
            part = target[1:] if target.startswith("/") else posixpath.normpath(f"xl/{target}")
            self.parts[attributes["Id"]] = (attributes["Type"].rpartition("/")[2], part)


class _SheetList(Reader):
    """The workbook's own part: its sheets and the year its days are counted from."""

    def __init__(self) -> None:
        super().__init__()
        self.sheets: list[tuple[str, str, bool]] = []
        self.is_1904 = False

    def start(self, name: str, attributes: Attributes) -> None:
        kind = self.local[name]
        if kind == "workbookPr":
            self.is_1904 = attributes.get("date1904", "0") in ("1", "true", "on")
        elif kind == "sheet":
            ident = next((v for k, v in attributes.items() if self.local[k] == "id"), "")
            hidden = attributes.get("state", "visible") != "visible"
            self.sheets.append((attributes["name"][: limits.MAX_TEXT], ident, hidden))
            if len(self.sheets) > limits.MAX_SHEETS:
                raise RefusedError("too_many_sheets", limit=limits.MAX_SHEETS)


class _Texts(Reader):
    """The texts that cells share, each with the font of its first run when that is an old one."""

    def __init__(self) -> None:
        super().__init__()
        self.texts: list[str] = []
        self.fonts: dict[int, str] = {}
        self.is_phonetic = False

    def start(self, name: str, attributes: Attributes) -> None:
        kind = self.local[name]
        if kind == "si":
            self.begin()
        elif kind == "t":
            self.is_taking = not self.is_phonetic
        elif kind == "rPh":
            self.is_phonetic = True
        elif kind == "rFont" and _OLD_FONT.match(attributes.get("val", "")):
            self.fonts.setdefault(len(self.texts), attributes["val"][:60])

    def end(self, name: str) -> None:
        kind = self.local[name]
        if kind == "t":
            self.is_taking = False
        elif kind == "rPh":
            self.is_phonetic = False
        elif kind == "si":
            self.texts.append(self.taken())
            if len(self.texts) > limits.MAX_STRINGS:
                raise RefusedError("too_much_text")


class _Styles(Reader):
    """Of each style of cells: how its numbers show as days, and its font when that is old."""

    def __init__(self) -> None:
        super().__init__()
        self.formats: dict[int, str] = {}
        self.fonts: list[str] = []
        self.days: list[str] = []
        self.old_fonts: list[str] = []
        self.inside = ""

    def start(self, name: str, attributes: Attributes) -> None:
        kind = self.local[name]
        if kind in ("fonts", "cellXfs", "cellStyleXfs", "dxfs"):
            self.inside = kind
        act = self._ACTS.get((self.inside, kind)) or self._ACTS.get(("", kind))
        if act:
            act(self, attributes)
        if max(len(self.fonts), len(self.days), len(self.formats)) > limits.MAX_STYLES:
            raise RefusedError("damaged")

    def _format(self, attributes: Attributes) -> None:
        self.formats[int(attributes["numFmtId"])] = attributes["formatCode"][: limits.MAX_TEXT]

    def _font(self, _attributes: Attributes) -> None:
        self.fonts.append("")

    def _font_name(self, attributes: Attributes) -> None:
        if self.fonts and _OLD_FONT.match(attributes.get("val", "")):
            self.fonts[-1] = attributes["val"][:60]

    def _style(self, attributes: Attributes) -> None:
        number, font = int(attributes.get("numFmtId", 0)), int(attributes.get("fontId", 0))
        self.days.append(_shown(number, self.formats.get(number)))
        self.old_fonts.append(self.fonts[font] if 0 <= font < len(self.fonts) else "")

    def end(self, name: str) -> None:
        if self.local[name] == self.inside:
            self.inside = ""

    _ACTS: dict[tuple[str, str], Callable[[_Styles, Attributes], None]] = {
        ("", "numFmt"): _format,
        ("fonts", "font"): _font,
        ("fonts", "name"): _font_name,
        ("cellXfs", "xf"): _style,
    }


def _shown(number: int, written: str | None) -> str:
    """Return how much of a day a format shows: "day", "month", "year" or ""."""
    if written is None:
        return "month" if number in _MONTH_FORMATS else "day" * (number in _DATE_FORMATS)
    bare = _NOT_DATE.sub("", written.split(";")[0]).lower()
    if "general" in bare or not set(bare) & set("dmyhs"):
        return ""
    if "y" not in bare or "d" in bare:
        return "day"
    return "month" if "m" in bare else "year"


@dataclass
class Book:
    """What every sheet of a workbook shares."""

    sheets: list[SheetPart]
    is_1904: bool
    texts: list[str] = field(default_factory=list)
    text_fonts: dict[int, str] = field(default_factory=dict)
    days: list[str] = field(default_factory=list)
    old_fonts: list[str] = field(default_factory=list)


def read_book(archive: zipfile.ZipFile) -> Book:
    """Read everything but the sheets."""
    relations, listed, names = _Relations(), _SheetList(), set(archive.namelist())
    if "xl/_rels/workbook.xml.rels" not in names:
        raise RefusedError("damaged")
    relations.read(archive, "xl/_rels/workbook.xml.rels")
    listed.read(archive, "xl/workbook.xml")
    sheets = [
        SheetPart(name, relations.parts[ident][1], is_hidden)
        for name, ident, is_hidden in listed.sheets
        if relations.parts.get(ident, ("worksheet",))[0] == "worksheet" and ident in relations.parts
    ]
    # Two sheets of one name could not be told apart where problems are shown.
    is_clear = len({sheet.name.lower() for sheet in sheets}) == len(sheets)
    if not sheets or not is_clear or any(sheet.part not in names for sheet in sheets):
        raise RefusedError("damaged")
    book = Book(sheets, listed.is_1904)
    for kind, part in relations.parts.values():
        if part in names and kind == "sharedStrings":
            texts = _Texts()
            texts.read(archive, part)
            book.texts, book.text_fonts = texts.texts, texts.fonts
        elif part in names and kind == "styles":
            styles = _Styles()
            styles.read(archive, part)
            book.days, book.old_fonts = styles.days, styles.old_fonts
    return book
