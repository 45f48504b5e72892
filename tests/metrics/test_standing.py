"""How people are kept between changes: blocks of a whole refresh, with changes laid over them."""

import pytest

from apps.cadres.models import Cadre
from apps.metrics.models import Standing
from apps.metrics.services import refresh_changes
from tests.figures import counts_at, standings


def change(world, gender: str):
    Cadre.objects.filter(key="an").update(gender=gender)
    return refresh_changes(day=world.day)


def test_a_change_is_laid_over_the_blocks_and_leaves_them_as_they_are(world):
    refresh_changes(day=world.day)
    before = list(Standing.objects.values_list("block", "people"))
    change(world, "female")
    assert list(Standing.objects.exclude(block=None).values_list("block", "people")) == before
    # Of the twelve counted, one is laid over: eight bytes, four targets, three groups of bins.
    (laid,) = Standing.objects.filter(block=None)
    assert len(laid.people) == 8 + 4 + 3


@pytest.mark.parametrize("limit", ["MOST_CHANGES", "MOST_BYTES"])
def test_beyond_a_limit_the_blocks_are_written_anew(world, monkeypatch, limit):
    monkeypatch.setattr(f"apps.metrics.standing.{limit}", {"MOST_CHANGES": 2}.get(limit, 30))
    refresh_changes(day=world.day)
    laid = []
    for gender in ("female", "male", "female", "male"):
        run = change(world, gender)
        laid.append(Standing.objects.filter(block=None).count())
        assert len(standings()) == 12
    # Two changes of fifteen bytes stay; the third is one too many.
    assert laid == [1, 2, 0, 1]
    assert counts_at(run, world.province, world.women).met == 3


def test_whoever_has_gone_stays_gone_when_another_change_follows(world):
    refresh_changes(day=world.day)
    Cadre.objects.get(key="an").appointments.all().delete()
    assert refresh_changes(day=world.day).people == 11
    Cadre.objects.filter(key="khoa").update(gender="female")
    assert refresh_changes(day=world.day).people == 11
    assert len(standings()) == 11
