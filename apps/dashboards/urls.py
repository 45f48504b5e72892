"""The addresses of the screens."""

from django.urls import path

from apps.dashboards.views import (
    cadres,
    changes,
    guide,
    log,
    plan,
    quality,
    runs,
    target,
    tree,
    unit,
)

urlpatterns = [
    path("", unit.home, name="home"),
    path("find/", unit.search, name="unit_search"),
    path("units/<str:key>/", unit.page, name="unit"),
    path("units/<str:key>/rows/", unit.rows, name="unit_rows"),
    path("units/<str:key>/figures/", unit.figures, name="unit_figures"),
    path("units/<str:key>/history/", tree.history, name="unit_history"),
    path("units/<str:key>/below/", tree.children, name="unit_children"),
    path("units/<str:key>/targets/<str:code>/", target.page, name="target"),
    path("units/<str:key>/targets/<str:code>/people/", target.people, name="target_people"),
    path("units/<str:key>/targets/<str:code>/due/", target.foreseen, name="target_outlook"),
    path("units/<str:key>/targets/<str:code>/figures/", target.figures, name="target_figures"),
    path("units/<str:key>/targets/<str:code>/changes/", changes.page, name="target_changes"),
    path("units/<str:key>/targets/<str:code>/moves/", changes.people, name="target_moves"),
    path("tree/", tree.page, name="units"),
    path("plans/", plan.listing, name="plan"),
    path("plans/<int:pk>/", plan.page, name="plan_page"),
    path("cadres/", cadres.listing, name="cadres"),
    path("cadres/<str:key>/", cadres.page, name="cadre"),
    path("quality/", quality.page, name="quality"),
    path("runs/", runs.page, name="runs"),
    path("runs/ask/", runs.ask_for, name="ask_for_day"),
    path("jobs/", runs.jobs, name="jobs"),
    path("jobs/<int:pk>/retry/", runs.retry_job, name="retry_job"),
    path("log/", log.page, name="log"),
    path("log/changes/", log.changes, name="changes"),
    path("help/method/", guide.method, name="method"),
    path("help/basis/", guide.basis, name="basis"),
]
