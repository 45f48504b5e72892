"""Asking the API what its description allows, and what it forbids."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import hypothesis
import schemathesis
from django.core.handlers.wsgi import WSGIHandler
from django.core.signals import request_finished, request_started
from django.db import close_old_connections, transaction
from hypothesis import HealthCheck, Phase, strategies
from schemathesis import GenerationMode
from schemathesis.checks import not_a_server_error
from schemathesis.core.failures import Failure, FailureGroup
from schemathesis.specs.openapi import checks

from apps.accounts.models import User
from apps.api.views.site import description
from apps.cadres.models import Appointment, Appraisal, PlannedRetirement, Qualification, Training
from tests.api.callers import token_of

CHECKS: list[Any] = [
    not_a_server_error,
    checks.status_code_conformance,
    checks.content_type_conformance,
    checks.response_headers_conformance,
    checks.response_schema_conformance,
    checks.negative_data_rejection,
    checks.ignored_auth,
]
_KEYS = itertools.count(1)


MODES = (GenerationMode.POSITIVE, GenerationMode.NEGATIVE)


def ask_every_operation(user: User, *, examples: int, only: str = "", modes: int = 2) -> list[str]:
    """Ask every operation as a user, some times as it allows and, in the second mode, some times
    as it forbids.

    Return what went wrong. Nothing that is written stays.
    """
    schema = schemathesis.openapi.from_dict(description("en"))
    schema.app = WSGIHandler()
    token = token_of(user)
    found: list[str] = []
    with _one_connection():
        for result in schema.get_all_operations():
            operation = result.ok()
            if only in operation.label:
                for mode in MODES[:modes]:
                    found += _ask(operation, mode, token, examples)
    return found


@contextmanager
def _one_connection() -> Iterator[None]:
    """Keep the connection of the test, with its transaction, from one request to the next."""
    signals = (request_started, request_finished)
    for signal in signals:
        signal.disconnect(close_old_connections)
    yield
    for signal in signals:
        signal.connect(close_old_connections)


def _ask(operation: Any, mode: GenerationMode, token: str, examples: int) -> list[str]:
    found: list[str] = []

    @hypothesis.settings(
        max_examples=examples,
        deadline=None,
        derandomize=True,
        database=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @hypothesis.given(case=_cases(operation, mode))
    def ask(case: Any) -> None:
        with transaction.atomic():
            found.extend(_faults(case, token))
            transaction.set_rollback(True)

    try:
        ask()
    except hypothesis.errors.Unsatisfiable:
        return [] if mode == GenerationMode.NEGATIVE else [f"{operation.label}: no example"]
    return found


def _cases(operation: Any, mode: GenerationMode) -> Any:
    cases = operation.as_strategy(generation_mode=mode)
    if mode == GenerationMode.NEGATIVE:
        return cases
    places = _places(operation.path)
    known = operation.as_strategy(generation_mode=mode, path_parameters=places).map(_mended)
    return strategies.one_of(known, cases) if places else cases.map(_mended)


def _places(path: str) -> dict[str, Any]:
    """Return a person and a fact that are there."""
    models = {
        "appointments": Appointment,
        "qualifications": Qualification,
        "trainings": Training,
        "appraisals": Appraisal,
        "planned-retirements": PlannedRetirement,
    }
    found: dict[str, Any] = {}
    if "/cadres/{key}" in path:
        found["key"] = "khoa"
    if "/units/{key}" in path:
        found["key"] = "PTC"
    for name, model in models.items():
        if f"{name}/{{id}}" in path:
            row = model.objects.filter(cadre__key="khoa").first()
            found["id"] = row.pk if row else 1
    return found


_THERE = {"unit": "PTC", "category": "knowledge_update", "plan": "KH-01", "target": "women"}


def _mended(case: Any) -> Any:
    """Name units, courses and states that are there, so that the request goes deep."""
    body = case.body if isinstance(case.body, dict) else {}
    for part in (body, body.get("post"), case.query):
        if part:
            part |= {name: value for name, value in _THERE.items() if name in part}
    if "If-Match" in case.headers:
        case.headers["If-Match"] = "*"
    return case


def _faults(case: Any, token: str) -> list[str]:
    # A key is used for one request only.
    if "Idempotency-Key" in case.headers and case.headers["Idempotency-Key"]:
        case.headers["Idempotency-Key"] += f"-{next(_KEYS)}"
    headers = {"Authorization": f"Bearer {token}", "Accept-Encoding": "identity"}
    response = case.call(base_url="http://127.0.0.1", headers=headers)
    try:
        case.validate_response(response, checks=CHECKS, headers=headers)
    except FailureGroup as group:
        return [_said(case, failure) for failure in group.exceptions]
    except Failure as failure:
        return [_said(case, failure)]
    return []


def _said(case: Any, failure: Exception) -> str:
    return f"{case.operation.label}: {failure}\n{case.as_curl_command()}"
