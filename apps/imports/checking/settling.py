"""Reading cells that say nothing as what is recorded: empty ones, and dates that are less exact."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from datetime import date
from typing import Any

import pandas as pd
from django.utils.translation import gettext as _

from apps.common.partial import PartialDate
from apps.common.text import search_key
from apps.imports.checking.findings import Findings

Row = dict[Any, Any]
# What a new post is taken to be where a file has no such column.
POST_DEFAULTS = {"is_primary": "yes", "is_leadership": "no", "managed_by": "unit"}


def settle_people(people: pd.DataFrame, held: pd.DataFrame, findings: Findings) -> pd.DataFrame:
    """Fill in what the file leaves out of people on record, and keep what it says less exactly."""
    recorded = {row["key"]: row for row in held.to_dict("records")}
    rows = people.to_dict("records")
    for row in rows:
        if known := recorded.get(row["key"]):
            _settle_name(row, known, findings)
            row["born"] = _exact(row, known, "born", findings)
            for column in ("gender", "personal_number_index"):
                row[column] = row[column] or known[column]
    return pd.DataFrame(rows, columns=people.columns)


def _settle_name(row: Row, known: Row, findings: Findings) -> None:
    said, recorded = row["full_name"], known["full_name"]
    if said == recorded or search_key(said) != search_key(recorded):
        return
    if recorded.isascii() and not said.isascii():
        return  # the file brings the accents
    message = _("Matches %s on record, and is written so.") % recorded
    findings.note(row["row"], "full_name", message, said)
    row["full_name"] = recorded


def _exact(row: Row, known: Row, column: str, findings: Findings) -> str:
    """Return the more exact of two dates that agree; note a conflict when a vaguer one does not."""
    said, recorded = row[column], known[column]
    if not said or recorded.startswith(said):
        return str(recorded)
    if len(said) < len(recorded):
        message = _("%s is recorded, which is more exact and disagrees. Write the full date.")
        findings.conflict(row["row"], column, message % _shown(recorded), _shown(said))
    return str(said)


def settle_posts(
    posts: pd.DataFrame, held: pd.DataFrame, day: date, findings: Findings
) -> pd.DataFrame:
    """Find the recorded post that each row means, and fill in what the row leaves out."""
    recorded = _grouped(held, ("cadre_key", "unit_key"))
    rows = posts.to_dict("records")
    for row in rows:
        candidates = recorded.get((row["cadre_key"], row["unit_key"]), [])
        known = _same_post(row, candidates, day)
        if known:
            row["start_on"] = known["start_on"] if _vague(row, known) else row["start_on"]
            row["end_on"] = _exact(row, known, "end_on", findings)
        for column in ("title", "is_leadership", "managed_by", "is_primary", "decision"):
            row[column] = row[column] or (known or POST_DEFAULTS).get(column, "")
        if not row["title"]:
            findings.fault(row["row"], "title", _("Write the post."))
    return pd.DataFrame(rows, columns=posts.columns)


def _vague(row: Row, known: Row) -> bool:
    return bool(known["start_on"].startswith(row["start_on"]))


def _same_post(row: Row, candidates: list[Row], day: date) -> Row | None:
    said = row["is_primary"]
    alike = [post for post in candidates if not said or post["is_primary"] == said]
    exact = [post for post in alike if row["start_on"] and post["start_on"] == row["start_on"]]
    if exact:
        return exact[0]
    if row["start_on"]:
        near = [post for post in alike if post["start_on"].startswith(row["start_on"])]
    else:
        near = [post for post in alike if is_held(post, day)]
    titled = [post for post in near if post["title"] == row["title"]]
    return (titled or near)[0] if len(near) == 1 or len(titled) == 1 else None


def is_held(post: Row, day: date) -> bool:
    """Whether a recorded post is in force on day."""
    start, end = (
        PartialDate.parse(post[name]) if post[name] else None for name in ("start_on", "end_on")
    )
    return (not start or start.earliest <= day) and (not end or day < end.earliest)


def settle_dated(
    facts: pd.DataFrame, held: pd.DataFrame, keys: list[str], column: str
) -> pd.DataFrame:
    """Read a qualification or training that is recorded more exactly as the recorded one."""
    recorded = _grouped(held, tuple(keys))
    rows = facts.to_dict("records")
    for row in rows:
        candidates = recorded.get(tuple(row[key] for key in keys), [])
        near = [fact for fact in candidates if fact[column].startswith(row[column])]
        if near and not any(fact[column] == row[column] for fact in near):
            row[column] = near[0][column]
        same = [fact for fact in candidates if fact[column] == row[column]]
        if same and not row["name"]:
            row["name"] = same[0]["name"]
    return pd.DataFrame(rows, columns=facts.columns)


def _grouped(held: pd.DataFrame, keys: Iterable[str]) -> dict[tuple[str, ...], list[Row]]:
    groups: dict[tuple[str, ...], list[Row]] = defaultdict(list)
    names = tuple(keys)
    for row in held.to_dict("records"):
        groups[tuple(row[name] for name in names)].append(row)
    return groups


def _shown(text: str) -> str:
    return "/".join(reversed(text.split("-")))
