"""A report in a real browser, by keyboard: asked for, built, read, issued and verified."""

from __future__ import annotations

import io

import pypdf
import pytest
from playwright.sync_api import Page

from apps.reports.models import Report
from tests.browsers import is_sound
from tests.reports.conftest import worked_off

pytestmark = pytest.mark.django_db(transaction=True)


def test_from_the_question_to_a_verified_report(page: Page) -> None:
    said: list[str] = []
    page.on("console", lambda line: said.append(line.text) if line.type == "error" else None)
    page.goto("/reports/")
    is_sound(page)
    page.focus("select[name=period]")
    page.select_option("select[name=period]", "day")
    page.fill("input[name=day]", "30/06/2025")
    page.focus(".ask-report .button.main")
    page.keyboard.press("Enter")
    page.wait_for_selector("progress")
    is_sound(page)
    worked_off()
    # The page asks by itself how far the worker is, and shows the draft when it is there.
    page.wait_for_selector("#issue-title")
    is_sound(page)
    with page.expect_download() as taken:
        page.click("text=PDF")
    text = pypdf.PdfReader(io.BytesIO(taken.value.path().read_bytes())).pages[0].extract_text()
    # SNV, women: 1 of 2.
    assert "1/2" in text
    page.fill("input[name=number]", "412")
    page.keyboard.press("Enter")
    page.wait_for_selector("progress")
    worked_off()
    page.wait_for_selector("#check .notice.done")
    is_sound(page)
    report = Report.objects.get()
    assert (report.state, report.number) == ("issued", "412")
    page.goto("/reports/")
    page.fill("#code", report.code)
    page.keyboard.press("Enter")
    page.wait_for_url(f"**/reports/{report.pk}/")
    assert said == []
