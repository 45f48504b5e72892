"""Break each rule of scope and of field rights, one at a time, and see whether a test notices.

``python -m bench.mutants_of_scope [numbers]`` works on a copy of the project, writes a line a
mutant with the test that noticed it, and the share that was killed. A mutant counts as killed only
when that test passes on the copy that is whole again. What changes nothing that anybody could see
says so in the list, with the reason; it is tried when its number is given, and does not count. The
policies of the database have mutants of their own.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

BASE = Path(__file__).resolve().parent.parent
RULES = BASE / "bench" / "rules_of_scope.txt"
LEFT_OUT = shutil.ignore_patterns(".git", ".venv", "var", "__pycache__", "*.pyc", "node_modules")
# The quickest that find most; those that a mutant names take their place.
FIRST = """
tests/test_first_wall.py
tests/api/test_scope.py
""".split()
TESTS = """
tests/api/test_scope.py
tests/api/test_tokens.py
tests/api/test_addresses.py
tests/common/test_sealing.py
tests/administration
tests/privacy/test_requests.py
tests/records/test_receiving.py
tests/units
tests/cadres
tests/notices/test_views.py
tests/reports/test_views.py
tests/reports/test_table_screens.py
tests/reports/test_schedule_views.py
tests/reports/test_confirming.py
tests/imports/test_views.py
tests/metrics/test_who.py
tests/accounts/test_fields.py
tests/accounts/test_confirming.py
tests/metrics/test_doors.py
tests/dashboards
tests/presentation/test_history.py
tests/test_first_wall.py
tests/test_scope.py
""".split()
# A browser finds nothing here that the others do not, nor does counting statements.
QUIET = """-p pytest_django.plugin -p pytest_socket -p no:cacheprovider --reuse-db
-x -q --no-header --tb=no -rfE --show-capture=no
--deselect tests/dashboards/test_browser.py --deselect tests/dashboards/test_ahead_journey.py
--deselect tests/dashboards/test_unit.py::test_twelve_queries_are_enough_for_any_number_of_units
""".split()
FAILED = re.compile(r"^(?:FAILED|ERROR) (tests/.+?)(?: - .*)?$", re.MULTILINE)


@dataclass(frozen=True)
class Mutant:
    """A rule as it stands in a file, what takes its place, and the tests to begin with.

    ``same`` says why nobody can see the difference, if so.
    """

    file: str
    rule: str
    broken: str
    tests: tuple[str, ...]
    same: str


def mutants() -> Iterator[Mutant]:
    """Read the rules and how each is broken."""
    for block in RULES.read_text().split("\n\n")[1:]:
        first, *lines = block.strip().splitlines()
        file, *tests = first.split()
        rule, broken, same = (
            "\n".join(line[2:] for line in lines if line[0] == sign) for sign in "-+="
        )
        yield Mutant(file, rule, broken, tuple(tests), same)


def main() -> int:
    """Try every mutant that can be seen, or those with some numbers."""
    wanted = [int(number) for number in sys.argv[1:]]
    noticed: dict[int, str] = {}
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(folder) / "project"
        shutil.copytree(BASE, copy, ignore=LEFT_OUT)
        failing(copy, ["--create-db", "tests/units/test_headcount.py"])
        for number, mutant in enumerate(mutants(), start=1):
            if number not in wanted if wanted else mutant.same:
                continue
            begun = time.monotonic()
            noticed[number] = notices(copy, mutant)
            took = f"{time.monotonic() - begun:.0f} s"
            say(number, noticed[number] or "LIVES", took, mutant.file, repr(mutant.broken))
        unsound = always_failing(copy, set(noticed.values()) - {""})
    lived = [number for number, test in noticed.items() if not test or test in unsound]
    killed = len(noticed) - len(lived)
    say("fail without any mutant:", sorted(unsound), "live:", lived)
    say(f"killed {killed} of {len(noticed)}: {100 * killed / len(noticed):.1f} %")
    return 0 if 100 * killed >= 95 * len(noticed) else 1


def say(*words: object) -> None:
    """Write a line at once."""
    print(*words, flush=True)  # noqa: T201


def notices(copy: Path, mutant: Mutant) -> str:
    """Break one rule in the copy, name the first test that fails, and mend the rule again."""
    path = copy / mutant.file
    source = path.read_text()
    if source.count(mutant.rule) != 1:
        raise SystemExit(f"{mutant.rule!r} is not once in {mutant.file}")
    path.write_text(source.replace(mutant.rule, mutant.broken))
    try:
        return failing(copy, mutant.tests or FIRST) or failing(copy, TESTS)
    finally:
        path.write_text(source)


def always_failing(copy: Path, tests: set[str]) -> set[str]:
    """Return those of the tests that fail although nothing is broken."""
    found: set[str] = set()
    while left := sorted(tests - found):
        name = failing(copy, left)
        if not name:
            break
        found.add(name)
    return found


def failing(copy: Path, tests: Sequence[str]) -> str:
    """Run tests in the copy, and name the first that fails; only what they need is loaded."""
    own = {"PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1", "PYTHONDONTWRITEBYTECODE": "1"}
    home = os.environ.get("CADRE_TRACKER_HOME") or str(BASE / "var")
    done = subprocess.run(
        [sys.executable, "-m", "pytest", *QUIET, *tests],
        cwd=copy,
        env={**os.environ, **own, "CADRE_TRACKER_HOME": home},
        capture_output=True,
        text=True,
        check=False,
    )
    found = FAILED.search(done.stdout)
    # Whatever else ends the run, such as a file that does not load, is no test that noticed.
    if done.returncode > 1 or (done.returncode == 1) != bool(found):
        raise SystemExit(done.stdout[-3000:] + done.stderr[-3000:])
    return found[1] if found else ""


if __name__ == "__main__":
    sys.exit(main())
