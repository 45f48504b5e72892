"""Imports and reports as jobs: asked for, followed, finished, fetched."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from apps.audit.models import AccessLog
from apps.cadres.models import Cadre
from apps.imports.models import Batch
from tests.api.callers import V1, Caller
from tests.imports.batches import workbook, worked
from tests.reports.conftest import worked_off
from tests.world import World

pytestmark = pytest.mark.django_db
REPORT = {"unit": "SNV", "kind": "progress", "plan": "KH-01", "period": "day", "day": "2025-06-30"}


@pytest.fixture(autouse=True)
def files(settings: Any, tmp_path: Path) -> None:
    """Keep uploads in a folder of the test."""
    settings.MEDIA_ROOT = tmp_path / "files"


@cache
def content() -> bytes:
    """Return a workbook that corrects a name; another one would say another moment."""
    return workbook(can_bo=[["khoa", "", "Phạm Đăng Khoa Mới", "30/06/1985", "Nam"]])


def sent(program: Caller, unit: str, *, key: str = "an-upload-1") -> Any:
    """Send the workbook."""
    file = SimpleUploadedFile("danh sách.xlsx", content())
    headers = program.headers({"Idempotency-Key": key})
    return program.client.post(f"{V1}imports", {"unit": unit, "file": file}, headers=headers)


def acted(program: Caller, address: str, act: str) -> Any:
    """Move an import on, from the state in which it is."""
    tag = program.get(address)["ETag"]
    return program.post(f"{address}/acts", {"act": act}, headers={"If-Match": tag})


def test_a_workbook_is_sent_followed_confirmed_and_undone(world: World) -> None:
    program, day = Caller(world.officer), timezone.localdate()
    answer = sent(program, "SNV")
    assert answer.status_code == 202, answer.content
    address = answer["Location"]
    assert answer.json()["state"] == "uploaded"
    assert answer.json()["progress"] == {"done": 0, "total": 0}
    batch = Batch.objects.get()
    for act, state in (("accept", "checked"), ("confirm", "applied"), ("undo", "undone")):
        worked(batch, day)
        moved = acted(program, address, act)
        assert moved.status_code == 202, moved.content
        assert moved["Location"] == address
        assert moved.json()["is_working"]
        worked(batch, day)
        assert program.get(address).json()["state"] == state
    assert Cadre.objects.get(key="khoa").full_name == "Phạm Đăng Khoa"


def test_what_is_wrong_with_a_file_is_listed_and_an_act_that_is_late_is_refused(
    world: World,
) -> None:
    program, day = Caller(world.officer), timezone.localdate()
    address = sent(program, "SNV")["Location"]
    batch = Batch.objects.get()
    worked(batch, day)
    late = {"If-Match": program.get(address)["ETag"]}
    assert program.post(f"{address}/acts", {"act": "confirm"}).status_code == 428
    # Confirming comes after the check.
    assert acted(program, address, "confirm").status_code == 422
    assert acted(program, address, "accept").status_code == 202
    assert program.post(f"{address}/acts", {"act": "drop"}, headers=late).status_code == 412
    batch.problems.create(sheet="Cán bộ", row=2, message="Sai", value="x")
    (problem,) = program.get(f"{address}/problems").json()["results"]
    assert (problem["sheet"], problem["row"], problem["message"]) == ("Cán bộ", 2, "Sai")


def test_the_same_file_under_the_same_key_is_taken_once(world: World) -> None:
    program = Caller(world.officer)
    first, again = sent(program, "SNV"), sent(program, "SNV")
    assert first["Location"] == again["Location"]
    assert Batch.objects.count() == 1
    assert sent(program, "PTC").status_code == 422


@pytest.mark.parametrize("unit", ["SYT", "NIL"])
def test_no_file_is_taken_for_a_unit_of_others(unit: str, world: World) -> None:
    answer = sent(Caller(world.officer), unit)
    assert answer.status_code == 422
    assert answer.json()["errors"][0]["field"] == "unit"
    assert not Batch.objects.exists()


def test_a_report_is_asked_for_followed_and_downloaded(published: World) -> None:
    program = Caller(published.officer)
    answer = program.post("reports", REPORT)
    assert answer.status_code == 202, answer.content
    address = answer["Location"]
    assert answer.json()["state"] == "asked"
    worked_off()
    made = program.get(address).json()
    assert (made["state"], made["files"]) == ("draft", ["docx", "pdf", "xlsx"])
    file = program.get(f"{address}/files/pdf", headers={"Accept": "application/pdf"})
    assert file.content.startswith(b"%PDF")
    assert file["Content-Disposition"].startswith("attachment")
    assert file["Cache-Control"] == "private, no-store"
    assert AccessLog.objects.get(kind="report").detail["token"] == "kiểm thử"
    assert program.get(f"{address}/files/exe").status_code == 404
    assert [row["id"] for row in program.get("reports", unit="SNV").json()["results"]] == [
        made["id"]
    ]
    dropped = program.post(f"{address}/acts", {"act": "drop"}, headers={"If-Match": "*"})
    assert dropped.status_code == 204


def test_a_report_of_others_is_not_there(published: World) -> None:
    address = Caller(published.officer).post("reports", REPORT)["Location"]
    program = Caller(published.chi)
    assert program.get(address).status_code == 404
    assert program.get(f"{address}/files/pdf").status_code == 404
    assert program.post(f"{address}/acts", {"act": "drop"}).status_code == 403
    assert Caller(published.officer).post("reports", REPORT | {"unit": "SYT"}).status_code == 422
