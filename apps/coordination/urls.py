"""The addresses of the coordinators' forms."""

from django.urls import path

from apps.coordination.views import hub, plans, targets, units

urlpatterns = [
    path("coordination/", hub.page, name="coordination"),
    path("coordination/units/", units.offers, name="unit_offers"),
    path("coordination/plans/new/", plans.publish, name="plan_publish"),
    path("coordination/plans/<int:pk>/correct/", plans.correct, name="plan_correct"),
    path("coordination/plans/<int:pk>/targets/new/", targets.publish, name="target_publish"),
    path("coordination/targets/<int:pk>/revise/", targets.revise, name="target_revise"),
    path("coordination/targets/<int:pk>/withdraw/", targets.withdraw, name="target_withdraw"),
    path("coordination/targets/<int:pk>/threshold/", targets.threshold, name="target_threshold"),
    path("coordination/versions/<int:pk>/correct/", targets.correct, name="target_correct"),
    path("coordination/units/key/", units.proposal, name="unit_key"),
    path("coordination/units/new/", units.open_, name="unit_open"),
    path("units/<str:key>/acts/<slug:act>/", units.act, name="unit_act"),
]
