"""The addresses of reports."""

from django.urls import path

from apps.reports import views

urlpatterns = [
    path("", views.archive, name="reports"),
    path("ask/", views.ask, name="report_ask"),
    path("code/", views.by_code, name="report_code"),
    path("<int:pk>/", views.report_page, name="report"),
    path("<int:pk>/check/", views.check, name="report_check"),
    path("<int:pk>/imprint/", views.imprint, name="report_imprint"),
    path("<int:pk>/issue/", views.issue, name="report_issue"),
    path("<int:pk>/act/", views.act, name="report_act"),
    path("<int:pk>/file/<str:name>/", views.file, name="report_file"),
]
