"""Every rule of the figures, on folders with expected output: computed afresh and as published."""

import io
from pathlib import Path

import pytest
from django.core.management import call_command

CASES = Path(__file__).parent.parent / "cases"
FOLDERS = sorted(folder.name for folder in CASES.iterdir())


def arguments(case: str) -> list[str]:
    """Return the case's arguments to measure."""
    return (CASES / case / "args.txt").read_text().split()


def printed(*args: str) -> list[str]:
    """Return the lines that measure prints."""
    out = io.StringIO()
    call_command("measure", *args, "--format", "csv", stdout=out)
    return out.getvalue().splitlines()


def expected(case: str) -> list[str]:
    """Return the lines that it should print."""
    return (CASES / case / "expect.csv").read_text("utf-8-sig").splitlines()


@pytest.mark.django_db
@pytest.mark.parametrize("case", FOLDERS)
def test_measure_prints_what_the_case_expects_and_so_does_a_published_run(case: str) -> None:
    call_command("load_roster", str(CASES / case), stdout=io.StringIO())
    assert printed(*arguments(case)) == expected(case)
    # A run with retirements is a projection; none is published.
    if "--retirements-from" not in arguments(case):
        call_command("refresh", *arguments(case), stdout=io.StringIO())
        assert printed(*arguments(case), "--published") == expected(case)


@pytest.mark.django_db
@pytest.mark.parametrize("case", FOLDERS)
def test_a_dumped_folder_loads_without_a_change(case: str, tmp_path: Path) -> None:
    call_command("load_roster", str(CASES / case), stdout=io.StringIO())
    call_command("dump_roster", str(tmp_path), stdout=io.StringIO())
    out = io.StringIO()
    call_command("load_roster", str(tmp_path), stdout=out)
    counts = [line for line in out.getvalue().splitlines() if line]
    assert len(counts) == 7
    assert all(": 0 " in line and " 0 " in line.split(",")[1] for line in counts)
