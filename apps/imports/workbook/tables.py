"""From the fields of a sheet to rows of the roster's tables."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from apps.imports.workbook.contract import PEOPLE
from apps.imports.workbook.facts import SheetFacts
from apps.imports.workbook.plain import key
from apps.imports.workbook.readers import level
from apps.imports.workbook.vocabulary import LADDER_FIELDS

Record = tuple[str | int, ...]
Emit = Callable[[str, Record], None]
# The columns of each table between identification and place; in this order in each record.
OWN: dict[str, tuple[str, ...]] = {
    "cadres.csv": ("key", "gender"),
    "appointments.csv": (
        "unit_key",
        "title",
        "is_leadership",
        "managed_by",
        "is_primary",
        "start_on",
        "end_on",
        "decision",
        "unit",
    ),
    "qualifications.csv": ("kind", "level", "awarded_on", "name"),
    "trainings.csv": ("category", "completed_on", "name"),
    "appraisals.csv": ("year", "rating"),
}
_MUST: dict[str, tuple[str, ...]] = {
    "cadres.csv": ("full_name",),
    "appointments.csv": ("unit", "title", "is_leadership", "managed_by", "is_primary"),
    "qualifications.csv": ("kind", "level"),
    "trainings.csv": ("category",),
    "appraisals.csv": ("year", "rating"),
    PEOPLE: ("full_name",),
}
_IDENTIFYING = ("full_name", "cadre_key", "personal_number")
_LEADERS = re.compile(
    r"(quyen |q |phu trach )?(pho |cap pho )?(tong )?"
    r"(giam doc|chu tich|bi thu|chanh |chi cuc truong|cuc truong|vien truong|hieu truong|doi truong"
    r"|thu truong|chu nhiem|truong (phong|ban|khoa|cong an|tram|bo mon)|phong |ban |truong phong)"
)


def table_rows(facts: SheetFacts, emit: Emit) -> None:
    """Hand on each row of the tables that a sheet fills, noting what is missing."""
    _join_names(facts)
    _join_births(facts)
    _derive(facts)
    table = facts.reading.table
    if table == "qualifications.csv":
        _read_levels(facts)
    _require(facts, table)
    _MAKERS[table](facts, emit)


def _join_names(facts: SheetFacts) -> None:
    """Put the parts of names that stand in columns of their own together."""
    columns = [c for n in ("full_name", "family_name", "given_name") for c in facts.named(n)]
    if len(columns) > 1:
        names = zip(*(column.texts for column in columns), strict=True)
        columns[0].texts = [" ".join(part for part in parts if part) for parts in names]
    if columns:
        columns[0].name = "full_name"


def _join_births(facts: SheetFacts) -> None:
    """Take birth dates from the columns for men and women, and the gender that they tell."""
    columns = {column.name: column for column in facts.columns}
    for name in ("born", "gender"):
        male, female = columns.get(f"{name}:male"), columns.get(f"{name}:female")
        if not (male or female):
            continue
        empty = [""] * len(facts.rows)
        pairs = zip(male.texts if male else empty, female.texts if female else empty, strict=True)
        genders, births = [], []
        for place, (of_man, of_woman) in enumerate(pairs):
            if of_man and of_woman:
                facts.blame(place, (name,), "two_genders")
            genders.append("male" if of_man else "female" if of_woman else "")
            births.append(of_man or of_woman)
        _fill(facts, "gender", genders)
        if name == "born":
            _fill(facts, "born", births)


def _fill(facts: SheetFacts, name: str, texts: list[str]) -> None:
    """Give a field the texts where its own column has none."""
    own = facts.derived.get(name) or facts.texts(name)
    facts.derived[name] = [first or second for first, second in zip(own, texts, strict=True)]


def _derive(facts: SheetFacts) -> None:
    """Fill what lists leave out: who leads by the title; the one post of a list is the primary."""
    if facts.has("is_concurrent") and not facts.has("is_primary"):
        concurrent = facts.texts("is_concurrent")
        facts.derived["is_primary"] = ["no" if text == "yes" else "yes" for text in concurrent]
    elif not facts.has("is_primary"):
        facts.derived["is_primary"] = ["yes"] * len(facts.rows)
    if facts.has("title") and not facts.has("is_leadership"):
        titles = facts.texts("title")
        facts.derived["is_leadership"] = [
            ("yes" if leads(title) else "no") if title else "" for title in titles
        ]
        facts.remark("leadership_by_title", "title")


def leads(title: str) -> bool:
    """Tell whether a title by itself says that its holder leads others."""
    return bool(_LEADERS.match(key(title) + " "))


def _read_levels(facts: SheetFacts) -> None:
    """Read each level on the ladder of its kind."""
    levels, names = [], list(facts.texts("name"))
    for place, (kind, text) in enumerate(
        zip(facts.texts("kind"), facts.texts("level"), strict=True)
    ):
        outcome = level(kind, text) if kind and text else None
        levels.append(outcome.text if outcome else "")
        if outcome and outcome.code:
            facts.blame(place, ("level",), outcome.code, outcome.about, value=text)
        elif outcome:
            names[place] = names[place] or outcome.about.get("subject", "")
    facts.derived["level"], facts.derived["name"] = levels, names


def _require(facts: SheetFacts, table: str) -> None:
    for name in _MUST[table]:
        if not (facts.has(name) or name in facts.derived):
            facts.remark(f"no_column_{name}")
            continue
        for place, text in enumerate(facts.field(name)):
            if not text:
                facts.blame(place, (name, "title"), "must_not_be_empty")
    identified = zip(*(facts.field(name) for name in _IDENTIFYING), strict=True)
    for place, texts in enumerate(identified):
        if not any(texts):
            facts.blame(place, _IDENTIFYING, "nobody_named")


def _plain(table: str) -> Callable[[SheetFacts, Emit], None]:
    def make(facts: SheetFacts, emit: Emit) -> None:
        owners, places = _owners(facts), _places(facts)
        own = zip(*(facts.field(name) for name in OWN[table]), strict=True)
        for owner, values, place in zip(owners, own, places, strict=True):
            emit(table, owner + values + place)

    return make


def _owners(facts: SheetFacts) -> Iterator[tuple[str, ...]]:
    names = ("cadre_key", "personal_number", "full_name", "born")
    return zip(*(facts.field(name) for name in names), strict=True)


def _places(facts: SheetFacts) -> Iterator[tuple[str, int]]:
    return ((facts.sheet.name, number) for number in facts.rows)


def _cadres(facts: SheetFacts, emit: Emit) -> None:
    """A person who stands on several rows by merged cells is one person."""
    rows = zip(_owners(facts), facts.field("gender"), _places(facts), facts.is_more, strict=True)
    for owner, gender, place, is_more in rows:
        if not (is_more and facts.reading.table == PEOPLE):
            emit("cadres.csv", (*owner, owner[0], gender, *place))


def _people(facts: SheetFacts, emit: Emit) -> None:
    """A list of people gives each person's post, levels and ratings."""
    _cadres(facts, emit)
    if facts.has("unit") or facts.has("title"):
        _posts(facts, emit)
    for ladder in LADDER_FIELDS:
        _ladder(facts, ladder, emit)
    _ratings(facts, emit)


