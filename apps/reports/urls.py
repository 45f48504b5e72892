"""The addresses of reports."""

from django.urls import path

from apps.reports import schedule_views, views

urlpatterns = [
    path("", views.archive, name="reports"),
    path("ask/", views.ask, name="report_ask"),
    path("code/", views.by_code, name="report_code"),
    path("schedules/", schedule_views.listing, name="schedules"),
    path("schedules/add/", schedule_views.add, name="schedule_add"),
    path("schedules/<int:pk>/", schedule_views.change, name="schedule"),
    path("schedules/<int:pk>/act/", schedule_views.act, name="schedule_act"),
    path("<int:pk>/", views.report_page, name="report"),
    path("<int:pk>/check/", views.check, name="report_check"),
    path("<int:pk>/imprint/", views.imprint, name="report_imprint"),
    path("<int:pk>/issue/", views.issue, name="report_issue"),
    path("<int:pk>/act/", views.act, name="report_act"),
    path("<int:pk>/file/<str:name>/", views.file, name="report_file"),
]
