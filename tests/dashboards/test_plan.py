"""Plans with their targets as sentences."""

from datetime import date

import pytest
from django.test import Client

from apps.metrics.services import refresh
from apps.targets.models import TargetVersion
from tests.world import World

pytestmark = pytest.mark.django_db


def html(client: Client, address: str) -> str:
    client.cookies["django_language"] = "en"
    answer = client.get(address)
    assert answer.status_code == 200
    return answer.content.decode()


def test_the_targets_read_as_sentences_with_their_figures(published: World, an: Client) -> None:
    page = html(an, f"/plans/{published.plan.pk}/?day=2025-06-30")
    assert "Among the cadres <strong>in a leading or managing post</strong>" in page
    assert "<strong>at least 60\u00a0%</strong>" in page
    # The women of the province: three of five.
    assert "60.0\u00a0%" in page
    assert "3/5" in page


def test_a_head_sees_the_figures_of_their_own_unit(published: World, binh: Client) -> None:
    page = html(binh, "/plans/?day=2025-06-30")
    assert "Sở Nội vụ" in page
    assert "1/2" in page


def test_what_is_provisional_is_said(published: World, an: Client) -> None:
    TargetVersion.objects.filter(pk=published.young.pk).update(
        provisional="Chờ xác nhận", provisional_en="To be confirmed"
    )
    assert "To be confirmed" in html(an, f"/plans/{published.plan.pk}/?day=2025-06-30")


def test_after_the_due_date_the_final_verdict_stands_beside_todays(
    published: World, an: Client
) -> None:
    due = published.women.due_on
    refresh(day=due)
    later = date(due.year + 1, 3, 31)
    refresh(day=later)
    page = html(an, f"/plans/{published.plan.pk}/?day={later}")
    assert "has passed" in page
    assert page.count("Final, on the due date") == 4


def test_a_plan_that_is_not_there_is_not_found(published: World, an: Client) -> None:
    assert an.get("/plans/999999/").status_code == 404
