"""Views with nothing around them, served like the site: the floor of what a page can cost."""

import os

from django.conf import settings
from django.core.wsgi import get_wsgi_application
from django.db import connection
from django.http import HttpRequest, JsonResponse
from django.urls import path


def one_row(request: HttpRequest, key: str) -> JsonResponse:
    """Read one unit."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT id, key, name, kind FROM units_unit WHERE key = %s", [key])
        return JsonResponse({"row": cursor.fetchone()})


def series(request: HttpRequest, key: str, code: str) -> JsonResponse:
    """Read the rows that a unit's trend on a target is made of."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT id, as_of FROM metrics_run ORDER BY as_of")
        runs = cursor.fetchall()
        cursor.execute(
            """SELECT from_run, until_run, met, not_met, unknown, r.threshold_bp
               FROM metrics_result r JOIN targets_targetversion v ON v.id = r.version_id
               WHERE r.unit_id = (SELECT id FROM units_unit WHERE key = %s)
                 AND v.target_id = (SELECT min(id) FROM targets_target WHERE code = %s)
               ORDER BY from_run""",
            [key, code],
        )
        return JsonResponse({"runs": runs, "rows": cursor.fetchall()})


urlpatterns = [path("row/<str:key>", one_row), path("series/<str:key>/<str:code>", series)]

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "cadre_tracker.settings")
settings.MIDDLEWARE = []
settings.ROOT_URLCONF = __name__
application = get_wsgi_application()
