"""From the question to the number: what a worker makes stays as it was issued."""

from __future__ import annotations

import hashlib
import io
from datetime import date

import docx
import openpyxl
import pypdf
import pytest
from django.db import InternalError, transaction

from apps.cadres.models import Cadre
from apps.common.errors import RuleError
from apps.jobs.models import Job
from apps.metrics.progress import progress
from apps.metrics.services import refresh
from apps.reports import services
from apps.reports.models import Report
from apps.reports.selectors import restated, verified
from tests.reports.conftest import asked, draft, worked_off
from tests.world import World

pytestmark = pytest.mark.django_db(transaction=True)


def issued(world: World) -> Report:
    """Return an issued report on Bình's department."""
    report = draft(world)
    services.issue_report(
        report=report, number="7", issued_on=world.day, by=world.officer, today=world.day
    )
    worked_off()
    report.refresh_from_db()
    assert report.state == "issued", report.reason
    return report


def content(report: Report, name: str) -> bytes:
    return bytes(report.files.get(format=name).content)


def test_a_draft_has_every_format_and_its_figures(world: World) -> None:
    report = draft(world)
    assert report.state == "draft", report.reason
    assert [file.format for file in report.files.all()] == ["docx", "pdf", "xlsx"]
    for file in report.files.all():
        assert hashlib.sha256(bytes(file.content)).hexdigest() == file.sha256
        assert len(bytes(file.content)) == file.size
    # SNV, women: 1 met, 1 not met, 0 unknown, of 60 %.
    code = world.women.target.code
    assert report.figures[f"SNV|{code}|met"] == 1
    assert report.figures[f"SNV|{code}|not_met"] == 1
    assert report.figures[f"PTC|{code}|not_met"] == 1
    assert report.code.endswith(f"-{report.pk}")


def test_the_files_hold_the_figures_of_the_dashboard(world: World) -> None:
    report = draft(world)
    found = progress(world.interior, plan=world.plan, day=world.day, before=report.before)
    book = openpyxl.load_workbook(io.BytesIO(content(report, "xlsx")))
    values = [cell for sheet in book for row in sheet.iter_rows(values_only=True) for cell in row]
    text = "\n".join(
        page.extract_text() for page in pypdf.PdfReader(io.BytesIO(content(report, "pdf"))).pages
    )
    word = docx.Document(io.BytesIO(content(report, "docx")))
    cells = [cell.text for table in word.tables for row in table.rows for cell in row.cells]
    for aim in found.aims:
        parts = f"{aim.now.met}/{aim.now.population}"
        assert parts in text
        assert parts in cells
        assert aim.version.name in values
    assert "DRAFT" not in text
    assert "DỰ THẢO" in text


def test_issuing_gives_number_and_day_and_keeps_the_bytes(world: World) -> None:
    report = issued(world)
    assert report.moment
    text = pypdf.PdfReader(io.BytesIO(content(report, "pdf"))).pages[0].extract_text()
    assert "07/BC-SNV" in text
    assert "ngày 30 tháng 6 năm 2025" in text
    assert report.code in text


def test_the_run_that_published_the_same_figures_is_cited(world: World) -> None:
    assert draft(world).run is None
    run = refresh(day=world.day)
    report = draft(world)
    assert report.run == run
    text = pypdf.PdfReader(io.BytesIO(content(report, "pdf"))).pages[0].extract_text()
    assert f"lần tính {run.pk}" in text
    # After a correction the published figures are others, until the run is made again.
    Cadre.objects.filter(key="binh").update(gender="male")
    assert draft(world).run is None


def test_an_issued_report_cannot_be_changed_or_deleted(world: World) -> None:
    report = issued(world)
    for act in (
        lambda: Report.objects.filter(pk=report.pk).update(number="8"),
        lambda: report.files.filter(format="pdf").update(content=b"x"),
        lambda: report.files.all().delete(),
        lambda: Report.objects.filter(pk=report.pk).delete(),
    ):
        with pytest.raises(InternalError), transaction.atomic():
            act()
    assert report.files.count() == 3