def _posts(facts: SheetFacts, emit: Emit) -> None:
    own = OWN["appointments.csv"]
    columns = zip(*(facts.field(name) for name in own), strict=True)
    rows = zip(_owners(facts), columns, _places(facts), facts.is_more, strict=True)
    before: tuple[str, ...] = ()
    for owner, values, place, is_more in rows:
        is_held = values[own.index("title")] or values[own.index("unit")]
        if is_held and not (is_more and values == before):
            emit("appointments.csv", owner + values + place)
        before = values


def _ladder(facts: SheetFacts, ladder: str, emit: Emit) -> None:
    days = facts.field(f"{ladder}_on")
    names = facts.field(f"{ladder}_name")
    for column in facts.named(ladder):
        subjects = column.subjects or [""] * len(column.texts)
        rows = zip(_owners(facts), column.texts, days, names, subjects, _places(facts), strict=True)
        for owner, text, day, name, subject, place in rows:
            if text:
                emit("qualifications.csv", (*owner, ladder, text, day, name or subject, *place))


def _ratings(facts: SheetFacts, emit: Emit) -> None:
    for column in facts.named("rating"):
        year = column.name.partition(":")[2]
        if not year:
            facts.remark("rating_without_year", "rating")
            continue
        for owner, rating, place in zip(_owners(facts), column.texts, _places(facts), strict=True):
            if rating:
                emit("appraisals.csv", (*owner, year, rating, *place))


_MAKERS: dict[str, Callable[[SheetFacts, Emit], None]] = {
    "cadres.csv": _cadres,
    "appointments.csv": _plain("appointments.csv"),
    "qualifications.csv": _plain("qualifications.csv"),
    "trainings.csv": _plain("trainings.csv"),
    "appraisals.csv": _plain("appraisals.csv"),
    PEOPLE: _people,
}
