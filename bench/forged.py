"""Forged messages to a real worker: nothing of them is done, and the worker lives.

Run `python -m bench.forged` on a home of its own, never where a site works: it empties the queue,
starts a worker and sends it two hundred messages that only somebody inside the queue could write.
"""

from __future__ import annotations

import json
import os
import pickle
import random
import signal
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import django
import redis
from django.conf import settings
from kombu import Connection

from cadre_tracker.embedded.keeper import stop_with_parent
from cadre_tracker.processes import PROCESSES

TIMES, SEED, LARGE = 200, 20261123, 20_000_000
WORK = "apps.metrics.tasks.work"
NOTHING: list[Any] = [[], {}, {"callbacks": None, "errbacks": None, "chain": None, "chord": None}]


class Marker:
    """What creates a file when it is unpickled."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def __reduce__(self) -> tuple[Any, ...]:
        return (Path.touch, (self.path,))


@dataclass(frozen=True)
class Forged:
    """A message as it lies in the queue: its body, what it says of it, and its headers.

    Without headers the body is put into the queue as it is, without an envelope.
    """

    kind: str
    body: bytes
    content_type: str = "application/json"
    headers: dict[str, Any] | None = field(default_factory=dict)


def _headers(draw: random.Random, task: Any = WORK, **more: Any) -> dict[str, Any]:
    given = f"{draw.getrandbits(128):032x}"
    limits = [settings.CELERY_TASK_TIME_LIMIT, settings.CELERY_TASK_SOFT_TIME_LIMIT]
    nothing = ("parent_id", "eta", "expires", "shadow", "group", "group_index", "stamped_headers")
    return {
        "lang": "py", "task": task, "id": given, "root_id": given, "retries": 0, "stamps": {},
        "timelimit": limits, "argsrepr": "()", "kwargsrepr": "{}", "origin": "x",
        "ignore_result": True, "replaced_task_nesting": 0, **dict.fromkeys(nothing), **more,
    }  # fmt: skip


def _called(*args: Any, **kwargs: Any) -> bytes:
    return json.dumps([args, kwargs, NOTHING[2]]).encode()


def _pickled(draw: random.Random, marker: Path) -> Forged:
    kinds = ("application/x-python-serialize", "pickle", "application/json", "text/plain")
    body = pickle.dumps([Marker(marker), {}, {}], protocol=draw.choice([0, 2, 4]))
    return Forged("pickle", body, draw.choice(kinds), _headers(draw))


def _unknown(draw: random.Random, marker: Path) -> Forged:
    names = (
        "os.system",
        "subprocess.run",
        "builtins.eval",
        "celery.accumulate",
        "",
        "a\r\nb",
        "x" * 9999,
    )
    return Forged(
        "unknown task", _called(f"touch {marker}"), headers=_headers(draw, draw.choice(names))
    )


def _foreign(draw: random.Random, marker: Path) -> Forged:
    kinds = (
        "report",
        "list",
        "batch",
        "no such kind",
        "",
        7,
        None,
        "night'; DROP TABLE jobs_job;--",
    )
    return Forged("foreign job", _called(draw.choice(kinds)), headers=_headers(draw))


def _wrong(draw: random.Random, marker: Path) -> Forged:
    values: tuple[Any, ...] = ([], {}, [["night"]], {"kind": []}, 1e400, -1, "x" * 100_000)
    args = [draw.choice(values) for _ in range(draw.randrange(4))]
    return Forged("wrong arguments", _called(*args, day=[1]), headers=_headers(draw))


def _huge(draw: random.Random, marker: Path) -> Forged:
    return Forged("huge body", _called("x" * LARGE), headers=_headers(draw))


def _broken(draw: random.Random, marker: Path) -> Forged:
    bodies = (
        b"",
        b"[",
        b"null",
        b"7",
        b"\xff\xfe",
        b'{"a":' * 500,
        b"[[],{}]",
        b'[[],{},{"chord":7}]',
    )
    return Forged("broken body", draw.choice(bodies), headers=_headers(draw))


def _odd_headers(draw: random.Random, marker: Path) -> Forged:
    odd: dict[str, Any] = draw.choice(
        [{"task": 7}, {"task": None}, {"task": ["a"]}, {"id": None}, {"id": {}}, {"retries": "x"},
         {"eta": "soon"}, {"expires": []}, {"timelimit": "x"}, {"lang": "c"}, {"stamps": 7},
         {"shadow": "a\r\nb\x1b[2J"}, {"argsrepr": {"a": 1}}, {"group": []}]
    )  # fmt: skip
    return Forged("odd headers", _called("no such kind"), headers=_headers(draw) | odd)


def _chained(draw: random.Random, marker: Path) -> Forged:
    then = {"task": "os.system", "args": [f"touch {marker}"], "kwargs": {}, "options": {}}
    name = draw.choice(["callbacks", "errbacks", "chain"])
    body = json.dumps([["no such kind"], {}, {name: [then]}]).encode()
    return Forged("chained", body, headers=_headers(draw))


def _bare(draw: random.Random, marker: Path) -> Forged:
    bodies = (b"no envelope", b"{}", b"[]", b"null", b'{"body": 7}', b"\x80\x04.")
    return Forged("no envelope", draw.choice(bodies), headers=None)


FORGERIES: tuple[Callable[[random.Random, Path], Forged], ...] = (
    _pickled, _unknown, _foreign, _wrong, _broken, _odd_headers, _chained, _bare, _huge,
)  # fmt: skip


def forge(
    count: int, marker: Path, *, seed: int = SEED, with_huge: bool = True
) -> Iterator[Forged]:
    """Yield so many forged messages, each kind in turn; one in fifty is huge."""
    draw = random.Random(seed)
    for number in range(count):
        if with_huge and number % 50 == 49:
            yield _huge(draw, marker)
        else:
            yield FORGERIES[number % (len(FORGERIES) - 1)](draw, marker)


def send(messages: Iterable[Forged]) -> None:
    """Put messages into the queue that workers listen to."""
    options = settings.CELERY_BROKER_TRANSPORT_OPTIONS
    name = settings.CELERY_TASK_DEFAULT_QUEUE
    with (
        Connection(settings.REDIS_URL, transport_options=options) as opened,
        redis.Redis.from_url(settings.REDIS_URL) as queue,
    ):
        producer = opened.Producer()
        for forged in messages:
            if forged.headers is None:
                queue.lpush(f"{options['global_keyprefix']}{name}", forged.body)
                continue
            producer.publish(
                forged.body, routing_key=name, headers=forged.headers,
                content_type=forged.content_type, content_encoding="binary", delivery_mode=1,
            )  # fmt: skip


def left() -> int:
    """Return how many messages lie in the queue or in a worker's hands."""
    prefix = settings.CELERY_BROKER_TRANSPORT_OPTIONS["global_keyprefix"]
    with redis.Redis.from_url(settings.REDIS_URL) as queue:
        waiting = int(queue.llen(f"{prefix}{settings.CELERY_TASK_DEFAULT_QUEUE}"))  # type: ignore[arg-type]
        return waiting + int(queue.hlen(f"{prefix}unacked"))  # type: ignore[arg-type]


