"""What lies on disks and in logs after a working day, searched for what was planted in it.

Run `python -m bench.at_rest [numbers]` on a home of its own with demonstration data
(`seed_demo --people 2000`), never where a site works. A web server and a worker are started; an
officer signs in, fails to, looks, edits, imports so many numbers, exports, and asks for what does
not exist. Then the dump, the log of the database's writes, the queue and cache, the home, the
temporary folder and every log are searched. Personal numbers and secrets may stand nowhere in
clear, names in no log, and no line of a log may be anybody else's.
"""

from __future__ import annotations

import os
import secrets
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from datetime import timedelta
from pathlib import Path
from typing import Any

import django

from cadre_tracker import embedded

# Without images of whole pages, which are packed: every write stands in the log as it is.
os.environ["CADRE_TRACKER_FAST"] = "1"
embedded.ensure()
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "cadre_tracker.settings")
os.environ["CADRE_TRACKER_DEMO"] = "yes"
django.setup()

import psycopg2  # noqa: E402
import redis  # noqa: E402
import requests  # noqa: E402
import xlsxwriter  # noqa: E402
from django.conf import settings  # noqa: E402
from django.utils import timezone  # noqa: E402

from apps.accounts.models import User  # noqa: E402
from apps.accounts.roles import Role  # noqa: E402
from apps.accounts.services import create_user  # noqa: E402
from apps.accounts.tokens import make_token  # noqa: E402
from apps.imports.models import Batch  # noqa: E402
from apps.units.models import Unit  # noqa: E402
from apps.units.services import grant_membership  # noqa: E402
from bench.database import connect  # noqa: E402
from bench.traces import Planted, by_file, forged_lines, number, search  # noqa: E402
from cadre_tracker.embedded.home import free_port, home  # noqa: E402
from cadre_tracker.embedded.place import find_place  # noqa: E402
from cadre_tracker.processes import PROCESSES  # noqa: E402

UNIT = "S02"
LETTERS = "bcdghklmnp"
FORGED = '\r\n{"event": "forged", "level": "info"}\x1b[2J\x1b[31m'
HEADINGS = ("Số hiệu CBCC", "Số định danh cá nhân", "Họ và tên", "Ngày sinh (dd/mm/yyyy)")


def lettered(row: int) -> str:
    """Return a number in letters: names have no digits."""
    return "".join(LETTERS[int(digit)] for digit in str(row))


def workbook(count: int, name: str, path: Path) -> Path:
    """Write a workbook of new people with so many of the numbers."""
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet("Cán bộ")
        sheet.write_row(0, 0, HEADINGS)
        for row in range(1, count):
            sheet.write_row(row, 0, ("", number(row), f"{name} {lettered(row)}", "15/08/1975"))
    return path


class Officer:
    """Somebody at a browser."""

    def __init__(self, address: str) -> None:
        self.address, self.session = address, requests.Session()

    def get(self, path: str, **more: Any) -> requests.Response:
        """Ask for a page."""
        return self.session.get(self.address + path, timeout=120, **more)

    def post(self, path: str, said: dict[str, str], **more: Any) -> requests.Response:
        """Send a form as its page would."""
        self.session.headers["Referer"] = self.address + path
        token = self.session.cookies.get(settings.CSRF_COOKIE_NAME) or ""
        said = {"csrfmiddlewaretoken": token, **said}
        return self.session.post(self.address + path, data=said, timeout=300, **more)

    def sign_in(self, username: str, password: str) -> str:
        """Try to sign in; return the key of the session."""
        self.get("/sign-in/")
        self.post("/sign-in/", {"username": username, "password": password})
        return self.session.cookies.get(settings.SESSION_COOKIE_NAME) or ""


@contextmanager
def started(name: str, logs: Path, environment: dict[str, str]) -> Iterator[None]:
    """Run a process of the installation, its words in a log."""
    process = PROCESSES[name]
    with (logs / f"{name}.log").open("wb") as said:
        running = subprocess.Popen(
            [sys.executable, "-m", *process.argv], env=environment, stdout=said, stderr=said
        )
        try:
            yield
        finally:
            running.send_signal(signal.SIGTERM)
            running.wait(60)


