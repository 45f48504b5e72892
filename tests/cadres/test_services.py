"""The acts on people: what each does, and what it refuses in whose words."""

from __future__ import annotations

from datetime import date
from typing import Any, ClassVar

import pytest

from apps.audit.selectors import changes_of
from apps.cadres.identity import masked_number_of, number_of
from apps.cadres.models import (
    Appointment,
    Appraisal,
    Cadre,
    Qualification,
    Training,
    TrainingCategory,
)
from apps.cadres.services.corrections import correct_fact, withdraw_fact
from apps.cadres.services.learning import add_qualification, add_training, appraise
from apps.cadres.services.people import correct_cadre, register_cadre
from apps.cadres.services.posts import (
    Post,
    appoint,
    end_appointment,
    retire,
    second,
    transfer,
)
from apps.cadres.services.retiring import plan_retirement
from apps.common.errors import RuleError
from apps.common.partial import PartialDate
from tests.world import World

NUMBER = "001185012345"
D = PartialDate.parse


def post(world: World, key: str = "SNV", start: str | None = "2025-07-01", **said: Any) -> Post:
    fields = {"title": "Phó Trưởng phòng", "managed_by": "department", "is_leadership": True}
    bounds = {"start_on": D(start) if start else None}
    return Post(unit=world.units[key], **(fields | bounds | said))


def refusal(field: str | None, words: str) -> Any:
    """Expect a RuleError at a field, with some words."""
    return pytest.raises(RuleError, match=words, check=lambda error: error.field == field)


class TestRegistering:
    def test_a_person_is_found_by_name_and_number(self, world: World) -> None:
        cadre = register_cadre(
            full_name="  Trần  Thị Thuỷ ",
            born=D("1985"),
            gender="female",
            personal_number=NUMBER,
            by=world.an,
        )
        assert list(Cadre.objects.named("thuy tran")) == [cadre]
        assert (number_of(cadre), masked_number_of(cadre)) == (NUMBER, "001••••••345")
        assert NUMBER not in cadre.personal_number

    def test_without_a_staff_number_one_is_given(self, world: World) -> None:
        cadre = register_cadre(full_name="Lý An", born=None, gender="", by=world.an)
        assert cadre.key == f"CB{cadre.pk:06d}"

    def test_a_staff_number_is_not_given_twice(self, world: World) -> None:
        with refusal("key", "khoa"):
            register_cadre(full_name="Lý An", born=None, gender="", key="khoa", by=world.an)

    def test_a_personal_number_belongs_to_one_person(self, world: World) -> None:
        register_cadre(full_name="Lý An", born=None, gender="", personal_number=NUMBER, by=world.an)
        with refusal("personal_number", "Another|khác"):
            register_cadre(
                full_name="Lý Bình", born=None, gender="", personal_number=NUMBER, by=world.an
            )
        assert not Cadre.objects.filter(full_name="Lý Bình").exists()

    @pytest.mark.parametrize(
        ("field", "value"), [("full_name", "  "), ("key", "a/b"), ("personal_number", "123")]
    )
    def test_what_cannot_be_is_refused_at_its_field(
        self, field: str, value: str, world: World
    ) -> None:
        said = {"full_name": "Lý An", "born": None, "gender": "", field: value}
        with refusal(field, "."):
            register_cadre(**said, by=world.an)


