"""Runs and jobs, and the logs."""

import pytest
from django.test import Client

from apps.audit.models import AccessLog
from apps.audit.services import log_access
from apps.cadres.models import Cadre
from apps.dashboards import waking
from apps.jobs.models import Job
from tests.world import World

pytestmark = pytest.mark.django_db


def html(client: Client, address: str, **query: str) -> str:
    client.cookies["django_language"] = "en"
    answer = client.get(address, query)
    assert answer.status_code == 200
    return answer.content.decode()


def test_runs_are_listed_with_day_edition_and_people(
    published: World, administrator: Client
) -> None:
    page = html(administrator, "/runs/")
    assert "30/06/2025" in page
    assert "asked for" in page


def test_asking_for_a_day_queues_it_even_when_it_was_done(
    world: World, administrator: Client
) -> None:
    Job.objects.create(kind="day", day=world.day, state=Job.State.DONE)
    answer = administrator.post("/runs/ask/", {"day": "30/06/2025"})
    assert answer.status_code == 302
    job = Job.objects.get(kind="day")
    assert (job.state, job.attempts, job.asked_by) == ("queued", 0, "administrator")


def test_a_day_that_cannot_be_read_asks_for_nothing(world: World, administrator: Client) -> None:
    answer = administrator.post("/runs/ask/", {"day": "soon"}, follow=True)
    assert answer.status_code == 200
    assert not Job.objects.exists()


def test_a_job_that_was_given_up_is_tried_again(world: World, administrator: Client) -> None:
    job = Job.objects.create(kind="night", day=world.day, state=Job.State.FAILED, error="no disk")
    assert "no disk" in html(administrator, "/jobs/")
    administrator.post(f"/jobs/{job.pk}/retry/")
    job.refresh_from_db()
    assert job.state == "queued"


def test_acts_are_not_done_by_reading(world: World, administrator: Client) -> None:
    assert administrator.get("/runs/ask/").status_code == 405


def test_open_jobs_are_asked_about_often(world: World, administrator: Client) -> None:
    assert "every 30s" in html(administrator, "/jobs/")
    Job.objects.create(kind="day", day=world.day)
    assert "every 2s" in html(administrator, "/jobs/")


def test_a_queue_that_is_away_does_not_stop_the_asking(
    monkeypatch: pytest.MonkeyPatch, world: World
) -> None:
    class Away:
        """A queue that nobody answers."""

        @staticmethod
        def delay(kind: str) -> None:
            raise waking.OperationalError(kind)

    monkeypatch.setattr(waking, "work", Away)
    waking.wake_worker("day")


def test_the_access_log_is_searched_by_account_person_and_period(
    world: World, auditor: Client
) -> None:
    khoa = world.cadres["khoa"]
    said = {"act": AccessLog.Act.LIST, "kind": "cadres", "key": "SNV", "people": [khoa.pk]}
    log_access(username="an", act=AccessLog.Act.READ, kind="cadre", key="lan")
    log_access(username="binh", **said)
    assert "the list of cadres" in html(auditor, "/log/", person="khoa")
    assert "a cadre</td>" not in html(auditor, "/log/", person="khoa")
    assert "SNV" not in html(auditor, "/log/", account="an")
    assert "SNV" in html(auditor, "/log/", account="Trần Thị")
    assert "No line of the log fits" in html(auditor, "/log/", until="01/01/2020")
    assert "No line of the log fits" in html(auditor, "/log/", person="nobody")


def test_a_moment_that_cannot_be_read_is_said_at_its_field(world: World, auditor: Client) -> None:
    assert "Write dd/mm/yyyy" in html(auditor, "/log/", since="yesterday")
    assert "Write dd/mm/yyyy" not in html(auditor, "/log/", since="01/06/2026 08:30")


def test_somebody_is_found_under_the_staff_number_they_had(world: World, auditor: Client) -> None:
    log_access(username="an", act=AccessLog.Act.READ, kind="cadre", key="khoa")
    Cadre.objects.filter(key="khoa").update(key="khoa-2")
    assert "<td>khoa</td>" in html(auditor, "/log/", person="khoa-2")


def test_changes_of_every_table_are_listed_with_who_made_them(
    world: World, auditor: Client
) -> None:
    Cadre.objects.filter(key="lan").update(gender="male")
    page = html(auditor, "/log/changes/")
    # An auditor reads that a person's sex was changed and by whom, not what it was.
    assert "Gender" in page
    assert "<del>on record, not shown here</del>" in page
    assert "Female" not in page and ">Male<" not in page
    assert "<ins>on record, not shown here</ins>" in page
    assert "lan" in page
    assert "No change was made" in html(auditor, "/log/changes/", q="nobody")
