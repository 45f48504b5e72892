"""docker-compose.yml describes the same installation as `make run`."""

import re

import pytest
import yaml

from cadre_tracker.embedded import postgresql, valkey
from cadre_tracker.processes import PROCESSES
from tests.cadre_tracker.conftest import BASE

TEXT = (BASE / "docker-compose.yml").read_text(encoding="utf-8")
SERVICES = yaml.safe_load(TEXT)["services"]


@pytest.mark.parametrize("name", PROCESSES)
def test_a_container_runs_the_process_that_make_run_runs(name):
    assert SERVICES[name]["command"] == ["python", "-m", *PROCESSES[name].argv]
    stop = SERVICES[name].get("stop_signal", "SIGTERM")
    assert stop == PROCESSES[name].stop_signal.name


def test_the_image_serves_the_site_by_default():
    command = ", ".join(f'"{word}"' for word in ("python", "-m", *PROCESSES["web"].argv))
    assert f"CMD [{command}]" in (BASE / "Dockerfile").read_text(encoding="utf-8")


def test_the_servers_have_the_same_settings():
    wanted = [f"--{name}={value}" for name, value in postgresql.SETTINGS.items()]
    assert SERVICES["postgres"]["command"] == ["postgres", *wanted]
    for name, value in valkey.SETTINGS.items():
        assert f"{name} {value}" in SERVICES["redis"]["command"][2]


def test_every_service_that_stays_says_whether_it_is_well():
    staying = {name for name, service in SERVICES.items() if service.get("restart") != "no"}
    assert staying == {*PROCESSES, "postgres", "redis"}
    assert all("healthcheck" in SERVICES[name] for name in staying)


def test_no_secret_has_a_default_and_the_example_names_every_variable():
    used = set(re.findall(r"\$\{([A-Z_]+)", TEXT))
    secret = {
        "SECRET_KEY",
        "DATA_KEY",
        "POSTGRES_PASSWORD",
        "SITE_DATABASE_PASSWORD",
        "REDIS_PASSWORD",
    }
    for name in secret:
        forms = set(re.findall(r"\$\{" + name + r"([^}]*)\}", TEXT))
        assert forms == {f":?set {name} in .env"}
    example = (BASE / ".env.example").read_text(encoding="utf-8")
    given = dict(re.findall(r"^([A-Z_]+)=(.*)$", example, re.MULTILINE))
    assert set(given) == used
    assert {given[name] for name in secret} == {""}