def test_later_corrections_change_nothing_and_are_listed(world: World) -> None:
    report = issued(world)
    before = content(report, "pdf")
    assert verified(report) == []
    assert restated(report) == []
    Cadre.objects.filter(key="binh").update(gender="male")
    assert verified(report) == []
    code = world.women.target.code
    changed = {(d.unit, d.target, d.measure): (d.stated, d.found) for d in restated(report)}
    assert changed[("SNV", code, "met")] == (1, 0)
    assert changed[("SNV", code, "not_met")] == (1, 2)
    assert content(report, "pdf") == before


def test_figures_that_were_tampered_with_are_found(world: World) -> None:
    report = issued(world)
    report.figures[f"SNV|{world.women.target.code}|met"] = 2
    assert [(d.stated, d.found) for d in verified(report)] == [(2, 1)]


def test_a_draft_whose_figures_changed_is_not_issued(world: World) -> None:
    report = draft(world)
    Cadre.objects.filter(key="binh").update(gender="male")
    services.issue_report(
        report=report, number="7", issued_on=world.day, by=world.officer, today=world.day
    )
    worked_off()
    report.refresh_from_db()
    assert (report.state, report.number) == ("draft", "")
    assert report.reason
    services.build_again(report=report, by=world.officer)
    worked_off()
    report.refresh_from_db()
    assert (report.state, report.reason) == ("draft", "")


@pytest.mark.parametrize(
    ("number", "day", "field"),
    [
        ("", date(2025, 6, 30), "number"),
        ("8", date(2025, 6, 29), "issued_on"),
        ("8", date(2025, 7, 1), "issued_on"),
    ],
)
def test_number_and_day_of_issue_have_rules(
    world: World, number: str, day: date, field: str
) -> None:
    report = draft(world)
    with pytest.raises(RuleError) as caught:
        services.issue_report(
            report=report, number=number, issued_on=day, by=world.officer, today=world.day
        )
    assert caught.value.field == field


def test_a_unit_gives_a_number_once_a_year(world: World) -> None:
    issued(world)
    with pytest.raises(RuleError) as caught:
        services.issue_report(
            report=draft(world), number="7", issued_on=world.day, by=world.officer, today=world.day
        )
    assert caught.value.field == "number"


def test_rights_lost_before_the_worker_came_build_nothing(world: World) -> None:
    report = services.ask_report(asked=asked(world), by=world.officer, today=world.day)
    world.officer.memberships.all().delete()
    worked_off()
    report.refresh_from_db()
    assert report.state == "failed"
    assert report.reason
    assert not report.files.exists()


def test_a_unit_that_was_not_there_fails_with_a_sentence(world: World) -> None:
    report = draft(world, unit=world.closed, by=world.an)
    assert report.state == "failed"
    assert "|" not in report.reason


def test_a_day_to_come_and_a_comparison_with_later_are_refused(world: World) -> None:
    for changes, field in (
        ({"day": date(2025, 7, 1)}, "day"),
        ({"before": world.day}, "before"),
    ):
        with pytest.raises(RuleError) as caught:
            services.ask_report(asked=asked(world, **changes), by=world.officer, today=world.day)
        assert caught.value.field == field


def test_drafts_expire_and_issued_reports_do_not(world: World) -> None:
    old, kept = draft(world), issued(world)
    Report.objects.filter(pk=old.pk).update(built_at="2025-01-01T00:00:00Z")
    assert services.expire_drafts(date(2025, 3, 1)) == 1
    old.refresh_from_db()
    assert (old.state, old.files.count()) == ("expired", 0)
    assert kept.files.count() == 3


def test_a_report_is_built_once_however_often_it_is_asked(world: World) -> None:
    report = draft(world)
    job = Job.objects.get(kind="report", subject=str(report.pk))
    assert job.state == "done"
    worked_off()
    assert report.files.count() == 3
