"""What workers take from the queue: our own small messages, as they are sent here, and no others.

Whoever can write into the queue can write anything. Celery does not execute what it does not know,
but some of what it cannot read ends the worker. So each message is looked at before.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import structlog
from celery.worker.consumer import Consumer as PlainConsumer
from django.conf import settings
from kombu.transport.redis import Channel as RedisChannel
from kombu.transport.redis import Transport as RedisTransport

log = structlog.get_logger()
LARGEST = 64_000
_NONE = type(None)
# The headers of our own messages, all of them and no others.
_HEADERS: dict[str, tuple[type, ...]] = {
    "id": (str,), "root_id": (str,), "parent_id": (str, _NONE), "task": (str,), "lang": (str,),
    "retries": (int,), "eta": (str, _NONE), "expires": (str, _NONE), "shadow": (_NONE,),
    "group": (_NONE,), "group_index": (_NONE,), "stamped_headers": (_NONE,), "stamps": (dict,),
    "argsrepr": (str,), "kwargsrepr": (str,), "origin": (str,), "ignore_result": (bool,),
    "replaced_task_nesting": (int,), "timelimit": (list,),
}  # fmt: skip
_LIMITS = [settings.CELERY_TASK_TIME_LIMIT, settings.CELERY_TASK_SOFT_TIME_LIMIT]
# What the transport adds to a message that comes back from a worker that was lost.
_AGAIN = "redelivered"
_FOLLOWING = ("callbacks", "errbacks", "chain", "chord")


def fault_of(message: Any, known: Any) -> str:
    """Say what is wrong with a message in a word; nothing when it is one of ours."""
    headers = message.headers
    if not _are_ours(headers):
        return "headers"
    if headers["task"] not in known or not headers["task"].startswith("apps."):
        return "task"
    if message.content_type != "application/json" or not 0 < len(message.body) <= LARGEST:
        return "body"
    return _fault_in(message.body)


def _are_ours(headers: Any) -> bool:
    return (
        isinstance(headers, dict)
        and headers.keys() - {_AGAIN} == _HEADERS.keys()
        and all(isinstance(headers[name], types) for name, types in _HEADERS.items())
        and headers["timelimit"] == _LIMITS
    )


def _fault_in(body: Any) -> str:
    """What stands in a body: the arguments, and nothing that is to be called afterwards."""
    try:
        args, kwargs, embedded = json.loads(body)
    except (ValueError, TypeError, RecursionError):
        return "body"
    if not (isinstance(args, list) and isinstance(kwargs, dict) and isinstance(embedded, dict)):
        return "body"
    return "followed" if any(embedded.get(name) for name in _FOLLOWING) else ""


class Consumer(PlainConsumer):
    """Hands on to Celery what is one of our messages; refuses, and logs, everything else."""

    def create_task_handler(self, *args: Any, **kwargs: Any) -> Callable[[Any], Any]:
        """Return what is called for each message."""
        hand_on = super().create_task_handler(*args, **kwargs)

        def on_task_received(message: Any) -> Any:
            if fault := fault_of(message, self.strategies):
                log.warning("message refused", fault=fault)
                return message.reject_log_error(log, self.connection_errors)
            return hand_on(message)

        return on_task_received


class Channel(RedisChannel):
    """A channel that drops what is no message at all, instead of failing on it."""

    def _brpop_read(self, **options: Any) -> Any:
        try:
            return super()._brpop_read(**options)
        except (ValueError, TypeError, LookupError, AttributeError, RecursionError):
            log.warning("message refused", fault="envelope")
            return True


class Transport(RedisTransport):
    """Redis, with the channel above."""

    Channel = Channel
