"""The addresses of the screens."""

from django.urls import path

from apps.dashboards.views import unit

urlpatterns = [
    path("", unit.home, name="home"),
    path("find/", unit.search, name="unit_search"),
    path("units/<str:key>/", unit.page, name="unit"),
    path("units/<str:key>/rows/", unit.rows, name="unit_rows"),
]
