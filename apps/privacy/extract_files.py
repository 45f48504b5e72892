"""The extract as files: a workbook for the person, JSON for another system."""

from __future__ import annotations

import io
import json
from collections.abc import Sequence
from datetime import datetime

import xlsxwriter
from django.utils.translation import gettext as _

from apps.cadres.models import Cadre
from apps.presentation import numbers
from apps.privacy.extract import Part
from apps.reports.renderers.plain import printable
from apps.reports.renderers.sheets.book import LIMIT, OPTIONS, sheet_name

TYPES = {
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "json": "application/json",
}
_WIDTH = 24


def write(form: str, cadre: Cadre, parts: Sequence[Part], now: datetime) -> bytes:
    """Return the extract of a person as a file."""
    return _json(cadre, parts, now) if form == "json" else _xlsx(cadre, parts, now)


def _json(cadre: Cadre, parts: Sequence[Part], now: datetime) -> bytes:
    said = {
        "staff_number": cadre.key,
        "made_at": now.isoformat(),
        "parts": [
            {
                "title": part.title,
                "rows": [dict(zip(part.columns, r, strict=True)) for r in part.rows],
            }
            for part in parts
        ],
    }
    return json.dumps(said, ensure_ascii=False, indent=1).encode()


def _xlsx(cadre: Cadre, parts: Sequence[Part], now: datetime) -> bytes:
    """Write a sheet for each part; one that holds nothing says so."""
    file = io.BytesIO()
    with xlsxwriter.Workbook(file, {"in_memory": True, **OPTIONS}) as book:
        bold, wrapped = book.add_format({"bold": True}), book.add_format({"text_wrap": True})
        for number, part in enumerate(parts, start=1):
            sheet = book.add_worksheet(sheet_name(f"{number} {part.title}"))
            head = f"{part.title} · {cadre.full_name} ({cadre.key}) · {numbers.moment(now)}"
            sheet.write_string(0, 0, printable(head), bold)
            sheet.set_column(0, max(len(part.columns) - 1, 0), _WIDTH)
            for column, word in enumerate(part.columns):
                sheet.write_string(2, column, printable(word), bold)
            for row, cells in enumerate(part.rows, start=3):
                for column, cell in enumerate(cells):
                    sheet.write_string(row, column, printable(cell)[:LIMIT], wrapped)
            if not part.rows:
                sheet.write_string(3, 0, _("Nothing is held."))
            sheet.freeze_panes(3, 0)
    return file.getvalue()
