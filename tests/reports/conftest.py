"""Reports moved on where the test runs."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator
from datetime import date
from typing import Any

import openpyxl
import pytest
from django.db import transaction
from playwright.sync_api import Page

from apps.accounts.models import User
from apps.jobs.services import take_next
from apps.metrics.services import refresh
from apps.reports.asking import Asked, Imprint
from apps.reports.building import move_on
from apps.reports.models import Report
from apps.reports.services import JOB, ask_report
from tests.browsers import a_browser, page_of
from tests.world import World, make_world

Built = Callable[..., Report]


def worked_off() -> None:
    """Do what waits, as a worker does."""
    while job := take_next(kind=JOB, owner="test", in_order=False):
        move_on(job)


def asked(world: World, **changes: Any) -> Asked:
    """Return the question for a report on Bình's department on the day of the story."""
    said: dict[str, Any] = {
        "kind": "progress",
        "unit": world.interior,
        "day": world.day,
        "language": "vi",
        "plan": world.plan,
        "before": date(2024, 12, 31),
        "imprint": Imprint("UBND TỈNH", "SỞ NỘI VỤ", "BC-SNV", "Sông Hồng"),
    }
    return Asked(**(said | changes))


def draft(world: World, by: User | None = None, **changes: Any) -> Report:
    """Return a report that a worker has built."""
    report = ask_report(asked=asked(world, **changes), by=by or world.officer, today=world.day)
    worked_off()
    report.refresh_from_db()
    return report


def figures_of(report: Report) -> list[list[Any]]:
    """Return what the workbook of a table holds beside each unit, and beside the sum last."""
    content = bytes(report.files.get(format="xlsx").content)
    sheet = openpyxl.load_workbook(io.BytesIO(content)).worksheets[-1]
    rows = [list(row) for row in sheet.iter_rows(values_only=True)]
    start = next(at for at, row in enumerate(rows) if row[0] == 1)
    return [row[2:] for row in rows[start:] if row[1]]


@pytest.fixture
def built(world: World) -> Built:
    """Return what makes a draft in the world."""
    return lambda **changes: draft(world, **changes)


@pytest.fixture
def page(transactional_db: None, live_server: Any) -> Iterator[Page]:
    """A page of the site on which the officer of Sở Nội vụ has signed in."""
    with transaction.atomic():
        world: World = make_world()
    refresh(day=world.day)
    with a_browser() as browser:
        yield page_of(world.officer, browser, live_server.url)
