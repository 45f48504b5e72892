"""Break the walls around people, one rule at a time, and see whether a test notices.

``python -m bench.mutants_of_walls`` writes a line a mutant and the share that was killed. It makes
a test database once and builds the broken wall into it each time, as ``migrate`` does.
"""

from __future__ import annotations

import importlib
import sys
from pathlib import Path
from types import ModuleType

import pytest
from django.db import connection

import tests.conftest  # noqa: F401  makes Django ready as for tests

NAME = connection.settings_dict["NAME"]
PEOPLE, FIGURES = "apps.cadres.walls", "apps.metrics.walls"
_IN_OWN = "({kept}) AND {_IN_OWN_UNIT}"
# Two policies are written alike, in two functions.
_PEOPLE_END, _FACTS_END = (f",\n    ]\n\n\ndef {after}" for after in ("_of_facts", "_of_lookups"))
MUTANTS = [
    # Who the actor is, which roles count, and when.
    (PEOPLE, '_OWN = f"m.user_id = {_ACTOR} AND {_IN_FORCE}"', '_OWN = f"{_IN_FORCE}"'),
    (PEOPLE, '_OWN = f"m.user_id = {_ACTOR} AND {_IN_FORCE}"', '_OWN = f"m.user_id = {_ACTOR}"'),
    (PEOPLE, "m.start_on <= {_TODAY} AND", "m.start_on < {_TODAY} AND"),
    (PEOPLE, "m.start_on <= {_TODAY} AND", ""),
    (PEOPLE, "m.end_on > {_TODAY}", "m.end_on >= {_TODAY}"),
    (PEOPLE, "m.end_on IS NULL OR m.end_on", "m.end_on"),
    (PEOPLE, " AND m.role = ANY (CASE permission {cases} END)", ""),
    (PEOPLE, " AND m.role = ANY ('{seeing}')", ""),
    (PEOPLE, "= Permission.PEOPLE_VIEW, Permission.PEOPLE_EDIT", "= (Permission.PEOPLE_VIEW,) * 2"),
    (PEOPLE, "= Permission.PEOPLE_VIEW, Permission.PEOPLE_EDIT",
     "= Permission.FIGURES_VIEW, Permission.PEOPLE_EDIT"),
    (PEOPLE, "for p in VIEWS)", "for p in list(VIEWS)[:1])"),
    # Which units and which people are the actor's.
    (PEOPLE, "l.ancestor_id = m.unit_id", "true"),
    (PEOPLE, "l.ancestor_id = m.unit_id", "l.unit_id = m.unit_id"),
    (PEOPLE, "l.ancestor_id = m.unit_id", "l.ancestor_id = m.unit_id AND l.end_day IS NULL"),
    (PEOPLE, "WHERE unit_id = ANY ((SELECT units_of_actor('{permission}'))::int[])\"\"\"", '"""'),
    (PEOPLE, "EXISTS (SELECT FROM {view} p WHERE p.cadre_id = {table}.{key})", "true"),
    (PEOPLE, "WHERE p.cadre_id = {table}.{key}", ""),
    (PEOPLE, "view=VIEWS[permission]", "view=VIEWS[SEEING]"),
    (PEOPLE, "view=VIEWS[permission]", "view=VIEWS[KEEPING]"),
    (PEOPLE, "parent_id IS NULL AND unit_id = m.unit_id", "unit_id = m.unit_id"),
    (PEOPLE, "parent_id IS NULL AND unit_id <> m.unit_id", "false"),
    (PEOPLE, "SET search_path = {schema}, pg_temp", ""),
    # The policies.
    (PEOPLE, '"of_actor", "SELECT", APP, seen', '"of_actor", "SELECT", APP, "true"'),
    (PEOPLE, '        Policy(table, "of_actor", "SELECT", APP, seen),\n', ""),
    (PEOPLE, '"of_everybody", "SELECT", EVERYBODY', '"of_everybody", "SELECT", APP'),
    (PEOPLE, '        Policy(table, "of_everybody", "SELECT", EVERYBODY, "true"),\n', ""),
    (PEOPLE, '"for_figures", "SELECT", FIGURES', '"for_figures", "SELECT", APP'),
    (PEOPLE, '        Policy(table, "for_figures", "SELECT", FIGURES, "true"),\n', ""),
    (PEOPLE, '"for_jobs", "ALL", JOBS', '"for_jobs", "ALL", APP'),
    (PEOPLE, '        Policy(table, "for_jobs", "ALL", JOBS, "true", "true"),\n', ""),
    (PEOPLE, 'f"{_NEW} AND {_KEEPS_A_UNIT}"', '("{_NEW} OR " + _KEEPS_A_UNIT)'),
    (PEOPLE, 'f"{_NEW} AND {_KEEPS_A_UNIT}"', "_NEW"),
    (PEOPLE, 'said = f"{_OF} OR {_NEW}"', "said = _OF"),
    (PEOPLE, 'said = f"{_OF} OR {_NEW}"', 'said = f"{_OF} OR true"'),
    (PEOPLE, '"UPDATE", APP, kept, kept', '"UPDATE", APP, "true", kept'),
    (PEOPLE, '"UPDATE", APP, kept, changed', '"UPDATE", APP, "true", changed'),
    (PEOPLE, '"UPDATE", APP, kept, changed', '"UPDATE", APP, kept, "true"'),
    (PEOPLE, '"DELETE", APP, kept)' + _PEOPLE_END, '"DELETE", APP, "true")' + _PEOPLE_END),
    (PEOPLE, '"DELETE", APP, kept)' + _FACTS_END, '"DELETE", APP, "true")' + _FACTS_END),
    (PEOPLE, "    new = changed = kept\n", '    new, changed = "true", kept\n'),
    (PEOPLE, f'new = f"{_IN_OWN}"', "new = kept"),
    (PEOPLE, f'new = f"{_IN_OWN}"', "new = _IN_OWN_UNIT"),
    (PEOPLE, "AND ({_IN_OWN_UNIT} OR is_unit_of_post(id, unit_id))", ""),
    (PEOPLE, "({_IN_OWN_UNIT} OR is_unit_of_post(id, unit_id))", "{_IN_OWN_UNIT}"),
    (PEOPLE, "({kept}) AND ({_IN_OWN_UNIT} OR", "({_IN_OWN_UNIT} OR"),
    (PEOPLE, "WHERE id = post AND unit_id = unit", "WHERE id = post"),
    (PEOPLE, "WHERE id = post AND unit_id = unit", "WHERE unit_id = unit"),
    (PEOPLE, "units_of_actor('{KEEPING}'))::int[])", "units_of_actor('{SEEING}'))::int[])"),
    (PEOPLE, "user_id = (SELECT {_ACTOR})", "true"),
    (PEOPLE, "for model in FACTS:", "for model in FACTS[:4]:"),
    (PEOPLE, "if tracked is Cadre or tracked in FACTS:", "if tracked is Cadre:"),
    (PEOPLE, '    found += _read_only(Receipt._meta.db_table, "cadre_id")\n', ""),
    # How they are built, and what else opens people.
    (PEOPLE, 'f"GRANT SELECT ON {view} TO {APP}"', 'f"GRANT ALL ON {view} TO {APP}"'),
    (PEOPLE, "name not in due or held", "name in due and held"),
    (PEOPLE, "ENABLE ROW LEVEL SECURITY", "NO FORCE ROW LEVEL SECURITY"),
    (FIGURES, '"INSERT, UPDATE, DELETE", _m', '"INSERT, UPDATE, DELETE", _models("cadres") + _m'),
    (FIGURES, '"INSERT, UPDATE, DELETE", _m', '"SELECT", _m'),
    (FIGURES, '_READ = ("units",', '_READ = ("accounts", "units",'),
]  # fmt: skip
QUIET = [
    *("-x", "-q", "-W", "ignore::pytest.PytestAssertRewriteWarning", "--no-header"),
    *("--no-summary", "-p", "no:cacheprovider", "--reuse-db"),
    *("-k", "not borrowers and not lost_connections", "tests/cadres/test_walls.py"),
]


