"""The shell's door: a file with the figures of ``measure``, or a sentence and no file."""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any

import openpyxl
import pypdf
import pytest
from django.core.management import CommandError, call_command

from apps.audit.models import AccessLog
from apps.metrics.measuring import measure
from apps.reports.saving import save_table
from tests.world import World

pytestmark = pytest.mark.django_db


def run(out: Path, kind: str = "progress", **changes: Any) -> None:
    said = {
        "unit": "SNV",
        "as_of": "2025-06-30",
        "format": "xlsx",
        "language": "vi",
        "by": "officer",
        "plan": "KH-01",
        "out": str(out),
    } | changes
    flags = [f"--{name.replace('_', '-')}={value}" for name, value in said.items()]
    call_command("build_report", kind, *flags, stdout=io.StringIO())


def test_the_workbook_holds_what_measure_prints(world: World, tmp_path: Path) -> None:
    out = tmp_path / "report.xlsx"
    run(out)
    book = openpyxl.load_workbook(out)
    rows = [row for sheet in book for row in sheet.iter_rows(values_only=True)]
    figures = measure([world.day], plan="KH-01")
    figures = figures[(figures["unit_key"] == "SNV") & (figures["scope"] == "subtree")]
    versions = {
        v.target.code: v for v in (world.young, world.women, world.trained, world.qualified)
    }
    for found in figures.itertuples():
        name = versions[found.target].name
        printed = next(row for row in rows if row[1] == name and isinstance(row[0], int))
        assert {found.met, found.population, found.not_met, found.unknown} <= set(printed)
    log = AccessLog.objects.get()
    assert (log.act, log.kind, log.key, log.username) == ("export", "report", "SNV", "officer")


def test_in_english_and_as_pdf(world: World, tmp_path: Path) -> None:
    out = tmp_path / "report.pdf"
    run(out, format="pdf", language="en")
    text = pypdf.PdfReader(out).pages[0].extract_text()
    assert "REPORT" in text
    assert "DRAFT" in text
    assert "SOCIALIST REPUBLIC OF VIET NAM" in text


@pytest.mark.parametrize(
    "changes",
    [
        {"by": "chi"},  # a head next door
        {"by": "binh"},  # heads the unit, but takes nothing out
        {"by": "nobody"},
        {"unit": "NONE"},
        {"unit": "SYT"},
        {"plan": "NONE"},
        {"as_of": "1999-01-01", "by": "an", "unit": "PDT"},
    ],
)
def test_what_cannot_be_built_leaves_no_file(
    world: World, tmp_path: Path, changes: dict[str, str]
) -> None:
    if changes.get("unit") == "PDT":
        world.closed.placements.update(start_on="2020-01-01")
    out = tmp_path / "report.xlsx"
    with pytest.raises(CommandError) as caught:
        run(out, **changes)
    assert str(caught.value)
    assert not out.exists()
    assert not AccessLog.objects.exists()


def test_a_folder_that_is_not_there_is_said(world: World, tmp_path: Path) -> None:
    with pytest.raises(CommandError):
        run(tmp_path / "none" / "report.xlsx")


def test_a_saved_table_by_its_name_within_what_the_user_may_see(
    world: World, tmp_path: Path
) -> None:
    definition = {"title": "Nữ", "columns": [{"label": "Nữ", "condition": {"gender": "female"}}]}
    save_table(unit=world.interior, name="Cán bộ nữ", definition=definition, by=world.officer)
    out = tmp_path / "table.xlsx"
    run(out, "table", template="cán bộ NỮ")
    sheet = openpyxl.load_workbook(out).worksheets[-1]
    # Bình of the department's own, Lan in Phòng Tổ chức.
    found = [row[2] for row in sheet.iter_rows(values_only=True) if isinstance(row[2], int)]
    assert found == [1, 1, 2]
    save_table(unit=world.health, name="Của Sở Y tế", definition=definition, by=world.an)
    for name in ("Của Sở Y tế", ""):
        with pytest.raises(CommandError) as refused:
            run(out, "table", template=name)
        assert "Cán bộ nữ" in str(refused.value)
