"""What a worker does for plans: once, in the name of who asked, and with a word when it fails."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.db import connection
from django.db.models.functions import Now

from apps.common.errors import RuleError
from apps.common.stepping_down import as_jobs
from apps.jobs.models import Job
from apps.reorganisation import asking, working
from apps.reorganisation.drafting import upload
from apps.reorganisation.models import Reorganisation
from apps.reorganisation.tasks import sweep_reorganisations, work_on_reorganisations
from tests.reorganisation.test_services import ON, SPLIT, body, posts_on
from tests.world import World

pytestmark = pytest.mark.django_db
WHOLE = body(*SPLIT["acts"], people=[{"from": "PTC", "to": "SNV"}])


@pytest.fixture
def asked(world: World) -> Reorganisation:
    """A plan of one department that was looked at and is to be carried out."""
    row = upload(body=WHOLE, name="x", by=world.coordinator)
    asking.look(row=row, by=world.coordinator)
    worked()
    asking.ask(row=row, by=world.coordinator)
    row.refresh_from_db()
    assert row.work == "applying"
    return row


def worked() -> None:
    with as_jobs():
        work_on_reorganisations()


def test_a_job_that_comes_twice_carries_a_plan_out_once(asked: Reorganisation) -> None:
    worked()
    posts = posts_on(ON)
    Job.objects.update(state="queued", attempts=0, finished_at=None)
    worked()
    asked.refresh_from_db()
    assert (asked.state, asked.work, posts_on(ON)) == ("applied", "", posts)


@pytest.mark.django_db(transaction=True)
def test_who_comes_after_another_worker_was_done_says_nothing(
    asked: Reorganisation, monkeypatch: pytest.MonkeyPatch
) -> None:
    def done_elsewhere(**_given: Any) -> None:
        other = connection.copy()
        with other.cursor() as cursor:
            cursor.execute(
                "UPDATE reorganisation_reorganisation SET work = '', state = 'applied',"
                " acted_by_id = prepared_by_id, acted_at = now(), asked_by_id = NULL"
            )
        other.close()
        raise RuleError("applied already")

    monkeypatch.setattr(working, "apply", done_elsewhere)
    worked()
    asked.refresh_from_db()
    assert (asked.state, asked.work, asked.refusal) == ("applied", "", "")


def test_who_lost_the_right_meanwhile_moves_nobody(asked: Reorganisation, world: World) -> None:
    world.coordinator.memberships.update(end_on=date(2024, 1, 1), start_on=date(2023, 1, 1))
    before = posts_on(ON)
    worked()
    asked.refresh_from_db()
    assert (asked.state, asked.work, posts_on(ON)) == ("draft", "", before)
    assert "SNV" in asked.refusal


def test_an_account_that_was_closed_meanwhile_moves_nobody(
    asked: Reorganisation, world: World
) -> None:
    world.coordinator.is_active = False
    world.coordinator.save()
    before = posts_on(ON)
    worked()
    asked.refresh_from_db()
    assert (asked.state, asked.work, posts_on(ON)) == ("draft", "", before)


def test_after_three_failures_the_page_says_so_and_nothing_is_changed(
    asked: Reorganisation,
) -> None:
    before = posts_on(ON)
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE reorganisation_former ADD CONSTRAINT never CHECK (FALSE)")
    for _attempt in range(3):
        worked()
        asked.refresh_from_db()
        Job.objects.update(lease_until=Now())
    sweep_reorganisations()
    asked.refresh_from_db()
    assert (asked.state, asked.work, posts_on(ON)) == ("draft", "", before)
    assert asked.refusal
    assert Job.objects.get().state == "failed"
    # Asked for again, it is done.
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE reorganisation_former DROP CONSTRAINT never")
    asking.ask(row=asked, by=asked.prepared_by)
    worked()
    asked.refresh_from_db()
    assert asked.state == "applied"


def test_who_asks_twice_is_told_that_it_is_at_work(asked: Reorganisation) -> None:
    for act in (asking.ask, asking.look, asking.ask_to_undo, asking.confirm):
        with pytest.raises(RuleError):
            act(row=asked, by=asked.prepared_by)
