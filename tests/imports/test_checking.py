"""What a file is checked against: whom it means, which units, which rules, what it would change."""

from __future__ import annotations

from typing import Any

import pytest
from django.db.models.functions import Now

from apps.cadres.identity import sealed
from apps.cadres.models import Appointment, Cadre, Qualification
from apps.cadres.services.corrections import correct_fact
from apps.imports import services
from apps.imports.models import Batch
from tests.factories import a_cadre, a_unit, qualify
from tests.imports.batches import checked, counts, said, workbook, worked
from tests.world import World

pytestmark = pytest.mark.django_db
NUMBER = "001080000123"


def a_post(
    name: str, unit: str, since: str = "01/03/2020", *, key: str = "", **more: str
) -> list[str]:
    """A row of posts: a specialist's primary post unless said otherwise."""
    held = {
        "born": "",
        "title": "Chuyên viên",
        "leads": "Không",
        "primary": "Có",
        "until": "",
        **more,
    }
    return [
        key,
        name,
        held["born"],
        unit,
        held["title"],
        held["leads"],
        "Đơn vị",
        held["primary"],
        since,
        held["until"],
    ]


def person(name: str, born: str = "15/08/1980", *, key: str = "", number: str = "") -> list[str]:
    """A row of people: a woman."""
    return [key, number, name, born, "Nữ"]


def check(world: World, **sheets: Any) -> Batch:
    """Check a workbook that the officer of Sở Nội vụ uploads."""
    return checked(workbook(**sheets), unit=world.interior, by=world.officer, day=world.day)


class TestPeople:
    """Whom a row means."""

    def test_nobody_of_that_name_is_a_new_person(self, world: World) -> None:
        batch = check(world, can_bo=[person("Nguyễn Thị Mới")])
        assert (batch.state, counts(batch), batch.counts["new_people"]) == (
            "checked",
            (1, 0, 0, 0),
            1,
        )

    def test_a_personal_number_is_its_holders_whatever_zeros_are_missing(
        self, world: World
    ) -> None:
        lan = world.cadres["lan"]
        Cadre.objects.filter(pk=lan.pk).update(**sealed(lan.pk, NUMBER))
        batch = check(world, can_bo=[person("Hoàng Thị Lan", "", number="1080000123")])
        assert (batch.state, counts(batch)) == ("checked", (0, 0, 1, 0))

    def test_a_staff_number_with_another_name_and_birth_is_asked(self, world: World) -> None:
        batch = check(world, can_bo=[person("Nguyễn Thị Khác", key="lan")])
        question = batch.questions.get()
        assert (batch.state, question.why, question.may_be_new) == ("refused", "key", False)
        assert [candidate["key"] for candidate in question.candidates] == ["lan"]

    def test_number_of_one_and_key_of_another_are_asked(self, world: World) -> None:
        lan = world.cadres["lan"]
        Cadre.objects.filter(pk=lan.pk).update(**sealed(lan.pk, NUMBER))
        batch = check(world, can_bo=[person("Hoàng Thị Lan", "", key="khoa", number=NUMBER)])
        question = batch.questions.get()
        assert question.why == "number"
        assert {candidate["key"] for candidate in question.candidates} == {"lan", "khoa"}
        assert NUMBER not in str(question.said)

    def test_name_and_birth_date_are_enough_accents_and_capitals_apart(self, world: World) -> None:
        batch = check(world, can_bo=[["", "", "HOANG THI LAN", "01/07/1985", "Nữ"]])
        assert (batch.state, counts(batch)) == ("checked", (0, 0, 1, 0))

    def test_two_of_one_name_and_birth_date_are_asked(self, world: World) -> None:
        a_cadre("lan2", unit=world.organisation, name="Hoàng Thị Lan", born="1985-07-01")
        batch = check(world, can_bo=[person("Hoàng Thị Lan", "01/07/1985")])
        assert batch.questions.get().why == "twins"

    def test_a_birth_date_that_leaves_it_open_is_asked_and_the_answer_is_kept(
        self, world: World
    ) -> None:
        batch = check(world, can_bo=[person("Hoàng Thị Lan", "1985")])
        question = batch.questions.get()
        assert (question.why, question.may_be_new) == ("name", True)
        services.answer(
            batch=batch, answers={question.token: str(world.cadres["lan"].pk)}, by=world.officer
        )
        batch = worked(batch, world.day)
        # 1985 says nothing against the recorded 1 July 1985.
        assert (batch.state, counts(batch)) == ("checked", (0, 0, 1, 0))
        services.check_again(batch=batch, by=world.officer)
        assert worked(batch, world.day).state == "checked"

    def test_answered_as_new_it_is_a_new_person(self, world: World) -> None:
        batch = check(world, can_bo=[person("Hoàng Thị Lan", "1985")])
        token = batch.questions.get().token
        services.answer(batch=batch, answers={token: "new"}, by=world.officer)
        assert worked(batch, world.day).counts["new_people"] == 1

    def test_an_answer_that_was_not_offered_is_not_taken(self, world: World) -> None:
        batch = check(world, can_bo=[person("Hoàng Thị Lan", "1985")])
        token = batch.questions.get().token
        services.answer(batch=batch, answers={token: str(world.cadres["chi"].pk)}, by=world.officer)
        assert worked(batch, world.day).counts["questions"] == 1

    def test_a_person_next_door_is_a_fault_that_names_nobody(self, world: World) -> None:
        batch = check(world, can_bo=[person("Ngô Thị Hạnh", "20/08/1995", key="hanh")])
        (fault,) = said(batch)
        assert "outside your scope" in fault or "phạm vi" in fault
        assert "Y tế" not in fault

    def test_a_name_next_door_is_a_new_person_here(self, world: World) -> None:
        batch = check(world, can_bo=[person("Ngô Thị Hạnh", "20/08/1995")])
        assert batch.counts["new_people"] == 1

    def test_a_fact_of_somebody_in_the_file_is_theirs(self, world: World) -> None:
        batch = check(
            world,
            can_bo=[person("Nguyễn Thị Mới")],
            trinh_do=[["", "Nguyễn Thị Mới", "Chuyên môn", "Đại học", "2005"]],
        )
        assert (batch.state, counts(batch)) == ("checked", (2, 0, 0, 0))

    def test_a_fact_of_nobody_is_a_fault(self, world: World) -> None:
        batch = check(world, trinh_do=[["", "Nguyễn Thị Mới", "Chuyên môn", "Đại học", "2005"]])
        assert said(batch)[0].startswith("Trình độ!C2:")

    def test_two_rows_that_describe_one_person_differently_are_a_fault(self, world: World) -> None:
        batch = check(
            world,
            can_bo=[
                person("Hoàng Thị Lan", "01/07/1985", key="lan"),
                ["lan", "", "Hoàng Thị Lan", "02/07/1985", "Nữ"],
            ],
        )
        assert "Cán bộ!2" in said(batch)[0]

    def test_one_number_for_two_people_is_a_fault(self, world: World) -> None:
        batch = check(
            world,
            can_bo=[
                person("Nguyễn Thị Mới", number=NUMBER),
                person("Trần Thị Mới", "16/08/1980", number=NUMBER),
            ],
        )
        assert said(batch)[0].startswith("Cán bộ!C3:")


