"""Break each rule of scope and of field rights, one at a time, and see whether a test notices.

``python -m bench.mutants_of_scope [numbers]`` works on a copy of the project and writes a line a
mutant and the share that was killed. The policies of the database have mutants of their
own.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

BASE = Path(__file__).resolve().parent.parent
RULES = BASE / "bench" / "rules_of_scope.txt"
LEFT_OUT = shutil.ignore_patterns(".git", ".venv", "var", "__pycache__", "*.pyc", "node_modules")
# Where most are found; those that a mutant names take their place.
FIRST = """
tests/test_scope.py::test_the_neighbour_finds_nothing
tests/api/test_addresses.py::test_the_neighbour_finds_nothing
tests/test_scope.py::test_a_role_opens_what_it_may_and_nothing_else
tests/api/test_addresses.py::test_a_role_asks_what_it_may_and_nothing_else
""".split()
TESTS = """
tests/test_scope.py
tests/api/test_addresses.py
tests/api/test_scope.py
tests/api/test_tokens.py
tests/accounts/test_fields.py
tests/common/test_sealing.py
tests/administration
tests/units
tests/cadres
tests/reports/test_views.py
tests/reports/test_table_screens.py
tests/reports/test_schedule_views.py
tests/imports/test_views.py
tests/metrics/test_doors.py
tests/metrics/test_who.py
tests/dashboards
tests/records/test_receiving.py
""".split()
# A browser finds nothing here that the others do not.
QUIET = """-p pytest_django.plugin -p pytest_socket -p no:cacheprovider --reuse-db
-x -q --no-header --no-summary --show-capture=no
--deselect tests/dashboards/test_browser.py""".split()


@dataclass(frozen=True)
class Mutant:
    """A rule as it stands in a file, what takes its place, and the tests to begin with."""

    file: str
    rule: str
    broken: str
    tests: tuple[str, ...]


def mutants() -> Iterator[Mutant]:
    """Read the rules and how each is broken."""
    for block in RULES.read_text().split("\n\n")[1:]:
        first, *lines = block.strip().splitlines()
        file, *tests = first.split()
        rule, broken = (
            "\n".join(line[2:] for line in lines if line[0] == sign) for sign in ("-", "+")
        )
        yield Mutant(file, rule, broken, tuple(tests))


def main() -> int:
    """Try every mutant, or those with some numbers."""
    wanted = [int(number) for number in sys.argv[1:]]
    killed = []
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(folder) / "project"
        shutil.copytree(BASE, copy, ignore=LEFT_OUT)
        if not passes(copy, TESTS):
            raise SystemExit("the tests fail without any mutant")
        for number, mutant in enumerate(mutants(), start=1):
            if wanted and number not in wanted:
                continue
            killed.append(notices(copy, mutant))
            said = "killed" if killed[-1] else "LIVES"
            print(number, said, mutant.file, repr(mutant.broken), flush=True)  # noqa: T201
    share = 100 * sum(killed) / len(killed)
    print(f"killed {sum(killed)} of {len(killed)}: {share:.1f} %")  # noqa: T201
    return 0 if share >= 95 else 1


def notices(copy: Path, mutant: Mutant) -> bool:
    """Break one rule in the copy, run tests until one fails, and mend it again."""
    path = copy / mutant.file
    source = path.read_text()
    if source.count(mutant.rule) < 1:
        raise SystemExit(f"there is no {mutant.rule!r} in {mutant.file}")
    path.write_text(source.replace(mutant.rule, mutant.broken, 1))
    try:
        return not (passes(copy, mutant.tests or FIRST) and passes(copy, TESTS))
    finally:
        path.write_text(source)


def passes(copy: Path, tests: Sequence[str]) -> bool:
    """Run tests in the copy; only what they need is loaded beside them."""
    own = {"PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1", "PYTHONDONTWRITEBYTECODE": "1"}
    home = os.environ.get("CADRE_TRACKER_HOME") or str(BASE / "var")
    done = subprocess.run(
        [sys.executable, "-m", "pytest", *QUIET, *tests],
        cwd=copy,
        env={**os.environ, **own, "CADRE_TRACKER_HOME": home},
        capture_output=True,
        check=False,
    )
    return done.returncode == 0


if __name__ == "__main__":
    sys.exit(main())
