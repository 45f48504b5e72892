"""A reorganisation from the shell: looked at, carried out, taken back."""

from __future__ import annotations

import io
import json
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from apps.reorganisation.models import Reorganisation
from apps.units.models import Unit
from tests.reorganisation.test_services import ON, SPLIT, posts_on
from tests.world import World

pytestmark = pytest.mark.django_db


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "plan.json"
    path.write_text(json.dumps(SPLIT, ensure_ascii=False), encoding="utf-8")
    return path


def told(file: Path, *args: str, by: str = "coordinator") -> str:
    out = io.StringIO()
    call_command("reorganise", str(file), "--by", by, *args, stdout=out)
    return out.getvalue()


def test_a_dry_run_says_what_would_happen_and_leaves_nothing(world: World, file: Path) -> None:
    said = told(file, "--dry-run")
    assert "PTC > PMOI: 2\nPTC > SNV: 1\n" in said
    # The whole on 1 July: Lan turns forty on that day too.
    assert "TINH young: 5/6/1 > 5/6/1" in said
    assert "PTC young: 0/2/1 > -" in said
    assert not Reorganisation.objects.exists()
    assert posts_on(ON)["khoa"] == "PTC"


def test_it_is_carried_out_and_taken_back(world: World, file: Path) -> None:
    told(file)
    assert posts_on(ON)["khoa"] == "PMOI"
    row = Reorganisation.objects.get()
    assert (row.state, row.acted_by) == ("applied", world.coordinator)
    told(file, "--undo")
    assert posts_on(ON)["khoa"] == "PTC"
    assert not Unit.objects.filter(key="PMOI").exists()


def test_what_cannot_be_done_is_said_in_words(world: World, file: Path, tmp_path: Path) -> None:
    broken, empty = tmp_path / "broken.json", tmp_path / "empty.json"
    broken.write_text("{", encoding="utf-8")
    empty.write_text("{}", encoding="utf-8")
    for path, by, args in (
        (broken, "coordinator", []),
        (empty, "coordinator", []),
        (tmp_path / "none.json", "coordinator", []),
        (file, "nobody", []),
        (file, "binh", []),  # no coordinator
        (file, "coordinator", ["--undo"]),  # nothing is applied
    ):
        with pytest.raises(CommandError):
            told(path, *args, by=by)
    assert not Reorganisation.objects.exists()
