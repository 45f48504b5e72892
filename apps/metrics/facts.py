"""The facts that figures are computed from."""

from __future__ import annotations

from django.db import models

from apps.cadres.models import (
    Appointment,
    Appraisal,
    Cadre,
    PlannedRetirement,
    Qualification,
    Training,
)
from apps.targets.models import Plan, Target, TargetVersion, UnitThreshold
from apps.units.models import HeadcountQuota, Placement, Succession, Unit

_MODELS: tuple[type[models.Model], ...] = (
    *(Unit, Placement, HeadcountQuota, Succession),
    *(Cadre, Appointment, Qualification, Training, Appraisal, PlannedRetirement),
    *(Plan, Target, TargetVersion, UnitThreshold),
)
# Their tables; who may do what is not among them.
FACTS = tuple(model._meta.db_table for model in _MODELS)
