"""Writing a batch and taking it back: all of it, but for what somebody changed since."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from apps.audit.selectors import changes_of
from apps.cadres.identity import number_of
from apps.cadres.models import Appointment, Cadre, Qualification, Training
from apps.cadres.services.corrections import correct_fact, withdraw_fact
from apps.cadres.services.learning import add_qualification
from apps.cadres.services.people import correct_cadre
from apps.cadres.services.posts import Post, transfer
from apps.common.errors import RuleError
from apps.common.partial import PartialDate
from apps.imports import services
from apps.imports.models import Batch, Former
from tests.imports.batches import applied, checked, counts, said, undone, workbook, worked, written
from tests.world import World

pytestmark = pytest.mark.django_db
NUMBER = "001180000123"
NEW = "Nguyễn Thị Mới"
FILE = {
    "can_bo": [
        ["", NUMBER, "NGUYỄN THỊ MỚI", "15/08/1980", "Nữ"],
        ["minh", "", "Bùi Quang Minh", "05/06/1985", "Nam"],
    ],
    "chuc_vu": [
        ["", NEW, "", "Phòng Tổ chức", "Chuyên viên", "Không", "Đơn vị", "Có", "01/03/2020", ""],
        ["lan", "", "", "PTC", "Chuyên viên", "Không", "Sở, ngành", "Có", "", "01/06/2025"],
        ["lan", "", "", "SNV", "Phó giám đốc", "Có", "Sở, ngành", "Có", "01/06/2025", ""],
    ],
    "trinh_do": [["lan", "", "Quản lý nhà nước", "Chuyên viên", "2015"]],
    "boi_duong": [["lan", "", "Cập nhật kiến thức mới", "20/11/2024"]],
    "danh_gia": [["lan", "", "2024", "Hoàn thành tốt nhiệm vụ"]],
}


def facts() -> dict[str, list[Any]]:
    """Return every row about people, but for their ids."""
    models = (Cadre, Appointment, Qualification, Training)
    return {
        model.__name__: sorted(
            [
                sorted((k, str(v)) for k, v in row.items() if k != "id")
                for row in model.objects.values()
            ]
        )
        for model in models
    }


def write(world: World) -> Batch:
    """Write the file for Sở Nội vụ: a new person, Lan moved up, Minh's birth more exact."""
    return applied(workbook(**FILE), unit=world.interior, by=world.officer, day=world.day)


def newcomer() -> Cadre:
    return Cadre.objects.get(full_name=NEW)


class TestWriting:
    """What stands after a batch was written."""

    def test_everything_that_the_file_says_is_recorded(self, world: World) -> None:
        batch = write(world)
        # Mới, two posts, a level, a course and a rating are new; Minh's birth, Lan's post corrected.
        assert counts(batch) == (6, 2, 0, 0)
        assert (newcomer().key, number_of(newcomer())) == (f"CB{newcomer().pk:06d}", NUMBER)
        posts = world.cadres["lan"].appointments.all()
        ends = {post.unit.key: str(post.end_on or "") for post in posts}
        assert ends == {"PTC": "2025-06-01", "SNV": ""}
        assert Cadre.objects.get(key="minh").born == PartialDate(1985, 6, 5)

    def test_the_history_names_who_and_which_batch(self, world: World) -> None:
        batch = write(world)
        change = changes_of(Cadre.objects.get(key="minh"))[0]
        assert (change.username, change.reason) == ("officer", f"batch {batch.pk}")

    def test_the_file_is_not_kept_once_it_is_written(
        self, world: World, settings: Any, django_capture_on_commit_callbacks: Any
    ) -> None:
        with django_capture_on_commit_callbacks(execute=True):
            write(world)
        assert list((settings.MEDIA_ROOT / "imports").iterdir()) == []

    def test_the_same_file_again_changes_nothing(self, world: World) -> None:
        write(world)
        batch = checked(workbook(**FILE), unit=world.interior, by=world.officer, day=world.day)
        assert (batch.state, counts(batch)) == ("checked", (0, 0, 8, 0))

    def test_a_file_with_a_fault_cannot_be_confirmed(self, world: World) -> None:
        rows = [["", "", NEW, "31/02/1980", "Nữ"]]
        content = workbook(can_bo=rows)
        batch = checked(content, unit=world.interior, by=world.officer, day=world.day)
        with pytest.raises(RuleError):
            services.confirm(batch=batch, by=world.officer)
        assert not Cadre.objects.filter(full_name=NEW).exists()

    def test_a_change_between_check_and_writing_goes_back_to_the_check(self, world: World) -> None:
        content = workbook(**FILE)
        batch = checked(content, unit=world.interior, by=world.officer, day=world.day)
        post = world.cadres["lan"].appointments.get()
        correct_fact(fact=post, reason="nhầm", by=world.officer, start_on=PartialDate(2019))
        batch = written(batch, world.day)
        # The file ends a post without a start, which is now another row than was checked.
        assert batch.state in ("checked", "refused")
        assert batch.reason
        assert not Cadre.objects.filter(full_name=NEW).exists()

    def test_a_right_that_ended_before_the_writing_writes_nothing(self, world: World) -> None:
        batch = checked(workbook(**FILE), unit=world.interior, by=world.officer, day=world.day)
        world.officer.memberships.update(end_on="2020-02-01")
        batch = written(batch, world.day)
        assert batch.state == "refused"
        assert not Cadre.objects.filter(full_name=NEW).exists()

    def test_two_batches_with_the_same_new_person_make_one(self, world: World) -> None:
        first, second = (
            checked(workbook(**FILE), unit=world.interior, by=world.officer, day=world.day)
            for _ in range(2)
        )
        assert written(first, world.day).state == "applied"
        second = written(second, world.day)
        assert (second.state, counts(second)) == ("checked", (0, 0, 8, 0))
        assert Cadre.objects.filter(full_name=NEW).count() == 1

    def test_confirming_twice_is_refused_the_second_time(self, world: World) -> None:
        batch = checked(workbook(**FILE), unit=world.interior, by=world.officer, day=world.day)
        services.confirm(batch=batch, by=world.officer)
        with pytest.raises(RuleError):
            services.confirm(batch=batch, by=world.officer)


