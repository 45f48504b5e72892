"""Tables that offices save: what can be read, what is refused, and who finds them."""

from __future__ import annotations

from typing import Any

import pytest
from django.utils.translation import override

from apps.common.errors import RuleError
from apps.reports.bm01 import DEFINITION
from apps.reports.models import TableTemplate
from apps.reports.saving import remove_table, rename_table, save_table
from tests.world import World

pytestmark = pytest.mark.django_db
WOMEN = {"label": "Nữ", "number": "3", "condition": {"gender": "female"}}


def definition(*columns: Any, **more: Any) -> dict[str, Any]:
    return {"title": "Cán bộ nữ", "columns": list(columns or (WOMEN,)), **more}


def saved(world: World, name: str = "Cán bộ nữ", said: Any = None) -> TableTemplate:
    return save_table(
        unit=world.interior, name=name, definition=said or definition(), by=world.officer
    )


def test_a_table_is_saved_and_read_again(world: World) -> None:
    template = saved(world, " Cán  bộ nữ ", DEFINITION)
    again = TableTemplate.objects.get(pk=template.pk)
    assert again.name == "Cán bộ nữ"
    assert len(again.form().columns) == 38


def test_a_table_may_be_defined_anew(world: World) -> None:
    template = saved(world)
    people = {"label": "Tổng số", "measure": "people"}
    save_table(
        unit=world.interior,
        name="Cán bộ",
        definition=definition(people, WOMEN),
        by=world.binh,
        template=template,
    )
    again = TableTemplate.objects.get()
    assert (again.name, len(again.form().columns), again.saved_by) == ("Cán bộ", 2, world.binh)


def test_a_unit_has_a_name_once_whatever_its_case(world: World) -> None:
    saved(world)
    with pytest.raises(RuleError) as refused:
        saved(world, "CÁN BỘ NỮ")
    assert refused.value.field == "name"
    other = saved(world, "Đảng viên")
    with pytest.raises(RuleError):
        rename_table(template=other, name="cán bộ nữ")
    rename_table(template=other, name="Đảng viên 2025")
    other.refresh_from_db()
    assert other.name == "Đảng viên 2025"


@pytest.mark.parametrize("name", ["", "   ", "x" * 121])
def test_a_name_is_needed_and_not_too_long(world: World, name: str) -> None:
    with pytest.raises(RuleError) as refused:
        saved(world, name)
    assert refused.value.field == "name"


def test_a_table_is_removed_once(world: World) -> None:
    template = saved(world)
    remove_table(template=template)
    assert not TableTemplate.objects.exists()
    with pytest.raises(RuleError):
        remove_table(template=template)


def nested(depth: int) -> dict[str, Any]:
    part: dict[str, Any] = WOMEN
    for _level in range(depth):
        part = {"label": "Trong đó", "columns": [part]}
    return part


@pytest.mark.parametrize(
    ("said", "where"),
    [
        ({"title": "x"}, "the whole condition: missing columns"),
        (definition(title=""), "title: expected a text"),
        ({"title": "x", "columns": []}, "columns: no columns"),
        (definition(*[WOMEN] * 61), "columns: more than 60 columns"),
        (definition(nested(5)), "more than 5 rows of headings"),
        (definition({"label": "Nữ"}), "columns › part 1: expected a condition or a measure"),
        (
            definition({**WOMEN, "measure": "people"}),
            "columns › part 1: expected a condition or a measure",
        ),
        (definition({"label": "x", "measure": "tax"}), "columns › part 1 › measure: unknown value 'tax'"),
        (
            definition({"label": "x", "columns": [WOMEN, {**WOMEN, "condition": {"age": 4}}]}),
            "columns › part 1 › columns › part 2 › condition › age: unknown key",
        ),
        (definition({**WOMEN, "number": "x" * 21}), "columns › part 1 › number: longer than 20"),
        (definition({**WOMEN, "label": {"vi": "Nữ"}}), "columns › part 1 › label: missing en"),
        (definition(numbers=["1"]), "numbers: expected two texts"),
        (definition(colour="red"), "the whole condition: unknown key colour"),
        (
            definition({"label": "x", "condition": {"trained": {"category": "y", "within_months": 6}}}),
            "columns › part 1: unknown training category y",
        ),
    ],
)  # fmt: skip
def test_what_cannot_be_read_is_refused_with_its_place(world: World, said: Any, where: str) -> None:
    with override("en"), pytest.raises(RuleError) as refused:
        saved(world, said=said)
    assert refused.value.field == "definition"
    assert where in str(refused.value.message)


def test_units_below_find_the_forms_of_those_above_and_neighbours_do_not(world: World) -> None:
    saved(world)
    save_table(unit=world.province, name="Toàn tỉnh", definition=definition(), by=world.an)

    def names(user: Any) -> list[str]:
        return list(
            TableTemplate.objects.visible_to(user, world.day).values_list("name", flat=True)
        )

    assert names(world.binh) == ["Cán bộ nữ", "Toàn tỉnh"]
    assert names(world.chi) == ["Toàn tỉnh"]
    assert list(TableTemplate.objects.kept_by(world.officer, world.day)) == [
        TableTemplate.objects.get(name="Cán bộ nữ")
    ]
    assert not TableTemplate.objects.kept_by(world.binh, world.day).exists()
