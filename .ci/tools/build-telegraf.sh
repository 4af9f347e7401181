#!/usr/bin/env bash
# Builds Telegraf 1.37.2 from its Go module, once: ~/.cache/hazardwatch-tools/telegraf-1.37.2/telegraf. Prints the path.
# Only the side-by-side benchmark needs it (npm run bench -- ingest --against telegraf). Needs Go; takes some ten minutes.
set -euo pipefail
version=1.37.2
home="${XDG_CACHE_HOME:-$HOME/.cache}/hazardwatch-tools/telegraf-$version"
program="$home/telegraf"
if [ -x "$program" ]; then echo "$program"; exit 0; fi

. "$(dirname "$0")/find-go.sh"
find_go 1.25.5
mkdir -p "$home"
exec 9>"$home/lock"
flock 9
if [ -x "$program" ]; then echo "$program"; exit 0; fi

work=$(mktemp -d)
trap 'chmod -R u+w "$work"; rm -rf "$work"' EXIT
# Everything comes from registries, which may not answer at once.
retry() {
  for attempt in 1 2 3; do
    if "$@"; then return 0; fi
    echo "attempt $attempt failed: $1 $2" >&2
    sleep $((attempt * 5))
  done
  return 1
}
export GOFLAGS=-mod=mod GONOSUMDB='*'
cd "$work"
retry go mod download "github.com/influxdata/telegraf@v$version" >&2
# Its own go.sum pins everything that it is built of; this pins that file.
sum=$(go mod download -json "github.com/influxdata/telegraf@v$version" | sed -nE 's/^\t"Sum": "(.*)",?$/\1/p')
[ "$sum" = 'h1:mYr0I/suEw9+UM4KrCFuYuzJuq/e99cINniIwqO6ykw=' ] || { echo "telegraf $version: the module has another checksum ($sum) than it should" >&2; exit 1; }
cp -r "$(go env GOMODCACHE)/github.com/influxdata/telegraf@v$version" telegraf
chmod -R u+w telegraf
cd telegraf
retry go build -ldflags "-s -w -X github.com/influxdata/telegraf/internal.Version=$version" -o "$work/program" ./cmd/telegraf >&2
mv "$work/program" "$program"
echo "$program"