def wait(happens: Callable[[], bool], *, seconds: float = 300) -> None:
    """Wait until it happens, or fail."""
    deadline = time.monotonic() + seconds
    while not happens():
        if time.monotonic() > deadline:
            raise TimeoutError(f"not within {seconds:.0f} s")
        time.sleep(0.2)


def answers(address: str) -> bool:
    """Whether the site is up."""
    try:
        return requests.get(f"{address}/livez", timeout=60).ok
    except requests.RequestException:
        return False


def work(officer: Officer, name: str, file: Path, token: str) -> None:
    """Do what an officer does in a day, with and without success."""
    unit = Unit.objects.get(key=UNIT).name
    post = {"unit_key": UNIT, "unit": unit, "title": "Chuyên viên", "start_on": "01/07/2025"}
    person = {
        "full_name": f"{name} {lettered(0)}",
        "personal_number": number(0),
        "gender": "female",
    }
    person["born"] = "15/08/1975"
    saved = officer.post("/records/new/", person | post | {"managed_by": "unit", "do": "save"})
    if "/cadres/" not in saved.url:
        raise RuntimeError(f"nobody was registered: {saved.status_code} {saved.url}")
    for said in ({"reason": "đối chiếu"}, {"reason": ""}):
        officer.post(saved.url.removeprefix(officer.address) + "number/", said)
    officer.post("/records/receive/", {"personal_number": number(0), "reason": name, "do": "look"})
    # As it would be saved twice at once: what the database refuses, it refuses with the values.
    officer.post("/records/new/", person | post | {"managed_by": "unit", "do": "save"})
    with file.open("rb") as sent:
        batch = officer.post("/imports/upload/", {"unit": UNIT}, files={"file": sent})
    path = batch.url.removeprefix(officer.address)
    if "/imports/" not in path or "upload" in path:
        raise RuntimeError(f"the workbook was not taken: {batch.status_code}")
    settle(officer, path)
    for query in (f"?q={name}", f"?q={number(0)}", f"?q={number(0)}%0d%0aforged"):
        for address in ("/cadres/", "/reports/lists/cadres/", "/nowhere/"):
            officer.get(address + query)
    for given in (token, token + "x"):
        requests.get(
            f"{officer.address}/api/v1/cadres?q={number(0)}",
            headers={"Authorization": f"Bearer {given}"}, timeout=60,
        )  # fmt: skip


def settle(officer: Officer, path: str) -> None:
    """Lead the batch from upload to written."""
    batch = Batch.objects.latest("pk")

    def state() -> str:
        batch.refresh_from_db()
        return str(batch.state)

    wait(lambda: state() not in ("uploaded", "reading"))
    officer.post(f"{path}columns/", {})
    wait(lambda: state() != "checking")
    officer.post(f"{path}act/", {"do": "confirm"})
    wait(lambda: state() not in ("confirmed", "applying"))
    print(f"batch: {state()}, counts {batch.counts}", flush=True)  # noqa: T201


def fail(address: str, password: str, name: str) -> None:
    """Sign in wrongly, forge lines of logs, and make the database refuse a row."""
    for username in (password, name, f"{name}{FORGED}", number(1)):
        Officer(address).sign_in(username, f"{password}{FORGED}")
    hostile = FORGED.replace("\r", "%0d").replace("\n", "%0a").replace("\x1b", "%1b")
    for path in (f"/{hostile}", f"/cadres/{hostile}/", f"/sign-in/?next={hostile}"):
        requests.get(address + path, headers={"User-Agent": "a\x1b[2J"}, timeout=60)
    with connect() as link, link.cursor() as cursor:
        row = "INSERT INTO cadres_cadre (key, full_name, name_key) VALUES (%s, %s, %s)"
        try:
            cursor.execute(row, [name, name, name])
        except psycopg2.Error as error:
            print(f"refused: {str(error).splitlines()[0]}")  # noqa: T201


