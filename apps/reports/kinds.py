"""The kinds of report: how each is computed, kept and set."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from apps.metrics.models import Run
from apps.metrics.progress import NoFiguresError
from apps.reports.asking import Asked, Standing
from apps.reports.builders import progress, tables
from apps.reports.document import Document

__all__ = ["KINDS", "Kind", "NoFiguresError"]


@dataclass(frozen=True)
class Kind:
    """How one kind of report is made.

    ``compute`` reads the facts and raises NoFiguresError where there is nothing to say;
    ``flatten`` returns every figure by name, as JSON holds it; ``edition`` the published run whose
    figures they are, if there is one; ``compose`` sets them in words.
    """

    compute: Callable[[Asked], Any]
    flatten: Callable[[Any], dict[str, Any]]
    compose: Callable[[Any, Asked, Standing], Document]
    edition: Callable[[Any], Run | None] = lambda _found: None


KINDS = {
    "progress": Kind(progress.compute, progress.flatten, progress.compose, progress.edition),
    "bm01": Kind(tables.compute, tables.flatten, tables.compose),
}
