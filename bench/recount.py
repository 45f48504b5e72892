"""Narrow the lists of people at random, and compare whom they hold with a count made by hand.

``python -m bench.recount [requests]`` on a home with demonstration data and its accounts. The model
reads the roster that ``dump_roster`` writes, in plain Python: it shares no query, index or derived
column with the site. Of a page the total is compared, of the API the very keys.
"""

from __future__ import annotations

import csv
import os
import random
import re
import sys
import tempfile
import time
import unicodedata
from calendar import monthrange
from collections import Counter, defaultdict
from datetime import date, timedelta
from pathlib import Path

import django

from cadre_tracker import embedded

embedded.ensure()
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "cadre_tracker.settings")
os.environ.update(API_READS="1000000", LOG_LEVEL="CRITICAL")
django.setup()

from django.conf import settings  # noqa: E402
from django.core.management import call_command  # noqa: E402
from django.test import Client  # noqa: E402
from django.utils import timezone  # noqa: E402

from apps.accounts.models import User  # noqa: E402
from apps.cadres.codes import GENDERS, LADDERS, MANAGED_BY  # noqa: E402

PLAIN = "django.contrib.staticfiles.storage.StaticFilesStorage"
USERS = ("leader", "head", "head2", "officer")
BANDS = {
    "under-30": (0, 30), "30-39": (30, 40), "40-49": (40, 50), "50-59": (50, 60), "60-up": (60, 999)
}  # fmt: skip
LACKING = ("born", "born_day", "gender", "professional", "political_theory")
TOTAL = re.compile(r'id="cadres-title">([\d.]+)')
# Pages of the API are followed up to so many people.
FOLLOWED = 600
Row = dict[str, str]


def spread(text: str) -> tuple[date, date]:
    """Return the first and the last day that a date known to the day, month or year can be."""
    parts = [int(part) for part in text.split("-")]
    first = date(*(parts + [1, 1])[:3])
    month = parts[1] if len(parts) > 1 else 12
    day = parts[2] if len(parts) > 2 else monthrange(parts[0], month)[1]
    return first, date(parts[0], month, day)


def lived(born: date, day: date) -> int:
    """Return full years lived; who was born on 29 February has the birthday on 1 March."""
    return day.year - born.year - ((day.month, day.day) < (born.month, born.day))


def plain(text: str) -> str:
    """Return a text without accents and case."""
    letters = unicodedata.normalize("NFD", text.lower().replace("đ", "d"))
    return "".join(letter for letter in letters if not unicodedata.combining(letter))


def in_force(row: Row, day: str) -> bool:
    """Whether a dated row is in force on a day: from its start, up to before its end."""
    return row["start_on"] <= day and (not row["end_on"] or day < row["end_on"])


class Model:
    """The people of a roster, found by looking at everyone."""

    def __init__(self, folder: Path) -> None:
        def rows(name: str) -> list[Row]:
            with (folder / f"{name}.csv").open(encoding="utf-8-sig", newline="") as file:
                return list(csv.DictReader(file))

        self.people = rows("cadres")
        self.units = rows("units")
        self.posts: dict[str, list[Row]] = defaultdict(list)
        self.levels: dict[str, list[Row]] = defaultdict(list)
        for post in rows("appointments"):
            self.posts[post["cadre_key"]].append(post)
        for level in rows("qualifications"):
            self.levels[level["cadre_key"]].append(level)

    def below(self, root: str, day: str) -> set[str]:
        """Return a unit with everything below it on a day."""
        children: dict[str, list[str]] = defaultdict(list)
        placed = [unit for unit in self.units if in_force(unit, day)]
        for unit in placed:
            children[unit["parent_key"]].append(unit["key"])
        found, waiting = set(), [unit["key"] for unit in placed if unit["key"] == root]
        while waiting:
            found.add(key := waiting.pop())
            waiting += children[key]
        return found

    def wanted(self, root: str, day: date, asked: Row) -> set[str]:
        """Return the keys of the people whom a list must hold."""
        text = day.isoformat()
        seen = self.below(root, text)
        inside = self.below(asked["unit"], text) & seen if "unit" in asked else None
        return {
            person["key"]
            for person in self.people
            if any(
                post["unit_key"] in seen and in_force(post, text)
                for post in self.posts[person["key"]]
            )
            and self._is_asked(person, text, asked, inside)
            and self._has(person, day, asked)
        }

    def _is_asked(self, person: Row, day: str, asked: Row, inside: set[str] | None) -> bool:
        """Whether the primary post and the name are as asked."""
        words = plain(asked.get("q", "")).split()
        name, key = plain(person["full_name"]), person["key"].lower()
        if not all(word in name or word in key for word in words):
            return False
        if not {"unit", "leads", "managed_by"} & asked.keys():
            return True
        return any(
            post["is_primary"] == "yes"
            and in_force(post, day)
            and (inside is None or post["unit_key"] in inside)
            and asked.get("leads") in (None, post["is_leadership"])
            and asked.get("managed_by") in (None, post["managed_by"])
            for post in self.posts[person["key"]]
        )

    def _has(self, person: Row, day: date, asked: Row) -> bool:
        """Whether what is recorded is as asked; what is not known is neither."""
        born = spread(person["born"]) if person["born"] else None
        if asked.get("gender") not in (None, person["gender"]):
            return False
        if "age" in asked:
            low, high = BANDS[asked["age"]]
            if not born or not (low <= lived(born[1], day) and lived(born[0], day) < high):
                return False
        held = self.levels[person["key"]]
        for name, kind in (("degree", "professional"), ("theory", "political_theory")):
            if name in asked and not any(
                level["kind"] == kind
                and LADDERS[kind].index(level["level"]) >= LADDERS[kind].index(asked[name])
                and (not level["awarded_on"] or spread(level["awarded_on"])[1] <= day)
                for level in held
            ):
                return False
        lacks = asked.get("lacks")
        missing = {
            "born": not person["born"],
            "born_day": bool(born) and born[0] != born[1],
            "gender": not person["gender"],
        }
        return not lacks or missing.get(lacks, all(level["kind"] != lacks for level in held))


