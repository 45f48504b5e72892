"""The settings of a real installation."""

import os
import subprocess
import sys

import pytest
from django.conf import settings

from tests.cadre_tracker.conftest import BASE

PRODUCTION = {
    "DATA_KEY": "Z9y8X7w6V5u4T3s2R1q0P9o8N7m6L5k4J3i2H1g0F9e8D7c6B5a4",
    "SECRET_KEY": "A1b2C3d4E5f6G7h8I9j0K1l2M3n4O5p6Q7r8S9t0U1v2W3x4Y5z6",
    "DATABASE_URL": "postgresql://user:password@127.0.0.1:1/name",
    "REDIS_URL": "redis://127.0.0.1:1/0",
    "ALLOWED_HOSTS": "tracker.example",
    "CSRF_TRUSTED_ORIGINS": "https://tracker.example",
    "HTTPS": "yes",
    "CADRE_TRACKER_DEMO": "no",
}


def run_with(variables: dict[str, str], *command: str) -> subprocess.CompletedProcess[str]:
    """Run Python with these settings only."""
    bare = {"PATH": os.environ["PATH"], "DJANGO_SETTINGS_MODULE": "cadre_tracker.settings"}
    return subprocess.run(
        [sys.executable, *command],
        cwd=BASE,
        env={**bare, **variables},
        capture_output=True,
        text=True,
        check=False,
    )


def shown(variables: dict[str, str], expression: str) -> str:
    """Return what a setting is under these variables."""
    code = f"from django.conf import settings; print({expression})"
    return run_with(variables, "-c", code).stdout.strip()


def test_djangos_own_deployment_check_finds_nothing(tmp_path):
    variables = {**PRODUCTION, "CADRE_TRACKER_HOME": str(tmp_path)}
    done = run_with(variables, "manage.py", "check", "--deploy", "--fail-level", "WARNING")
    assert done.returncode == 0, done.stderr
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("missing", ["SECRET_KEY", "DATA_KEY", "DATABASE_URL", "REDIS_URL"])
def test_without_a_needed_value_nothing_starts(missing):
    variables = {name: value for name, value in PRODUCTION.items() if name != missing}
    done = run_with(variables, "-c", "from django.conf import settings; settings.DEBUG")
    assert done.returncode != 0
    assert f"{missing} must be set" in done.stderr


def test_over_https_cookies_are_bound_to_the_host_and_the_browser_stays_with_https():
    names = "SESSION_COOKIE_NAME CSRF_COOKIE_NAME SESSION_COOKIE_SECURE SECURE_HSTS_SECONDS"
    expression = ", ".join(f"settings.{name}" for name in names.split())
    assert shown(PRODUCTION, expression) == "__Host-sessionid __Host-csrftoken True 31536000"


def test_a_clients_word_for_https_counts_only_behind_a_trusted_proxy():
    header = "settings.SECURE_PROXY_SSL_HEADER"
    assert shown(PRODUCTION, header) == "None"
    trusting = {**PRODUCTION, "TRUST_PROXY": "yes"}
    assert shown(trusting, header) == "('HTTP_X_FORWARDED_PROTO', 'https')"


def test_only_the_site_gives_up_on_slow_statements():
    options = "settings.DATABASES['default']['OPTIONS']['options']"
    assert "statement_timeout=0s" in shown(PRODUCTION, options)
    config = "import runpy; print(runpy.run_path('cadre_tracker/gunicorn.py')['raw_env'])"
    assert run_with(PRODUCTION, "-c", config).stdout.strip() == "['STATEMENT_TIMEOUT=60']"


def test_no_task_can_outlast_the_time_after_which_it_is_handed_out_again():
    transport = settings.CELERY_BROKER_TRANSPORT_OPTIONS
    assert transport["visibility_timeout"] > settings.CELERY_TASK_TIME_LIMIT
    assert transport["unacked_restore_throttle"] == 1


def test_tasks_travel_as_json_and_come_back_when_their_worker_dies():
    assert settings.CELERY_ACCEPT_CONTENT == ["json"]
    assert settings.CELERY_TASK_ACKS_LATE
    assert settings.CELERY_TASK_REJECT_ON_WORKER_LOST
    assert settings.CELERY_WORKER_PREFETCH_MULTIPLIER == 1


def test_a_provider_without_its_secret_stops_the_start():
    variables = {**PRODUCTION, "OIDC_ISSUER": "https://id.example"}
    done = run_with(variables, "-c", "from django.conf import settings; settings.DEBUG")
    assert "OIDC_CLIENT_SECRET must be set" in done.stderr
