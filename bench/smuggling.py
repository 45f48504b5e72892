"""Send requests that a proxy and the site may read differently; see what the site took them for.

``python -m bench.smuggling`` needs ``nginx`` on the path. It stands in front of gunicorn with the
site's settings, as it would in an installation; an application of its own writes down what
arrives. Each of the requests hides another one. When the site sees the hidden one, or the next
visitor gets an answer that is not theirs, whoever sent it reached past the proxy.
"""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

HIDDEN = b"GET /hidden HTTP/1.1\r\nHost: localhost\r\n\r\n"
END = b"0\r\n\r\n" + HIDDEN
CHUNKED = b"Transfer-Encoding: chunked"
NGINX = """daemon off; pid {place}/pid; error_log {place}/error.log crit; events {{}}
http {{ access_log off; client_body_temp_path {place}/a; proxy_temp_path {place}/b;
fastcgi_temp_path {place}/c; uwsgi_temp_path {place}/d; scgi_temp_path {place}/e;
upstream site {{ server 127.0.0.1:{site}; keepalive 4; }}
server {{ listen 127.0.0.1:{front}; location / {{ proxy_pass http://site;
proxy_http_version 1.1; proxy_set_header Connection ""; proxy_set_header Host $host; }} }} }}"""


def application(environ: dict[str, Any], start: Callable[..., Any]) -> Iterable[bytes]:
    """Write down what was asked for, and answer with it."""
    path = environ["PATH_INFO"]
    with suppress(Exception):
        environ["wsgi.input"].read()
    with Path(os.environ["SEEN"]).open("a") as seen:
        seen.write(f"{environ['REQUEST_METHOD']} {path}\n")
    said = path.encode()
    start("200 OK", [("Content-Type", "text/plain"), ("Content-Length", str(len(said)))])
    return [said]


def post(*headers: bytes, body: bytes = END, line: bytes = b"POST / HTTP/1.1") -> bytes:
    """Put a request together."""
    return b"\r\n".join([line, b"Host: localhost", *headers, b"", b""]) + body


def length(number: int | bytes) -> bytes:
    """Return the header with the length of a body."""
    return b"Content-Length: " + (number if isinstance(number, bytes) else str(number).encode())


def chunk(size: bytes, end: bytes = b"\r\n") -> bytes:
    """Return a body whose only piece says its size in some way."""
    return size + end + HIDDEN + b"\r\n" + b"0\r\n\r\n"


ALL, SIZE = length(len(END)), b"%x" % len(HIDDEN)
KINDS: dict[str, bytes] = {
    "length, then pieces": post(ALL, CHUNKED),
    "pieces, then a short length": post(CHUNKED, length(4)),
    "pieces of another name": post(ALL, b"Transfer-Encoding: xchunked"),
    "space before the colon": post(ALL, b"Transfer-Encoding : chunked"),
    "two codings, the last none": post(ALL, CHUNKED, b"Transfer-Encoding: identity"),
    "two codings, the first none": post(ALL, b"Transfer-Encoding: identity", CHUNKED),
    "a tab before it": post(ALL, b"Transfer-Encoding:\tchunked"),
    "a vertical tab before it": post(ALL, b"Transfer-Encoding:\x0bchunked"),
    "behind a lone line feed": post(ALL, b"X: x\nTransfer-Encoding: chunked"),
    "behind a lone return": post(ALL, b"X: x\rTransfer-Encoding: chunked"),
    "between quotes": post(ALL, b'Transfer-Encoding: "chunked"'),
    "on a folded line": post(ALL, b"Transfer-Encoding:\r\n chunked"),
    "a folded name": post(ALL, b"X: x\r\n Transfer-Encoding: chunked"),
    "in capitals": post(ALL, b"TRANSFER-ENCODING: CHUNKED"),
    "a list of codings": post(ALL, b"Transfer-Encoding: chunked, gzip"),
    "a list that ends in nothing": post(ALL, b"Transfer-Encoding: chunked,"),
    "an underscore for the hyphen": post(length(0), b"Transfer_Encoding: chunked"),
    "two lengths": post(length(0), ALL),
    "two lengths, the short one last": post(ALL, length(0)),
    "a list of lengths": post(length(b"0, %d" % len(END))),
    "a length with a sign": post(length(b"+0")),
    "a length below nothing": post(length(b"-1")),
    "a length in sixteens": post(length(b"0x0")),
    "a length with a space in it": post(length(b"0 0")),
    "no length at all": post(),
    "GET with a body": post(length(0), line=b"GET / HTTP/1.1"),
    "HEAD with a body": post(length(0), line=b"HEAD / HTTP/1.1"),
    "pieces in the older version": post(CHUNKED, line=b"POST / HTTP/1.0"),
    "a size with 0x": post(CHUNKED, body=chunk(b"0x" + SIZE)),
    "a size with a sign": post(CHUNKED, body=chunk(b"-" + SIZE)),
    "a size with an underscore": post(CHUNKED, body=chunk(SIZE[:1] + b"_" + SIZE[1:])),
    "a size that overflows": post(CHUNKED, body=chunk(b"1" + b"0" * 16 + SIZE)),
    "a size with more behind it": post(CHUNKED, body=chunk(SIZE + b";x=\n0")),
    "a size before a lone line feed": post(CHUNKED, body=chunk(SIZE, b"\n")),
    "a name with a zero in it": post(ALL, b"Transfer-Encoding\x00: chunked"),
    "waiting to go on": post(b"Expect: 100-continue", length(0)),
    "an offer to change the protocol": post(b"Connection: Upgrade", b"Upgrade: h2c", length(0)),
    "the connection names the length": post(b"Connection: Content-Length", ALL),
}  # fmt: skip


