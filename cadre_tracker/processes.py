"""The processes of an installation: said once, for `make run` and for containers alike."""

import signal
from dataclasses import dataclass


@dataclass(frozen=True)
class Process:
    """One process: the module and its arguments, and the signal that ends it in good order."""

    argv: tuple[str, ...]
    stop_signal: signal.Signals = signal.SIGTERM


# In the order in which they stop. QUIT gives a worker's task a short while, then hands it back.
PROCESSES = {
    "web": Process(("gunicorn", "--config", "python:cadre_tracker.gunicorn", "cadre_tracker.wsgi")),
    "beat": Process(("celery", "--quiet", "--app", "cadre_tracker", "beat", "--pidfile=")),
    "worker": Process(
        ("celery", "--quiet", "--app", "cadre_tracker", "worker", "--without-gossip"),
        signal.SIGQUIT,
    ),
}
