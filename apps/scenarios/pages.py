"""What the page shows on which numbers are tried."""

from __future__ import annotations

from typing import Any

from django.http import QueryDict
from django.urls import reverse

from apps.presentation.scene import Scene
from apps.scenarios.answering import Trial, trial
from apps.scenarios.forms import SaveForm, faults_of
from apps.scenarios.models import Scenario
from apps.scenarios.reading import as_query


def address_of(scenario: Scenario) -> str:
    """Return the address at which a scenario is answered."""
    query = as_query(scenario.numbers, plan=scenario.plan.code, scenario=str(scenario.pk))
    return f"{reverse('unit_try', args=[scenario.unit.key])}?{query.urlencode()}"


def try_page(
    scene: Scene, query: QueryDict, held: Scenario | None, form: SaveForm | None = None
) -> dict[str, Any]:
    """Return what the page shows; ``held`` is the scenario that was opened."""
    if scene.in_fives or not scene.versions:
        return {"scene": scene, "shown": None, "address": ""}
    shown = trial(scene, query)
    is_own = held is not None and held.made_by_id == scene.user.pk
    tried = as_query(shown.typed, **_place(scene, held))
    return {
        "scene": scene,
        "shown": shown,
        "held": held,
        "is_own": is_own,
        "is_changed": held is not None and shown.typed != held.numbers,
        "faults": faults_of(*(f for f in (shown.targets, shown.numbers) if f)),
        "tried": tried.urlencode(),
        "address": f"{reverse('unit_try', args=[scene.unit.key])}?{tried.urlencode()}",
        "form": form or _save_form(held),
        "kept": _kept(scene, held),
        "is_open": _is_open(shown),
    }


def _place(scene: Scene, held: Scenario | None) -> dict[str, str]:
    day = scene.filters.day
    return {
        "day": day.isoformat() if day else "",
        "plan": scene.plan.code if scene.plan else "",
        "scenario": str(held.pk) if held else "",
    }


def _kept(scene: Scene, held: Scenario | None) -> list[tuple[str, str]]:
    """Return what the form carries on unseen."""
    return [(name, value) for name, value in _place(scene, held).items() if value]


def _is_open(shown: Trial) -> bool:
    """Whether other targets are supposed, so that their inputs stand open."""
    form = shown.targets
    return any(name in shown.typed for name in form.fields if name != "on")


def _save_form(held: Scenario | None) -> SaveForm:
    return SaveForm(initial={"name": held.name, "words": held.words} if held else None)
