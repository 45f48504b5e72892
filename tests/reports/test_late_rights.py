"""Rights that end between asking for a list and fetching it: no file goes out.

``LOST_RIGHTS=200`` is the drill; the suite tries each kind of list and of loss a few times.
"""

from __future__ import annotations

import io
import itertools
import os
import random
from collections.abc import Callable, Iterator
from datetime import date

import openpyxl
import pytest
from django.db import transaction
from django.test import Client
from django.utils import timezone

from apps.accounts.models import User
from apps.accounts.roles import Role
from apps.cadres.models import Cadre
from apps.reports import tasks
from apps.reports.lists import keeping
from apps.reports.models import LongList
from apps.units.services import move_unit
from tests.conftest import client_of
from tests.world import World

pytestmark = pytest.mark.django_db
TRIES = int(os.environ.get("LOST_RIGHTS", "24"))
LISTS = (
    "/reports/lists/cadres/?unit=SNV",
    "/reports/lists/units/SNV/targets/young/?plan=KH-01",
    "/reports/lists/units/SNV/?plan=KH-01",
)


def to_a_division(world: World) -> None:
    world.officer.memberships.update(unit=world.organisation)


def to_another_role(world: World) -> None:
    world.officer.memberships.update(role=Role.HEAD)


def to_nothing(world: World) -> None:
    world.officer.memberships.update(end_on=timezone.localdate())


def next_door(world: World) -> None:
    world.officer.memberships.update(unit=world.health)


def account_closed(world: World) -> None:
    User.objects.filter(pk=world.officer.pk).update(is_active=False)


def narrowed_and_moved(world: World) -> None:
    """The unit that is left to the officer goes elsewhere as well."""
    to_a_division(world)
    move_unit(
        unit=world.organisation, parent=world.health, from_day=timezone.localdate(), by=world.an
    )


LOSSES = (
    to_a_division, to_another_role, to_nothing, next_door, account_closed, narrowed_and_moved
)  # fmt: skip
DAY = date(2025, 6, 30)
MOMENTS = ("before it is written", "before it is fetched", "not at all")


@pytest.fixture(autouse=True)
def few_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """Take one row for too many to be waited for."""
    monkeypatch.setattr(keeping, "AT_ONCE", 1)


def tries() -> Iterator[tuple[str, str, Callable[[World], None], str]]:
    """Yield list, format, loss and moment, each of them as often as the others."""
    mixed = random.Random(9)
    every = list(itertools.product(LISTS, ("csv", "xlsx"), LOSSES, MOMENTS))
    while True:
        mixed.shuffle(every)
        yield from every


def told(client: Client, asked: LongList) -> str | None:
    """Return what a fetched file says, or nothing when there is none to fetch."""
    answer = client.get(f"/reports/lists/{asked.pk}/file/")
    if answer.status_code != 200:
        assert answer.status_code in (302, 403, 404)
        return None
    content = b"".join(answer.streaming_content)  # type: ignore[attr-defined]
    if asked.format == "csv":
        return content.decode("utf-8-sig")
    lines = openpyxl.load_workbook(io.BytesIO(content)).worksheets[0].values
    return "\n".join(str(cell) for line in lines for cell in line)


def foreign(world: World) -> set[str]:
    """Return the names of everybody whom the officer may not see now on the day of the list."""
    seen = Cadre.objects.visible_to(User.objects.get(pk=world.officer.pk), DAY)
    hidden = Cadre.objects.exclude(pk__in=seen.values("pk")).exclude(
        full_name=world.officer.full_name  # the file says who took it
    )
    return set(hidden.values_list("full_name", flat=True))


def test_no_list_goes_out_on_rights_that_ended(published: World) -> None:
    given = kept = 0
    for address, kind, lose, moment in itertools.islice(tries(), TRIES):
        with transaction.atomic():
            client = client_of(published.officer)
            client.post(f"{address}&day={DAY}&format={kind}")
            asked = LongList.objects.latest("pk")
            if moment == "before it is written":
                lose(published)
            tasks.work_on_reports()
            if moment == "before it is fetched":
                lose(published)
            text = told(client, asked)
            if moment == "not at all":
                kept += 1
                given += text is not None
            elif asked.kind == "units":
                # Figures are for heads as well.
                assert text is None or lose is to_another_role
            else:
                # A list asked for a unit that is not one's own any more has no lines.
                assert {name for name in foreign(published) if name in (text or "")} == set()
            transaction.set_rollback(True)
    assert given == kept > TRIES // 5