def answers(port: int, sent: bytes) -> bytes:
    """Return everything that comes back until the other side is silent or closes."""
    found = b""
    with socket.create_connection(("127.0.0.1", port), timeout=10) as link:
        link.sendall(sent)
        link.settimeout(0.4)
        with suppress(OSError):
            while piece := link.recv(65_536):
                found += piece
    return found


def asked(path: str) -> bytes:
    """Return a plain request."""
    return f"GET {path} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n".encode()


@contextmanager
def both(place: Path) -> Iterator[tuple[int, Path]]:
    """Start gunicorn and nginx in front of it; yield its port and the file of what was seen."""
    site, front = free_ports()
    seen = place / "seen"
    seen.touch()
    place.chmod(0o755)
    config = place / "nginx.conf"
    config.write_text(NGINX.format(place=place, site=site, front=front))
    given = {**os.environ, "PORT": str(site), "SEEN": str(seen), "WEB_CONCURRENCY": "1"}
    quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    python = [sys.executable, "-m", "gunicorn", "--config", "python:cadre_tracker.gunicorn"]
    running = [
        subprocess.Popen([*python, "bench.smuggling"], env=given, **quiet),
        subprocess.Popen(["nginx", "-p", str(place), "-c", str(config)], **quiet),
    ]
    try:
        wait_for(front)
        yield front, seen
    finally:
        for process in running:
            process.terminate()
            process.wait(30)


def free_ports() -> tuple[int, int]:
    """Return two ports that nobody listens on."""
    with (
        socket.create_server(("127.0.0.1", 0)) as one,
        socket.create_server(("127.0.0.1", 0)) as two,
    ):
        return one.getsockname()[1], two.getsockname()[1]


def wait_for(port: int) -> None:
    """Wait until both answer."""
    for _attempt in range(100):
        with suppress(OSError):
            if answers(port, asked("/ready")).endswith(b"/ready"):
                return
        time.sleep(0.2)
    raise RuntimeError("nginx and gunicorn do not answer")


def main() -> int:
    """Send each kind, then a plain request on another connection."""
    wrong, refused = [], 0
    with tempfile.TemporaryDirectory() as place, both(Path(place)) as (port, seen):
        answers(port, HIDDEN)
        if seen.read_text().count("/hidden") != 1:
            raise RuntimeError("a request that hides from nobody was not seen")
        for number, (name, sent) in enumerate(KINDS.items()):
            found = answers(port, sent + asked(f"/after-{number}"))
            refused += found[9:12] in (b"400", b"411", b"501")
            if not answers(port, asked(f"/next-{number}")).endswith(b"/next-%d" % number):
                wrong.append(f"{name}: the next visitor got another answer")
        hidden = seen.read_text().count("/hidden") - 1
    say = sys.stdout.write
    say(f"{len(KINDS)} kinds, {refused} refused by the proxy or the site\n")
    say(f"{hidden} hidden requests seen by the site, {len(wrong)} answers to somebody else\n")
    say("".join(f"  {line}\n" for line in wrong))
    return 1 if hidden or wrong else 0


if __name__ == "__main__":
    sys.exit(main())
