"""Open what goes out in LibreOffice, with 2,000 texts that try to be something else in it.

``python -m bench.office`` needs ``soffice`` on the path (the packages libreoffice-calc-nogui and
libreoffice-writer-nogui). The list as a workbook, the table of a report as a workbook and a
report as a document are opened there and saved anew; what comes back must be the same texts, and
no formula. A list as CSV is opened as a double click opens it.
"""

from __future__ import annotations

import csv
import io
import os
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "cadre_tracker.settings")
from cadre_tracker import embedded

embedded.ensure()
django.setup()

# The rest needs the settings.
import openpyxl  # noqa: E402

from apps.reports.document import Cell, Paragraph, Section  # noqa: E402
from apps.reports.renderers import docx as documents  # noqa: E402
from apps.reports.renderers import lists, xlsx  # noqa: E402
from apps.reports.renderers.lists import ListColumn  # noqa: E402
from apps.reports.renderers.plain import printable  # noqa: E402
from tests.reports.hostile import many  # noqa: E402
from tests.reports.sample import party  # noqa: E402
from tests.reports.test_lists import ABOUT  # noqa: E402
from tests.reports.test_xlsx import with_table  # noqa: E402

SECONDS = 300
# How LibreOffice opens CSV by itself: commas, quotes, UTF-8, everything as it sees fit.
AS_CSV = "--infilter=CSV:44,34,76,1"
# Each text between quotes, as the cell shows it.
SHOWN = "csv:Text - txt - csv (StarCalc):44,34,76,1,,0,true,true,false"


def saved_anew(name: str, content: bytes, form: str, *more: str) -> bytes:
    """Return a file as LibreOffice saves it after opening it."""
    with tempfile.TemporaryDirectory() as place:
        source = Path(place) / name
        source.write_bytes(content)
        target = Path(place) / "out"
        subprocess.run(
            ["soffice", f"-env:UserInstallation=file://{place}/profile", "--headless", *more,
             "--convert-to", form, "--outdir", str(target), str(source)],
            check=True, capture_output=True, timeout=SECONDS,
        )  # fmt: skip
        return next(target.iterdir()).read_bytes()


def told(name: str, wanted: Sequence[str], found: Sequence[str], formulas: int) -> bool:
    """Say how many texts came back whole; tell whether all did, without a formula."""
    wrong = [(a, b) for a, b in zip(wanted, found, strict=False) if a != b]
    missing = len(wanted) - len(found)
    say = sys.stdout.write
    say(f"{name}: {len(wanted):,} texts, {len(wrong)} changed, {missing} missing, ")
    say(f"{formulas} formulas\n")
    for given, got in wrong[:5]:
        say(f"  {given!r} became {got!r}\n")
    return not wrong and not missing and not formulas


def formulas_in(content: bytes) -> int:
    """Return how many cells of a saved workbook are formulas or links."""
    book = openpyxl.load_workbook(io.BytesIO(content))
    cells = (cell for sheet in book for row in sheet.iter_rows() for cell in row)
    return sum(cell.data_type == "f" or cell.hyperlink is not None for cell in cells)


def shown(name: str, content: bytes, *more: str) -> list[str]:
    """Return the first column of the first sheet as LibreOffice shows it."""
    text = saved_anew(name, content, SHOWN, *more).decode()
    return [row[0] if row else "" for row in csv.reader(io.StringIO(text, newline=""))]


def main() -> int:
    """Try each kind of file and say what came back."""
    texts = many()
    wanted = [printable(text) for text in texts]
    column = (ListColumn("Họ và tên"),)
    rows = [(text,) for text in texts]
    listed, plain = io.BytesIO(), io.BytesIO()
    lists.write_xlsx(column, rows, listed, ABOUT)
    lists.write_csv(column, rows, plain)
    table = xlsx.render(with_table(*((Cell(text),) for text in texts)))
    good = []
    for name, content, first, expected, more in (
        ("list.xlsx", listed.getvalue(), 3, wanted, ()),
        ("report.xlsx", table, None, wanted, ()),
        ("list.csv", plain.getvalue(), 1, [lists.harmless(text) for text in texts], (AS_CSV,)),
    ):
        found = shown(name, content, *more)
        first = found.index(wanted[0]) if first is None else first
        formulas = formulas_in(saved_anew(name, content, "xlsx", *more))
        good.append(told(name, expected, found[first : first + len(texts)], formulas))
    word = replace(party(), sections=(Section(tuple(map(Paragraph.of, texts)), "Báo cáo"),))
    text = saved_anew("report.docx", documents.render(word), "txt:Text (encoded):UTF8")
    lines = "\n".join(wanted).split("\n")
    found = text.decode("utf-8-sig").split("\n")[: len(lines)]
    good.append(told("report.docx, lines of", lines, found, 0))
    return 0 if all(good) else 1


if __name__ == "__main__":
    sys.exit(main())
