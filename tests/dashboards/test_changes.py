"""The page of what changed: two figures, the parts between them, the people of each part."""

from __future__ import annotations

from datetime import date

import pytest
from django.test import Client
from django.urls import reverse

from apps.accounts.roles import Role
from apps.audit.models import AccessLog
from apps.cadres.models import Appointment, Cadre
from apps.metrics.services import refresh
from apps.units.services import open_unit
from tests.conftest import client_of
from tests.factories import a_cadre, a_member, a_target, a_unit
from tests.world import World

pytestmark = pytest.mark.django_db
EARLIER = date(2025, 2, 28)
AGED = "?from=2025-02-28&part=aged_out&count=met"


@pytest.fixture
def spring(world: World) -> World:
    """The world with figures of February and of the end of June."""
    refresh(day=EARLIER)
    world.run = refresh(day=world.day)
    return world


def shown(client: Client, query: str = "", *, key: str = "SNV", code: str = "young") -> str:
    answer = client.get(reverse("target_changes", args=[key, code]) + query)
    assert answer.status_code == 200
    return answer.content.decode()


def test_both_figures_and_what_led_from_one_to_the_other(spring: World, binh: Client) -> None:
    page = shown(binh, "?from=2025-02-28")
    # Khoa turned forty on the last day: 3 of 5 (Khoa, Giang, Lan; Minh unknown), then 2 of 5.
    assert "3/5" in page
    assert "2/5" in page
    assert "2 trên 5 người đạt, giảm từ 3 trên 5; giảm do: qua ngưỡng tuổi (1)." in page
    assert "Chuyển đến" not in page


def test_a_part_opens_to_its_people_and_says_why(spring: World, binh: Client) -> None:
    page = shown(binh, AGED)
    assert "Phạm Đăng Khoa" in page
    assert "40 tuổi tại ngày tính" in page
    assert "Hoàng Thị Lan" not in page
    read = AccessLog.objects.latest("pk")
    assert (read.username, read.kind, read.key) == ("binh", "moves", "SNV KH-01 young")
    assert read.detail["part"] == "aged_out"
    part = binh.get(reverse("target_moves", args=["SNV", "young"]) + AGED)
    assert "Phạm Đăng Khoa" in part.content.decode()
    assert part["HX-Push-Url"].startswith(reverse("target_changes", args=["SNV", "young"]))


def test_who_left_is_named_from_the_day_on_which_they_were_here(
    spring: World, binh: Client
) -> None:
    Appointment.objects.filter(cadre=spring.cadres["lan"]).update(end_on="2025-05-01")
    refresh(day=spring.day)
    page = shown(binh, "?from=2025-02-28&part=left&count=met")
    assert "thôi công tác (1)" in page
    assert "Hoàng Thị Lan" in page
    assert "Không ở đơn vị" in page


def test_a_day_without_figures_is_met_by_the_last_one_before_it(
    spring: World, binh: Client
) -> None:
    assert 'value="28/02/2025"' in shown(binh, "?from=2025-04-15")
    # Nothing lies before February, and nothing is compared with itself.
    assert "Không có số liệu sớm hơn" in shown(binh, "?day=2025-02-28")
    assert "Không có số liệu sớm hơn" in shown(binh, "?from=2025-06-30")


def test_a_unit_that_is_new_says_so(spring: World, binh: Client) -> None:
    new = open_unit(
        key="MOI", name="Phòng Mới", kind="division", parent=spring.interior,
        start_on=date(2025, 6, 1), by=spring.coordinator,
    )  # fmt: skip
    Appointment.objects.filter(cadre=spring.cadres["lan"]).update(end_on="2025-06-01")
    Appointment.objects.create(
        cadre=spring.cadres["lan"], unit=new, title="Chuyên viên",
        managed_by="unit", start_on="2025-06-01",
    )  # fmt: skip
    refresh(day=spring.day)
    page = shown(binh, "?from=2025-02-28&part=moved_in&count=met", key="MOI")
    assert "Ngày này chưa có đơn vị" in page
    assert "Hoàng Thị Lan" in page


def test_who_sees_counts_only_sees_no_parts(spring: World, coordinator: Client) -> None:
    page = shown(coordinator, AGED, key="TINH")
    assert "Các phần chỉ hiện cho người được xem hồ sơ" in page
    assert "Phạm Đăng Khoa" not in page
    assert "qua ngưỡng tuổi" not in page


def test_a_correction_is_told_apart(spring: World, binh: Client) -> None:
    Cadre.objects.filter(key="giang").update(born="1980-02-29")
    refresh(day=spring.day)
    page = shown(binh, "?from=2025-02-28&part=corrected&count=met")
    # Within one transaction history has one moment, so the correction has a count and no name.
    assert "hồ sơ được sửa (1)" in page


def test_when_every_unit_rises_and_the_whole_falls_the_page_says_why(db: None) -> None:
    root = a_unit("R", kind="city", name="Tỉnh Khác")
    few, many = (
        a_unit(key, under=root, name=name) for key, name in [("A", "Phòng Ít"), ("B", "Phòng Đủ")]
    )
    leader = a_member("lead", Role.LEADER, root)
    a_target({"gender": "female"}, code="women")
    # A: 1 woman of 4, then 1 of 3. B: 4 of 4, then 2 of 2. Together 5 of 8, then 3 of 5.
    for unit, gender, end_on in [
        *((few, gender, None) for gender in ("female", "male", "male")),
        (few, "male", "2025-05-01"),
        *((many, "female", end_on) for end_on in (None, None, "2025-05-01", "2025-05-01")),
    ]:
        a_cadre(unit=unit, gender=gender, end_on=end_on)
    for day in (EARLIER, date(2025, 6, 30)):
        refresh(day=day)
    page = shown(client_of(leader), "?from=2025-02-28", key="R", code="women")
    assert "Mọi đơn vị trực thuộc đều tăng" in page
    # A's weight grew from 4 of 8 to 3 of 5, B's shrank from 4 of 8 to 2 of 5.
    assert "<b>Phòng Ít</b> (4/8 → 3/5)" in page
    assert "<b>Phòng Đủ</b> (4/8 → 2/5)" in page
