"""Finding stored conditions that do not read, and training categories that nobody knows."""

from __future__ import annotations

from collections.abc import Iterator

from apps.cadres.models import TrainingCategory
from apps.targets.conditions import ConditionError, Trained, leaves
from apps.targets.models import TargetVersion
from apps.units.verifying import Violation


def target_violations() -> Iterator[Violation]:
    """Yield every version whose conditions cannot be applied: the rule, the target's code, what."""
    categories = set(TrainingCategory.objects.values_list("code", flat=True))
    for version in TargetVersion.objects.select_related("target"):
        code = version.target.code
        try:
            version.who()
            tips = list(leaves(version.what()))
        except ConditionError as error:
            yield "a condition can be read", code, str(error)
            continue
        used = {tip.category for tip in tips if isinstance(tip, Trained)}
        for category in sorted(used - categories):
            yield "a condition names known training categories", code, category
