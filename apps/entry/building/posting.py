"""What a condition's inputs are called in a form, and reading them back."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from apps.entry.building.nodes import MODES, Group, Node, Row
from apps.targets.conditions import MAX_DEPTH

# More than anybody builds; beyond it nothing more is read.
_MOST_NODES = 300
ROOT = "0"
_Inputs = dict[str, dict[str, list[str]]]


@dataclass
class Typed:
    """A condition as it stands in a form: as rows, or as text when that was asked for."""

    root: Group
    text: str = ""
    is_text: bool = False


def name_of(prefix: str, path: str, name: str) -> str:
    """Return the name of an input: "criterion-0_1-years"."""
    return f"{prefix}-{path}-{name}"


def read(data: Any, prefix: str) -> Typed | None:
    """Return a condition as it was typed, or None when the form does not hold it."""
    if f"{prefix}-as" not in data:
        return None
    root = _node(_inputs(data, prefix), ROOT)
    return Typed(
        root if isinstance(root, Group) else Group("all", []),
        str(data.get(f"{prefix}-text", "")),
        data.get(f"{prefix}-as") == "text",
    )


def _inputs(data: Any, prefix: str) -> _Inputs:
    pattern = re.compile(re.escape(prefix) + r"-(0(?:_[0-9]{1,3})*)-([a-z]+)")
    found: _Inputs = {}
    for key in data:
        fits = pattern.fullmatch(key)
        if fits and fits[1].count("_") <= MAX_DEPTH and len(found) < _MOST_NODES:
            found.setdefault(fits[1], {})[fits[2]] = [str(value) for value in data.getlist(key)]
    return found


def _node(inputs: _Inputs, path: str) -> Node:
    said = inputs.get(path, {})
    if "mode" not in said:
        operator = "".join(said.pop("operator", [])[:1])
        return Row("".join(said.pop("field", [])[:1]), operator, said)
    steps = sorted(
        int(other.rpartition("_")[2]) for other in inputs if other.rpartition("_")[0] == path
    )
    mode = said["mode"][0]
    parts = [_node(inputs, f"{path}_{step}") for step in steps]
    return Group(mode if mode in MODES else "all", parts)
