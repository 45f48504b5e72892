"""Workbooks as an office writes them, and batches moved on where the test runs."""

from __future__ import annotations

import io
from collections.abc import Sequence
from datetime import date
from typing import Any

import xlsxwriter

from apps.accounts.models import User
from apps.imports import services
from apps.imports.models import Batch
from apps.imports.steps.next import move_on
from apps.imports.steps.reading import readings_of
from apps.jobs.models import Job
from apps.jobs.services import take_next
from apps.units.models import Unit

Rows = Sequence[Sequence[Any]]
PEOPLE = [
    "STT",
    "Số hiệu CBCC",
    "Số định danh cá nhân",
    "Họ và tên",
    "Ngày sinh (dd/mm/yyyy)",
    "Giới tính",
]
POSTS = [
    "STT",
    "Số hiệu CBCC",
    "Họ và tên",
    "Ngày sinh (dd/mm/yyyy)",
    "Đơn vị",
    "Chức vụ",
    "Lãnh đạo, quản lý",
    "Diện quản lý",
    "Chức vụ chính",
    "Từ ngày (dd/mm/yyyy)",
    "Đến ngày (dd/mm/yyyy)",
]
LEVELS = ["STT", "Số hiệu CBCC", "Họ và tên", "Loại trình độ", "Trình độ", "Ngày cấp (dd/mm/yyyy)"]
COURSES = ["STT", "Số hiệu CBCC", "Họ và tên", "Loại bồi dưỡng", "Ngày hoàn thành (dd/mm/yyyy)"]
RATINGS = ["STT", "Số hiệu CBCC", "Họ và tên", "Năm", "Xếp loại"]
HEADINGS = {
    "Cán bộ": PEOPLE,
    "Chức vụ": POSTS,
    "Trình độ": LEVELS,
    "Bồi dưỡng": COURSES,
    "Đánh giá": RATINGS,
}


def workbook(**sheets: Rows) -> bytes:
    """Return a workbook with the named sheets under the headings of the template.

    A sheet is named by its first word: can_bo, chuc_vu, trinh_do, boi_duong, danh_gia; its rows
    begin in row 2 and are numbered in the first column.
    """
    names = dict(
        zip(("can_bo", "chuc_vu", "trinh_do", "boi_duong", "danh_gia"), HEADINGS, strict=True)
    )
    return book(
        {names[key]: [HEADINGS[names[key]], *_numbered(rows)] for key, rows in sheets.items()}
    )


def _numbered(rows: Rows) -> list[list[Any]]:
    return [[number, *row] for number, row in enumerate(rows, start=1)]


def book(sheets: dict[str, Rows]) -> bytes:
    """Return a workbook with just these cells."""
    buffer = io.BytesIO()
    written = xlsxwriter.Workbook(buffer, {"in_memory": True})
    for name, rows in sheets.items():
        sheet = written.add_worksheet(name)
        for number, row in enumerate(rows):
            sheet.write_row(number, 0, row)
    written.close()
    return buffer.getvalue()


def uploaded(content: bytes, *, unit: Unit, by: User, day: date, name: str = "tep.xlsx") -> Batch:
    """Upload a workbook."""
    return services.upload(chunks=[content], name=name, unit=unit, by=by, day=day)


def worked(batch: Batch, day: date) -> Batch:
    """Let the worker do the step that a batch waits for; return it as it stands then."""
    while job := take_next(kind=services.JOB, owner="the test", in_order=False):
        move_on(job, day=day)
    assert not Job.objects.open().exists()
    batch.refresh_from_db()
    return batch


def checked(content: bytes, *, unit: Unit, by: User, day: date, **said: Any) -> Batch:
    """Upload a workbook, leave its columns as they are read, and check it."""
    batch = worked(uploaded(content, unit=unit, by=by, day=day, **said), day)
    assert batch.state == "read", batch.reason
    services.read_as(batch=batch, readings=readings_of(batch), by=by)
    return worked(batch, day)


def applied(content: bytes, *, unit: Unit, by: User, day: date) -> Batch:
    """Upload, check and write a sound workbook."""
    batch = checked(content, unit=unit, by=by, day=day)
    assert batch.state == "checked", said(batch)
    return written(batch, day)


def written(batch: Batch, day: date) -> Batch:
    """Write a checked batch."""
    services.confirm(batch=batch, by=batch.uploaded_by)
    return worked(batch, day)


def undone(batch: Batch, day: date) -> Batch:
    """Take a written batch back."""
    services.undo(batch=batch, by=batch.uploaded_by)
    return worked(batch, day)


def said(batch: Batch, *, faults: bool = True) -> list[str]:
    """Return the faults (or notes) of a batch as "cell: message"."""
    found = batch.problems.filter(is_fault=faults)
    return [f"{p.sheet}!{p.column}{p.row}: {p.message}" for p in found]


def counts(batch: Batch) -> tuple[int, int, int, int]:
    """Return how many facts are new, corrected, unchanged and conflicting."""
    return tuple(batch.counts[word] for word in ("new", "corrected", "unchanged", "conflicting"))
