"""How a post began and ended, and when its decision was signed: columns that a folder may have."""

import io
from pathlib import Path

import pytest
from django.core.management import call_command
from django.utils import translation

from apps.cadres.models import Appointment
from tests.imports.folders import HEADINGS, SOUND, folder, loaded, refused
from tests.imports.test_roster import counts

pytestmark = pytest.mark.django_db
FURTHER = ["appointment,2014-12-20,", ",,moved", "transfer,,", "appointment,,"]


def fuller(path: Path, further: list[str] = FURTHER) -> Path:
    """Write the sound folder with the further columns at the end of each post."""
    folder(path)
    lines = [f"{HEADINGS['appointments.csv']},kind,signed_on,ended_by"]
    lines += [f"{row},{more}" for row, more in zip(SOUND["appointments.csv"], further, strict=True)]
    (path / "appointments.csv").write_text("\n".join(lines) + "\n")
    return path


def posts() -> list[tuple[str, str, str]]:
    rows = Appointment.objects.order_by("cadre__key", "start_day")
    return [(row.kind, str(row.signed_on or ""), row.ended_by) for row in rows]


RECORDED = [
    ("appointment", "2014-12-20", ""),
    ("appointment", "", "moved"),
    ("transfer", "", ""),
    ("appointment", "", ""),
]


def test_what_a_folder_says_is_loaded_and_dumped(tmp_path):
    loaded(fuller(tmp_path / "in"))
    assert posts() == RECORDED
    call_command("dump_roster", str(tmp_path / "out"), stdout=io.StringIO())
    text = (tmp_path / "out" / "appointments.csv").read_text().splitlines()
    assert text[0].endswith("decision,kind,signed_on,ended_by")
    assert text[1].endswith(",appointment,2014-12-20,")
    told = loaded(tmp_path / "out")
    assert counts(told)["appointments.csv"] == (0, 0, 4)


def test_an_older_folder_leaves_what_is_recorded_as_it_is(tmp_path):
    loaded(fuller(tmp_path / "in"))
    loaded(folder(tmp_path / "older"))
    assert posts() == RECORDED


def test_without_the_columns_a_post_is_an_appointment(tmp_path):
    loaded(folder(tmp_path))
    assert set(posts()) == {("appointment", "", "")}


def test_a_changed_cell_is_a_correction(tmp_path):
    loaded(fuller(tmp_path / "in"))
    loaded(fuller(tmp_path / "next", ["rotation,2014-12-21,", *FURTHER[1:]]))
    assert posts() == [("rotation", "2014-12-21", ""), *RECORDED[1:]]


@pytest.mark.parametrize(
    ("first", "column", "word"),
    [
        ("loan,,", "kind", "secondment"),
        (",2014,", "signed_on", "2014"),
        (",2014-02-30,", "signed_on", "2014-02-30"),
        (",,magic", "ended_by", "retired"),
        ("secondment,,", "is_primary", "secondment"),
    ],
)
@pytest.mark.parametrize("is_first", [True, False])
def test_a_fault_is_named(tmp_path, first, column, word, is_first):
    if not is_first:
        loaded(folder(tmp_path / "before"))
    with translation.override("en"):
        found = refused(fuller(tmp_path / "in", [first, *FURTHER[1:]]))
    assert found[0].startswith(f"appointments.csv:2: {column}: ")
    assert word in found[0]
