"""A mail server small enough for a test: it takes what it is given, or refuses as told."""

from __future__ import annotations

import socketserver
import threading
from email import message_from_bytes, policy
from email.message import EmailMessage
from typing import Any, Self


class _Conversation(socketserver.StreamRequestHandler):
    """One client's conversation, as RFC 5321 has it."""

    server: MailServer

    def handle(self) -> None:
        self.say("220 here")
        while line := self.rfile.readline():
            word = line.split(None, 1)[0].upper().decode()
            if word == "DATA":
                self.take()
            elif word == "QUIT":
                self.say("221 bye")
                return
            else:
                self.say(
                    self.server.refusal if word == "RCPT" and self.server.refusal else "250 well"
                )

    def take(self) -> None:
        self.say("354 go on")
        lines = []
        while (line := self.rfile.readline()) != b".\r\n":
            lines.append(line.removeprefix(b"."))
        self.server.took(b"".join(lines))
        self.say("250 taken")

    def say(self, words: str) -> None:
        self.wfile.write(f"{words}\r\n".encode())


class MailServer(socketserver.ThreadingTCPServer):
    """Listens on a free port of this machine; ``messages`` are those that it took."""

    daemon_threads = True
    allow_reuse_address = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Conversation)
        self.messages: list[EmailMessage] = []
        self.refusal = ""
        self._running = threading.Thread(target=self.serve_forever, args=(0.02,), daemon=True)
        self._running.start()

    @property
    def port(self) -> int:
        """The port on which it listens."""
        return int(self.server_address[1])

    def took(self, content: bytes) -> None:
        """Keep a message."""
        message: Any = message_from_bytes(content, policy=policy.default)
        self.messages.append(message)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *args: object) -> None:
        self.shutdown()
        self.server_close()
        self._running.join()