def main() -> int:
    """Send the messages, wait until they are gone, and say what came of them."""
    from cadre_tracker import embedded

    embedded.ensure()
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "cadre_tracker.settings")
    django.setup()
    with TemporaryDirectory() as folder, redis.Redis.from_url(settings.REDIS_URL) as queue:
        marker, log = Path(folder) / "executed", Path(folder) / "worker.log"
        queue.flushdb()
        with log.open("wb") as said:
            worker = _worker(said)
            try:
                return _drill(worker, marker, log)
            finally:
                with suppress(ProcessLookupError):
                    os.killpg(worker.pid, signal.SIGKILL)
                worker.wait()
                queue.flushdb()


def _worker(said: Any) -> subprocess.Popen[bytes]:
    return subprocess.Popen(
        [sys.executable, "-m", *PROCESSES["worker"].argv],
        stdin=subprocess.DEVNULL, stdout=said, stderr=said, start_new_session=True,
        preexec_fn=lambda: stop_with_parent(signal.SIGKILL),
    )  # fmt: skip


def _drill(worker: subprocess.Popen[bytes], marker: Path, log: Path) -> int:
    from apps.jobs.models import Job

    for kind in ("report", "list", "batch"):
        Job.objects.get_or_create(kind=kind, day=date(2000, 1, 1), subject="forged")
    _wait(lambda: " ready." in log.read_text())
    messages = list(forge(TIMES, marker))
    began = time.monotonic()
    send(messages)
    _wait(lambda: left() == 0 or worker.poll() is not None)
    kinds = Counter(message.kind for message in messages)
    deaths = int(worker.poll() is not None) + log.read_text().count("exited with")
    executed = int(marker.exists()) + Job.objects.filter(subject="forged", attempts__gt=0).count()
    print(", ".join(f"{count} x {kind}" for kind, count in sorted(kinds.items())))  # noqa: T201
    took = time.monotonic() - began
    print(f"executed: {executed}, worker deaths: {deaths}, {took:.1f} s")  # noqa: T201
    Job.objects.filter(subject="forged").delete()
    if deaths:
        print(log.read_text()[-5_000:])  # noqa: T201
    return int(bool(executed or deaths))


def _wait(happens: Callable[[], bool], *, seconds: float = 120) -> None:
    deadline = time.monotonic() + seconds
    while not happens():
        if time.monotonic() > deadline:
            raise TimeoutError(f"not within {seconds:.0f} s")
        time.sleep(0.05)


if __name__ == "__main__":
    sys.exit(main())
