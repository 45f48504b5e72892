"""Views with nothing around them, served like the site: the floor of what a page can cost."""

import os

import django
from django.conf import settings
from django.core.handlers.wsgi import WSGIHandler
from django.db import connection
from django.http import HttpRequest, JsonResponse
from django.urls import path


def one_row(request: HttpRequest, key: str) -> JsonResponse:
    """Read one unit."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT id, key, name, kind FROM units_unit WHERE key = %s", [key])
        return JsonResponse({"row": cursor.fetchone()})


def series(request: HttpRequest, key: str) -> JsonResponse:
    """Read the rows that a unit's trend on the first target is made of."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT id, as_of FROM metrics_run ORDER BY as_of")
        runs = cursor.fetchall()
        cursor.execute(
            """SELECT from_run, counts[5], counts[6], counts[7], counts[1] FROM metrics_result
               WHERE unit_id = (SELECT id FROM units_unit WHERE key = %s) ORDER BY from_run""",
            [key],
        )
        return JsonResponse({"runs": runs, "rows": cursor.fetchall()})


urlpatterns = [path("row/<str:key>", one_row), path("series/<str:key>", series)]

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "cadre_tracker.settings")
# Apps insist on their middleware while they are set up; what serves is made without any.
django.setup(set_prefix=False)
settings.MIDDLEWARE = []
settings.ROOT_URLCONF = __name__
application = WSGIHandler()
