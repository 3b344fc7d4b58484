# Builds the front end into target/site when something it is made of changed.
# shellcheck shell=bash

front_end_inputs() {
  (cd "$ROOT" && cat Cargo.lock Trunk.toml frontend/*.* frontend/src/* frontend/Cargo.toml app/Cargo.toml crates/model/Cargo.toml \
    && find app/src crates/model/src style -type f -print0 | sort -z | xargs -0 cat) | sha256sum
}

# Two calls at once would build into the same folder: the second waits, and then finds it done.
build_front_end() {
  mkdir -p "$ROOT/target"
  exec 9> "$ROOT/target/.front-end.lock"
  flock 9
  local stamp="$ROOT/target/site/.inputs" inputs
  inputs="$(front_end_inputs)"
  if [ ! -f "$stamp" ] || [ "$(cat "$stamp")" != "$inputs" ]; then
    timed "Building the front end (Wasm, script, style)" trunk_build
    echo "$inputs" > "$stamp"
  fi
  exec 9>&-
}

# Trunk works offline (Trunk.toml), so what cargo needs is fetched before; without a network it may be there already.
trunk_build() {
  cd "$ROOT" || return
  with_wasm_toolchain cargo fetch --quiet --target "$WASM_TARGET" || say "Could not fetch crates: trying with what is there"
  with_wasm_toolchain trunk --color never build --release --skip-version-check
}
