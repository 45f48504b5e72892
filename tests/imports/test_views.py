"""The screens: who sees which batch, what may be sent, how files go out."""

from __future__ import annotations

import io

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from apps.accounts.roles import Role
from apps.audit.models import AccessLog
from apps.cadres.identity import sealed
from apps.cadres.models import Cadre
from apps.imports import uploading
from apps.imports.models import Batch
from apps.imports.tasks import work_on_batches
from tests.conftest import client_of
from tests.factories import a_member
from tests.imports.batches import checked, workbook
from tests.world import World

pytestmark = pytest.mark.django_db
NEW = ["", "", "Nguyễn Thị Mới", "15/08/1980", "Nữ"]
FAULTY = ["", "", "Nguyễn Thị Mới", "31/02/1980", "Nữ"]


@pytest.fixture(autouse=True)
def working(monkeypatch: pytest.MonkeyPatch) -> None:
    """Do what is asked for at once, where the test runs."""
    monkeypatch.setattr("apps.imports.views.wake_worker", work_on_batches)
    monkeypatch.setattr("apps.imports.views.transaction.on_commit", lambda act: act())


def send(client: Client, content: bytes, *, unit: str = "SNV", name: str = "tệp.xlsx") -> str:
    """Upload a file; return the address of its batch, or the page that refuses it."""
    sent = {"unit": unit, "file": SimpleUploadedFile(name, content)}
    answer = client.post("/imports/upload/", sent)
    return answer.headers.get("Location", "") or answer.content.decode()


def page(client: Client, address: str) -> str:
    client.cookies["django_language"] = "en"
    answer = client.get(address, follow=True)
    assert answer.status_code == 200
    return answer.content.decode()


class TestJourney:
    """From upload to undo, by hand."""

    def test_an_officer_uploads_looks_confirms_and_undoes(
        self, world: World, officer: Client
    ) -> None:
        address = send(officer, workbook(can_bo=[NEW]))
        assert "How the columns are read" in page(officer, address)
        officer.post(f"{address}columns/")
        assert "Write 1 facts" in page(officer, address)
        officer.post(f"{address}act/", {"do": "confirm"})
        assert "had 1 facts added" in page(officer, address)
        assert Cadre.objects.filter(full_name="Nguyễn Thị Mới").exists()
        officer.post(f"{address}act/", {"do": "undo"})
        assert "undid the batch" in page(officer, address)
        assert not Cadre.objects.filter(full_name="Nguyễn Thị Mới").exists()

    def test_a_fault_stands_at_its_cell_and_in_the_marked_file(
        self, world: World, officer: Client
    ) -> None:
        address = send(officer, workbook(can_bo=[FAULTY]))
        officer.post(f"{address}columns/")
        shown = page(officer, address)
        assert "<strong>E2</strong>" in shown
        assert "31/02/1980" in shown
        marked = officer.get(f"{address}marked/")
        book = openpyxl.load_workbook(io.BytesIO(marked.content))
        assert book["Cán bộ"]["E2"].comment is not None

    def test_a_doubt_is_settled_on_screen(self, world: World, officer: Client) -> None:
        rows = [["", "", "Hoàng Thị Lan", "1985", "Nữ"]]
        address = send(officer, workbook(can_bo=rows))
        officer.post(f"{address}columns/")
        assert "Who is meant?" in page(officer, address)
        token = Batch.objects.get().questions.get().token
        officer.post(f"{address}answers/", {f"q-{token}": world.cadres["lan"].pk})
        assert "nothing to write" in page(officer, address)

    def test_a_column_is_read_otherwise_and_a_table_anew(
        self, world: World, officer: Client
    ) -> None:
        address = send(officer, workbook(can_bo=[NEW]))
        officer.post(f"{address}columns/", {"s0-c6": ""})
        batch = Batch.objects.get()
        assert "gender" not in batch.readings[0]["columns"].values()
        officer.post(f"{address}columns/", {"s0-table": ""})
        batch.refresh_from_db()
        assert (batch.state, batch.readings[0]["table"]) == ("read", "")

    def test_acting_twice_says_that_somebody_was_first(self, world: World, officer: Client) -> None:
        address = send(officer, workbook(can_bo=[NEW]))
        officer.post(f"{address}columns/")
        for _ in range(2):
            officer.post(f"{address}act/", {"do": "confirm"})
        assert "vừa chuyển sang bước khác" in page(officer, address)
        assert Cadre.objects.filter(full_name="Nguyễn Thị Mới").count() == 1


