"""The addresses of what is supposed."""

from django.urls import path

from apps.scenarios import views

urlpatterns = [
    path("units/<str:key>/try/", views.page, name="unit_try"),
    path("units/<str:key>/scenarios/", views.listing, name="scenarios"),
    path("units/<str:key>/scenarios/compare/", views.compare, name="scenarios_compare"),
    path("units/<str:key>/scenarios/save/", views.save, name="scenario_save"),
    path("scenarios/<int:pk>/", views.open_one, name="scenario"),
    path("scenarios/<int:pk>/act/", views.act, name="scenario_act"),
]
