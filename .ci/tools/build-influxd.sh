#!/usr/bin/env bash
# Builds InfluxDB 2.7.12's server from its Go module, once: ~/.cache/hazardwatch-tools/influxd-2.7.12/influxd. Prints the path.
# Needs Go, Rust, and on Debian: apt-get install clang pkg-config protobuf-compiler. Takes some seven minutes.
set -euo pipefail
version=2.7.12
. "$(dirname "$0")/go-module.sh"

check_tools() {
  # Where the installer of rustup.rs puts it, which a bare shell does not look into.
  export PATH=$PATH:${CARGO_HOME:-$HOME/.cargo}/bin
  local tool
  for tool in cargo rustc clang pkg-config protoc; do
    command -v "$tool" >/dev/null || { echo "influxd $version cannot be built, $tool is missing: install Rust (https://rustup.rs) and packages (Debian: apt-get install clang pkg-config protobuf-compiler)" >&2; exit 1; }
  done
}

begin_build influxd 1.23.9
check_tools
copy_module github.com/influxdata/influxdb/v2 'h1:m25dUSO7h6nm3zFC4v/aCNeFFmnN/mlN/uPo1T63bmk='

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
finish_build "$work/influxd"
