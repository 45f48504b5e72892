"""The folder that holds all state of one checkout: CADRE_TRACKER_HOME, by default var/."""

import json
import os
import secrets
import socket
from pathlib import Path
from typing import TypedDict

from cadre_tracker.embedded.server import EmbeddedError


class Access(TypedDict):
    """Where a server listens, and the password it wants."""

    port: int
    password: str


def home() -> Path:
    """Return the home folder, made if it is missing."""
    default = Path(__file__).resolve().parent.parent.parent / "var"
    path = Path(os.environ.get("CADRE_TRACKER_HOME") or default).absolute()
    try:
        path.mkdir(parents=True, exist_ok=True)
        for private in ("run", "log"):
            (path / private).mkdir(mode=0o700, exist_ok=True)
    except OSError as error:
        raise EmbeddedError(
            f"{path} cannot be made ({error.strerror}). Set CADRE_TRACKER_HOME to a folder "
            "that you may write to."
        ) from error
    if not os.access(path / "run", os.W_OK | os.X_OK):
        raise EmbeddedError(
            f"{path} belongs to another user. Run as that user, or set CADRE_TRACKER_HOME to a "
            "folder of your own."
        )
    return path


def log_path(name: str) -> Path:
    """Return the log of one process."""
    return home() / "log" / f"{name}.log"


def begin_log(name: str) -> Path:
    """Set the log of the last start aside and return the path for a new one."""
    path = log_path(name)
    if path.exists():
        path.replace(path.with_suffix(".log.1"))
    return path


def write_private(path: Path, text: str) -> None:
    """Replace a file in one step by one that only its owner may read."""
    draft = path.with_name(f"{path.name}.{os.getpid()}")
    descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "w", encoding="utf-8") as file:
        file.write(text)
    draft.replace(path)


def secret(name: str) -> Path:
    """Return the file with one of this home's own secret keys, generated once."""
    path = home() / name
    if not path.exists():
        write_private(path, secrets.token_urlsafe(64))
    return path


def access(name: str) -> Access:
    """Return a server's port and password, chosen once."""
    path = home() / f"{name}.json"
    if not path.exists():
        _save(path, {"port": free_port(), "password": secrets.token_urlsafe(32)})
    found: Access = json.loads(path.read_text(encoding="utf-8"))
    return found


def access_with_free_port(name: str) -> Access:
    """Return a server's port and password after choosing another port if the old one is taken."""
    found = access(name)
    if not is_free(found["port"]):
        found["port"] = free_port()
        _save(home() / f"{name}.json", found)
    return found


def is_free(port: int) -> bool:
    """Tell whether a server could listen on this port of the loopback address."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            return False
    return True


def free_port() -> int:
    """Return a port of the loopback address that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
    return port


def _save(path: Path, found: Access) -> None:
    write_private(path, json.dumps(found))
