"""The addresses of the import."""

from django.urls import path

from apps.imports import views

urlpatterns = [
    path("", views.listing, name="imports"),
    path("upload/", views.upload, name="import_upload"),
    path("template/<str:kind>/", views.template, name="import_template"),
    path("<int:pk>/", views.batch_page, name="import_batch"),
    path("<int:pk>/columns/", views.columns, name="import_columns"),
    path("<int:pk>/answers/", views.answers, name="import_answers"),
    path("<int:pk>/act/", views.act, name="import_act"),
    path("<int:pk>/marked/", views.marked, name="import_marked"),
]
