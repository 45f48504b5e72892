"""Personal numbers out of texts that are kept for reading: logs, and who read what."""

from __future__ import annotations

import re
from typing import Any

# A national ID has twelve digits, sometimes written in groups.
LONG_NUMBER = re.compile(r"(?<!\d)\d(?:[ .-]?\d){11}(?!\d)")
MASK = "[number]"


def without_numbers(value: Any) -> Any:
    """Return a value as JSON knows it, with every run of twelve digits in its texts masked."""
    if isinstance(value, str):
        return LONG_NUMBER.sub(MASK, value)
    if isinstance(value, dict):
        return {name: without_numbers(one) for name, one in value.items()}
    if isinstance(value, list | tuple):
        return [without_numbers(one) for one in value]
    return value
