"""What every test shares. The embedded servers are joined before the settings are read."""

import os
import time

import django

from cadre_tracker import embedded
from cadre_tracker.env import redis_database

os.environ["CADRE_TRACKER_TESTING"] = "1"
os.environ["DJANGO_SETTINGS_MODULE"] = "cadre_tracker.settings"
embedded.ensure()
# A queue and a cache apart from those of a running site, and of tests running beside these.
BESIDE = int(os.environ.get("PYTEST_XDIST_WORKER", "gw0")[2:]) % 6
os.environ["REDIS_URL"] = redis_database(os.environ["REDIS_URL"], offset=2 + 2 * BESIDE)
django.setup()

# The rest needs the settings.
from collections.abc import Callable, Iterator  # noqa: E402
from typing import Any  # noqa: E402

import hypothesis  # noqa: E402
import pytest  # noqa: E402
from django.conf import settings  # noqa: E402
from django.core.cache import cache  # noqa: E402
from django.db import connection  # noqa: E402
from django.test import Client  # noqa: E402
from django.utils import translation  # noqa: E402

from apps.accounts.models import User  # noqa: E402
from apps.audit.walls import RETENTION  # noqa: E402
from apps.metrics.services import refresh  # noqa: E402
from tests.factories import list_training_categories  # noqa: E402
from tests.migrated import copy_it, drop_the_copy  # noqa: E402
from tests.replaying import again  # noqa: E402
from tests.workers import Worker, empty_queue, end_sessions  # noqa: E402
from tests.world import World, make_world  # noqa: E402

hypothesis.settings.register_profile(
    "project",
    deadline=None,
    derandomize=True,
    database=None,
    max_examples=40,
    suppress_health_check=[
        hypothesis.HealthCheck.function_scoped_fixture,
        hypothesis.HealthCheck.too_slow,
    ],
)
hypothesis.settings.load_profile("project")


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker: Any) -> Iterator[None]:
    """Empty the database as the retention job would; leave nobody in it when it is dropped.

    Beside it lies a copy as migrations left it, for the databases that benches make.
    """
    plain = connection.ops.sql_flush

    def sql_flush(*args: Any, **kwargs: Any) -> list[str]:
        return [f"SET LOCAL {RETENTION} TO 'on'", *plain(*args, **kwargs)]

    connection.ops.sql_flush = sql_flush
    with django_db_blocker.unblock():
        copy_it()
    yield
    with django_db_blocker.unblock():
        end_sessions(with_ours=True)
        drop_the_copy()


@pytest.fixture(autouse=True)
def in_vietnamese() -> None:
    """Begin each test in the default language, whatever a client chose in the one before."""
    translation.activate(settings.LANGUAGE_CODE)


@pytest.fixture
def world(db: None) -> World:
    """The province of tests/world.py, nothing published yet."""
    # Its rows have the same keys in each test: what was kept under them belongs to another.
    cache.clear()
    list_training_categories()
    return again(make_world)


@pytest.fixture
def published(world: World) -> World:
    """The province with the run of its day published, as ``world.run``."""
    world.run = refresh(day=world.day)
    return world


def client_of(user: User) -> Client:
    """Return a client in which the user has signed in just now, with the user as ``user``."""
    client = Client()
    client.force_login(user)
    session = client.session
    session["confirmed_at"] = int(time.time())
    session.save()
    client.user = user
    return client


@pytest.fixture
def an(world: World) -> Client:
    """An, who leads the province."""
    return client_of(world.an)


@pytest.fixture
def binh(world: World) -> Client:
    """Bình, who heads Sở Nội vụ."""
    return client_of(world.binh)


@pytest.fixture
def chi(world: World) -> Client:
    """Chi, who heads the sibling department and must see nothing of Bình's."""
    return client_of(world.chi)


@pytest.fixture
def officer(world: World) -> Client:
    """The officer who keeps the records of Sở Nội vụ."""
    return client_of(world.officer)


@pytest.fixture
def coordinator(world: World) -> Client:
    """The coordinator, who runs the plan of the province and sees no names."""
    return client_of(world.coordinator)


@pytest.fixture
def auditor(world: World) -> Client:
    """The auditor, who reads logs and nothing else."""
    return client_of(world.auditor)


@pytest.fixture
def administrator(world: World) -> Client:
    """The system administrator, who sees no personal data."""
    return client_of(world.administrator)


@pytest.fixture
def live_world(transactional_db: None) -> World:
    """The province, committed for other processes to see."""
    return make_world()


@pytest.fixture
def start_worker(transactional_db: None) -> Iterator[Callable[..., Worker]]:
    """Start real Celery workers on the test database; those left are stopped after the test."""
    started: list[Worker] = []
    empty_queue()

    def start(*, concurrency: int = 1) -> Worker:
        worker = Worker.start(concurrency=concurrency)
        started.append(worker)
        worker.wait()
        return worker

    yield start
    for worker in started:
        worker.forget()
    end_sessions()
    empty_queue()


@pytest.fixture
def live_worker(start_worker: Callable[..., Worker]) -> Worker:
    """A real Celery worker on the test database, ready and listening."""
    return start_worker()
