"""A list taken out in a real browser."""

from __future__ import annotations

import csv
from pathlib import Path

import openpyxl
import pytest
from playwright.sync_api import Page

from tests.dashboards.test_browser import signed_in

__all__ = ["signed_in"]
pytestmark = pytest.mark.django_db(transaction=True)


def taken(page: Page, link: str, place: Path) -> Path:
    """Click a link that hands out a file, and return the file by the name it was given."""
    with page.expect_download() as waiting:
        page.click(link)
    file = place / waiting.value.suggested_filename
    waiting.value.save_as(file)
    return file


def test_what_was_searched_is_what_is_downloaded(signed_in: Page, tmp_path: Path) -> None:
    signed_in.goto("/cadres/?day=2025-06-30&unit=SYT")
    signed_in.fill("#cadre-words", "phuc")
    # The list is swapped in, and with it the addresses of the files.
    signed_in.wait_for_url("**q=phuc**")
    signed_in.wait_for_selector("#cadres-title:has-text('1 people')")
    file = taken(signed_in, ".download a:has-text('CSV')", tmp_path)
    assert file.name == "List of cadres 30-06-2025.csv"
    lines = list(csv.reader(file.read_text(encoding="utf-8-sig").splitlines()))
    assert [line[0] for line in lines[2:]] == ["Lý Hoàng Phúc"]
    assert signed_in.evaluate("refused") == []


def test_the_table_of_units_is_downloaded_as_it_is_sorted(signed_in: Page, tmp_path: Path) -> None:
    signed_in.goto("/units/TINH/?day=2025-06-30")
    signed_in.click("#units thead a:has-text('Unit')")
    signed_in.wait_for_url("**sort=name**")
    signed_in.wait_for_selector("#units th[aria-sort=ascending]")
    file = taken(signed_in, "#units .download a:has-text('Excel')", tmp_path)
    cells = [row[0].value for row in openpyxl.load_workbook(file).worksheets[0].iter_rows()]
    assert cells[-2:] == ["Sở Nội vụ", "Sở Y tế"]
