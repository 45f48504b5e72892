"""Writing words into a worksheet so that they stay words. Pure: no Django."""

from __future__ import annotations

from typing import Any


def write_words(sheet: Any, row: int, column: int, text: str, manner: Any, inner: Any) -> None:
    """Write a text into a cell as it is.

    XlsxWriter takes a text within ``<r>`` and ``</r>`` for markup of its own and writes it into
    the file unchecked. Such a text is written in parts; ``inner`` is the format of a part.
    """
    if text.startswith("<r>") and text.endswith("</r>"):
        sheet.write_rich_string(row, column, "<", inner, text[1:2], inner, text[2:], manner)
    else:
        sheet.write_string(row, column, text, manner)
