"""List what the site is made of, as CycloneDX 1.6: packages with their hashes, vendored files.

``python -m bench.parts > parts.json``; compare two of them to see what a release brings. A scanner
that reaches a feed of vulnerabilities takes the list; a package that it skips counts as a failure.
"""

from __future__ import annotations

import json
import re
import sys
from pathlib import Path
from typing import Any

BASE = Path(__file__).resolve().parent.parent
PACKAGE = re.compile(r"^([A-Za-z0-9._-]+)==(\S+)((?: \\\n +--hash=sha256:[0-9a-f]{64})+)", re.M)
VENDORED = re.compile(r"^\| ([\w.-]+\.js) \| (@?[\w./-]+) \| ([\d.]+) \|", re.M)


def packages() -> list[dict[str, Any]]:
    """Return the pinned packages that the site is installed from."""
    found = PACKAGE.findall((BASE / "requirements.txt").read_text())
    return [
        {
            "type": "library",
            "name": name,
            "version": version,
            "purl": f"pkg:pypi/{name.lower()}@{version}",
            "hashes": [
                {"alg": "SHA-256", "content": one} for one in re.findall(r"[0-9a-f]{64}", hashes)
            ],
        }
        for name, version, hashes in found
    ]


def vendored() -> list[dict[str, Any]]:
    """Return the scripts that lie in the project."""
    found = VENDORED.findall((BASE / "static/vendor/VENDOR.md").read_text())
    return [
        {"type": "library", "name": name, "version": version, "purl": f"pkg:npm/{name}@{version}"}
        for _file, name, version in found
    ]


def main() -> int:
    """Write the list; fail when a pinned package was not understood."""
    parts = packages()
    pinned = re.findall(r"^[\w.-]+==", (BASE / "requirements.txt").read_text(), re.M)
    bill = {"bomFormat": "CycloneDX", "specVersion": "1.6", "version": 1}
    json.dump(bill | {"components": [*parts, *vendored()]}, sys.stdout, indent=1)
    return 0 if len(parts) == len(pinned) else 1


if __name__ == "__main__":
    sys.exit(main())
