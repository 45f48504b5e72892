"""Texts that are written once for each run and kept under what they depend on.

What is kept holds counts only, never the name of a person. Its key names the run, the words and
the program that wrote it, so that nothing has to be thrown away when figures change.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from contextlib import suppress
from functools import cache as once
from pathlib import Path
from typing import Any, TypeVar

from django.apps import apps
from django.conf import settings
from django.core.cache import cache
from redis.exceptions import RedisError

from apps.presentation import labels

_A_DAY = 24 * 3600
T = TypeVar("T")


def kept(part: str, depends_on: tuple[Any, ...], make: Callable[[], str]) -> str:
    """Return a text as it was written before for the same things, or write it now.

    Without a cache to be had every text is written anew.
    """
    # Safe strings become plain text before they are stored.
    return recalled(part, (depends_on, labels.language()), lambda: str(make()), seconds=_A_DAY)


def recalled(part: str, depends_on: tuple[Any, ...], make: Callable[[], T], *, seconds: int) -> T:
    """Return what was worked out before from the same things, or work it out now."""
    said = repr((depends_on, _program()))
    key = f"{part}-{hashlib.sha256(said.encode()).hexdigest()}"
    found: T | None = None
    with suppress(RedisError):
        found = cache.get(key)
    if found is None:
        found = make()
        with suppress(RedisError):
            cache.set(key, found, seconds)
    return found


@once
def _program() -> str:
    """Return a text that differs when another release writes the texts."""
    folders = [Path(app.path) for app in apps.get_app_configs() if app.name.startswith("apps.")]
    folders += [settings.BASE_DIR / "templates", *map(Path, settings.LOCALE_PATHS)]
    files = [path for folder in folders for path in sorted(folder.rglob("*")) if path.is_file()]
    times = " ".join(str(path.stat().st_mtime_ns) for path in files if path.suffix != ".pyc")
    return hashlib.sha256(times.encode()).hexdigest()
