"""Ask Google's CSP Evaluator about the policy as it is sent.

``NODE_PATH=node_modules python -m bench.policy``, after ``npm install csp_evaluator``.
"""

from __future__ import annotations

import json
import subprocess
import sys

from cadre_tracker.headers import POLICY

ASK = """
const { CspEvaluator } = require("csp_evaluator/dist/evaluator.js");
const { CspParser } = require("csp_evaluator/dist/parser.js");
const found = new CspEvaluator(new CspParser(process.argv[1]).csp).evaluate();
console.log(JSON.stringify(found));
"""
# The evaluator's weights: high is 10, syntax 20, medium 30; 40 and 50 ask for a look by a person.
HEAVY = 30


def main() -> int:
    """Print what it finds; fail on what weighs."""
    policy = "; ".join(f"{name} {' '.join(sources)}" for name, sources in POLICY.items())
    done = subprocess.run(["node", "-e", ASK, policy], capture_output=True, text=True, check=True)
    found = json.loads(done.stdout)
    for one in found:
        print(one["severity"], one["directive"], one.get("value"), one["description"])  # noqa: T201
    heavy = [one for one in found if one["severity"] <= HEAVY]
    print(f"{len(heavy)} of high or medium weight, {len(found) - len(heavy)} lighter")  # noqa: T201
    return 1 if heavy else 0


if __name__ == "__main__":
    sys.exit(main())
