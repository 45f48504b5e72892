"""Personal numbers out of texts that are kept for reading: logs, and who read what."""

from __future__ import annotations

import re
from typing import Any

# A national ID has twelve digits, sometimes written in groups.
LONG_NUMBER = re.compile(r"(?<!\d)\d(?:[ .-]?\d){11}(?!\d)")
# A digest has twelve digits in a row now and then; it tells nothing and must stay as it is.
DIGEST_OR_NUMBER = re.compile(rf"\b(?P<digest>[0-9a-f]{{64}})\b|{LONG_NUMBER.pattern}")
MASK = "[number]"


def without_numbers(value: Any) -> Any:
    """Return a value as JSON knows it, with every run of twelve digits in its texts masked.

    Digests (64 hexadecimal digits) stay whole.
    """
    if isinstance(value, str):
        return DIGEST_OR_NUMBER.sub(lambda found: found["digest"] or MASK, value)
    if isinstance(value, dict):
        return {name: without_numbers(one) for name, one in value.items()}
    if isinstance(value, list | tuple):
        return [without_numbers(one) for one in value]
    return value
