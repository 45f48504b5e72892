"""What a server that comes with the project has to be able to say of itself."""

from dataclasses import dataclass
from typing import Protocol


class EmbeddedError(Exception):
    """A server could not be started; the text says why and what to do."""


@dataclass(frozen=True)
class Launch:
    """How a server's process is started and asked to end."""

    argv: list[str]
    stop_signal: str
    standard_input: str = ""
    environment: dict[str, str] | None = None
    user: int | None = None
    group: int | None = None


class Server(Protocol):
    """One server: where it is, whether it answers, and how it is started."""

    name: str

    def url(self) -> str:
        """Return the address with its password, for the environment."""

    def answers(self) -> bool:
        """Tell whether it takes requests with our password now."""

    def prepare(self) -> Launch:
        """Put everything in place for a start and return how to start."""

    def settle(self) -> None:
        """Do what is needed once, right after a start."""
