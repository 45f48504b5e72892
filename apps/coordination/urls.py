"""The addresses of the coordinators' forms."""

from django.urls import path

from apps.coordination.views import hub, units

urlpatterns = [
    path("coordination/", hub.page, name="coordination"),
    path("coordination/units/", units.offers, name="unit_offers"),
    path("coordination/units/key/", units.proposal, name="unit_key"),
    path("coordination/units/new/", units.open_, name="unit_open"),
    path("units/<str:key>/acts/<slug:act>/", units.act, name="unit_act"),
]