class TestCorrecting:
    def test_a_correction_keeps_the_old_value_with_who_and_why(self, world: World) -> None:
        minh = world.cadres["minh"]
        correct_cadre(
            cadre=minh, reason="theo giấy khai sinh", by=world.officer, born=D("1985-03-02")
        )
        minh.refresh_from_db()
        change = changes_of(minh)[0]
        assert str(minh.born) == "1985-03-02"
        assert (change.username, change.reason) == ("officer", "theo giấy khai sinh")
        assert [(f.name, f.old, f.new) for f in change.fields] == [("born", "1985", "1985-03-02")]

    def test_a_new_name_is_found_and_sorted_anew(self, world: World) -> None:
        correct_cadre(
            cadre=world.cadres["minh"], reason="sai tên", by=world.officer, full_name="Đỗ Ân"
        )
        assert Cadre.objects.named("do an").get().key == "minh"

    def test_without_a_reason_nothing_is_corrected(self, world: World) -> None:
        with refusal("reason", "."):
            correct_cadre(cadre=world.cadres["minh"], reason=" ", by=world.officer, gender="male")

    def test_a_personal_number_can_be_taken_away(self, world: World) -> None:
        minh = world.cadres["minh"]
        correct_cadre(cadre=minh, reason="bổ sung", by=world.officer, personal_number=NUMBER)
        correct_cadre(cadre=minh, reason="nhầm người", by=world.officer, personal_number="")
        minh.refresh_from_db()
        assert number_of(minh) == ""


class TestPosts:
    def test_a_second_primary_post_is_refused_and_the_first_is_named(self, world: World) -> None:
        with refusal("start_on", "Trưởng"):
            appoint(cadre=world.cadres["khoa"], post=post(world), by=world.officer)

    def test_a_concurrent_post_stands_beside_it(self, world: World) -> None:
        made = appoint(
            cadre=world.cadres["khoa"], post=post(world), by=world.officer, is_primary=False
        )
        assert not made.is_primary

    def test_a_transfer_ends_the_present_post_on_the_day_the_new_one_begins(
        self, world: World
    ) -> None:
        khoa = world.cadres["khoa"]
        made = transfer(
            cadre=khoa, post=post(world, start="2025-08-01"), by=world.officer, kind="rotation"
        )
        old = khoa.appointments.exclude(pk=made.pk).get()
        assert (str(old.end_on), old.ended_by, made.kind) == ("2025-08-01", "moved", "rotation")
        assert khoa.appointments.primary().as_of(date(2025, 7, 31)).get() == old
        assert khoa.appointments.primary().as_of(date(2025, 8, 1)).get() == made

    def test_without_a_post_there_is_nothing_to_transfer_from(self, world: World) -> None:
        cadre = register_cadre(full_name="Lý An", born=None, gender="", by=world.an)
        with refusal("start_on", "."):
            transfer(cadre=cadre, post=post(world), by=world.officer)

    def test_a_failed_transfer_leaves_the_present_post(self, world: World) -> None:
        khoa = world.cadres["khoa"]
        with refusal("unit", "Phòng Đào tạo"):
            transfer(cadre=khoa, post=post(world, "PDT"), by=world.officer)
        assert khoa.appointments.get().end_on is None

    def test_a_secondment_is_not_counted_and_has_an_end(self, world: World) -> None:
        khoa = world.cadres["khoa"]
        with refusal("end_on", "."):
            second(cadre=khoa, post=post(world, "PNV"), by=world.officer)
        made = second(cadre=khoa, post=post(world, "PNV", end_on=D("2026-07-01")), by=world.officer)
        assert (made.kind, made.is_primary) == ("secondment", False)
        assert khoa.appointments.primary().as_of(date(2025, 12, 1)).get().unit == world.organisation

    def test_nobody_is_lent_to_where_they_belong(self, world: World) -> None:
        with refusal("unit", "."):
            second(
                cadre=world.cadres["khoa"],
                post=post(world, "PTC", end_on=D("2026")),
                by=world.officer,
            )

    def test_an_end_before_the_start_is_refused(self, world: World) -> None:
        with refusal("end_on", "."):
            appoint(
                cadre=world.cadres["khoa"],
                post=post(world, end_on=D("2025-07-01")),
                by=world.officer,
                is_primary=False,
            )

    def test_a_post_of_a_child_is_refused(self, world: World) -> None:
        # Khoa was born on 30 June 1985 and was 16 on 30 June 2001.
        khoa = world.cadres["khoa"]
        with refusal("start_on", "16"):
            appoint(
                cadre=khoa, post=post(world, start="2001-06-29"), by=world.officer, is_primary=False
            )
        appoint(cadre=khoa, post=post(world, start="2001-06"), by=world.officer, is_primary=False)

    def test_a_post_ends_once(self, world: World) -> None:
        held = world.cadres["khoa"].appointments.get()
        end_appointment(appointment=held, on=D("2025-09-01"), ended_by="resigned", by=world.officer)
        held.refresh_from_db()
        assert (str(held.end_on), held.ended_by) == ("2025-09-01", "resigned")
        with refusal("on", "Trưởng"):
            end_appointment(
                appointment=held, on=D("2025-10-01"), ended_by="released", by=world.officer
            )

    def test_retiring_ends_every_post(self, world: World) -> None:
        khoa = world.cadres["khoa"]
        appoint(
            cadre=khoa, post=post(world, start="2025-01-01"), by=world.officer, is_primary=False
        )
        assert retire(cadre=khoa, on=D("2025-09-01"), by=world.officer) == 2
        assert {row.ended_by for row in khoa.appointments.all()} == {"retired"}

    def test_nobody_retires_before_a_post_that_is_to_begin(self, world: World) -> None:
        khoa = world.cadres["khoa"]
        appoint(
            cadre=khoa, post=post(world, start="2026-01-01"), by=world.officer, is_primary=False
        )
        with refusal("on", "."):
            retire(cadre=khoa, on=D("2025-09-01"), by=world.officer)