class TestUnits:
    """Which unit a text means."""

    @pytest.mark.parametrize(
        "text", ["PTC", "ptc", "Phòng Tổ chức", "phong to chuc", "Sở Nội vụ / Phòng Tổ chức"]
    )
    def test_a_unit_is_known_by_key_name_or_path(self, world: World, text: str) -> None:
        batch = check(
            world,
            can_bo=[person("Nguyễn Thị Mới")],
            chuc_vu=[a_post("Nguyễn Thị Mới", text)],
        )
        assert (batch.state, said(batch)) == ("checked", [])

    def test_a_name_that_nobody_has_brings_the_nearest(self, world: World) -> None:
        batch = check(
            world,
            can_bo=[person("Nguyễn Thị Mới")],
            chuc_vu=[a_post("Nguyễn Thị Mới", "Phòng Tổ chứ")],
        )
        (fault,) = said(batch)
        assert fault.startswith("Chức vụ!E2:")
        assert "Phòng Tổ chức" in fault

    def test_a_unit_next_door_is_a_fault(self, world: World) -> None:
        batch = check(
            world,
            can_bo=[person("Nguyễn Thị Mới")],
            chuc_vu=[a_post("Nguyễn Thị Mới", "Phòng Nghiệp vụ")],
        )
        (fault,) = said(batch)
        assert "Phòng Nghiệp vụ" in fault
        assert batch.state == "refused"

    def test_what_is_recorded_next_door_may_stand_in_the_file_unchanged(self, world: World) -> None:
        Appointment.objects.filter(cadre=world.cadres["lan"]).update(start_on="2020")
        Appointment.objects.create(
            cadre=world.cadres["lan"],
            unit=world.profession,
            title="Chuyên viên",
            managed_by="unit",
            start_on="2010",
            end_on="2020",
        )
        row = a_post("Hoàng Thị Lan", "PNV", "2010", key="lan", until="2020")
        assert counts(check(world, chuc_vu=[row])) == (0, 0, 1, 0)
        changed = a_post("Hoàng Thị Lan", "PNV", "2010", key="lan", until="2020", title="Nhân viên")
        assert check(world, chuc_vu=[changed]).state == "refused"

    def test_units_of_one_name_must_be_told_apart_by_path(self, world: World) -> None:
        for key, under in (("VP1", world.interior), ("VP2", world.organisation)):
            a_unit(key, under=under, name="Văn phòng")
        new = [person("Nguyễn Thị Mới")]
        batch = check(world, can_bo=new, chuc_vu=[a_post("Nguyễn Thị Mới", "Văn phòng")])
        assert "VP1" in said(batch)[0]
        path = a_post("Nguyễn Thị Mới", "Phòng Tổ chức / Văn phòng")
        assert check(world, can_bo=new, chuc_vu=[path]).state == "checked"

    def test_a_closed_unit_of_ones_own_takes_posts_of_its_time(self, world: World) -> None:
        new = [person("Nguyễn Thị Mới")]
        old = a_post("Nguyễn Thị Mới", "Phòng Đào tạo", until="01/01/2025")
        assert check(world, can_bo=new, chuc_vu=[old]).state == "checked"
        late = a_post("Nguyễn Thị Mới", "Phòng Đào tạo")
        (fault,) = said(check(world, can_bo=new, chuc_vu=[late]))
        assert fault.startswith("Chức vụ!E2:")


