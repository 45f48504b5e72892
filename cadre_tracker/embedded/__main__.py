"""Run a command while the embedded servers are up: python -m cadre_tracker.embedded COMMAND ..."""

import subprocess
import sys

from cadre_tracker import embedded

if __name__ == "__main__":
    embedded.ensure()
    sys.exit(subprocess.run(sys.argv[1:], check=False).returncode)
