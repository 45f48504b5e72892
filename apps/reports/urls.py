"""The addresses of reports."""

from django.urls import path

from apps.reports.views import lists, reports, schedules

urlpatterns = [
    path("", reports.archive, name="reports"),
    path("ask/", reports.ask, name="report_ask"),
    path("code/", reports.by_code, name="report_code"),
    path("lists/cadres/", lists.cadres, name="list_cadres"),
    path("lists/units/<str:key>/", lists.units, name="list_units"),
    path("lists/units/<str:key>/targets/<str:code>/", lists.who, name="list_who"),
    path("lists/<int:pk>/", lists.page, name="list"),
    path("lists/<int:pk>/file/", lists.file, name="list_file"),
    path("schedules/", schedules.listing, name="schedules"),
    path("schedules/add/", schedules.add, name="schedule_add"),
    path("schedules/<int:pk>/", schedules.change, name="schedule"),
    path("schedules/<int:pk>/act/", schedules.act, name="schedule_act"),
    path("<int:pk>/", reports.report_page, name="report"),
    path("<int:pk>/check/", reports.check, name="report_check"),
    path("<int:pk>/imprint/", reports.imprint, name="report_imprint"),
    path("<int:pk>/issue/", reports.issue, name="report_issue"),
    path("<int:pk>/act/", reports.act, name="report_act"),
    path("<int:pk>/file/<str:name>/", reports.file, name="report_file"),
]
