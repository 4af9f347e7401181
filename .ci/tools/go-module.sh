# Sourced, with `version` set: how a Go program whose go.mod replaces modules is built from the module it is published as, once, into the cache.

# begin_build NAME GO: sets `program`, and ends the script with its path when it is there already. Whoever comes second waits, and finds it done.
begin_build() {
  local home="${XDG_CACHE_HOME:-$HOME/.cache}/hazardwatch-tools/$1-$version"
  program="$home/$1"
  is_built && exit 0
  . "$(dirname "${BASH_SOURCE[0]}")/find-go.sh"
  find_go "$2"
  mkdir -p "$home"
  exec 9>"$home/lock"
  flock 9
  is_built && exit 0
  work=$(mktemp -d)
  trap 'chmod -R u+w "$work"; rm -rf "$work"' EXIT
  cd "$work"
}

is_built() { [ -x "$program" ] && echo "$program"; }

# Everything comes from registries, which may not answer at once.
retry() {
  local attempt
  for attempt in 1 2 3; do
    if "$@"; then return 0; fi
    echo "attempt $attempt failed: $1 $2" >&2
    sleep $((attempt * 5))
  done
  return 1
}

# copy_module MODULE SUM: its source, as the main module, since replacements of a dependency are not heeded; becomes the folder one is in.
# Its own go.sum pins everything that it is built of; SUM pins that file.
copy_module() {
  local module="$1@v$version" sum
  export GOFLAGS=-mod=mod GONOSUMDB='*'
  retry go mod download "$module" >&2
  sum=$(go mod download -json "$module" | sed -nE 's/^\t"Sum": "(.*)",?$/\1/p')
  [ "$sum" = "$2" ] || { echo "$module has another checksum ($sum) than it should" >&2; return 1; }
  cp -r "$(go env GOMODCACHE)/$module" source
  chmod -R u+w source
  cd source
}

# finish_build FILE
finish_build() {
  mv "$1" "$program"
  echo "$program"
}
