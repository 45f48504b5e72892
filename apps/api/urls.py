"""The addresses of the API."""

from django.urls import path, re_path

from apps.api.views import cadres, charts, figures, imports, kinds, plans, reports, site, units

PERSON = "cadres/<str:key>/"

urlpatterns = [
    path("schema/", site.Schema.as_view(), name="api_schema"),
    path("units", units.Units.as_view(), name="api_units"),
    path("units/<str:key>", units.OneUnit.as_view(), name="api_unit"),
    path("units/<str:key>/series", charts.series, name="series"),
    path("plans", plans.Plans.as_view(), name="api_plans"),
    path("plans/<int:pk>", plans.OnePlan.as_view(), name="api_plan"),
    path("targets", plans.Targets.as_view(), name="api_targets"),
    path("targets/<int:pk>", plans.OneTarget.as_view(), name="api_target"),
    path("runs", figures.Runs.as_view(), name="api_runs"),
    path("runs/<int:pk>", figures.OneRun.as_view(), name="api_run"),
    path("figures", figures.Figures.as_view(), name="api_figures"),
    path("figures/series", figures.Series.as_view(), name="api_series"),
    path("figures/people", figures.People.as_view(), name="api_people"),
    path("cadres", cadres.Cadres.as_view(), name="api_cadres"),
    path("cadres/<str:key>", cadres.OneCadre.as_view(), name="api_cadre"),
    path(f"{PERSON}retirement", kinds.Retired.as_view(), name="api_retirement"),
    path("imports", imports.Imports.as_view(), name="api_imports"),
    path("imports/<int:pk>", imports.OneImport.as_view(), name="api_import"),
    path("imports/<int:pk>/problems", imports.ImportProblems.as_view(), name="api_problems"),
    path("imports/<int:pk>/acts", imports.ImportActs.as_view(), name="api_import_acts"),
    path("reports", reports.Reports.as_view(), name="api_reports"),
    path("reports/<int:pk>", reports.OneReport.as_view(), name="api_report"),
    path("reports/<int:pk>/acts", reports.ReportActs.as_view(), name="api_report_acts"),
    path("reports/<int:pk>/files/<str:name>", reports.OneFile.as_view(), name="api_report_file"),
]
for many, one, listing, single, withdrawn in (
    ("appointments", "appointment", kinds.Appointments, kinds.OneAppointment,
     kinds.WithdrawnAppointment),
    ("qualifications", "qualification", kinds.Qualifications, kinds.OneQualification,
     kinds.WithdrawnQualification),
    ("trainings", "training", kinds.Trainings, kinds.OneTraining, kinds.WithdrawnTraining),
    ("appraisals", "appraisal", kinds.Appraisals, kinds.OneAppraisal, kinds.WithdrawnAppraisal),
    ("planned-retirements", "planned_retirement", kinds.PlannedRetirements,
     kinds.OnePlannedRetirement, kinds.WithdrawnPlannedRetirement),
):  # fmt: skip
    single_path = f"{PERSON}{many}/<int:pk>"
    urlpatterns += [
        path(f"{PERSON}{many}", listing.as_view(), name=f"api_{many.replace('-', '_')}"),
        path(single_path, single.as_view(), name=f"api_{one}"),
        path(f"{single_path}/withdrawal", withdrawn.as_view(), name=f"api_withdrawn_{one}"),
    ]
urlpatterns += [
    path(
        f"{PERSON}appointments/<int:pk>/end",
        kinds.EndedAppointment.as_view(),
        name="api_ended_appointment",
    ),
    re_path(r"^(?P<rest>[\s\S]*)$", site.Missing.as_view(), name="api_missing"),
]
