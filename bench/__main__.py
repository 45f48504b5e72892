"""Measure, print, write bench/results.json; end with 1 when a target is missed."""

from __future__ import annotations

import argparse
import json
import os
import platform
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

RESULTS = Path(__file__).with_name("results.json")
PEOPLE, MANY, CHANGED, IMPORTED = 150_000, 2_500_000, 1_000, 20_000


def arguments(words: list[str]) -> argparse.Namespace:
    """Read the command line."""
    parser = argparse.ArgumentParser(prog="python -m bench", description=__doc__)
    names = [name for name in lines() if name != "large"]
    parser.add_argument("line", nargs="*", help=f"some of: {', '.join(lines())}; without: all")
    parser.add_argument("--rounds", type=int, default=3, help="at least 3 for a figure that counts")
    parser.add_argument("--large", action="store_true", help="with 2,500,000 people as well")
    given = parser.parse_args(words)
    unknown = set(given.line) - set(lines())
    if unknown:
        parser.error(f"there is no line {', '.join(sorted(unknown))}")
    given.line = given.line or [*names, *(["large"] if given.large else [])]
    return given


def lines() -> dict[str, Callable[[int], Iterator[object]]]:
    """Return what can be measured, by name, each from the number of rounds."""
    return {
        "refresh": _refresh,
        "projection": _projection,
        "load": _load,
        "import": _import,
        "screens": _screens,
        "reports": _reports,
        "access": _access,
        "reorganisation": _reorganisation,
        "large": _large,
    }


def _refresh(rounds: int) -> Iterator[object]:
    from bench.database import fill, fresh_database
    from bench.refreshing import full, incremental

    with fresh_database("refresh"):
        fill(PEOPLE)
        yield from full(PEOPLE, rounds)
        yield from incremental(PEOPLE, CHANGED, rounds)


def _projection(rounds: int) -> Iterator[object]:
    from bench.database import fill, fresh_database
    from bench.projecting import projecting

    with fresh_database("projection"):
        fill(PEOPLE)
        yield from projecting(PEOPLE, rounds)


def _load(rounds: int) -> Iterator[object]:
    from bench.loading import load

    yield from load(PEOPLE, rounds)


def _import(rounds: int) -> Iterator[object]:
    from bench.importing import importing

    yield from importing(PEOPLE, IMPORTED, rounds)


def _screens(rounds: int) -> Iterator[object]:
    from bench.screens import screens

    yield from screens(rounds)


def _reports(rounds: int) -> Iterator[object]:
    from bench import reports

    yield from reports.reports(reports.PEOPLE, rounds)


def _access(rounds: int) -> Iterator[object]:
    from bench.access import access

    yield from access(rounds)


def _reorganisation(rounds: int) -> Iterator[object]:
    from bench.reorganising import reorganising

    yield from reorganising(PEOPLE, rounds)


def _large(rounds: int) -> Iterator[object]:
    from bench.database import fill, fresh_database
    from bench.refreshing import full, peak_memory

    with fresh_database("large") as name:
        fill(MANY)
        yield from full(MANY, rounds)
        yield from peak_memory(MANY, name)


def main(words: list[str]) -> int:
    """Measure what was asked for; return 1 when a target is missed."""
    given = arguments(words)
    _prepare()
    measured = []
    for name in given.line:
        for line in lines()[name](given.rounds):
            sys.stdout.write(f"{line}\n")
            sys.stdout.flush()
            measured.append(line)
    content = {"machine": _machine(), "lines": [line.as_json() for line in measured]}
    RESULTS.write_text(json.dumps(content, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    return 0 if all(line.is_met for line in measured) else 1


def _prepare() -> None:
    """Start or join the servers and set Django up."""
    from cadre_tracker import embedded

    embedded.ensure()
    os.environ["DJANGO_SETTINGS_MODULE"] = "cadre_tracker.settings"
    os.environ["REDIS_PREFIX"] = f"cadre_tracker-bench-{os.getpid()}"
    import django

    django.setup()


def _machine() -> dict[str, object]:
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("SHOW server_version")
        version = cursor.fetchone()[0]
    return {
        "cores": os.cpu_count(),
        "python": platform.python_version(),
        "postgresql": version,
        "load": os.getloadavg(),
    }


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