class TestRules:
    """What spans rows."""

    def test_a_second_primary_post_beside_a_recorded_one_conflicts(self, world: World) -> None:
        batch = check(world, chuc_vu=[a_post("Hoàng Thị Lan", "SNV", key="lan")])
        assert (batch.state, batch.counts["conflicting"]) == ("refused", 1)
        assert said(batch)[0].startswith("Chức vụ!J2:")

    def test_two_primary_posts_of_the_file_name_each_other(self, world: World) -> None:
        batch = check(
            world,
            can_bo=[person("Nguyễn Thị Mới")],
            chuc_vu=[
                a_post("Nguyễn Thị Mới", "PTC", "01/03/2020"),
                a_post("Nguyễn Thị Mới", "SNV", "01/03/2021"),
            ],
        )
        (fault,) = said(batch)
        assert fault.startswith("Chức vụ!J3:")
        assert "Chức vụ!2" in fault
        assert batch.counts["conflicting"] == 0

    def test_a_post_that_says_when_the_former_ended_makes_room(self, world: World) -> None:
        batch = check(
            world,
            chuc_vu=[
                a_post("Hoàng Thị Lan", "PTC", "", key="lan", until="01/06/2025"),
                a_post("Hoàng Thị Lan", "SNV", "01/06/2025", key="lan"),
            ],
        )
        assert (batch.state, counts(batch)) == ("checked", (1, 1, 0, 0))

    def test_a_concurrent_post_stands_beside_the_primary(self, world: World) -> None:
        row = a_post("Hoàng Thị Lan", "SNV", key="lan", primary="Không")
        assert check(world, chuc_vu=[row]).state == "checked"

    def test_the_end_lies_after_the_start(self, world: World) -> None:
        new = [person("Nguyễn Thị Mới")]
        row = a_post("Nguyễn Thị Mới", "PTC", "01/03/2020", until="01/03/2019")
        assert said(check(world, can_bo=new, chuc_vu=[row]))[0].startswith("Chức vụ!K2:")

    def test_a_post_before_sixteen_is_a_fault(self, world: World) -> None:
        row = a_post("Nguyễn Thị Mới", "PTC", "01/03/1990")
        batch = check(world, can_bo=[person("Nguyễn Thị Mới")], chuc_vu=[row])
        assert said(batch)[0].startswith("Chức vụ!J2:")

    def test_what_was_reached_before_birth_is_a_fault(self, world: World) -> None:
        rows = [["lan", "Hoàng Thị Lan", "Chuyên môn", "Thạc sĩ", "1984"]]
        assert said(check(world, trinh_do=rows))[0].startswith("Trình độ!F2:")

    def test_none_beside_a_recorded_level_conflicts(self, world: World) -> None:
        rows = [["lan", "Hoàng Thị Lan", "Lý luận chính trị", "Chưa có", ""]]
        assert check(world, trinh_do=rows).counts["conflicting"] == 1

    def test_a_number_that_disagrees_is_a_note_without_the_number(self, world: World) -> None:
        batch = check(world, can_bo=[person("Nguyễn Thị Mới", number="001080000123")])
        assert batch.state == "checked"
        assert said(batch, faults=False)[0].startswith("Cán bộ!C2:")
        assert not batch.problems.filter(value__contains="001080000123").exists()


