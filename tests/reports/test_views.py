"""The screens of reports: asked, read, issued, found again, and refused."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from apps.audit.models import AccessLog
from apps.cadres.models import Cadre
from apps.reports.models import Report
from tests.conftest import client_of
from tests.reports.conftest import worked_off
from tests.world import World

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def officer(world: World) -> Client:
    """The officer of Bình's department."""
    return client_of(world.officer)


def ask(client: Client, **changes: str) -> Report:
    """Ask by the form and let the worker work."""
    said = {
        "unit": "SNV", "kind": "progress", "plan": "KH-01", "period": "day", "day": "30/06/2025",
        "language": "vi", "style": "state",
    }  # fmt: skip
    answer = client.post(reverse("report_ask"), said | changes)
    assert answer.status_code == 302, answer.context["form"].errors
    worked_off()
    return Report.objects.latest("pk")


def test_a_report_is_asked_for_read_and_taken_out(officer: Client) -> None:
    report = ask(officer)
    page = officer.get(reverse("report", args=[report.pk])).content.decode()
    assert report.code in page
    got = officer.get(reverse("report_file", args=[report.pk, "pdf"]))
    assert got.content == bytes(report.files.get(format="pdf").content)
    assert got["Content-Type"] == "application/pdf"
    assert "attachment" in got["Content-Disposition"]
    log = AccessLog.objects.get(kind="report")
    assert (log.username, log.key, log.detail["format"]) == ("officer", "SNV", "pdf")


def test_while_a_worker_builds_the_page_says_how_far(officer: Client, world: World) -> None:
    report = ask(officer)
    Report.objects.filter(pk=report.pk).update(state="asked")
    page = officer.get(reverse("report", args=[report.pk]))
    assert b"<progress" in page.content


def test_a_draft_is_for_who_may_take_figures_out(officer: Client, binh: Client) -> None:
    report = ask(officer)
    assert binh.get(reverse("report", args=[report.pk])).status_code == 404
    page = binh.get(reverse("reports")).content.decode()
    assert reverse("report", args=[report.pk]) not in page


def issue(client: Client, report: Report, number: str = "12") -> Report:
    today = timezone.localdate()
    answer = client.post(
        reverse("report_issue", args=[report.pk]),
        {"number": number, "issued_on": f"{today:%d/%m/%Y}"},
    )
    assert answer.status_code == 302, answer.context["issue"].errors
    worked_off()
    report.refresh_from_db()
    return report


def test_an_issued_report_is_found_by_its_code_and_verified(
    officer: Client, binh: Client, chi: Client
) -> None:
    report = issue(officer, ask(officer))
    assert report.state == "issued", report.reason
    found = binh.get(reverse("report_code"), {"code": f" {report.code.lower()} "})
    assert found.url == reverse("report", args=[report.pk])
    checked = binh.get(reverse("report_check", args=[report.pk])).content.decode()
    assert "fault-notice" not in checked
    Cadre.objects.filter(key="binh").update(gender="male")
    checked = binh.get(reverse("report_check", args=[report.pk])).content.decode()
    assert "fault-notice" not in checked
    assert "differences" in checked
    # Next door it is as if there were none.
    assert chi.get(reverse("report_code"), {"code": report.code}).status_code == 200
    assert chi.get(reverse("report_file", args=[report.pk, "pdf"])).status_code == 404


def test_who_lost_the_unit_gets_no_file(officer: Client, world: World) -> None:
    report = issue(officer, ask(officer))
    world.officer.memberships.update(end_on=timezone.localdate() - timedelta(days=1))
    assert officer.get(reverse("report_file", args=[report.pk, "pdf"])).status_code in (403, 404)


def test_faults_stand_at_their_field_and_keep_what_was_typed(officer: Client) -> None:
    today = timezone.localdate()
    answer = officer.post(
        reverse("report_ask"),
        {
            "unit": "SNV",
            "kind": "progress",
            "plan": "KH-01",
            "period": "month",
            "day": f"{today + timedelta(days=70):%d/%m/%Y}",
            "language": "en",
            "style": "party",
        },  # fmt: skip
    )
    form = answer.context["form"]
    assert list(form.errors) == ["day"]
    assert form["language"].value() == "en"
    assert not Report.objects.exists()


def test_the_words_of_head_and_end_can_be_changed(officer: Client) -> None:
    report = ask(officer)
    said = report.imprint | {
        "signer": "Nguyễn Hữu Khánh",
        "offices": "KT. GIÁM ĐỐC\nPHÓ GIÁM ĐỐC",
        "recipients": "UBND thành phố\n\nLưu: VT",
        "bases": "",
    }
    answer = officer.post(reverse("report_imprint", args=[report.pk]), said)
    assert answer.status_code == 302
    worked_off()
    report.refresh_from_db()
    assert report.state == "draft"
    assert report.imprint["offices"] == ["KT. GIÁM ĐỐC", "PHÓ GIÁM ĐỐC"]
    assert report.imprint["recipients"] == ["UBND thành phố", "Lưu: VT"]


def test_a_draft_is_thrown_away_and_an_issued_report_is_not(officer: Client) -> None:
    draft, kept = ask(officer), issue(officer, ask(officer))
    officer.post(reverse("report_act", args=[draft.pk]), {"act": "drop"})
    officer.post(reverse("report_act", args=[kept.pk]), {"act": "drop"})
    assert list(Report.objects.values_list("pk", flat=True)) == [kept.pk]


def test_a_unit_next_door_cannot_be_asked_for(officer: Client) -> None:
    answer = officer.post(
        reverse("report_ask"),
        {
            "unit": "SYT",
            "kind": "progress",
            "plan": "KH-01",
            "period": "day",
            "day": "30/06/2025",
            "language": "vi",
            "style": "state",
        },  # fmt: skip
    )
    assert list(answer.context["form"].errors) == ["unit"]
