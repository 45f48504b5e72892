#!/bin/sh
# Refresh the vendored assets in static/vendor from the npm registry. Versions are pinned here;
# VENDOR.md is written anew so that it always says what is there.
set -eu

HTMX=2.0.11
PLOTLY=4.1.1   # as plotly.offline.get_plotlyjs_version() says for the pinned Python package
ICONS=3.51.0
NAMES="adjustments alert-circle alert-triangle arrow-down arrow-left arrow-right arrow-up bell building
calendar calendar-repeat chart-line check chevron-down chevron-right clock database download edit
eye file-text filter history info-circle key list lock logout mail menu-2 minus moon-stars
player-pause player-play plus printer refresh search selector sitemap table target user users x"

here=$(cd "$(dirname "$0")/.." && pwd)
out="$here/static/vendor"
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
mkdir -p "$out"

unpack() {
  (cd "$work" && npm pack --silent "$1" >/dev/null && mkdir -p "$2" && tar -xzf ./*.tgz -C "$2" && rm ./*.tgz)
}

unpack "htmx.org@$HTMX" htmx
unpack "plotly.js-basic-dist-min@$PLOTLY" plotly
unpack "@tabler/icons@$ICONS" icons

cp "$work/htmx/package/dist/htmx.min.js" "$out/htmx.min.js"
cp "$work/plotly/package/plotly-basic.min.js" "$out/plotly-basic.min.js"
{
  printf '<svg xmlns="http://www.w3.org/2000/svg">'
  for name in $NAMES; do
    printf '<symbol id="%s" viewBox="0 0 24 24">' "$name"
    tr -d '\n' <"$work/icons/package/icons/outline/$name.svg" | grep -o '<\(path\|circle\|line\|rect\|polyline\)[^>]*>' | tr -d '\n' | tr -s ' '
    printf '</symbol>\n'
  done
  printf '</svg>\n'
} >"$out/icons.svg"
for package in htmx plotly icons; do
  cp "$work/$package/package/LICENSE" "$out/LICENSE.$package"
done

cat >"$out/VENDOR.md" <<TABLE
# Vendored assets

Written by \`scripts/vendor.sh\`; do not edit.

| file | package | version | licence |
|---|---|---|---|
| htmx.min.js | htmx.org | $HTMX | 0BSD |
| plotly-basic.min.js | plotly.js-basic-dist-min | $PLOTLY | MIT |
| icons.svg (a selection) | @tabler/icons | $ICONS | MIT |
TABLE
