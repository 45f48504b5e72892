"""Retention: one table, run every night, safe to run twice; what is kept is younger."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest
from axes.models import AccessAttempt
from django.conf import settings
from django.contrib.sessions.models import Session
from django.db import connection
from django.test import Client
from django.utils import timezone, translation

from apps.api.models import KeptAnswer
from apps.audit.models import AccessLog, Gap, Shown
from apps.audit.seals import Whole, seal, verify
from apps.audit.services import log_access
from apps.cadres.models import Lookup
from apps.common.stepping_down import as_jobs
from apps.entry.models import Draft
from apps.jobs.models import Job
from apps.notices.models import Notice
from apps.privacy.models import RetentionRun
from apps.privacy.retention import RULES
from apps.privacy.tasks import retain
from tests.test_scope import a_list, a_notice, a_report
from tests.world import World


def in_pairs(world: World) -> None:
    """Keep two of everything that runs out: one a minute too old, one an hour or a day younger."""
    now = timezone.now()
    khoa = world.cadres["khoa"]
    for number, age in enumerate((timedelta(0), timedelta(minutes=-1))):
        Draft.objects.create(user=world.binh, act=f"a{number}", address="/", fields={})
        old = age or timedelta(hours=1)
        Draft.objects.filter(act=f"a{number}").update(saved_at=now - timedelta(days=30) + old)
        looked = now - timedelta(days=2) + old
        Lookup.objects.create(user=world.chi, cadre_id=khoa.pk, looked_at=looked)
        KeptAnswer.objects.create(
            caller="x",
            key=f"key-{number}",
            asked="",
            rights="",
            made_at=now - timedelta(days=1) + old,
        )
        Session.objects.create(session_key=f"s{number}", session_data="", expire_date=now + old)
        AccessAttempt.objects.create(username=f"u{number}", failures_since_start=1)
        tried = now - timedelta(minutes=15) + (age or timedelta(minutes=5))
        AccessAttempt.objects.filter(username=f"u{number}").update(attempt_time=tried)
        notice = a_notice([world.an, world.binh][number])
        made = now - timedelta(days=366 if age else 364)
        Notice.objects.filter(pk=notice).update(made_at=made)
        kept = a_list(world, world.an)
        type(kept).objects.filter(pk=kept.pk).update(asked_at=now - timedelta(days=9 if age else 6))
        report = a_report(world, is_issued=False)
        type(report).objects.filter(pk=report.pk).update(
            built_at=now - timedelta(days=32 if age else 29)
        )
        log_access(
            username="an", act=AccessLog.Act.LIST, kind="cadres", key=str(number), people=[1]
        )
        day = now - timedelta(days=735 if age else 725)
        with connection.cursor() as cursor:
            cursor.execute("SET LOCAL app.retention TO 'on'")
            cursor.execute("UPDATE audit_accesslog SET at = %s WHERE key = %s", [day, str(number)])
            cursor.execute("SET LOCAL app.retention TO 'off'")


def test_a_night_lets_go_of_what_is_too_old_and_says_so(world: World):
    in_pairs(world)
    with as_jobs():
        seal(day=world.day, now=timezone.now())
        retain()
    run = RetentionRun.objects.get()
    assert run.removed.pop("workbooks") == 0
    assert set(run.removed.values()) == {1}, run.removed
    assert [row.key for row in AccessLog.objects.all()] == ["0"]
    assert Shown.objects.count() == 1
    assert isinstance(verify(), Whole), "the seals accept what retention took out"
    assert {gap.reason for gap in Gap.objects.all()} == {"retention, 24 months"}


def test_a_second_run_of_the_day_does_nothing_and_one_of_the_next_finds_nothing(world: World):
    in_pairs(world)
    with as_jobs():
        retain()
        retain()
        assert RetentionRun.objects.count() == 1
        Job.objects.filter(kind="retention").update(day="2020-01-01")
        retain()
    latest = RetentionRun.objects.order_by("pk").last()
    assert RetentionRun.objects.count() == 2 and set(latest.removed.values()) == {0}


def test_every_rule_says_what_how_long_since_when_and_why():
    for rule in RULES:
        assert all(map(str, (rule.what, rule.kept, rule.since, rule.basis)))
    # The first of the table are kept as long as the record; all others have something that runs.
    assert [rule.code for rule in RULES if not rule.forget] == ["facts", "history", "requests"]


def test_the_documents_say_the_same(in_english: None):
    text = (Path(settings.BASE_DIR) / "docs/privacy.md").read_text()
    for rule in RULES:
        line = f"| {rule.what} | {rule.kept} | {rule.since} | {rule.basis} |"
        assert line in text, line


@pytest.mark.parametrize("who", ["auditor", "administrator"])
def test_auditors_and_administrators_see_it(who: str, world: World, request: pytest.FixtureRequest):
    RetentionRun.objects.create(ran_at=timezone.now(), removed={"drafts": 7, "lists": 0})
    client: Client = request.getfixturevalue(who)
    client.cookies["django_language"] = "en"
    page = client.get("/retention/").content.decode()
    assert "forms left before saving: 7" in page
    assert "24 months" in page and "lists that wait to be fetched: 0" not in page


@pytest.fixture
def in_english() -> None:
    """Speak English within a test."""
    translation.activate("en")
