"""Small random careers: drawn as plain values, written to the database, read by hand."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import date

from django.db import transaction
from hypothesis import strategies as st

from apps.cadres.models import Appointment, Cadre, Qualification, Training
from apps.units.models import Unit
from tests.factories import new_appointment, new_cadre
from tests.reference import GENDERS, MANAGERS, Person
from tests.reference import days as days_of
from tests.strategies import born_days, days, lengths, partial, qualifications, trainings


@dataclass(frozen=True)
class Post:
    """An appointment; bounds as text, empty when open; ``unit`` is a place in a list."""

    unit: int
    start_on: str
    end_on: str
    is_primary: bool
    is_leadership: bool
    managed_by: str

    def holds(self, day: date) -> bool:
        """Whether the period contains the day, each bound read as its earliest day."""
        begun = not self.start_on or min(days_of(self.start_on)) <= day
        return begun and (not self.end_on or day < min(days_of(self.end_on)))


@dataclass(frozen=True)
class Career:
    """What is recorded of one person."""

    person: Person
    posts: tuple[Post, ...]

    def on(self, day: date) -> tuple[int, Person] | None:
        """Return the unit's place and the person as counted on a day, if counted at all."""
        held = [post for post in self.posts if post.is_primary and post.holds(day)]
        if not held:
            return None
        (post,) = held
        told = replace(self.person, is_leadership=post.is_leadership, managed_by=post.managed_by)
        return post.unit, told


bounds = st.builds(lambda day, length: day.isoformat()[:length], days, lengths)


@st.composite
def careers(draw: st.DrawFn, units: int = 4) -> Career:
    """Draw a person with primary posts one after the other, with gaps, and a concurrent one."""
    cuts = {min(days_of(text)): text for text in draw(st.lists(bounds, min_size=1, max_size=4))}
    marks = [cuts[day] for day in sorted(cuts)]
    spans = list(zip(["", *marks], [*marks, ""], strict=True))
    flags = st.tuples(st.booleans(), st.sampled_from(MANAGERS))
    posts = [
        Post(draw(st.integers(0, units - 1)), start, end, True, *draw(flags))
        for start, end in spans
        if draw(st.integers(0, 3))
    ]
    if draw(st.booleans()):
        start, end = draw(st.sampled_from(spans))
        posts.append(Post(draw(st.integers(0, units - 1)), start, end, False, *draw(flags)))
    person = Person(
        born=draw(partial(born_days)),
        gender=draw(st.sampled_from(["", *GENDERS])),
        qualifications=tuple(draw(st.lists(qualifications, max_size=3))),
        trainings=tuple(draw(st.lists(trainings, max_size=3))),
    )
    return Career(person, tuple(posts))


def write(drawn: list[Career], units: list[Unit], *, ids: Iterable[int] = ()) -> list[Cadre]:
    """Write careers into the database and return the people in the same order."""
    made = [
        new_cadre(born=career.person.born or None, gender=career.person.gender) for career in drawn
    ]
    for cadre, number in zip(made, ids, strict=False):
        cadre.pk = number
    cadres = Cadre.objects.bulk_create(made)
    posts, degrees, courses = [], [], []
    for cadre, career in zip(cadres, drawn, strict=True):
        for post in career.posts:
            posts.append(new_appointment(
                cadre, units[post.unit], start_on=post.start_on or None,
                end_on=post.end_on or None, is_primary=post.is_primary,
                is_leadership=post.is_leadership, managed_by=post.managed_by,
            ))  # fmt: skip
        for kind, level, on in career.person.qualifications:
            degrees.append(
                Qualification(cadre=cadre, kind=kind, level=level, awarded_on=on or None)
            )
        for category, on in career.person.trainings:
            courses.append(Training(cadre=cadre, category_id=category, completed_on=on or None))
    Appointment.objects.bulk_create(posts)
    Qualification.objects.bulk_create(degrees)
    Training.objects.bulk_create(courses)
    return cadres


@contextmanager
def undone() -> Iterator[None]:
    """Take back everything written within, so that examples do not see each other."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)
