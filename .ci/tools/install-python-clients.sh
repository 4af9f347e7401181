#!/usr/bin/env bash
# Makes a virtual environment with the Python clients of the tests, once: ~/.cache/hazardwatch-tools/python-clients. Prints its interpreter.
# Needs Python 3.9 or newer with venv (Debian: apt-get install python3-venv).
set -euo pipefail
list="$(cd "$(dirname "$0")" && pwd)/python-clients.txt"
home="${XDG_CACHE_HOME:-$HOME/.cache}/hazardwatch-tools/python-clients"
python="$home/venv/bin/python"
mkdir -p "$home"
# Whoever comes second waits, and finds it done.
exec 9>"$home/lock"
flock 9
if [ -x "$python" ] && cmp -s "$list" "$home/installed.txt"; then echo "$python"; exit 0; fi

command -v python3 >/dev/null || { echo 'Python is missing: install it (Debian: apt-get install python3-venv)' >&2; exit 1; }
rm -rf "$home/venv"
python3 -m venv "$home/venv"
"$home/venv/bin/pip" install --quiet --disable-pip-version-check --retries 3 -r "$list" >&2
cp "$list" "$home/installed.txt"
echo "$python"
