"""The addresses of notices."""

from django.urls import path

from apps.notices import views

urlpatterns = [
    path("", views.page, name="notices"),
    path("seen/", views.mark, name="notices_seen"),
    path("address/", views.address, name="notices_address"),
    path("<int:pk>/", views.follow, name="notice"),
]
