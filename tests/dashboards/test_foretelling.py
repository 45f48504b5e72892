"""The morning's notice of verdicts about to be lost."""

from __future__ import annotations

import pytest

from apps.cadres.models import Appointment
from apps.dashboards.tasks import foretell
from apps.metrics.ahead.foreseeing import foresee
from apps.notices.models import Notice
from apps.notices.words import said
from tests.metrics.ahead.test_foresight import coming  # noqa: F401 - a fixture
from tests.world import World

pytestmark = pytest.mark.django_db


def told(user: str) -> list[tuple[str, str]]:
    rows = Notice.objects.filter(user__username=user, code="verdicts_lost").order_by("pk")
    return [(row.link, str(said(row.code, row.values).text)) for row in rows]


def test_who_answers_for_a_unit_is_told_once_of_each_verdict(coming: World) -> None:  # noqa: F811
    foretell()
    ((link, text),) = told("chi")
    assert link == "/units/SYT/"
    assert "11/2025" in text
    assert "Sở Y tế" in text
    # An answers for all: of SYT and of TINH, the soonest named.
    ((_link, text),) = told("an")
    assert "07/2025" in text
    assert told("coordinator") == []
    Notice.objects.update(seen_at="2025-06-30T09:00+07:00")
    foretell()
    assert len(told("chi")) == 1
    # Without Oanh from December nobody of PNV is young any more.
    Appointment.objects.filter(cadre=coming.cadres["oanh"]).update(end_on="2025-12-01")
    foresee(coming.day)
    foretell()
    assert len(told("chi")) == 2


def test_nothing_foreseen_nothing_told(published: World) -> None:
    foretell()
    assert told("chi") == []
