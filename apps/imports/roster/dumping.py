"""Writing a folder that loads to the same figures."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from apps.imports.roster.plan import FILE
from apps.imports.roster.recorded import recorded
from apps.imports.roster.tables import TABLES
from apps.targets.models import Plan, TargetVersion


def dump_roster(folder: Path, *, plan: str | None) -> list[tuple[str, int]]:
    """Write every file, the latest version of each target of a plan included.

    Returns each file's name and its number of rows.
    """
    folder.mkdir(parents=True, exist_ok=True)
    written = []
    for table in TABLES:
        frame = recorded(table)
        frame.to_csv(folder / table.file, columns=table.names, index=False, lineterminator="\n")
        written.append((table.file, len(frame)))
    if plan:
        content = _plan(Plan.objects.get(code=plan))
        text = json.dumps(content, ensure_ascii=False, indent=1)
        (folder / FILE).write_text(text + "\n", encoding="utf-8")
        written.append((FILE, len(content["targets"])))
    return written


def _plan(plan: Plan) -> dict[str, Any]:
    latest = TargetVersion.objects.filter(target__plan=plan, end_on=None).select_related("target")
    return {
        "code": plan.code,
        "name": plan.name,
        "period": [plan.start_on.isoformat(), plan.end_on.isoformat()],
        "targets": [
            {
                "code": version.target.code,
                "name": version.name,
                "population": version.population,
                "criterion": version.criterion,
                "threshold_bp": version.threshold_bp,
                "due_on": version.due_on.isoformat(),
            }
            for version in latest.order_by("target__position", "target__code")
        ],
    }