class TestComparing:
    """New, corrected, unchanged, conflicting."""

    def test_an_empty_cell_says_nothing_against_what_is_recorded(self, world: World) -> None:
        batch = check(world, can_bo=[["lan", "", "Hoàng Thị Lan", "", ""]])
        assert counts(batch) == (0, 0, 1, 0)

    def test_a_more_exact_date_corrects(self, world: World) -> None:
        batch = check(world, can_bo=[["minh", "", "Bùi Quang Minh", "05/06/1985", "Nam"]])
        assert counts(batch) == (0, 1, 0, 0)

    def test_a_less_exact_date_that_disagrees_conflicts(self, world: World) -> None:
        batch = check(world, can_bo=[["lan", "", "Hoàng Thị Lan", "1984", "Nữ"]])
        assert (batch.state, batch.counts["conflicting"]) == ("refused", 1)

    def test_a_post_without_a_date_is_the_one_that_is_held(self, world: World) -> None:
        row = a_post("Hoàng Thị Lan", "PTC", "", key="lan")
        row[6] = "Sở, ngành"
        assert counts(check(world, chuc_vu=[row])) == (0, 0, 1, 0)
        row[4] = "Phó trưởng phòng"
        assert counts(check(world, chuc_vu=[row])) == (0, 1, 0, 0)

    def test_a_level_with_less_of_its_date_is_the_recorded_one(self, world: World) -> None:
        Qualification.objects.filter(cadre=world.cadres["lan"]).delete()
        qualify(world.cadres["lan"], "master", awarded_on="2010-06-01")
        rows = [["lan", "Hoàng Thị Lan", "Chuyên môn", "Thạc sĩ", "2010"]]
        assert counts(check(world, trinh_do=rows)) == (0, 0, 1, 0)
        exact = [["lan", "Hoàng Thị Lan", "Chuyên môn", "Thạc sĩ", "2011"]]
        assert counts(check(world, trinh_do=exact)) == (1, 0, 0, 0)

    def test_what_somebody_changed_after_the_upload_conflicts(self, world: World) -> None:
        row = a_post("Hoàng Thị Lan", "PTC", "", key="lan", title="Phó trưởng phòng")
        batch = check(world, chuc_vu=[row])
        assert batch.state == "checked"
        Batch.objects.filter(pk=batch.pk).update(uploaded_at=Now())
        post = world.cadres["lan"].appointments.get()
        correct_fact(fact=post, reason="nhầm", by=world.officer, title="Chuyên viên chính")
        # Within one transaction every moment is the same; the upload came before.
        Batch.objects.filter(pk=batch.pk).update(uploaded_at="2020-01-01T00:00:00Z")
        services.check_again(batch=batch, by=world.officer)
        assert worked(batch, world.day).counts["conflicting"] == 1


def test_the_effect_is_that_of_writing_and_nothing_is_written(world: World) -> None:
    people = Cadre.objects.count()
    batch = check(
        world,
        can_bo=[person("Nguyễn Thị Mới", "15/08/1995")],
        chuc_vu=[a_post("Nguyễn Thị Mới", "PTC")],
    )
    assert Cadre.objects.count() == people
    unit = next(unit for unit in batch.effect["units"] if unit["key"] == "PTC")
    young = next(c for c in unit["changes"] if c[0] == world.young.pk)
    # PTC has 1 met, 1 not met, 1 unknown; she is 29.
    assert young[1:] == [[1, 1, 1, 5000], [2, 1, 1, 5000]]


def test_an_officer_whose_right_has_ended_keeps_no_unit(world: World) -> None:
    content = workbook(can_bo=[person("Nguyễn Thị Mới")], chuc_vu=[a_post("Nguyễn Thị Mới", "PTC")])
    batch = checked(content, unit=world.interior, by=world.binh, day=world.day)
    assert batch.state == "refused"
