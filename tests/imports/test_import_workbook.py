"""The shell's door: faults and counts as CSV, a status that says what happened, no traceback."""

from __future__ import annotations

import csv
import io
import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from apps.cadres.models import Cadre
from apps.imports.models import Batch
from tests.imports.batches import workbook
from tests.imports.folders import everything
from tests.workers import database_url
from tests.world import World

pytestmark = pytest.mark.django_db
SOUND = {
    "can_bo": [
        ["", "", "Nguyễn Thị Mới", "15/08/1980", "Nữ"],
        ["lan", "", "Hoàng Thị Lan", "", "Nữ"],
    ]
}
FAULTY = {"can_bo": [["", "", "Nguyễn Thị Mới", "31/02/1980", "Nữ"]]}


def file(path: Path, content: bytes) -> str:
    written = path / "tệp.xlsx"
    written.write_bytes(content)
    return str(written)


def run(path: str, *more: str, by: str = "officer") -> tuple[list[list[str]], dict[str, str], str]:
    """Run the command; return the faults, the counts and the last word of a refusal."""
    out, refusal = io.StringIO(), ""
    try:
        call_command("import_workbook", path, f"--by={by}", *more, stdout=out, stderr=io.StringIO())
    except CommandError as error:
        refusal = str(error)
    faults, _line, counts = out.getvalue().partition("\n\n")
    rows = list(csv.reader(io.StringIO(faults)))
    counted = list(csv.reader(io.StringIO(counts)))
    return rows[1:], dict(zip(*counted, strict=True)) if counted else {}, refusal


def test_a_sound_file_is_checked_and_nothing_is_written(world: World, tmp_path: Path) -> None:
    before = everything()
    faults, counts, refusal = run(file(tmp_path, workbook(**SOUND)))
    assert (faults, refusal) == ([], "")
    assert counts == {"new": "1", "corrected": "0", "unchanged": "1", "conflicting": "0"}
    assert everything() == before


def test_with_apply_it_is_written_as_a_batch(world: World, tmp_path: Path) -> None:
    _faults, _counts, refusal = run(file(tmp_path, workbook(**SOUND)), "--apply")
    assert refusal == ""
    assert Cadre.objects.filter(full_name="Nguyễn Thị Mới").exists()
    assert Batch.objects.get().state == "applied"


@pytest.mark.parametrize("more", [[], ["--apply"]])
def test_a_faulty_file_is_refused_with_every_fault(
    world: World, tmp_path: Path, more: list[str]
) -> None:
    faults, _counts, refusal = run(file(tmp_path, workbook(**FAULTY)), *more)
    assert [fault[:4] for fault in faults] == [["Cán bộ", "2", "E", "31/02/1980"]]
    assert refusal
    assert not Cadre.objects.filter(full_name="Nguyễn Thị Mới").exists()
    assert not Batch.objects.exists()


def test_a_doubtful_match_is_refused(world: World, tmp_path: Path) -> None:
    rows = [["", "", "Hoàng Thị Lan", "1985", "Nữ"]]
    faults, _counts, refusal = run(file(tmp_path, workbook(can_bo=rows)))
    assert faults[0][:2] == ["Cán bộ", "2"]
    assert "lan" in faults[0][4]
    assert refusal


def test_a_file_that_is_no_workbook_is_refused(world: World, tmp_path: Path) -> None:
    faults, _counts, refusal = run(file(tmp_path, b"PK\x03\x04 nothing"))
    assert len(faults) == 1
    assert refusal
    assert not Batch.objects.exists()


@pytest.mark.parametrize("content", [b""])
def test_an_empty_file_is_refused(world: World, tmp_path: Path, content: bytes) -> None:
    assert run(file(tmp_path, content))[2]


def test_a_missing_file_a_folder_and_unknown_users_are_refused(
    world: World, tmp_path: Path
) -> None:
    sound = file(tmp_path, workbook(**SOUND))
    assert run(str(tmp_path / "none.xlsx"))[2]
    assert run(str(tmp_path))[2]
    assert run(sound, by="nobody")[2]
    # Bình heads the department, and may see its people but not change them.
    assert run(sound, by="binh")[2]
    world.officer.is_active = False
    world.officer.save()
    assert run(sound)[2]


def test_from_a_shell_the_status_is_1_and_there_is_no_traceback(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "manage.py", "import_workbook", str(tmp_path / "none"), "--by", "nobody"],
        capture_output=True,
        text=True,
        check=False,
        env={**os.environ, "DATABASE_URL": database_url()},
        cwd=Path(__file__).resolve().parents[2],
    )
    assert done.returncode == 1
    assert "Traceback" not in done.stderr