def dumps(place: Path) -> None:
    """Write the database and the queue down as a backup would, nothing packed."""
    given, found = settings.DATABASES["default"], find_place()
    subprocess.run(
        [str(found.program("pg_dump")), "--dbname", os.environ["DATABASE_URL"]],
        env=found.environment() | {"PGPASSWORD": str(given["PASSWORD"])},
        stdout=(place / "dump.sql").open("wb"), check=True,
    )  # fmt: skip
    with redis.Redis.from_url(settings.REDIS_URL) as queue:
        queue.config_set("rdbcompression", "no")
        queue.save()


def account(username: str, name: str, password: str) -> tuple[User, str]:
    """Make an officer's account with a token."""
    today, by = timezone.localdate(), User(username="drill")
    user = create_user(username=username, full_name=name, password=password, is_temporary=False)
    unit, start = Unit.objects.get(key=UNIT), today.replace(month=1, day=1)
    grant_membership(user=user, role=Role.OFFICER, unit=unit, start_on=start, by=by)
    scopes, until = ["people:read"], today + timedelta(days=9)
    _row, token = make_token(user=user, name="drill", scopes=scopes, expires_on=until, today=today)
    return user, token


def main() -> int:
    """Do a day's work, search, and say what was found."""
    count = int(sys.argv[1]) if sys.argv[1:] else 10_000
    sign = "".join(secrets.choice(LETTERS) for _ in range(8))
    name, password = f"Đào Thị Q{sign}", f"thuyền {secrets.token_urlsafe(24)}"
    user, token = account(f"drill{sign}", name, password)
    with tempfile.TemporaryDirectory() as folder, ExitStack() as running:
        place = Path(folder)
        for part in ("logs", "temporary", "dumps"):
            (place / part).mkdir()
        environment = {**os.environ, "PORT": str(free_port()), "WEB_CONCURRENCY": "1",
                       "TMPDIR": str(place / "temporary")}  # fmt: skip
        address = f"http://127.0.0.1:{environment['PORT']}"
        subprocess.run(
            [sys.executable, "manage.py", "collectstatic", "--noinput", "-v0"], check=True
        )
        for process in ("web", "worker"):
            running.enter_context(started(process, place / "logs", environment))
        wait(lambda: answers(address))
        fail(address, password, name)
        officer = Officer(address)
        keys = [officer.sign_in(user.username, password)]
        work(officer, name, workbook(count, name, place / "people.xlsx"), token)
        keys.append(officer.session.cookies[settings.SESSION_COOKIE_NAME])
        running.close()
        dumps(place / "dumps")
        planted = Planted(count, (name,), (password, token, *keys))
        return report(planted, place)


def report(planted: Planted, place: Path) -> int:
    """Say what stands where."""
    logs = [place / "logs", home() / "log"]
    everywhere = search(planted, [home().resolve(), find_place().cluster, place / "dumps",
                                  place / "temporary", *logs])  # fmt: skip
    in_logs = search(planted, logs)
    forged = [line for path in (place / "logs").iterdir() for line in
              forged_lines(path.read_bytes(), "forged")]  # fmt: skip
    wrong = {
        "numbers anywhere": everywhere["number"],
        "secrets anywhere": everywhere["secret"],
        "numbers in logs": in_logs["number"],
        "names in logs": in_logs["name"],
    }
    for what, found in wrong.items():
        print(f"{what}: {len(found)} {dict(by_file(found).most_common(8))}")  # noqa: T201
    print(f"control: names anywhere {len(everywhere['name'])}")  # noqa: T201
    print(f"forged lines: {len(forged)} {forged[:5]}")  # noqa: T201
    return int(any(wrong.values()) or bool(forged) or not everywhere["name"])


if __name__ == "__main__":
    sys.exit(main())
