"""Why a file is not read, and what to do, in the user's words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

_SAVE_AS = gettext_noop(
    "Open it in Excel, choose “Save As” and “Excel Workbook (.xlsx)”, and choose it again."
)
_REASONS: dict[str, tuple[str, str]] = {
    "empty": (gettext_noop("The file is empty."), gettext_noop("Choose the file again.")),
    "file_too_large": (
        gettext_noop("The file is larger than %(limit)s MB."),
        gettext_noop(
            "Remove pictures and sheets that are not needed, or divide it into several files."
        ),
    ),
    "old_xls": (gettext_noop("This is a workbook of the old kind (.xls)."), _SAVE_AS),
    "binary_workbook": (gettext_noop("This is a binary workbook (.xlsb)."), _SAVE_AS),
    "open_document": (gettext_noop("This is an OpenDocument file."), _SAVE_AS),
    "encrypted": (
        gettext_noop("The file is protected by a password."),
        gettext_noop(
            "Remove the password in Excel (File, Info, Protect Workbook), save and choose it again."
        ),
    ),
    "macros": (gettext_noop("The file holds macros, which are not accepted."), _SAVE_AS),
    "external_links": (
        gettext_noop("The file refers to other files or data sources."),
        gettext_noop("In Excel choose Data, Edit Links, Break Link; save and choose it again."),
    ),
    "another_ending": (
        gettext_noop("Files of this kind are not read."),
        gettext_noop("Choose a workbook (.xlsx) or a file of comma-separated text (.csv)."),
    ),
    "another_content": (
        gettext_noop("What is in the file is not what its name says."),
        gettext_noop(
            "Open it in the program that made it, save it as .xlsx or .csv and choose it again."
        ),
    ),
    "another_encoding": (
        gettext_noop("The text of the file is neither UTF-8 nor Windows-1258."),
        gettext_noop("Save it as “CSV UTF-8” and choose it again."),
    ),
    "not_a_workbook": (
        gettext_noop("The file is not an Excel workbook."),
        gettext_noop("Choose the workbook again."),
    ),
    "damaged": (
        gettext_noop("The file is damaged or incomplete."),
        gettext_noop("Open it in Excel, save it under a new name and choose it again."),
    ),
    "unsafe_names": (
        gettext_noop("The file holds parts with names that no workbook has."),
        gettext_noop("Open it in Excel, save it under a new name and choose it again."),
    ),
    "declarations": (
        gettext_noop("The file holds declarations that no workbook needs."),
        gettext_noop("Open it in Excel, save it under a new name and choose it again."),
    ),
    "too_many_parts": (
        gettext_noop("The file holds more than %(limit)s parts."),
        gettext_noop("Remove pictures and sheets that are not needed and choose it again."),
    ),
    "unpacks_too_large": (
        gettext_noop("The file is larger than %(limit)s MB when unpacked."),
        gettext_noop(
            "Remove sheets and formatting that are not needed, or divide it into several files."
        ),
    ),
    "bomb": (
        gettext_noop("The file unpacks to far more than it holds."),
        gettext_noop("Copy the table into a new workbook and choose that."),
    ),
    "too_many_sheets": (
        gettext_noop("The file has more than %(limit)s sheets."),
        gettext_noop("Keep the sheets to be imported and choose it again."),
    ),
    "too_many_rows": (
        gettext_noop("The sheet “%(sheet)s” has more than %(limit)s rows."),
        gettext_noop("Divide it into several files."),
    ),
    "too_many_people": (
        gettext_noop("The sheet “%(sheet)s” has more than %(limit)s people."),
        gettext_noop("Divide it into several files."),
    ),
    "too_many_rows_in_all": (
        gettext_noop("The file has more than %(limit)s rows."),
        gettext_noop("Divide it into several files."),
    ),
    "too_many_columns": (
        gettext_noop("The sheet “%(sheet)s” has text beyond its first %(limit)s columns."),
        gettext_noop("Delete the columns that are not needed and choose it again."),
    ),
    "long_cell": (
        gettext_noop("Cell %(cell)s of the sheet “%(sheet)s” is longer than %(limit)s characters."),
        gettext_noop("Shorten it and choose the file again."),
    ),
    "too_much_text": (
        gettext_noop("The file holds too much text."),
        gettext_noop("Divide it into several files."),
    ),
    "too_large": (
        gettext_noop("The file could not be read with the memory and time that one may take."),
        gettext_noop("Divide it into several files."),
    ),
    "too_slow": (
        gettext_noop("Reading the file took too long."),
        gettext_noop("Divide it into several files, or try again later."),
    ),
}


def refusal(code: str, about: Mapping[str, Any]) -> str:
    """Return why a file is not read and what to do."""
    reason, advice = _REASONS[code]
    said = {
        name: number_format(value, force_grouping=True) if isinstance(value, int) else value
        for name, value in about.items()
    }
    return f"{_(reason) % said} {_(advice)}"


def order_proof(order: str, reason: str, proofs: Sequence[tuple[str, str]]) -> str:
    """Return the sentence that says why a column is read in an order, or in none."""
    cells = [
        _("cell %(cell)s (%(value)s)") % {"cell": cell, "value": value} for cell, value in proofs
    ]
    about = {"cells": "; ".join(cells)}
    if reason == "proved":
        sentence = (
            _("Day first: %(cells)s has no other reading.")
            if order == "dmy"
            else _("Month first: %(cells)s has no other reading.")
        )
    else:
        sentence = _(_ORDER_REASONS[reason])
    return sentence % about


_ORDER_REASONS = {
    "heading": gettext_noop("The heading says so."),
    "chosen": gettext_noop("As chosen before; the cells fit both orders, such as %(cells)s."),
    "fits_both": gettext_noop(
        "Every date fits both orders, such as %(cells)s. Choose which comes first."
    ),
    "contradictory": gettext_noop(
        "The dates contradict each other or the heading: %(cells)s. Correct them or choose."
    ),
    "iso": gettext_noop("Year first: %(cells)s."),
    "serial": gettext_noop("Days of Excel: %(cells)s."),
    "no_days": gettext_noop("No date with a day stands in the column."),
}


def encoding_proof(sign: str, seen: str, cell: str) -> str:
    """Return how the encoding of a sheet was known: by a font or by its characters."""
    if sign == "font":
        return _("Font %(font)s in cell %(cell)s.") % {"font": seen, "cell": cell}
    return _("Characters of old fonts, such as “%(text)s”.") % {"text": seen}


_FAULTS = {
    "not_a_date": gettext_noop("“%(value)s” is not a date. Write 15/08/1979, 08/1979 or 1979."),
    "not_in_calendar": gettext_noop(
        "This day is not in the calendar. Enter it again, or write only %(instead)s."
    ),
    "year_out_of_range": gettext_noop("The year is not between 1900 and 2100. Enter it again."),
    "order_unsettled": gettext_noop(
        "Whether the day or the month comes first is open. Choose it for this column."
    ),
    "unknown_word_near": gettext_noop("“%(value)s” is not known. Did you mean “%(near)s”?"),
    "unknown_word": gettext_noop("“%(value)s” is not known. Write one of: %(words)s."),
    "not_a_tick": gettext_noop("“%(value)s” is no tick. Write x, or leave the cell empty."),
    "not_a_year": gettext_noop("“%(value)s” is not a year. Write it with four digits."),
    "too_long": gettext_noop("The text is longer than %(limit)s characters. Shorten it."),
    "slash_in_key": gettext_noop("A staff number must not contain “/”. Correct it."),
    "digits_in_name": gettext_noop("A name holds no digits. Correct it."),
    "control_character": gettext_noop(
        "A character that cannot be shown stands in the text. Type the text again."
    ),
    "formula_error": gettext_noop("The formula gives an error (%(value)s). Type the value itself."),
    "not_a_personal_number": gettext_noop(
        "A personal identification number has 12 digits. Correct it, or leave the cell empty."
    ),
    "old_identity_card": gettext_noop(
        "Nine digits are the number of an old identity card. Enter the 12 digits of the personal"
        " identification number, or leave the cell empty."
    ),
    "rounded_number": gettext_noop(
        "Excel has rounded the number. Format the cell as text and type the 12 digits again."
    ),
    "two_genders": gettext_noop(
        "Both the column for men and the one for women are filled. Leave one."
    ),
    "must_not_be_empty": gettext_noop("The cell must not be empty. Fill it in."),
    "nobody_named": gettext_noop(
        "The row does not say of whom it speaks. Enter a staff number, a personal identification"
        " number or a name."
    ),
    "no_column_unit": gettext_noop("The column of the unit is missing. Add it or choose it."),
    "no_column_title": gettext_noop("The column of the title is missing. Add it or choose it."),
    "no_column_is_leadership": gettext_noop(
        "The column that says who leads is missing. Add it or choose it."
    ),
    "no_column_is_primary": gettext_noop(
        "The column that says which post is the primary one is missing. Add it or choose it."
    ),
    "no_column_full_name": gettext_noop("The column of names is missing. Add it or choose it."),
    "no_column_kind": gettext_noop(
        "The column of kinds of qualification is missing. Add it or choose it."
    ),
    "no_column_level": gettext_noop("The column of levels is missing. Add it or choose it."),
    "no_column_category": gettext_noop(
        "The column of kinds of training is missing. Add it or choose it."
    ),
    "no_column_year": gettext_noop("The column of years is missing. Add it or choose it."),
    "no_column_rating": gettext_noop("The column of ratings is missing. Add it or choose it."),
}
_NOTES = {
    "no_column_managed_by": gettext_noop("No column says who manages these posts."),
    "two_digit_year": gettext_noop(
        "Years of two digits stand in this column: here %(year)s is taken. Check them."
    ),
    "zeros_missing": gettext_noop(
        "Zeros at the beginning of numbers are missing in this column: here read as %(number)s."
    ),
    "leadership_by_title": gettext_noop(
        "No column says who leads; the titles decide. Check the result."
    ),
    "rating_without_year": gettext_noop(
        "The heading does not say of which year the ratings are; the column is left out."
    ),
}


def is_note(code: str) -> bool:
    """Tell whether a problem is worth knowing without keeping the row from being written."""
    return code in _NOTES


def problem(code: str, about: Mapping[str, str], *, value: str) -> str:
    """Return what is wrong with a cell and what to do."""
    return _((_FAULTS | _NOTES)[code]) % {"value": value, **about}
