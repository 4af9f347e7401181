#!/usr/bin/env bash
# Builds Telegraf 1.37.2 from its Go module, once: ~/.cache/hazardwatch-tools/telegraf-1.37.2/telegraf. Prints the path.
# Only the side-by-side benchmark needs it (npm run bench -- ingest --against telegraf). Needs Go; takes some ten minutes.
set -euo pipefail
version=1.37.2
. "$(dirname "$0")/go-module.sh"
begin_build telegraf 1.25.5
copy_module github.com/influxdata/telegraf 'h1:mYr0I/suEw9+UM4KrCFuYuzJuq/e99cINniIwqO6ykw='
retry go build -ldflags "-s -w -X github.com/influxdata/telegraf/internal.Version=$version" -o "$work/program" ./cmd/telegraf >&2
finish_build "$work/program"
