"""Writing made-up people through COPY, a part of them at a time."""

from __future__ import annotations

import io
from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any

import numpy as np

from apps.cadres.codes import RATINGS, SENSITIVE_MARKS
from apps.cadres.columns import day_number
from apps.demo import further
from apps.demo.aims import NEVER
from apps.demo.blanks import FULL, MISSING, MONTH, Blanks, come_close, leave_blanks
from apps.demo.careers import Careers, judged_on
from apps.demo.groups import Groups, groups
from apps.demo.names import Namer
from apps.demo.posts import POSTS, Post
from apps.demo.records import CATEGORIES, LEVELS, Records
from apps.demo.second_posts import second_posts
from apps.demo.structure import City
from apps.demo.titles import Wording

NULL = r"\N"
_FIRST_DAY = date(1930, 1, 1)
_DAYS = [(_FIRST_DAY + timedelta(days=i)).isoformat() for i in range(60_000)]
_SHIFT = day_number(_FIRST_DAY)
# Older degrees are often known by their year alone.
_OLD = day_number(date(2019, 1, 1))
_LONG_AGO = day_number(date(2012, 1, 1))
_FIELDS = (
    "Quản lý công",
    "Luật",
    "Kinh tế",
    "Hành chính học",
    "Kế toán",
    "Xây dựng",
    "Công nghệ thông tin",
    "Quản lý giáo dục",
    "Y tế công cộng",
    "Khoa học môi trường",
)
# By place in LEVELS; other ladders have no names.
_DEGREES = ("Cao đẳng", "Cử nhân", "Thạc sĩ", "Tiến sĩ")
_CODES = [f"{kind}\t{level}" for kind, level in LEVELS]
_FURTHER_CODES = [f"{kind}\t{level}" for kind, level in further.LEVELS]
_MARK = {-1: NULL, 0: "f", 1: "t"}


def iso(days: np.ndarray) -> list[str]:
    r"""Return ISO texts of day numbers, ``\N`` for one that never comes."""
    return [NULL if day >= NEVER else _DAYS[day - _SHIFT] for day in days.tolist()]


def _copy(cursor: Any, table: str, columns: str, lines: Iterable[str]) -> None:
    cursor.copy_expert(f"COPY {table} ({columns}) FROM STDIN", io.StringIO("\n".join(lines)))


