# Sourced: puts a Go of at least $1 (for example 1.25.12) on the PATH, or fails with a line that says what to do.
# A Go from 1.21 on fetches a newer one by itself. Debian 12 has Go 1.19, which cannot, but it can fetch the newer Go as the module that it is.

go_minor() { go env GOVERSION 2>/dev/null | sed -nE 's/^go1\.([0-9]+).*/\1/p'; }

use_go_module() {
  local module="golang.org/toolchain@v0.0.1-go$1.$(go env GOOS)-$(go env GOARCH)" folder
  folder=$(GOFLAGS= go mod download -json "$module" | sed -nE 's/^\t"Dir": "(.*)",?$/\1/p')
  [ -n "$folder" ] || return 1
  # Files of a module are never executable.
  chmod -R u+w "$folder" && chmod u+x "$folder"/bin/* "$folder"/pkg/tool/*/*
  export PATH=$folder/bin:$PATH GOTOOLCHAIN=local
  unset GOROOT
}

find_go() {
  # Where the installer of go.dev puts it, which a bare shell does not look into.
  export PATH=$PATH:/usr/local/go/bin
  if ! command -v go >/dev/null && [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
    DEBIAN_FRONTEND=noninteractive apt-get install -y -q --no-install-recommends golang-go >&2 || true
  fi
  case "$(go_minor)" in
    '') echo 'Go is missing: install Go 1.21 or later (https://go.dev/dl), then run this again' >&2; return 1 ;;
    ?|1?|20) use_go_module "$1" || { echo "this Go is too old and could not fetch Go $1: install Go 1.21 or later (https://go.dev/dl)" >&2; return 1; } ;;
    *) export GOTOOLCHAIN=auto ;;
  esac
}
