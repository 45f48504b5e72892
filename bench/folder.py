"""A roster as the folder that load_roster reads."""

from __future__ import annotations

from pathlib import Path

import pandas as pd

from bench.roster import Facts, Tree

_YES_NO = {"t": "yes", "f": "no"}
COLUMNS = {
    "units.csv": ["key", "name", "kind", "parent_key", "start_on", "end_on"],
    "cadres.csv": ["key", "full_name", "born", "gender"],
    "appointments.csv": [
        "cadre_key", "unit_key", "title", "is_leadership", "managed_by", "is_primary",
        "start_on", "end_on",
    ],
    "qualifications.csv": ["cadre_key", "kind", "level", "awarded_on"],
    "trainings.csv": ["cadre_key", "category", "completed_on"],
}  # fmt: skip


def write_folder(folder: Path, units: Tree, facts: Facts) -> int:
    """Write every file of the folder, without a plan; return the number of rows."""
    tables = _tables(units, facts)
    for file, columns in COLUMNS.items():
        tables[file].to_csv(folder / file, columns=columns, index=False, lineterminator="\n")
    return sum(map(len, tables.values()))


def _tables(units: Tree, facts: Facts) -> dict[str, pd.DataFrame]:
    frame = units.frame
    unit_keys = frame.set_index("id")["key"]
    cadre_keys = facts.cadres.set_index("id")["key"]

    def keyed(table: pd.DataFrame) -> pd.DataFrame:
        return table.assign(cadre_key=table["cadre_id"].map(cadre_keys))

    posts = keyed(facts.appointments)
    return {
        "units.csv": frame.assign(
            parent_key=frame["parent_id"].map(unit_keys).fillna(""), start_on="", end_on=""
        ),
        "cadres.csv": facts.cadres,
        "appointments.csv": posts.assign(
            unit_key=posts["unit_id"].map(unit_keys),
            is_leadership=posts["is_leadership"].map(_YES_NO),
            is_primary=posts["is_primary"].map(_YES_NO),
        ),
        "qualifications.csv": keyed(facts.qualifications),
        "trainings.csv": keyed(facts.trainings).rename(columns={"category_id": "category"}),
    }
