"""The addresses of reports."""

from django.urls import path

from apps.reports.views import list_requests, lists, reports, schedules, tables

urlpatterns = [
    path("", reports.archive, name="reports"),
    path("ask/", reports.ask, name="report_ask"),
    path("code/", reports.by_code, name="report_code"),
    path("lists/cadres/", lists.cadres, name="list_cadres"),
    path("lists/units/<str:key>/", lists.units, name="list_units"),
    path("lists/units/<str:key>/targets/<str:code>/", lists.who, name="list_who"),
    path("lists/requests/", list_requests.listing, name="list_requests"),
    path("lists/requests/<int:pk>/", list_requests.decide, name="list_request_decide"),
    path("lists/<int:pk>/", lists.page, name="list"),
    path("lists/<int:pk>/file/", lists.file, name="list_file"),
    path("schedules/", schedules.listing, name="schedules"),
    path("schedules/add/", schedules.add, name="schedule_add"),
    path("schedules/<int:pk>/", schedules.change, name="schedule"),
    path("schedules/<int:pk>/act/", schedules.act, name="schedule_act"),
    path("tables/", tables.listing, name="tables"),
    path("tables/new/", tables.new, name="table_new"),
    path("tables/<int:pk>/", tables.page, name="table"),
    path("tables/<int:pk>/preview/", tables.preview, name="table_preview"),
    path("tables/<int:pk>/head/", tables.head, name="table_head"),
    path("tables/<int:pk>/columns/new/", tables.new_column, name="column_new"),
    path("tables/<int:pk>/columns/<int:number>/", tables.column, name="column"),
    path("tables/<int:pk>/act/", tables.act, name="table_act"),
    path("<int:pk>/", reports.report_page, name="report"),
    path("<int:pk>/check/", reports.check, name="report_check"),
    path("<int:pk>/imprint/", reports.imprint, name="report_imprint"),
    path("<int:pk>/issue/", reports.issue, name="report_issue"),
    path("<int:pk>/act/", reports.act, name="report_act"),
    path("<int:pk>/file/<str:name>/", reports.file, name="report_file"),
]
