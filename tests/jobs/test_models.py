"""What must always hold of a job."""

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction
from django.db.models.functions import Now

from apps.jobs.models import Job

pytestmark = pytest.mark.django_db
DAY = date(2025, 6, 30)


def refused(constraint: str, **fields) -> None:
    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        Job.objects.filter(kind="night").update(**fields)


@pytest.fixture
def job():
    return Job.objects.create(kind="night", day=DAY)


def test_a_kind_and_a_day_have_one_job(job):
    with (
        pytest.raises(IntegrityError, match="one_job_of_a_kind_for_a_day_and_subject"),
        transaction.atomic(),
    ):
        Job.objects.create(kind="night", day=DAY)
    Job.objects.create(kind="day", day=DAY)


def test_a_running_job_has_a_lease(job):
    refused("a_running_job_has_a_lease", state="running")


def test_a_job_finishes_after_it_is_asked_for(job):
    refused("a_job_finishes_after_it_is_asked_for", finished_at=Now() - timedelta(seconds=1))


def test_the_moment_of_asking_is_the_databases(job):
    assert Job._meta.get_field("asked_at").db_default
    job.refresh_from_db()
    assert Job.objects.filter(asked_at__lte=Now(), pk=job.pk).exists()


def test_a_job_reads_as_its_kind_day_and_state(job):
    assert str(job) == "night 2025-06-30 queued"
