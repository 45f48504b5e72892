"""The addresses of the coordinators' forms."""

from django.urls import path

from apps.coordination.views import hub, units

urlpatterns = [
    path("coordination/", hub.page, name="coordination"),
    path("coordination/units/", units.offers, name="unit_offers"),
]
