"""Form BM01/BNV from the question to the number, and asked again later."""

from __future__ import annotations

import pytest

from apps.cadres.models import Cadre
from apps.reports import services
from apps.reports.selectors import restated, verified
from tests.reports.conftest import draft, worked_off
from tests.world import World

pytestmark = pytest.mark.django_db(transaction=True)


def test_an_issued_form_verifies_after_the_facts_have_changed(world: World) -> None:
    report = draft(world, kind="bm01", plan=None, before=None)
    assert report.state == "draft", report.reason
    assert report.figures["SNV|4|met"] == 5
    services.issue_report(
        report=report, number="9", issued_on=world.day, by=world.officer, today=world.day
    )
    worked_off()
    report.refresh_from_db()
    assert report.state == "issued", report.reason
    Cadre.objects.filter(key="lan").update(is_party_member=True, gender="male")
    assert verified(report) == []
    # Lan is a man now, and a Party member: in her division and in the department.
    changed = {(d.unit, d.target, d.measure, d.stated, d.found) for d in restated(report)}
    assert ("SNV", "5", "met", 2, 1) in changed
    assert ("PTC", "5", "met", 1, 0) in changed
    assert ("PTC", "6", "met", 0, 1) in changed
    assert ("PTC", "6", "unknown", 3, 2) in changed