def question(model: Model, draw: random.Random) -> Row:
    """Draw what to narrow a list by."""
    name = draw.choice(model.people)["full_name"]
    words = draw.sample(name.split(), draw.randint(1, 2))
    choices = {
        "q": draw.choice((" ".join(words), plain(words[0]), words[0][:2])),
        "unit": draw.choice(model.units)["key"],
        "gender": draw.choice(GENDERS),
        "age": draw.choice(list(BANDS)),
        "leads": draw.choice(("yes", "no")),
        "managed_by": draw.choice(MANAGED_BY),
        "degree": draw.choice(LADDERS["professional"][1:]),
        "theory": draw.choice(LADDERS["political_theory"][1:]),
        "lacks": draw.choice(LACKING),
    }
    chosen = draw.sample(list(choices), draw.choice((1, 1, 2, 2, 3)))
    return {name: choices[name] for name in chosen}


def total_of(client: Client, asked: Row, day: date) -> int:
    """Return how many people the page says that there are."""
    answer = client.get("/cadres/", asked | {"day": day.isoformat()})
    found = TOTAL.search(answer.content.decode())
    return int(found[1].replace(".", "")) if found else -answer.status_code


def keys_of(client: Client, asked: Row, day: date) -> set[str]:
    """Return the keys of the people whom the API lists."""
    answer = client.get("/api/v1/cadres", asked | {"on": day.isoformat(), "limit": "100"}).json()
    found = {person["key"] for person in answer["results"]}
    while answer["next"]:
        answer = client.get(answer["next"]).json()
        found |= {person["key"] for person in answer["results"]}
    return found


def roster() -> Model:
    """Return the model of what is recorded now."""
    with tempfile.TemporaryDirectory() as folder, Path(os.devnull).open("w") as nowhere:
        call_command("dump_roster", folder, stdout=nowhere, stderr=nowhere)
        return Model(Path(folder))


def compared(username: str, model: Model, times: int, draw: random.Random) -> Counter[str]:
    """Ask as one user, and print what differs."""
    user, client, found = User.objects.get(username=username), Client(), Counter[str]()
    client.force_login(user)
    root = user.memberships.values_list("unit__key", flat=True)[0]
    for _ in range(times):
        asked, day = question(model, draw), timezone.localdate() - timedelta(draw.randrange(2000))
        expected = model.wanted(root, day, asked)
        said = total_of(client, asked, day)
        is_equal = said == len(expected)
        found["pages"] += 1
        found["with somebody"] += bool(expected)
        if len(expected) <= FOLLOWED:
            found["lists of the API"] += 1
            is_equal &= keys_of(client, asked, day) == expected
        if not is_equal:
            found["wrong"] += 1
            print("  ", username, day, asked, said, len(expected), flush=True)  # noqa: T201
    return found


def main() -> int:
    """Ask as everybody who sees people."""
    times = int([*sys.argv[1:], "5000"][0])
    settings.ALLOWED_HOSTS.append("testserver")
    settings.STORAGES["staticfiles"]["BACKEND"] = PLAIN
    model, total, begun = roster(), Counter[str](), time.monotonic()
    for number, username in enumerate(USERS):
        found = compared(username, model, times // len(USERS), random.Random(number))
        total += found
        took = f"{time.monotonic() - begun:.0f} s"
        print(username, dict(found), took, flush=True)  # noqa: T201
    print(dict(total))  # noqa: T201
    return 1 if total["wrong"] else 0


if __name__ == "__main__":
    sys.exit(main())
