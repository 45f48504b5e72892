"""A roster's people as the workbook that an officer uploads: every sheet of the template."""

from __future__ import annotations

import pandas as pd

from apps.cadres.codes import RATINGS
from apps.imports.workbook.template import write_template
from bench.roster import Facts, Tree

_YES_NO = {"t": "yes", "f": "no"}
# No recorded person has this in the name, so that nobody of the file is taken for one of them.
NEW = "Đăng"


def write_workbook(units: Tree, facts: Facts, categories: dict[str, str]) -> tuple[bytes, int]:
    """Return a workbook of people who are not recorded yet, and the number of its rows."""
    tables = _tables(units, facts)
    content = write_template([], categories, tables=tables)
    return content, sum(map(len, tables.values()))


def _tables(units: Tree, facts: Facts) -> dict[str, pd.DataFrame]:
    people = facts.cadres.assign(
        full_name=facts.cadres["full_name"] + f" {NEW}",
        cadre_key="N" + facts.cadres["key"],
        personal_number="",
    )
    owners = people[["id", "cadre_key", "personal_number", "full_name", "born"]]
    owners = owners.rename(columns={"id": "cadre_id"})

    def owned(rows: pd.DataFrame) -> pd.DataFrame:
        return rows.drop_duplicates().merge(owners, on="cadre_id")

    keys = units.frame.set_index("id")["key"]
    posts = owned(facts.appointments)
    year = pd.Series(range(len(owners))) % 3 + 2022
    ratings = owners.assign(year=year.astype(str), rating=[*RATINGS][1])
    return {
        "cadres.csv": people,
        "appointments.csv": posts.assign(
            unit=posts["unit_id"].map(keys),
            is_leadership=posts["is_leadership"].map(_YES_NO),
            is_primary=posts["is_primary"].map(_YES_NO),
        ),
        "qualifications.csv": owned(facts.qualifications),
        "trainings.csv": owned(facts.trainings).rename(columns={"category_id": "category"}),
        "appraisals.csv": ratings,
    }