class TestUndoing:
    """What an undo takes back, and what it keeps."""

    def test_everything_is_as_it_was(self, world: World) -> None:
        before = facts()
        batch = undone(write(world), world.day)
        assert (batch.state, batch.kept["kept"]) == ("undone", 0)
        assert (batch.kept["removed"], batch.kept["restored"]) == (6, 2)
        assert facts() == before
        assert not Former.objects.exists()

    def test_the_undo_stands_in_the_history(self, world: World) -> None:
        batch = undone(write(world), world.day)
        change = changes_of(Cadre.objects.get(key="minh"))[0]
        assert change.reason == f"undo of batch {batch.pk}"

    def test_after_an_undo_the_file_can_be_imported_again(self, world: World) -> None:
        undone(write(world), world.day)
        assert counts(write(world)) == (6, 2, 0, 0)

    @pytest.mark.parametrize(
        ("act", "kept"),
        [
            ("corrected", ["cadres.csv minh"]),
            ("transferred", ["appointments.csv lan"]),
            ("withdrawn", []),
        ],
    )
    def test_what_was_changed_since_stays_and_is_listed(
        self, world: World, act: str, kept: list[str]
    ) -> None:
        batch = write(world)
        CHANGES[act](world)
        batch = undone(batch, world.day)
        listed = [f"{row['table']} {row['key']}" for row in batch.kept["rows"]]
        assert listed == kept
        assert batch.kept["kept"] >= 1

    def test_a_new_person_whom_somebody_touched_stays_whole(self, world: World) -> None:
        batch = write(world)
        add_qualification(
            cadre=newcomer(), kind="professional", level="master", awarded_on=None, by=world.officer
        )
        batch = undone(batch, world.day)
        assert newcomer().appointments.count() == 1
        assert {row["table"] for row in batch.kept["rows"]} == {"cadres.csv", "appointments.csv"}
        assert Cadre.objects.get(key="minh").born == PartialDate(1985)

    def test_a_batch_that_was_not_written_cannot_be_undone(self, world: World) -> None:
        batch = checked(workbook(**FILE), unit=world.interior, by=world.officer, day=world.day)
        with pytest.raises(RuleError):
            services.undo(batch=batch, by=world.officer)

    def test_a_second_undo_is_refused(self, world: World) -> None:
        batch = undone(write(world), world.day)
        with pytest.raises(RuleError):
            services.undo(batch=batch, by=world.officer)


def _corrected(world: World) -> None:
    minh = Cadre.objects.get(key="minh")
    correct_cadre(cadre=minh, reason="nhầm", by=world.officer, gender="female")


def _transferred(world: World) -> None:
    lan = world.cadres["lan"]
    post = Post(world.organisation, "Trưởng phòng", "department", True, PartialDate(2025, 6, 20))
    transfer(cadre=lan, post=post, by=world.officer)


def _withdrawn(world: World) -> None:
    course = world.cadres["lan"].trainings.get(completed_on="2024-11-20")
    withdraw_fact(fact=course, reason="nhầm", by=world.officer)


CHANGES: dict[str, Callable[[World], None]] = {
    "corrected": _corrected,
    "transferred": _transferred,
    "withdrawn": _withdrawn,
}


class TestActs:
    """What officers do with a batch on its way."""

    def test_a_batch_is_dropped_with_its_file(self, world: World) -> None:
        batch = checked(workbook(**FILE), unit=world.interior, by=world.officer, day=world.day)
        services.drop(batch=batch, by=world.officer)
        batch.refresh_from_db()
        assert (batch.state, batch.file, batch.samples) == ("dropped", "", {})
        assert not batch.problems.exists()

    def test_an_empty_file_is_not_kept(self, world: World, settings: Any) -> None:
        with pytest.raises(RuleError):
            services.upload(
                chunks=[b""], name="a.xlsx", unit=world.interior, by=world.officer, day=world.day
            )
        assert list((settings.MEDIA_ROOT / "imports").iterdir()) == []
        assert not Batch.objects.exists()

    def test_a_reading_is_remembered_for_the_unit(self, world: World) -> None:
        batch = checked(workbook(**FILE), unit=world.interior, by=world.officer, day=world.day)
        assert said(batch) == []
        again = services.upload(
            chunks=[workbook(**FILE)],
            name="b.xlsx",
            unit=world.interior,
            by=world.officer,
            day=world.day,
        )
        again = worked(again, world.day)
        assert all(reading["is_remembered"] for reading in again.readings)

    def test_a_file_that_is_no_workbook_is_refused_with_the_reason(self, world: World) -> None:
        batch = services.upload(
            chunks=[b"PK no workbook"],
            name="a.xlsx",
            unit=world.interior,
            by=world.officer,
            day=world.day,
        )
        batch = worked(batch, world.day)
        assert batch.state == "refused"
        assert batch.reason