class TestPlanningRetirement:
    PLAN: ClassVar = {"last_day": date(2046, 3, 31), "ground": "kept_on"}

    def test_a_plan_says_why_and_takes_the_place_of_the_one_before(self, world: World) -> None:
        khoa = world.cadres["khoa"]
        with refusal("note", "."):
            plan_retirement(cadre=khoa, note="  ", by=world.officer, **self.PLAN)
        plan_retirement(cadre=khoa, note="Quyết định 1", by=world.officer, **self.PLAN)
        later = {"last_day": date(2047, 3, 31), "ground": "other"}
        plan_retirement(cadre=khoa, note="Quyết định 2", by=world.officer, **later)
        (plan,) = khoa.planned_retirements.all()
        assert (plan.last_day, plan.ground, plan.note) == (
            date(2047, 3, 31),
            "other",
            "Quyết định 2",
        )

    def test_nobody_retires_before_birth(self, world: World) -> None:
        with refusal("last_day", "."):
            plan_retirement(
                cadre=world.cadres["khoa"],
                last_day=date(1950, 1, 1),
                ground="early",
                note="nhầm",
                by=world.officer,
            )


class TestLearning:
    def test_a_level_is_recorded_once(self, world: World) -> None:
        lan = world.cadres["lan"]
        add_qualification(
            cadre=lan,
            kind="state_management",
            level="senior",
            awarded_on=D("2020"),
            by=world.officer,
        )
        with refusal("level", "."):
            add_qualification(
                cadre=lan,
                kind="state_management",
                level="senior",
                awarded_on=D("2020-05"),
                by=world.officer,
            )

    def test_none_contradicts_a_recorded_level(self, world: World) -> None:
        with refusal("level", "."):
            add_qualification(
                cadre=world.cadres["lan"],
                kind="professional",
                level="none",
                awarded_on=None,
                by=world.officer,
            )

    def test_nothing_is_awarded_before_birth(self, world: World) -> None:
        # Minh was born some day of 1985.
        minh = world.cadres["minh"]
        with refusal("awarded_on", "Bùi Quang Minh"):
            add_qualification(
                cadre=minh,
                kind="professional",
                level="university",
                awarded_on=D("1984"),
                by=world.officer,
            )

    def test_one_course_for_many_leaves_out_who_has_it(self, world: World) -> None:
        course = TrainingCategory.objects.get(pk="knowledge_update")
        people = [world.cadres[key] for key in ("khoa", "lan", "minh")]
        said = {"category": course, "completed_on": D("2025-05"), "name": "Chuyển đổi số"}
        assert add_training(cadres=people[:1], **said, by=world.officer) == 1
        assert add_training(cadres=people, **said, by=world.officer) == 2
        assert Training.objects.filter(name="Chuyển đổi số").count() == 3

    def test_a_course_before_the_birth_of_one_is_recorded_for_none(self, world: World) -> None:
        course = TrainingCategory.objects.get(pk="knowledge_update")
        people = [world.cadres["an"], world.cadres["khoa"]]
        with refusal("completed_on", "Khoa"):
            add_training(cadres=people, category=course, completed_on=D("1980"), by=world.an)
        assert not Training.objects.filter(completed_on="1980").exists()

    def test_a_rating_changes_only_with_a_reason(self, world: World) -> None:
        khoa, lan = world.cadres["khoa"], world.cadres["lan"]
        assert appraise(ratings={khoa: "good", lan: "good"}, year=2024, by=world.officer) == 2
        with refusal("reason", "."):
            appraise(ratings={khoa: "excellent", lan: "good"}, year=2024, by=world.officer)
        assert (
            appraise(
                ratings={khoa: "excellent", lan: "good"},
                year=2024,
                by=world.officer,
                reason="thông báo 12",
            )
            == 1
        )
        assert Appraisal.objects.get(cadre=khoa, year=2024).rating == "excellent"


