"""Prepare a checkout on a bare machine. Run as a script by any Python: standard library only.

Given the name of a requirements file it makes .venv hold what the file pins, if it does not yet;
given the word browser it makes sure that Chromium is there for the tests.
"""

import fcntl
import hashlib
import importlib.util
import os
import shutil
import subprocess
import sys
from pathlib import Path

BASE = Path(__file__).resolve().parent.parent
VENV = BASE / ".venv"
PYTHON = VENV / "bin" / "python"
BROWSERS = ("chromium", "chromium-browser", "google-chrome")


def main(wanted: str) -> None:
    """Do the one thing asked for, quickly when it is already done."""
    if wanted == "browser":
        ensure_browser()
        return
    with (BASE / wanted).open() as turn:
        fcntl.flock(turn, fcntl.LOCK_EX)
        ensure_environment(BASE / wanted)


def ensure_environment(requirements: Path) -> None:
    """Install the pinned packages unless the very same pins were installed before."""
    stamp = VENV / f"{requirements.stem}.installed"
    pins = hashlib.sha256(requirements.read_bytes()).hexdigest()
    if works(PYTHON) and stamp.exists() and stamp.read_text() == pins:
        return
    if not works(PYTHON):
        make_environment()
    say(f"Installing the packages of {requirements.name} (a minute or two the first time) ...")
    installed = subprocess.run([*pip(), "--requirement", str(requirements)], check=False)
    if installed.returncode:
        sys.exit(f"The packages of {requirements.name} could not be installed; see above.")
    stamp.write_text(pins)


def make_environment() -> None:
    """Make the virtual environment, naming the package that Debian keeps apart if it is missing."""
    version = f"{sys.version_info.major}.{sys.version_info.minor}"
    if importlib.util.find_spec("ensurepip") is None:
        install_or_exit(f"python{version}-venv", "Python's virtual environments")
    say(f"Making a virtual environment with Python {version} ...")
    shutil.rmtree(VENV, ignore_errors=True)
    subprocess.run([sys.executable, "-m", "venv", str(VENV)], check=True)


def pip() -> list[str]:
    """Return the command that installs pinned and hashed packages and says little."""
    quiet = ["-qq", "--disable-pip-version-check", "--no-input", "--root-user-action=ignore"]
    return [str(PYTHON), "-m", "pip", "install", "--require-hashes", *quiet]


def works(python: Path) -> bool:
    """Tell whether the virtual environment's Python still runs."""
    if not python.exists():
        return False
    return subprocess.run([str(python), "-c", ""], check=False).returncode == 0


def ensure_browser() -> None:
    """Install Chromium when the machine has none."""
    if not any(shutil.which(name) for name in BROWSERS):
        install_or_exit("chromium", "the tests in a browser")


def install_or_exit(package: str, purpose: str) -> None:
    """Install a system package as root on Debian; otherwise name it and stop."""
    if os.geteuid() != 0 or shutil.which("apt-get") is None:
        sys.exit(f"The package {package} is missing, which {purpose} needs. Install it first.")
    say(f"Installing {package} for {purpose} ...")
    for words in (["update"], ["install", "-y", "--no-install-recommends", package]):
        done = subprocess.run(
            ["apt-get", "-q", *words],
            env={**os.environ, "DEBIAN_FRONTEND": "noninteractive"},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            check=False,
        )
        if done.returncode:
            sys.exit(f"apt-get could not install {package}; see above.")


def say(text: str) -> None:
    """Show one line at once."""
    sys.stdout.write(f"{text}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main(sys.argv[1])
