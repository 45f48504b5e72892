"""What a file says is kept from the check to the writing, and read again whenever that will not do."""

from __future__ import annotations

import pandas as pd
import pytest

from apps.imports.models import Batch
from apps.imports.services import beside
from apps.imports.steps.said import kept_or_read, read_and_keep
from tests.imports.batches import checked, workbook
from tests.world import World

CONTENT = workbook(
    can_bo=[["", "001180001234", "Nguyễn Thị Mới", "31/02/1980", "Nữ"]],
    chuc_vu=[
        ["", "Lê Văn Hai", "", "PTC", "Chuyên viên", "Không", "Đơn vị", "Có", "01/03/2020", ""]
    ],
)


@pytest.fixture
def batch(world: World) -> Batch:
    return checked(CONTENT, unit=world.interior, by=world.officer, day=world.day)


def test_what_is_kept_is_what_was_read(batch: Batch) -> None:
    said, kept = read_and_keep(batch), kept_or_read(batch)
    assert (kept.letters, kept.problems, kept.counts) == (said.letters, said.problems, said.counts)
    assert kept.problems
    for table, frame in said.tables.items():
        pd.testing.assert_frame_equal(kept.tables[table], frame)


def test_what_is_kept_is_for_the_service_alone(batch: Batch) -> None:
    assert beside(batch).stat().st_mode & 0o777 == 0o600


def test_it_is_taken_from_what_is_kept(batch: Batch) -> None:
    kept = beside(batch)
    kept.write_text(kept.read_text().replace("Chuy\\u00ean vi\\u00ean", "Another"))
    assert kept_or_read(batch).tables["appointments.csv"]["title"].tolist() == ["Another"]


@pytest.mark.parametrize("content", ["", "not JSON\n", '["end"]\n', '["readings", "other"]\n'])
def test_what_cannot_be_used_is_read_again(batch: Batch, content: str) -> None:
    beside(batch).write_text(content)
    assert kept_or_read(batch).tables["appointments.csv"]["title"].tolist() == ["Chuyên viên"]


def test_other_readings_are_read_again(batch: Batch) -> None:
    posts = next(plain for plain in batch.readings if plain["table"] == "appointments.csv")
    posts["table"] = ""
    assert kept_or_read(batch).tables["appointments.csv"].empty


def test_what_is_not_whole_is_read_again(batch: Batch) -> None:
    kept = beside(batch)
    *lines, _end = kept.read_text().splitlines(keepends=True)
    kept.write_text("".join(lines).replace("Chuy\\u00ean vi\\u00ean", "Another"))
    assert kept_or_read(batch).tables["appointments.csv"]["title"].tolist() == ["Chuyên viên"]
