# Shared by all scripts: where things are, and one way to say what happens.
# shellcheck shell=bash

ROOT="$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)"
# Tools that survive a clean clone: built once a machine.
SAATJA_CACHE="${SAATJA_CACHE:-${XDG_CACHE_HOME:-$HOME/.cache}/saatja}"
TOOLS="$SAATJA_CACHE/tools"
export CARGO_TARGET_DIR="${CARGO_TARGET_DIR:-$ROOT/target}"
# Queries are checked against crates/store/*/.sqlx, never against a database that happens to be named in the environment.
export SQLX_OFFLINE=true
export PATH="$TOOLS/bin:$ROOT/frontend/node_modules/.bin:$HOME/.cargo/bin:$PATH"

say() { printf '\033[1m==>\033[0m %s\n' "$*" >&2; }
die() { printf '\033[1;31mError:\033[0m %s\n' "$*" >&2; exit 1; }

# timed WHAT COMMAND…: says what starts, and how long it took.
timed() {
  local what="$1" begin=$SECONDS
  shift
  say "$what"
  "$@" || die "$what: failed (see above)"
  say "$what: done in $((SECONDS - begin)) s"
}

# as_root COMMAND…: with sudo where that is needed.
as_root() {
  if [ "$(id -u)" = 0 ]; then "$@"
  elif command -v sudo >/dev/null; then sudo "$@"
  else die "this needs root: $*"; fi
}