class TestUpload:
    """What is taken in."""

    def test_without_a_file_the_form_says_so(self, world: World, officer: Client) -> None:
        answer = officer.post("/imports/upload/", {"unit": "SNV"})
        assert "alert-circle" in answer.content.decode()
        assert not Batch.objects.exists()

    def test_for_a_unit_next_door_nothing_is_taken(self, world: World, officer: Client) -> None:
        send(officer, workbook(can_bo=[NEW]), unit="SYT")
        assert not Batch.objects.exists()

    def test_a_request_that_is_too_large_is_let_go_and_said_so(
        self, world: World, officer: Client, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(uploading, "MAX_FILE", -uploading.MIB + 100)
        officer.cookies["django_language"] = "en"
        assert "larger than 32 MB" in send(officer, workbook(can_bo=[NEW]))
        assert not Batch.objects.exists()

    def test_the_name_of_a_file_is_only_shown(self, world: World, officer: Client) -> None:
        address = send(officer, workbook(can_bo=[NEW]), name="../<b>x.xlsx")
        assert "<b>x" not in page(officer, address)
        assert "/" not in Batch.objects.get().name


class TestScope:
    """Who sees what."""

    def test_a_colleague_of_the_unit_sees_the_batch_and_the_neighbour_does_not(
        self, world: World, officer: Client
    ) -> None:
        batch = checked(
            workbook(can_bo=[NEW]), unit=world.interior, by=world.officer, day=world.day
        )
        colleague = client_of(a_member("colleague", Role.OFFICER, world.interior))
        neighbour = client_of(a_member("neighbour", Role.OFFICER, world.health))
        assert colleague.get(f"/imports/{batch.pk}/").status_code == 200
        assert neighbour.get(f"/imports/{batch.pk}/").status_code == 404
        assert neighbour.post(f"/imports/{batch.pk}/act/", {"do": "confirm"}).status_code == 404
        assert "tep.xlsx" in page(colleague, "/imports/")
        assert "tep.xlsx" not in page(neighbour, "/imports/")

    def test_leaving_and_coming_back_finds_the_batch(self, world: World, officer: Client) -> None:
        address = send(officer, workbook(can_bo=[NEW]))
        assert address in page(officer, "/imports/")

    def test_the_progress_is_a_part_that_ends_by_loading_the_page(
        self, world: World, officer: Client
    ) -> None:
        batch = checked(
            workbook(can_bo=[NEW]), unit=world.interior, by=world.officer, day=world.day
        )
        part = {"HX-Request": "true"}
        done = officer.get(f"/imports/{batch.pk}/", headers=part)
        assert done.headers["HX-Refresh"] == "true"
        Batch.objects.update(state="checking")
        working = officer.get(f"/imports/{batch.pk}/", headers=part).content.decode()
        assert "<progress" in working
        assert "<html" not in working


class TestTemplates:
    """What goes out."""

    @pytest.mark.parametrize("kind", ["blank", "filled", "list"])
    def test_a_template_is_an_attachment_with_a_name(
        self, world: World, officer: Client, kind: str
    ) -> None:
        answer = officer.get(f"/imports/template/{kind}/?unit=SNV")
        assert answer.headers["Content-Disposition"].startswith("attachment; filename*=utf-8''")
        assert answer.headers["X-Content-Type-Options"] == "nosniff"
        assert openpyxl.load_workbook(io.BytesIO(answer.content))

    def test_the_filled_template_has_those_who_serve_and_no_personal_number(
        self, world: World, officer: Client
    ) -> None:
        lan = world.cadres["lan"]
        Cadre.objects.filter(pk=lan.pk).update(**sealed(lan.pk, "001185000123"))
        answer = officer.get("/imports/template/filled/?unit=SNV")
        book = openpyxl.load_workbook(io.BytesIO(answer.content))
        cells = {str(cell) for sheet in book for row in sheet.values for cell in row if cell}
        assert {"Hoàng Thị Lan", "lan", "Phòng Tổ chức"} <= cells
        assert not {"Ngô Thị Hạnh", "001185000123"} & cells
        log = AccessLog.objects.get(act="export")
        # Bình, Giang, Khoa, Lan, Minh.
        assert (log.username, log.key, log.detail["count"]) == ("officer", "SNV", 5)

    @pytest.mark.parametrize("kind", ["filled", "list"])
    def test_a_filled_template_imports_as_nothing_new(
        self, world: World, officer: Client, kind: str
    ) -> None:
        answer = officer.get(f"/imports/template/{kind}/?unit=SNV")
        batch = checked(answer.content, unit=world.interior, by=world.officer, day=world.day)
        assert (batch.state, batch.counts["new"], batch.counts["corrected"]) == ("checked", 0, 0)

    def test_a_kind_that_nobody_makes_is_not_found(self, world: World, officer: Client) -> None:
        assert officer.get("/imports/template/other/?unit=SNV").status_code == 404
