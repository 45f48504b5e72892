"""The description of the API as a reader sees it: operations by resource, each with an example."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

TAGS: dict[str, str | Promise] = {
    "units": _("Units and the tree"),
    "plans": _("Plans and targets"),
    "figures": _("Figures"),
    "cadres": _("Cadres"),
    "facts": _("What is recorded of a person"),
    "imports": _("Imports"),
    "reports": _("Reports"),
}
# What stands for a field in the examples.
SAMPLES: dict[str, Any] = {
    "key": "CB000123", "unit": "H26.14", "parent": "H26", "path": ["H26", "H26.14"],
    "full_name": "Nguyễn Văn An", "born": "1985-06", "gender": "male", "name": "Sở Nội vụ",
    "kind": "department", "code": "H26.14", "title": "Trưởng phòng", "plan": "177/KH-UBND",
    "target": "young", "start_on": "2026-01-01", "end_on": None, "day": "2026-11-22",
    "as_of": "2026-11-22", "run": 412, "met": 16, "not_met": 91, "unknown": 0, "population": 107,
    "threshold_bp": 1500, "verdict": "not_met", "gap_replace": 1, "gap_add": 1, "slack": 0,
    "reason": "Theo giấy khai sinh", "level": "master", "awarded_on": "2019", "year": 2025,
    "category": "knowledge_update", "completed_on": "2024-05", "personal_number": "",
    "next": "/api/v1/units?cursor=…", "confirm": [], "ended_by": "", "signed_on": "2025-12-28",
    "decision": "412/QĐ-SNV", "on": "2026-12-01", "expires_on": "2027-06-30",
}  # fmt: skip
_DEEPEST = 4


@dataclass(frozen=True)
class Field:
    """A parameter, or a field of what is sent."""

    name: str
    kind: str
    words: str
    is_required: bool


@dataclass(frozen=True)
class Operation:
    """One method of one address."""

    name: str
    method: str
    path: str
    summary: str
    words: str
    scope: str
    parameters: tuple[Field, ...]
    body: tuple[Field, ...]
    call: str
    answer: str
    status: str


@dataclass(frozen=True)
class Section:
    """The operations of a resource."""

    tag: str
    title: str | Promise
    operations: tuple[Operation, ...]


def sections(description: Mapping[str, Any]) -> list[Section]:
    """Return the operations by resource, in the order of TAGS."""
    found = list(_operations(description))
    return [
        Section(tag, title, tuple(each for of, each in found if of == tag))
        for tag, title in TAGS.items()
    ]


def _operations(description: Mapping[str, Any]) -> Iterator[tuple[str, Operation]]:
    shapes = description["components"]["schemas"]
    for path, methods in description["paths"].items():
        for method, said in methods.items():
            body, sent = _body(said, shapes)
            status, answer = _answer(said, shapes)
            yield (
                said["tags"][0],
                Operation(
                    name=said["operationId"],
                    method=method.upper(),
                    path=path,
                    summary=said.get("summary", ""),
                    words=said.get("description", ""),
                    scope=said.get("x-scope", ""),
                    parameters=tuple(_parameters(said)),
                    body=tuple(body),
                    call=_call(method.upper(), path, said, sent),
                    answer=_json(answer) if answer is not None else "",
                    status=status,
                ),
            )


def _parameters(said: Mapping[str, Any]) -> Iterator[Field]:
    for each in said.get("parameters", ()):
        kind = _kind(each["schema"])
        yield Field(each["name"], kind, each.get("description", ""), each.get("required", False))


def _body(said: Mapping[str, Any], shapes: Mapping[str, Any]) -> tuple[list[Field], Any]:
    contents = said.get("requestBody", {}).get("content", {})
    for media, content in contents.items():
        shape = _whole(content["schema"], shapes)
        required = shape.get("required", ())
        fields = [
            Field(name, _kind(_whole(each, shapes)), each.get("description", ""), name in required)
            for name, each in shape.get("properties", {}).items()
        ]
        return fields, None if media.startswith("multipart") else _sample(shape, shapes)
    return [], None


def _answer(said: Mapping[str, Any], shapes: Mapping[str, Any]) -> tuple[str, Any]:
    status = next(code for code in sorted(said["responses"]) if code.startswith("2"))
    content = said["responses"][status].get("content", {}).get("application/json")
    return status, _sample(content["schema"], shapes) if content else None


def _call(method: str, path: str, said: Mapping[str, Any], sent: Any) -> str:
    lines = [f"{method} {_filled(path)} HTTP/1.1", "Authorization: Bearer ct_…"]
    for each in said.get("parameters", ()):
        if each["in"] == "header" and each.get("required"):
            value = '"4f1c…"' if each["name"] == "If-Match" else "2f7a9c1e-03b4"
            lines.append(f"{each['name']}: {value}")
    if sent is not None:
        lines += ["Content-Type: application/json", "", _json(sent)]
    return "\n".join(lines)


def _filled(path: str) -> str:
    return path.replace("{key}", "CB000123").replace("{id}", "7").replace("{name}", "pdf")


def _sample(
    shape: Mapping[str, Any], shapes: Mapping[str, Any], name: str = "", depth: int = 0
) -> Any:
    shape = _whole(shape, shapes)
    if name in SAMPLES and "properties" not in shape:
        return SAMPLES[name]
    if "properties" in shape and depth < _DEEPEST:
        inner = shape["properties"].items()
        return {field: _sample(each, shapes, field, depth + 1) for field, each in inner}
    if "items" in shape and depth < _DEEPEST:
        return [_sample(shape["items"], shapes, "", depth + 1)]
    if shape.get("enum"):
        return next((each for each in shape["enum"] if each), None)
    return _PLAIN.get(_first(shape.get("type")))


_PLAIN: dict[str, Any] = {"string": "…", "integer": 1, "boolean": False, "array": [], "object": {}}


def _first(kind: Any) -> str:
    return str(kind[0] if isinstance(kind, list) else kind)


def _whole(shape: Mapping[str, Any], shapes: Mapping[str, Any]) -> Mapping[str, Any]:
    """Return a shape with what it refers to."""
    for part in (shape, *shape.get("allOf", ()), *shape.get("oneOf", ())):
        if reference := part.get("$ref"):
            return shapes[reference.rpartition("/")[2]]  # type: ignore[no-any-return]
    return shape


def _kind(shape: Mapping[str, Any]) -> str:
    """Say a type in a word or two, with the codes that may be chosen from."""
    if codes := shape.get("enum") or shape.get("items", {}).get("enum"):
        return " | ".join(str(code) for code in codes if code not in (None, ""))
    return str(shape.get("format") or _first(shape.get("type", "")))


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, indent=2)