class TestCorrectingFacts:
    def test_a_post_corrected_into_another_is_refused(self, world: World) -> None:
        khoa = world.cadres["khoa"]
        first = khoa.appointments.get()
        transfer(cadre=khoa, post=post(world, start="2025-08-01"), by=world.officer)
        with refusal("start_on", "Phó Trưởng phòng"):
            correct_fact(fact=first, reason="sai ngày", by=world.officer, end_on=D("2025-09-01"))

    def test_a_fact_that_was_withdrawn_is_gone_for_the_second_too(self, world: World) -> None:
        held = Qualification.objects.filter(cadre=world.cadres["lan"]).first()
        assert held
        withdraw_fact(fact=held, reason="nhập nhầm người", by=world.officer)
        with refusal(None, "."):
            correct_fact(fact=held, reason="sai", by=world.officer, level="master")
        changes = changes_of(world.cadres["lan"], (Qualification, "cadre_id"))
        assert [change.reason for change in changes if change.act == "delete"] == [
            "nhập nhầm người"
        ]

    def test_the_year_of_an_appraisal_stays_free(self, world: World) -> None:
        khoa = world.cadres["khoa"]
        appraise(ratings={khoa: "good"}, year=2023, by=world.officer)
        appraise(ratings={khoa: "good"}, year=2024, by=world.officer)
        with refusal("year", "."):
            correct_fact(
                fact=khoa.appraisals.get(year=2023), reason="sai năm", by=world.officer, year=2024
            )

    def test_a_correction_can_turn_a_post_into_a_concurrent_one(self, world: World) -> None:
        held = Appointment.objects.get(cadre=world.cadres["khoa"])
        made = correct_fact(fact=held, reason="ghi nhầm", by=world.officer, is_primary=False)
        assert not made.is_primary


class TestWhoKnowsWhom:
    def test_who_has_left_is_known_where_they_served_last(self, world: World) -> None:
        khoa, day = world.cadres["khoa"], date(2025, 12, 1)
        retire(cadre=khoa, on=D("2025-09-01"), by=world.officer)
        assert khoa not in Cadre.objects.visible_to(world.officer, day)
        assert khoa in Cadre.objects.known_to(world.officer, day)
        assert khoa not in Cadre.objects.known_to(world.chi, day)

    def test_who_moved_away_is_no_longer_known(self, world: World) -> None:
        khoa, day = world.cadres["khoa"], date(2025, 12, 1)
        transfer(cadre=khoa, post=post(world, "SYT", start="2025-09-01"), by=world.an)
        assert khoa not in Cadre.objects.known_to(world.officer, day)
        assert khoa in Cadre.objects.known_to(world.chi, day)
