"""One line per app."""

from django.urls import include, path

urlpatterns = [
    path("", include("apps.accounts.urls")),
    path("api/v1/", include("apps.api.urls")),
    path("", include("apps.api.site_urls")),
    path("imports/", include("apps.imports.urls")),
    path("notices/", include("apps.notices.urls")),
    path("reports/", include("apps.reports.urls")),
    path("", include("apps.privacy.urls")),
    path("", include("apps.entry.urls")),
    path("", include("apps.records.urls")),
    path("coordination/reorganisations/", include("apps.reorganisation.urls")),
    path("", include("apps.coordination.urls")),
    path("", include("apps.administration.urls")),
    path("", include("apps.scenarios.urls")),
    path("", include("apps.dashboards.urls")),
]

handler500 = "apps.dashboards.views.failure.server_error"
