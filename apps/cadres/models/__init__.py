"""People and the dated facts about them: the only truth."""

from apps.cadres.models.learning import Appraisal, Qualification, Training, TrainingCategory
from apps.cadres.models.people import Cadre, CadreQuerySet, ChangedCadre, Restriction
from apps.cadres.models.posts import Appointment, AppointmentQuerySet
from apps.cadres.models.receiving import Lookup, Receipt
from apps.cadres.models.retiring import PlannedRetirement

__all__ = [
    "Appointment",
    "AppointmentQuerySet",
    "Appraisal",
    "Cadre",
    "CadreQuerySet",
    "ChangedCadre",
    "Lookup",
    "PlannedRetirement",
    "Qualification",
    "Receipt",
    "Restriction",
    "Training",
    "TrainingCategory",
]
