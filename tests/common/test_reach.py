"""Who reaches beyond the units of whoever acts, and for which reason: all of them, by name."""

from __future__ import annotations

import re
from collections import defaultdict
from pathlib import Path

from apps.common.reach import Reach

USES = {
    Reach.COUNTING: {
        "cadres/coming", "cadres/contradictions", "cadres/number_checks", "cadres/people",
        "cadres/selectors", "metrics/trends/bridging", "metrics/ground", "metrics/previews/preview",
        "metrics/ahead/projecting", "metrics/settling", "metrics/subtree",
    },
    Reach.KNOWING: {"audit/known"},
    Reach.HEADCOUNTS: {"metrics/headcounts", "units/tree"},
    Reach.LOOKING_UP: {"cadres/services/receiving", "records/views/receiving"},
    Reach.RECEIVING: {"cadres/services/receiving"},
    Reach.MATCHING: {
        "cadres/identity", "cadres/selectors", "cadres/services/people",
        "imports/checking/matching", "imports/steps/writing",
    },
    Reach.CLOSING: {"cadres/selectors"},
    Reach.UNDOING: {"imports/steps/undoing"},
    Reach.TELLING: {"privacy/extract"},
    Reach.REORGANISING: {
        "reorganisation/foreseeing", "reorganisation/outlooks", "reorganisation/selectors",
        "reorganisation/services", "reorganisation/working",
    },
    Reach.HISTORY: {"audit/selectors", "dashboards/access_page"},
}  # fmt: skip


def test_every_use_is_listed_here_and_says_why():
    found = defaultdict(set)
    for path in Path("apps").rglob("*.py"):
        name = str(path.relative_to("apps").with_suffix(""))
        text = path.read_text()
        for reason in re.findall(r"beyond_scope\(Reach\.(\w+)\)", text):
            found[Reach[reason]].add(name)
        if name not in ("common/reach", "common/stepping_down"):
            # There is no other way, but for the doors of jobs.
            assert "stepping_aside" not in text, name
            assert len(re.findall(r"beyond_scope\((?!Reach\.)", text)) == 0, name
    assert dict(found) == USES
    assert set(found) == set(Reach)


def test_jobs_begin_at_the_queue_and_nowhere_else():
    doors = {
        str(path)
        for folder in ("apps", "cadre_tracker")
        for path in Path(folder).rglob("*.py")
        if re.search(r"\bas_(jobs|figures)\(\)", path.read_text())
    }
    assert doors == {
        "apps/common/stepping_down.py", "apps/metrics/tasks.py", "cadre_tracker/celery.py",
    }  # fmt: skip
