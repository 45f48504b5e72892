"""Which kind of training a text means: by its code, its name, or enough of its name."""

from __future__ import annotations

import re

import pandas as pd
from django.utils.translation import gettext as _

from apps.cadres.models import TrainingCategory
from apps.common.text import search_key
from apps.imports.checking.findings import Findings

_MARKS = re.compile(r"[^\w]+")
_GENERAL = re.compile(r"^(lop |khoa )?(dao tao |tap huan |boi duong )+(ve )?")
# Fewer letters than this name nothing by themselves.
_ENOUGH = 6


def with_codes(trainings: pd.DataFrame, findings: Findings) -> pd.DataFrame:
    """Write the code of the kind that each training names; note texts that name none."""
    listed = list(TrainingCategory.objects.values_list("code", "name_vi", "name_en"))
    known = {_key(text): code for code, *names in listed for text in (code, *names)}
    codes = {text: _code(text, known) for text in set(trainings["category"])}
    for row, text in zip(trainings["row"], trainings["category"], strict=True):
        if not codes[text]:
            names = "; ".join(name for _code, name, _english in listed)
            message = _("There is no kind of training of this name. Write one of: %s")
            findings.fault(row, "category", message % names, text)
    return trainings.assign(category=trainings["category"].map(codes))


def _key(text: str) -> str:
    return _GENERAL.sub("", " ".join(_MARKS.sub(" ", search_key(text).replace("_", " ")).split()))


def _code(text: str, known: dict[str, str]) -> str:
    said = _key(text)
    if said in known or len(said) < _ENOUGH:
        return known.get(said, "")
    near = {code for name, code in known.items() if said in name or name in said}
    return near.pop() if len(near) == 1 else ""
