#!/usr/bin/env bash
# Builds k6 from its Go module into the cache under the home folder, once a version. Prints the path of the program.
set -euo pipefail
version=${1:-1.8.1}
# The Go that k6 1.8.1 asks for.
go_version=1.25.12
folder=$HOME/.cache/hazardwatch-tools/k6-$version
if "$folder/k6" version >/dev/null 2>&1; then
  echo "$folder/k6"
  exit 0
fi
. "$(dirname "$0")/find-go.sh"
find_go "$go_version"
mkdir -p "$folder"
for attempt in 1 2 3; do
  # Into place only when it is whole: the build may be interrupted.
  if GOBIN=$folder/new go install "go.k6.io/k6@v$version"; then
    mv "$folder/new/k6" "$folder/k6"
    rmdir "$folder/new"
    echo "$folder/k6"
    exit 0
  fi
  echo "k6: attempt $attempt failed" >&2
  sleep $((attempt * 5))
done
echo "k6: go.k6.io/k6@v$version could not be built; the reason is above" >&2
exit 1
