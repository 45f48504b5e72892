"""The addresses of reports."""

from django.urls import path

from apps.reports.views import reports as views
from apps.reports.views import tables

urlpatterns = [
    path("", views.archive, name="reports"),
    path("ask/", views.ask, name="report_ask"),
    path("code/", views.by_code, name="report_code"),
    path("tables/", tables.listing, name="tables"),
    path("tables/new/", tables.new, name="table_new"),
    path("tables/<int:pk>/", tables.page, name="table"),
    path("tables/<int:pk>/preview/", tables.preview, name="table_preview"),
    path("tables/<int:pk>/head/", tables.head, name="table_head"),
    path("tables/<int:pk>/columns/new/", tables.new_column, name="column_new"),
    path("tables/<int:pk>/columns/<int:number>/", tables.column, name="column"),
    path("tables/<int:pk>/act/", tables.act, name="table_act"),
    path("<int:pk>/", views.report_page, name="report"),
    path("<int:pk>/check/", views.check, name="report_check"),
    path("<int:pk>/imprint/", views.imprint, name="report_imprint"),
    path("<int:pk>/issue/", views.issue, name="report_issue"),
    path("<int:pk>/act/", views.act, name="report_act"),
    path("<int:pk>/file/<str:name>/", views.file, name="report_file"),
]
