"""The addresses of the API."""

from django.urls import path

from apps.api import views

urlpatterns = [path("units/<str:key>/series", views.series, name="series")]
