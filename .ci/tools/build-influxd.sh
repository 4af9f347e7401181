#!/usr/bin/env bash
# Builds InfluxDB 2.7.12's server from its Go module, once: ~/.cache/hazardwatch-tools/influxd-2.7.12/influxd. Prints the path.
# Needs Go, Rust, and on Debian: apt-get install clang pkg-config protobuf-compiler. Takes some seven minutes.
set -euo pipefail
version=2.7.12
home="${XDG_CACHE_HOME:-$HOME/.cache}/hazardwatch-tools/influxd-$version"
program="$home/influxd"
if [ -x "$program" ]; then echo "$program"; exit 0; fi

# Where the installer of rustup.rs puts it, which a bare shell does not look into.
export PATH=$PATH:${CARGO_HOME:-$HOME/.cargo}/bin
for tool in cargo rustc clang pkg-config protoc; do
  command -v "$tool" >/dev/null || { echo "influxd $version cannot be built, $tool is missing: install Rust (https://rustup.rs) and packages (Debian: apt-get install clang pkg-config protobuf-compiler)" >&2; exit 1; }
done
. "$(dirname "$0")/find-go.sh"
find_go 1.23.9
mkdir -p "$home"
# Whoever comes second waits, and finds it done.
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

# Its own go.mod must be the main one: it replaces a module, which is not heeded from a dependency.
cd "$work"
retry go mod download "github.com/influxdata/influxdb/v2@v$version" >&2
# Its own go.sum pins everything that it is built of; this pins that file.
sum=$(go mod download -json "github.com/influxdata/influxdb/v2@v$version" | sed -nE 's/^\t"Sum": "(.*)",?$/\1/p')
[ "$sum" = 'h1:m25dUSO7h6nm3zFC4v/aCNeFFmnN/mlN/uPo1T63bmk=' ] || { echo "influxd $version: the module has another checksum ($sum) than it should" >&2; exit 1; }
cp -r "$(go env GOMODCACHE)/github.com/influxdata/influxdb/v2@v$version" influxdb
chmod -R u+w influxdb
cd influxdb

# flux is written in Rust and pins a compiler of its time: the installed one builds it if it only warns of what it has learnt since.
cat >"$work/rustc-wrapper" <<'WRAPPER'
#!/bin/sh
exec "$@" --cap-lints warn
WRAPPER
chmod +x "$work/rustc-wrapper"
export RUSTC_WRAPPER="$work/rustc-wrapper"
if command -v rustup >/dev/null; then
  RUSTUP_TOOLCHAIN=$(rustup show active-toolchain | cut -d' ' -f1)
  export RUSTUP_TOOLCHAIN
fi

# Go's linker asks this for flux; it runs cargo.
mkdir "$work/bin"
retry go build -o "$work/bin/pkg-config" github.com/influxdata/pkg-config >&2
export PKG_CONFIG="$work/bin/pkg-config"
tags=sqlite_foreign_keys,sqlite_json
case "$(go env GOARCH)" in amd64 | s390x) ;; *) tags="$tags,noasm" ;; esac
retry go build -tags "$tags" -ldflags "-s -w -X main.version=v$version" -o "$work/influxd" ./cmd/influxd >&2
mv "$work/influxd" "$program"
echo "$program"
