"""Break each rule of disclosure, one at a time, and see whether a test notices.

``python -m bench.mutants_of_disclosure`` writes a line a mutant and the share that was killed.
"""

from __future__ import annotations

import sys
from pathlib import Path
from types import ModuleType

import pytest

from apps.metrics.core import disclosure

TESTS = ["tests/metrics/core/test_disclosure.py", "tests/metrics/test_attacker.py"]
MUTANTS = [
    ("(counts + HALF) // STEP)\n    return shown", "counts // STEP)\n    return shown"),
    ("(counts + HALF) // STEP)\n    return", "(counts + HALF + 1) // STEP)\n    return"),
    ("STEP = 5", "STEP = 3"),
    ("LEAST = 3", "LEAST = 1"),
    ("LEAST = 3", "LEAST = 2"),
    ("np.maximum(shown - HALF, 0)", "shown - HALF"),
    ("np.maximum(shown - HALF, 0)", "np.maximum(shown - HALF + 1, 0)"),
    ("shown + HALF)", "shown + HALF - 1)"),
    ("np.minimum(STEP * first + HALF, most) - least + 1", "STEP * first + HALF - least + 2"),
    ("most - np.maximum(STEP * last - HALF, least) + 1", "most - STEP * last + HALF + 2"),
    ("is_short & (first < last)", "is_short & False"),
    ("is_short_end & (first < last)", "is_short_end & False"),
    ("is_short & (first < last), is_short_end", "is_short & (first <= last), is_short_end"),
    ("is_short_end & (first < last)\n", "is_short_end & (first <= last)\n"),
    ("is_one = (last == first + 1) &", "is_one = (last == first) &"),
    ("np.where(from_first & (at == first), first + 1, at)", "at"),
    ("np.where(from_last & (at == last), last - 1, name)", "name"),
    ("np.where(is_one, np.where(from_first & ~from_last, last, first), name)", "name"),
    ("np.where(from_first & ~from_last, last, first)", "last"),
    ("from_first & (name == first + 1), least", "from_first & (name == first), least"),
    ("from_last & (name == last - 1), most", "from_last & (name == last), most"),
    ("np.maximum(low, least)", "low"),
    ("np.minimum(high, most)", "high"),
    ("Cells.alone(own), Cells.alone(total)\n", "Cells.alone(total), Cells.alone(total)\n"),
    ("rows[parents[rows]])", "rows[:0])"),
    ("np.add.at(least, above, summed.low[rows])", "np.add.at(least, above, total[rows])"),
    ("np.add.at(most, above, summed.high[rows])", "np.add.at(most, above, total[rows])"),
    ("_join(summed, total, (least, most), tops)", "pass"),
    ("is_sum = (least <= counts) & (counts <= most)", "is_sum = counts >= 0"),
    ("is_sum = (least <= counts) & (counts <= most)", "is_sum = counts < 0"),
    ("_RATIO = np.exp(-1 / 8)", "_RATIO = np.exp(-2.0)"),
    ("_RATIO = np.exp(-1 / 8)", "_RATIO = np.exp(-1 / 80)"),
    ("np.sort(members", "(members"),
    ('question.encode() + b"\\0" + said', "said"),
    ('question.encode() + b"\\0" + said', "question.encode()"),
    ("hmac.new(secret,", 'hmac.new(b"",'),
    ("+ int(up) - int(down)", "+ int(up)"),
    ("max(0, len(members) + int(up) - int(down))", "len(members) + int(up) - int(down)"),
    ("return int(in_fives(np.array(", "return int((np.array("),
]


def main() -> int:
    """Try every mutant."""
    path = Path(disclosure.__file__)
    source = path.read_text()
    lived = []
    for number, (rule, broken) in enumerate(MUTANTS, start=1):
        if source.count(rule) < 1:
            raise SystemExit(f"there is no {rule!r}")
        _become(disclosure, source.replace(rule, broken, 1))
        if _passes():
            lived.append((rule, broken))
        print(number, "LIVES" if (rule, broken) in lived else "killed", repr(broken), flush=True)  # noqa: T201
    _become(disclosure, source)
    killed = len(MUTANTS) - len(lived)
    print(f"killed {killed} of {len(MUTANTS)}: {100 * killed / len(MUTANTS):.1f} %")  # noqa: T201
    return 0 if 100 * killed >= 95 * len(MUTANTS) else 1


def _become(module: ModuleType, source: str) -> None:
    exec(compile(source, str(module.__file__), "exec"), module.__dict__)


def _passes() -> bool:
    # The tests hold on to the functions that they imported: they are imported anew.
    for name in list(sys.modules):
        if name.startswith("tests.metrics") or name in ("test_disclosure", "test_attacker"):
            del sys.modules[name]
    quiet = ["-x", "-q", "--no-header", "--no-summary", "-p", "no:cacheprovider"]
    return pytest.main([*quiet, *TESTS]) == 0


if __name__ == "__main__":
    sys.exit(main())
