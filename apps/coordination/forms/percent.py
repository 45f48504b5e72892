"""A threshold as people write it: percent with up to two decimals."""

from __future__ import annotations

import re
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from apps.presentation import numbers

_PERCENT = re.compile(r"(\d{1,6})(?:[.,](\d{1,2}))?\s*%?", re.ASCII)


class PercentField(forms.CharField):
    """A share above 0 % and up to 100 %, read as basis points."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("help_text", gettext_lazy("In percent, for example 15 or 12,5"))
        super().__init__(max_length=12, **kwargs)
        self.widget.attrs["inputmode"] = "decimal"

    def prepare_value(self, value: Any) -> Any:
        """Show basis points as they are typed: 1250 is "12,5"."""
        if not isinstance(value, int):
            return value
        whole, rest = divmod(value, 100)
        mark = "," if numbers.is_vietnamese() else "."
        return f"{whole}{mark}{rest:02d}".rstrip("0") if rest else str(whole)

    def to_python(self, value: Any) -> int | None:  # type: ignore[override]
        """Read what was typed; comma or point, with or without the sign."""
        if isinstance(value, int):
            return value
        text = super().to_python(value)
        if not text:
            return None
        found = _PERCENT.fullmatch(text)
        if not found:
            raise forms.ValidationError(_("Write a number with up to two decimals: 15 or 12,5."))
        threshold_bp = int(found[1]) * 100 + int((found[2] or "").ljust(2, "0"))
        if not 1 <= threshold_bp <= 10_000:
            raise forms.ValidationError(_("The threshold must be above 0 % and at most 100 %."))
        return threshold_bp

    def run_validators(self, value: Any) -> None:
        """The text was read; its length is of no concern."""
