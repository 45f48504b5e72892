"""The city's units, before and after the reorganisations of 2025, as data."""

from __future__ import annotations

import csv
import json
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

DATA = Path(__file__).parent / "data"
ROOT = "HN"
DEPARTMENTS_DAY = date(2025, 3, 1)
COMMUNES_DAY = date(2025, 7, 1)
_DISTRICT_DIVISIONS = (
    "Văn phòng HĐND và UBND",
    "Phòng Nội vụ",
    "Phòng Tài chính - Kế hoạch",
    "Phòng Giáo dục và Đào tạo",
    "Phòng Tài nguyên và Môi trường",
    "Phòng Văn hóa và Thông tin",
)
# These are dissolved into the successor's own when a department is absorbed; others move over.
_OFFICES = ("Văn phòng", "Phòng Kế hoạch - Tài chính")


@dataclass(frozen=True)
class Place:
    """A parent and a name for a period."""

    parent: str | None
    name: str
    start_on: date | None = None
    end_on: date | None = None


@dataclass
class DemoUnit:
    """A unit with its places in the tree."""

    key: str
    kind: str
    places: list[Place]
    code: str = ""
    short: str = ""

    @property
    def end_on(self) -> date | None:
        """The first day on which the unit is no more."""
        return self.places[-1].end_on

    @property
    def start_on(self) -> date | None:
        """The day on which the unit was set up, if it was since records begin."""
        return self.places[0].start_on

    @property
    def name(self) -> str:
        """The latest name."""
        return self.places[-1].name


@dataclass
class City:
    """Every unit by key, in order, and who succeeded whom."""

    units: dict[str, DemoUnit] = field(default_factory=dict)
    successions: list[tuple[str, str, date]] = field(default_factory=list)
    keeping_heads: set[str] = field(default_factory=set)
    """Bodies that ended whose heads lead the new one."""

    def add(self, key: str, kind: str, *places: Place, code: str = "", short: str = "") -> None:
        """Add a unit."""
        self.units[key] = DemoUnit(key, kind, list(places), code, short)

    def successors(self, key: str) -> list[str]:
        """Return the keys of the units that took over from a unit."""
        return [after for before, after, _ in self.successions if before == key]


def the_city() -> City:
    """Return Hà Nội: departments with divisions, districts with divisions, communes."""
    city = City()
    city.add(ROOT, "city", Place(None, "Thành phố Hà Nội"), code="H26", short="UBND")
    departments = json.loads((DATA / "departments.json").read_text(encoding="utf-8"))
    for number, row in enumerate(departments, 1):
        _add_department(city, row, code=f"H26.{number:02}")
    _reorganise(city, {row["key"]: row for row in departments})
    _add_communes(city)
    return city


def _add_department(city: City, row: dict[str, Any], code: str) -> None:
    start = DEPARTMENTS_DAY if "founded" in row else None
    end = DEPARTMENTS_DAY if "into" in row else None
    places = [Place(ROOT, row["name"], start, end)]
    if "renamed" in row:
        places = [
            Place(ROOT, row["name"], None, DEPARTMENTS_DAY),
            Place(ROOT, row["renamed"], DEPARTMENTS_DAY),
        ]
    city.add(row["key"], "department", *places, code=code, short=row["short"])
    bodies = [(name, "division") for name in row["divisions"]]
    bodies += [(name, "public_service_unit") for name in row["services"]]
    for i, (name, kind) in enumerate(bodies, 1):
        key = f"{row['key']}.{i}"
        city.add(key, kind, Place(row["key"], name, start), code=f"{code}.{i:02}")


def _reorganise(city: City, departments: dict[str, dict[str, Any]]) -> None:
    """Absorb departments into others on 1 March 2025; their divisions move or are dissolved."""
    for key, row in departments.items():
        for name, parent in row.get("moves", {}).items():
            _move(_body(city, key, name), parent)
        if "into" not in row:
            continue
        city.successions.append((key, row["into"], DEPARTMENTS_DAY))
        for unit in [u for u in city.units.values() if u.places[0].parent == key]:
            office = next((o for o in _OFFICES if unit.name.startswith(o)), None)
            if office is None:
                _move(unit, row["into"])
                continue
            _close(unit, DEPARTMENTS_DAY)
            heir = _body(city, row["into"], office)
            city.successions.append((unit.key, heir.key, DEPARTMENTS_DAY))
            if row.get("leads"):
                city.keeping_heads |= {key, unit.key}


def _body(city: City, department: str, name: str) -> DemoUnit:
    """Return the department's body whose name begins so, or its first, which is its office."""
    bodies = [u for u in city.units.values() if u.places[0].parent == department]
    return next((u for u in bodies if u.name.startswith(name)), bodies[0])


def _move(unit: DemoUnit, parent: str) -> None:
    name = unit.name
    _close(unit, DEPARTMENTS_DAY)
    unit.places.append(Place(parent, name, DEPARTMENTS_DAY))


def _close(unit: DemoUnit, day: date) -> None:
    last = unit.places[-1]
    unit.places[-1] = Place(last.parent, last.name, last.start_on, day)


def _add_communes(city: City) -> None:
    for row in _read("units.csv"):
        start, end = _day(row["start_on"]), _day(row["end_on"])
        is_district = row["key"].startswith("D")
        place = Place(row["parent_key"], row["name"], start, end)
        kind = "district" if is_district else "commune"
        code = f"H26.{row['key']}" if row["parent_key"] == ROOT else ""
        city.add(row["key"], kind, place, code=code)
        if is_district:
            _add_district_divisions(city, row, end)
    origin = {row["key"]: row["parent_key"] for row in _read("units.csv")}
    pairs: dict[tuple[str, str], None] = {}
    for row in _read("succession.csv"):
        before, after = row["predecessor_key"], row["successor_key"]
        day = _day(row["effective_on"]) or COMMUNES_DAY
        city.successions.append((before, after, day))
        pairs[origin[before], after] = None
    city.successions += [(before, after, COMMUNES_DAY) for before, after in sorted(pairs)]


def _add_district_divisions(city: City, row: dict[str, str], end: date | None) -> None:
    last = "Phòng Kinh tế" if row["division_type"] == "huyện" else "Phòng Quản lý đô thị"
    place_name = row["name"][0].lower() + row["name"][1:]
    for i, name in enumerate((*_DISTRICT_DIVISIONS, last), 1):
        place = Place(row["key"], f"{name} {place_name}", None, end)
        city.add(f"{row['key']}.{i}", "division", place)


def _read(name: str) -> list[dict[str, str]]:
    with (DATA / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def _day(text: str) -> date | None:
    return date.fromisoformat(text) if text else None
