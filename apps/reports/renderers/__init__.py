"""A document set as Word, Excel or PDF; nothing is computed here."""

from importlib import import_module

from apps.reports.document import Document

FORMATS = ("docx", "xlsx", "pdf")


def render(document: Document, form: str) -> bytes:
    """Return the document in one of the formats.

    What sets a format is loaded when the format is first asked for: a PDF needs no room for Word.
    """
    made: bytes = import_module(f"{__name__}.{form}").render(document)
    return made
