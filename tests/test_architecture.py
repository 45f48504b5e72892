"""What the house rules promise, held by the build."""

from __future__ import annotations

import ast
import importlib
import io
import re
import subprocess
import sys
from pathlib import Path

import pytest
from django.core.management import call_command, get_commands

BASE = Path(__file__).resolve().parent.parent
SOURCES = sorted(
    path
    for folder in ("apps", "cadre_tracker")
    for path in (BASE / folder).rglob("*.py")
    if "migrations" not in path.parts
)
TESTS = sorted((BASE / "tests").rglob("*.py"))
TEXTS = [
    path
    for folder in ("apps", "cadre_tracker", "templates", "static/js", "static/css", "docs", "bench", "scripts")
    for path in (BASE / folder).rglob("*")
    if path.suffix in {".py", ".html", ".js", ".css", ".md", ".sh"}
]  # fmt: skip
CEILING = 300
ABSENT = {
    "utils.py",
    "helpers.py",
    "managers.py",
    "signals.py",
    "mixins.py",
    "constants.py",
    "base.py",
}
# In two parts, so that this file does not hold what it looks for.
UNFINISHED = re.compile(
    "|".join(
        ["TO" + "DO", "FIX" + "ME", "X" * 3, "NotImplemented" + "Error", "pragma: no " + "cover"]
    )
)
AVOIDED = re.compile("|".join(["pytest.mark." + "skip", "pytest." + "skip", "x" + "fail"]))
CLOCKS = {("date", "today"), ("datetime", "now"), ("datetime", "utcnow"), ("timezone", "now")}


def name_of(path: Path) -> str:
    return str(path.relative_to(BASE))


def test_imports_point_downwards():
    done = subprocess.run(
        [str(Path(sys.executable).parent / "lint-imports"), "--no-logo", "--no-cache"],
        cwd=BASE,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.django_db
def test_no_migration_is_pending():
    out = io.StringIO()
    call_command("makemigrations", "--check", "--dry-run", stdout=out)
    assert "No changes" in out.getvalue() or "Không" in out.getvalue()


def test_a_squashed_migration_replaces_every_former_one_in_order():
    """One left out would run again on top of it in a new database."""
    squashed = sorted((BASE / "apps").glob("*/migrations/*_squashed_*.py"))
    assert len(squashed) > 10
    for path in squashed:
        app = path.parent.parent.name
        last = path.stem.partition("_squashed_")[2]
        former = sorted(set(path.parent.glob("[0-9]*.py")) - set(squashed))
        names = [one.stem for one in former if one.stem <= last]
        module = importlib.import_module(f"apps.{app}.migrations.{path.stem}")
        assert module.Migration.replaces == [(app, name) for name in names], name_of(path)
        assert names[-1] == last


def test_no_file_is_over_its_ceiling():
    long = {name_of(path): len(path.read_text().splitlines()) for path in SOURCES}
    assert {name: lines for name, lines in long.items() if lines > CEILING} == {}


def test_nothing_is_left_unfinished():
    found = {
        name_of(path)
        for path in [*TEXTS, *TESTS]
        if UNFINISHED.search(path.read_text()) and path != Path(__file__)
    }
    assert found == set()


def test_no_test_is_left_out():
    assert {name_of(path) for path in TESTS if AVOIDED.search(path.read_text())} == set()


def test_no_room_is_a_lumber_room():
    assert {name_of(path) for path in SOURCES if path.name in ABSENT} == set()


def test_every_folder_of_code_is_a_package():
    folders = {path.parent for path in SOURCES}
    assert {name_of(folder) for folder in folders if not (folder / "__init__.py").exists()} == set()


def test_the_core_and_the_services_read_no_clock():
    rooms = [
        path
        for path in SOURCES
        if path.name in {"services.py", "selectors.py", "models.py", "people.py"}
        or "core" in path.parts
        or "roster" in path.parts
    ]
    assert {name_of(path) for path in rooms if _reads_a_clock(path)} == set()


def _reads_a_clock(path: Path) -> bool:
    nodes = ast.walk(ast.parse(path.read_text()))
    calls = [node for node in nodes if isinstance(node, ast.Call) and not node.args]
    names = {
        (getattr(call.func.value, "id", getattr(call.func.value, "attr", "")), call.func.attr)
        for call in calls
        if isinstance(call.func, ast.Attribute)
    }
    return bool(names & (CLOCKS | {("timezone", "localdate"), ("timezone", "localtime")}))


def test_public_functions_and_modules_say_what_they_promise():
    silent = []
    for path in SOURCES:
        tree = ast.parse(path.read_text())
        if tree.body and not ast.get_docstring(tree):
            silent.append(name_of(path))
        for node in tree.body:
            is_public = isinstance(node, ast.FunctionDef | ast.ClassDef) and node.name[0] != "_"
            if is_public and not ast.get_docstring(node):
                silent.append(f"{name_of(path)}: {node.name}")
    assert silent == []


def test_the_data_dictionary_is_that_of_the_code():
    assert "data_dictionary" in get_commands()
    call_command("data_dictionary", "--check", stdout=io.StringIO())


def test_every_test_file_mirrors_a_module_or_tells_a_story_of_its_own():
    """A test of an app stands in the folder of the app, one of every address in that of the web."""
    apps = {path.name for path in (BASE / "apps").iterdir() if (path / "__init__.py").exists()}
    folders = {path.name for path in (BASE / "tests").iterdir() if path.is_dir()}
    assert folders - apps - {"__pycache__"} <= {
        "cases",
        "cadre_tracker",
        "bench",
        "journeys",
        "web",
    }
