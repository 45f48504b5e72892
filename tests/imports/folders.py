"""A small sound folder, to be spoilt one cell at a time."""

from __future__ import annotations

import csv
import io
import json
from copy import deepcopy
from pathlib import Path
from typing import Any

from django.apps import apps
from django.core.management import CommandError, call_command

HEADINGS = {
    "units.csv": "key,name,kind,parent_key,start_on,end_on",
    "cadres.csv": "key,full_name,born,gender",
    "appointments.csv": "cadre_key,unit_key,title,is_leadership,managed_by,is_primary,start_on,end_on",
    "qualifications.csv": "cadre_key,kind,level,awarded_on",
    "trainings.csv": "cadre_key,category,completed_on",
    "appraisals.csv": "cadre_key,year,rating",
}
# Row 2 of each file is the first one here.
SOUND = {
    "units.csv": [
        "HN,Thành phố,city,,,",
        "S1,Sở Một,department,HN,2010-01-01,",
        "P1,Phòng Một,division,S1,2010-01-01,2025-01-01",
        "P2,Phòng Hai,division,S1,2012,",
    ],
    "cadres.csv": [
        "c1,Nguyễn Văn Ánh,1980-05-06,male",
        "c2,Trần Thị Bích,1985,female",
        "c3,Lê Cường,,",
    ],
    "appointments.csv": [
        "c1,S1,Giám đốc,yes,city_standing_committee,yes,2015-01-01,",
        "c2,P1,Chuyên viên,no,unit,yes,2012-03,2025-01-01",
        "c2,P2,Trưởng phòng,yes,department,yes,2025-01-01,",
        "c3,P2,Chuyên viên,no,unit,yes,,",
    ],
    "qualifications.csv": ["c1,professional,master,2010", "c2,political_theory,intermediate,"],
    "trainings.csv": ["c1,knowledge_update,2023-05"],
}
PLAN: dict[str, Any] = {
    "code": "KH-1",
    "name": "Kế hoạch",
    "period": ["2021-01-01", "2026-01-01"],
    "targets": [
        {
            "code": "YOUNG",
            "name": "Cán bộ trẻ",
            "population": {"managed_by_in": ["unit", "department"]},
            "criterion": {"age_below": 40},
            "threshold_bp": 1500,
            "due_on": "2025-12-31",
        }
    ],
}
# P2 exists from 2012 only; c3 serves there since before records.
SOUND["appointments.csv"][3] = "c3,P2,Chuyên viên,no,unit,yes,2013,"


def rows(**changes: list[str]) -> dict[str, list[str]]:
    """Return the sound rows with some files' rows replaced; names without the ending."""
    return deepcopy(SOUND) | {f"{name}.csv": lines for name, lines in changes.items()}


def folder(path: Path, files: dict[str, list[str]] | None = None, *, plan: Any = None) -> Path:
    """Write a folder: each file's headings and its rows; ``plan`` as JSON when given."""
    path.mkdir(parents=True, exist_ok=True)
    for name, lines in (SOUND if files is None else files).items():
        text = "\n".join([HEADINGS[name], *lines]) + "\n"
        (path / name).write_text(text, encoding="utf-8", newline="")
    if plan is not None:
        (path / "plan.json").write_text(json.dumps(plan), encoding="utf-8")
    return path


def loaded(path: Path, *args: str) -> list[str]:
    """Load a folder that is accepted and return what the command printed."""
    out = io.StringIO()
    call_command("load_roster", str(path), *args, stdout=out)
    return out.getvalue().splitlines()


def refused(path: Path, *args: str) -> list[str]:
    """Load a folder that is refused; return the printed faults and the last word."""
    said = io.StringIO()
    try:
        call_command("load_roster", str(path), *args, stdout=io.StringIO(), stderr=said)
    except CommandError as error:
        return [*said.getvalue().splitlines(), str(error)]
    raise AssertionError("the folder was accepted")


def everything() -> dict[str, list[Any]]:
    """Return every row of every table, to see that nothing was written."""
    return {
        model._meta.label: sorted(map(repr, model.objects.order_by().values()))
        for model in apps.get_models()
    }


def cells(line: str) -> list[str]:
    """Split a line of a file into its cells."""
    return next(csv.reader([line]))