def main() -> int:
    """Try every mutant."""
    if not _passes():
        raise SystemExit("the tests fail before anything is broken")
    lived = []
    for number, (name, rule, broken) in enumerate(MUTANTS, start=1):
        module = importlib.import_module(name)
        source = Path(str(module.__file__)).read_text()
        if rule not in source:
            raise SystemExit(f"there is no {rule!r}")
        _become(module, source.replace(rule, broken))
        lives = _passes()
        lived += [rule] * lives
        print(number, "LIVES" if lives else "killed", repr(broken), flush=True)  # noqa: T201
        _become(module, source)
    killed = len(MUTANTS) - len(lived)
    print(f"killed {killed} of {len(MUTANTS)}: {100 * killed / len(MUTANTS):.1f} %")  # noqa: T201
    return 0 if 100 * killed >= 95 * len(MUTANTS) and _passes() else 1


def _become(module: ModuleType, source: str) -> None:
    exec(compile(source, str(module.__file__), "exec"), module.__dict__)


def _passes() -> bool:
    # The database is kept from one run to the next, which leaves its name on the connection.
    connection.close()
    connection.settings_dict["NAME"] = NAME
    # The tests hold on to what they imported: they are imported anew.
    for name in list(sys.modules):
        if name.startswith("tests.cadres") or name == "test_walls":
            del sys.modules[name]
    return pytest.main(QUIET) == 0


if __name__ == "__main__":
    sys.exit(main())
