"""Acceptance 57, T16: reading far more than usual is told to auditors while it happens."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest
from django.db import connection
from django.utils.translation import override

from apps.audit.unusual import Unusual, unusual
from apps.dashboards.tasks import tell_of_readings
from apps.notices.models import Notice
from apps.notices.words import said
from tests.world import World

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 6, 30, 15, tzinfo=ZoneInfo("Asia/Ho_Chi_Minh"))
TODAY = NOW.replace(hour=0)


def read(count: int, *, days_ago: int = 0, act: str = "read", username: str = "binh") -> None:
    """Let an account read some pages, or take some files out, at nine in the morning of a day."""
    with connection.cursor() as cursor:
        cursor.execute(
            """INSERT INTO audit_accesslog (at, username, act, kind, key, detail)
            SELECT %s::timestamptz - %s * interval '1 day' + interval '9 hours', %s, %s, 'cadre',
                   'x', '{}' FROM generate_series(1, %s)""",
            [TODAY, days_ago, username, act, count],
        )


def normal_days() -> None:
    """Bình reads 60 pages and takes 5 files out on two days; An reads 400 pages and takes 40."""
    for day in (3, 10):
        read(60, days_ago=day)
        read(5, days_ago=day, act="export")
        read(400, days_ago=day, username="an")
        read(40, days_ago=day, act="export", username="an")


def test_nothing_is_told_on_a_normal_day() -> None:
    normal_days()
    # Bình 180 = 3 x 60 and 15 = 3 x 5: not more than three times. An twice the usual.
    read(180)
    read(15, act="export")
    read(800, username="an")
    # Somebody new who looks around, below the floor.
    read(99, username="chi")
    read(9, act="export", username="chi")
    assert unusual(today=TODAY, now=NOW) == []


def test_a_raid_is_seen() -> None:
    normal_days()
    read(181)
    read(16, act="export")
    assert unusual(today=TODAY, now=NOW) == [
        Unusual("binh", "pages", 181, 60.0),
        Unusual("binh", "exports", 16, 5.0),
    ]


def test_whoever_never_read_is_seen_at_the_floor() -> None:
    read(10, act="export", username="chi")
    assert unusual(today=TODAY, now=NOW) == [Unusual("chi", "exports", 10, 0)]


def test_auditors_are_told_once_a_day_with_the_way_to_the_lines(world: World) -> None:
    normal_days()
    read(181)
    assert tell_of_readings(NOW) == 1
    notice = Notice.objects.get()
    assert notice.user == world.auditor
    assert notice.link == "/log/?account=binh&since=30%2F06%2F2026"
    with override("en"):
        text = said(notice.code, notice.values).text
    assert text.startswith("181 pages with personal data on 30/06/2026 so far; usually 60 a day.")
    Notice.objects.update(seen_at=NOW)
    assert tell_of_readings(NOW) == 0
