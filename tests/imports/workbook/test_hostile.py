"""Every hostile file is refused in clear words or read; no process dies, nothing takes long."""

import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from itertools import islice
from pathlib import Path

import pytest

from apps.imports.workbook import opening
from apps.imports.workbook.columns import read_columns
from apps.imports.workbook.contract import UnreadableError
from apps.imports.workbook.extracting import extract
from apps.imports.workbook.opening import open_workbook
from tests.imports.workbook.hostile import File, corpus
from tests.imports.workbook.packing import packed, parts

BASE = Path(__file__).resolve().parents[3]

SECONDS = 20
# At least so many must be turned away: that everything could be read would prove nothing.
REFUSED = 400


def judged(file: File, path: Path) -> tuple[str, str, float]:
    what, name, content = file
    path.write_bytes(content)
    begun = time.monotonic()
    try:
        sheets = open_workbook(path, name=name)
        extract(sheets, read_columns(sheets))
        verdict = ""
    except UnreadableError as refused:
        verdict = refused.message
    path.unlink()
    return what, verdict, time.monotonic() - begun


def test_each_file_is_refused_in_words_or_read_and_none_takes_long(tmp_path):
    files, verdicts = enumerate(corpus()), []
    with ThreadPoolExecutor(2) as threads:
        # A few at a time: together they hold hundreds of megabytes.
        while some := list(islice(files, 16)):
            verdicts += threads.map(lambda pair: judged(pair[1], tmp_path / str(pair[0])), some)
    assert len(verdicts) >= 500
    assert sum(bool(verdict) for _what, verdict, _took in verdicts) >= REFUSED
    assert [what for what, _verdict, took in verdicts if took > SECONDS] == []
    # Every refusal says what is wrong and what to do: two sentences at least.
    assert [what for what, verdict, _took in verdicts if verdict and verdict.count(".") < 2] == []


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


def test_bombs_macros_links_and_locks_are_called_by_their_names(tmp_path):
    said = {}
    for number, file in enumerate(corpus()):
        if file[0].startswith(("kinds: ", "links: ", "bombs: sizes", "zips: each")):
            what, verdict, _took = judged(file, tmp_path / str(number))
            said[what] = verdict
    assert ".xls)" in said["kinds: an old workbook named a.xlsx"]
    assert said["kinds: a locked workbook named a.xlsx"] == said["zips: each part encrypted"]
    assert said["kinds: a workbook named a.xlsm"] == said["kinds: macros in xl/vbaProject.bin"]
    assert said["links: xl/externalLinks/externalLink1.xml"] == said["links: xl/connections.xml"]
    assert len({said[f"kinds: {w}"] for w in ("a Word document", "a binary workbook")}) == 2
