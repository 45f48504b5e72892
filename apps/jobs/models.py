"""Work that outlives a request. The row is the truth; a queue message only carries its key."""

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _


class JobQuerySet(models.QuerySet):
    """Jobs by state."""

    def open(self) -> "JobQuerySet":
        """Jobs that are neither done nor given up."""
        return self.filter(state__in=[Job.State.QUEUED, Job.State.RUNNING])

    def of_kind(self, kind: str) -> "JobQuerySet":
        """Jobs of one kind, the earliest day first."""
        return self.filter(kind=kind).order_by("day", "pk")


class Job(models.Model):
    """One piece of work: what, for which day, on what, how far, under whose lease, which attempt.

    ``subject`` names what the work is on when a day alone does not say; ``done`` of ``total`` tell
    how far it is, while it runs.
    """

    class State(models.TextChoices):
        """Where the work stands."""

        QUEUED = "queued", _("waiting")
        RUNNING = "running", _("running")
        DONE = "done", _("done")
        FAILED = "failed", _("given up")

    kind = models.CharField(max_length=30)
    day = models.DateField()
    subject = models.CharField(max_length=50, blank=True, db_default="")
    state = models.CharField(max_length=10, choices=State, default=State.QUEUED)
    lease_owner = models.CharField(max_length=100, blank=True)
    lease_until = models.DateTimeField(null=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    error = models.TextField(blank=True)
    done = models.PositiveIntegerField(db_default=0)
    total = models.PositiveIntegerField(db_default=0)
    asked_by = models.CharField(max_length=150, blank=True)
    asked_at = models.DateTimeField(db_default=Now())
    started_at = models.DateTimeField(null=True)
    finished_at = models.DateTimeField(null=True)
    objects = JobQuerySet.as_manager()

    class Meta:
        ordering = ["-day", "-pk"]
        verbose_name = _("job")
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "day", "subject"], name="one_job_of_a_kind_for_a_day_and_subject"
            ),
            models.CheckConstraint(
                condition=~Q(state="running") | Q(lease_until__isnull=False),
                name="a_running_job_has_a_lease",
            ),
            models.CheckConstraint(
                condition=Q(finished_at=None) | Q(finished_at__gte=F("asked_at")),
                name="a_job_finishes_after_it_is_asked_for",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.day} {self.state}"