class Loader:
    """Writes one part of the people after another; ``unit_ids`` are in the order of the city."""

    def __init__(self, cursor: Any, city: City, unit_ids: list[int], today: date) -> None:
        self.cursor, self.city, self.today = cursor, city, today
        self.unit_ids = unit_ids
        self.wording = Wording(city)
        self.namer = Namer()
        self.written = 0
        cursor.execute("SELECT coalesce(max(id), 0) FROM cadres_cadre")
        self.offset: int = cursor.fetchone()[0] + 1

    def load(self, careers: Careers, biases: np.ndarray, rng: np.random.Generator) -> None:
        """Write people, their posts and what they have learned."""
        day, today = judged_on(self.today), day_number(self.today)
        blanks = leave_blanks(careers, rng)
        come_close(careers, blanks, day, rng)
        belongs = groups(self.city, careers, day=day, today=today, biases=biases)
        records = Records(careers.born, belongs, rng)
        apart = rng.spawn(1)[0]
        self._cadres(careers, blanks, belongs, rng, apart)
        self._appointments(careers, belongs.entered, rng)
        self._second_posts(careers, rng)
        self._qualifications(records, rng, apart)
        self._trainings(records, rng)
        self._appraisals(records)
        self.written += len(careers.born)
        self.offset += len(careers.born)

    def finish(self) -> None:
        """Let the next person who is registered get the next number."""
        self.cursor.execute(
            "SELECT setval(pg_get_serial_sequence('cadres_cadre', 'id'), greatest(1, max(id)))"
            " FROM cadres_cadre"
        )

    def _ids(self, people: np.ndarray) -> list[int]:
        ids: list[int] = (people + self.offset).tolist()
        return ids

    def _cadres(
        self,
        careers: Careers,
        blanks: Blanks,
        belongs: Groups,
        rng: np.random.Generator,
        apart: np.random.Generator,
    ) -> None:
        names = self.namer.names(careers.gender, rng)
        known = zip(iso(careers.born), blanks.birth.tolist(), strict=True)
        born = [_as_known(text, precision) for text, precision in known]
        gender = np.array(["", "female", "male"], dtype=object)
        genders = gender[np.where(blanks.no_gender, 0, careers.gender)]
        drawn = further.marks(belongs, apart)
        told = zip(*(drawn[name].tolist() for name in SENSITIVE_MARKS), strict=True)
        rows = zip(names, born, genders, told, strict=True)
        lines = (
            f"{self.offset + i}\tCB{self.written + i + 1:07}\t{name}\t{birth}\t{sex}\t"
            + "\t".join(_MARK[mark] for mark in marks)
            for i, (name, birth, sex, marks) in enumerate(rows)
        )
        columns = "id, key, full_name, name_key, sort_key, born, gender, "
        columns += ", ".join(SENSITIVE_MARKS)
        _copy(self.cursor, "cadres_cadre", columns, lines)

    def _appointments(
        self, careers: Careers, entered: np.ndarray, rng: np.random.Generator
    ) -> None:
        since = iso(careers.since)
        vague = (careers.since == entered[careers.person]) & (careers.since < _LONG_AGO)
        for i in np.flatnonzero(vague & (rng.random(len(since)) < 0.06)).tolist():
            since[i] = since[i][:4]
        kinds = [POSTS[number] for number in careers.post.tolist()]
        every = np.arange(len(kinds))
        self._posts(careers, every, careers.unit, kinds, since, "t", rng)

    def _second_posts(self, careers: Careers, rng: np.random.Generator) -> None:
        second = second_posts(self.city, careers, rng)
        since = iso(careers.since[second.rows])
        self._posts(careers, second.rows, second.units, second.posts, since, "f", rng)

    def _posts(
        self,
        careers: Careers,
        rows: np.ndarray,
        units: np.ndarray,
        posts: list[Post],
        since: list[str],
        is_primary: str,
        rng: np.random.Generator,
    ) -> None:
        """Write appointments with their titles and the numbers of their decisions."""
        numbers = rng.integers(1, 4999, len(rows)).tolist()
        lines = []
        for person, unit, post, day, start, until, number in zip(
            self._ids(careers.person[rows]),
            units.tolist(),
            posts,
            careers.since[rows].tolist(),
            since,
            iso(careers.until[rows]),
            numbers,
            strict=True,
        ):
            title, sign = self.wording.of(unit, post, day)
            decision = f"{number}{sign}" if number % 25 else ""
            leads = "t" if post.is_leadership or is_primary == "f" else "f"
            lines.append(
                f"{person}\t{self.unit_ids[unit]}\t{title}\t{leads}\t{post.managed_by}"
                f"\t{is_primary}\t{start}\t{until}\t{decision}"
            )
        columns = (
            "cadre_id, unit_id, title, is_leadership, managed_by, is_primary, start_on, end_on,"
            " decision"
        )
        _copy(self.cursor, "cadres_appointment", columns, lines)

    def _qualifications(
        self, records: Records, rng: np.random.Generator, apart: np.random.Generator
    ) -> None:
        people, level, day = records.qualifications()
        text = iso(day)
        fate = np.where(day < _OLD, rng.random(len(day)), 1.0)
        lost = rng.random(len(day)) < 0.015
        for i in np.flatnonzero(fate < 0.5).tolist():
            text[i] = text[i][:4] if fate[i] < 0.35 else text[i][:7]
        for i in np.flatnonzero(lost).tolist():
            text[i] = NULL
        fields = rng.integers(0, len(_FIELDS), len(records.born))[people].tolist()
        lines = (
            f"{person}\t{_CODES[code]}\t{awarded}\t"
            + (f"{_DEGREES[code]} {_FIELDS[field]}" if code < len(_DEGREES) else "")
            for person, code, awarded, field in zip(
                self._ids(people), level.tolist(), text, fields, strict=True
            )
        )
        _copy(self.cursor, "cadres_qualification", "cadre_id, kind, level, awarded_on, name", lines)
        last = records.groups.last
        self._further(further.further_levels(records.born, records.groups, apart))
        self._further(further.risen_grades((people, level, day), LEVELS, last))

    def _further(self, rows: further.Rows) -> None:
        people, level, day = rows
        codes = (_FURTHER_CODES[code] for code in level.tolist())
        lines = (
            f"{person}\t{code}\t{awarded[:4] if awarded != NULL else NULL}\t"
            for person, code, awarded in zip(self._ids(people), codes, iso(day), strict=True)
        )
        _copy(self.cursor, "cadres_qualification", "cadre_id, kind, level, awarded_on, name", lines)

    def _trainings(self, records: Records, rng: np.random.Generator) -> None:
        people, category, day = records.trainings()
        text = iso(np.where(rng.random(len(day)) < 0.005, NEVER, day))
        rows = zip(self._ids(people), category.tolist(), text, strict=True)
        lines = (f"{person}\t{CATEGORIES[code]}\t{on}\t" for person, code, on in rows)
        _copy(self.cursor, "cadres_training", "cadre_id, category_id, completed_on, name", lines)

    def _appraisals(self, records: Records) -> None:
        people, year, rating = records.ratings(self.today.year)
        rows = zip(self._ids(people), year.tolist(), rating.tolist(), strict=True)
        lines = (f"{person}\t{of}\t{RATINGS[code]}" for person, of, code in rows)
        _copy(self.cursor, "cadres_appraisal", "cadre_id, year, rating", lines)


def _as_known(born: str, precision: int) -> str:
    if precision == FULL:
        return born
    if precision == MISSING:
        return NULL
    return born[:7] if precision == MONTH else born[:4]
