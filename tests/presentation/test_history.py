"""Changes in words: whoever may not read a field learns that it changed, and not to what."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from django.utils import translation

from apps.accounts.models import ApiToken
from apps.accounts.roles import Permission
from apps.audit.selectors import Change, FieldChange
from apps.cadres.models import Cadre
from apps.presentation.history import Entry, Names, entries

AT = datetime(2025, 6, 30, tzinfo=UTC)
SEEING = frozenset({Permission.PEOPLE_VIEW})
KEEPING = SEEING | {Permission.PEOPLE_EDIT}
ROW = {
    "key": "khoa", "full_name": "Phạm Đăng Khoa", "is_religious": True, "gender": "male",
}  # fmt: skip


@pytest.fixture(autouse=True)
def in_english() -> None:
    translation.activate("en")


def said(change: Change, held: frozenset[Permission]) -> Entry:
    return entries([change], Names({}, {}, {}, {}), held)[0]


def change_of(act: str, *fields: FieldChange) -> Change:
    return Change(AT, "officer", "", Cadre, act, 1, fields, ROW)


@pytest.mark.parametrize(
    ("held", "summary"),
    [
        (frozenset[Permission](), []),
        (SEEING, ["Phạm Đăng Khoa", "Male"]),
        (KEEPING, ["Phạm Đăng Khoa", "Male", "follows a religion"]),
    ],
)
def test_a_new_record_says_what_its_reader_may_read(
    held: frozenset[Permission], summary: list[str]
) -> None:
    assert said(change_of("insert"), held).summary == summary


def test_of_what_may_not_be_read_only_that_it_changed_is_said() -> None:
    changed = change_of(
        "update", FieldChange("is_religious", None, True), FieldChange("gender", "female", "male")
    )
    withheld = "on record, not shown here"
    lines = {
        held: [(x.old, x.new) for x in said(changed, held).lines]
        for held in (frozenset(), SEEING, KEEPING)
    }
    assert lines == {
        frozenset(): [(None, withheld), (withheld, withheld)],
        SEEING: [(None, withheld), ("Female", "Male")],
        KEEPING: [(None, "Yes"), ("Female", "Male")],
    }


def test_a_column_that_holds_several_values_is_said_too() -> None:
    row = {"scopes": ["plans:read", "units:read"]}
    made = Change(AT, "officer", "", ApiToken, "insert", 1, (), row)
    assert said(made, SEEING).summary == ["plans:read, units:read"]
