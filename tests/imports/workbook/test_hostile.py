"""Every hostile file is refused in clear words or read; no process dies, nothing takes long.

One file in three is tried, and those that are told apart by their words; all of them with
HOSTILE_FILES=all in the environment (docs/security.md).
"""

import os
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from itertools import islice
from pathlib import Path

import pytest
from django.utils import translation

from apps.imports.workbook import opening
from apps.imports.workbook.columns import read_columns
from apps.imports.workbook.contract import UnreadableError
from apps.imports.workbook.extracting import extract
from apps.imports.workbook.opening import open_workbook
from tests.imports.workbook.hostile import File, corpus
from tests.imports.workbook.packing import packed, parts

BASE = Path(__file__).resolve().parents[3]

SECONDS = 20
EACH = 1 if os.environ.get("HOSTILE_FILES") == "all" else 5
# At least so many must be tried, and turned away: that all could be read would prove nothing.
TRIED, REFUSED = 500 // EACH, 400 // EACH


HARMLESS = "cells: corners A1 and A1048576"
TOLD_APART = {
    "kinds: an old workbook named a.xlsx": ".xls)",
    "kinds: a locked workbook named a.xlsx": "password",
    "zips: each part encrypted": "password",
    "kinds: a workbook named a.xlsm": "macros",
    "kinds: macros in xl/vbaProject.bin": "macros",
    "links: xl/externalLinks/externalLink1.xml": "other files",
    "spoilt_parts: xl/workbook.xml, a million laughs": "declarations",
    "bombs: a part of zeros": "unpacks",
    "bombs: parts that share bytes": "unpacks",
    "cells: a million rows": "200,000 rows",
    "cells: corners A1 and XFD1048576": "200 columns",
    "cells: a text of 3,000": "2,000 characters",
    HARMLESS: "",
}


def judged(file: File, path: Path) -> tuple[str, str, float]:
    what, name, content = file
    path.write_bytes(content)
    begun = time.monotonic()
    try:
        # Languages are chosen thread by thread.
        with translation.override("en"):
            sheets = open_workbook(path, name=name)
            extract(sheets, read_columns(sheets))
        verdict = ""
    except UnreadableError as refused:
        verdict = refused.message
    path.unlink()
    return what, verdict, time.monotonic() - begun


def judged_all(folder: Path) -> dict[str, tuple[str, float]]:
    chosen = (
        (at, file) for at, file in enumerate(corpus()) if at % EACH == 0 or file[0] in TOLD_APART
    )
    files, found = iter(chosen), []
    with ThreadPoolExecutor(2) as threads:
        # A few at a time: together they hold hundreds of megabytes.
        while some := list(islice(files, 16)):
            found += threads.map(lambda pair: judged(pair[1], folder / str(pair[0])), some)
    return {what: (verdict, took) for what, verdict, took in found}


def test_each_file_is_refused_in_words_or_read_and_none_takes_long(tmp_path):
    verdicts = judged_all(tmp_path)
    assert len(verdicts) >= TRIED
    assert sum(bool(verdict) for verdict, _took in verdicts.values()) >= REFUSED
    assert [what for what, (_verdict, took) in verdicts.items() if took > SECONDS] == []
    # Every refusal says what is wrong and what to do: two sentences at least.
    assert [w for w, (said, _took) in verdicts.items() if said and said.count(".") < 2] == []
    _are_called_by_their_names({what: said for what, (said, _took) in verdicts.items()})


def test_half_a_gigabyte_is_refused_before_it_is_read(tmp_path):
    for name, begins in (("a.xlsx", b"PK\x03\x04"), ("a.csv", b"a,b\n")):
        path = tmp_path / name
        with path.open("wb") as file:
            file.write(begins)
            file.truncate(512 << 20)
        begun = time.monotonic()
        with pytest.raises(UnreadableError, match="32"):
            open_workbook(path, name=name)
        assert time.monotonic() - begun < 5


def test_the_child_gets_no_more_memory_than_its_limit_and_the_parent_lives():
    greedy = (
        "from apps.imports.workbook.child import confine; confine()\n"
        "try: b' ' * (500 << 20)\n"
        "except MemoryError: print('refused')\n"
    )
    done = subprocess.run(
        [sys.executable, "-S", "-c", greedy], capture_output=True, text=True, check=True, cwd=BASE
    )
    assert done.stdout == "refused\n"


def test_a_child_that_dies_is_told_in_words(tmp_path, monkeypatch):
    # In its place a module that says nothing: as when the system ends it before its last word.
    path = tmp_path / "a.xlsx"
    path.write_bytes(packed(parts()))
    monkeypatch.setattr(opening, "CHILD", "apps.imports.workbook.limits")
    with pytest.raises(UnreadableError, match=r"\."):
        open_workbook(path, name="a.xlsx")


def _are_called_by_their_names(said: dict[str, str]) -> None:
    for what, words in TOLD_APART.items():
        assert words in said[what]
    # Corners alone do no harm where the columns are few.
    assert said[HARMLESS] == ""
