# The compiler for the front end, in one place. Two ways are open:
#   rustup   the target is there, or rustup can fetch it;
#   debian   packages rustc-web, cargo-web and rust-web-src hold a whole toolchain with the library's source,
#            from which the library is built for Wasm (docs/frontend.md).
# shellcheck shell=bash

WASM_TARGET=wasm32-unknown-unknown
WASM_SHIM="$SAATJA_CACHE/wasm-toolchain"

wasm_has_rustup_target() {
  [ -d "$(rustc --print sysroot)/lib/rustlib/$WASM_TARGET" ]
}

# Installs whichever way is open.
install_wasm_toolchain() {
  wasm_has_rustup_target && return 0
  [ -x "$WASM_SHIM/bin/cargo" ] && [ -x /usr/share/cargo/bin/cargo ] && return 0
  if command -v rustup >/dev/null && timeout 120 rustup target add $WASM_TARGET >/dev/null 2>&1; then
    # The library's source too: built for size it is a good tenth smaller.
    timeout 300 rustup component add rust-src >/dev/null 2>&1 || say "rustup has no rust-src here: the front end gets larger"
    say "The compiler for Wasm came from rustup"
    return 0
  fi
  say "rustup has no $WASM_TARGET here: taking Debian's toolchain for the front end"
  apt_packages rustc-web cargo-web rust-web-src
  mkdir -p "$WASM_SHIM/bin"
  ln -sf /usr/bin/cargo /usr/bin/rustc "$WASM_SHIM/bin/"
}

# with_wasm_toolchain COMMAND…: runs it with that compiler; nothing of it leaks into builds for this machine.
with_wasm_toolchain() {
  # A folder of its own: another compiler shares nothing, and the two need not wait for each other.
  local settings=("CARGO_TARGET_DIR=$CARGO_TARGET_DIR/front-end")
  # The library built with the program, for size and without the words of panics (docs/frontend.md has the figures).
  local for_size=(RUSTC_BOOTSTRAP=1 CARGO_UNSTABLE_BUILD_STD=std,panic_abort
    CARGO_UNSTABLE_BUILD_STD_FEATURES=optimize_for_size
    "CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_RUSTFLAGS=-Zunstable-options -Cpanic=immediate-abort")
  if wasm_has_rustup_target; then
    [ ! -d "$(rustc --print sysroot)/lib/rustlib/src/rust/library" ] || settings+=("${for_size[@]}")
    env "${settings[@]}" "$@"
    return
  fi
  local linker
  linker="$(rustc --print sysroot)/lib/rustlib/x86_64-unknown-linux-gnu/bin/rust-lld"
  [ -x "$linker" ] || { apt_packages lld-22; linker=wasm-ld-22; }
  env "${settings[@]}" "${for_size[@]}" PATH="$WASM_SHIM/bin:$PATH" RUSTC=/usr/bin/rustc RUSTUP_TOOLCHAIN= \
    CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_LINKER="$linker" "$@"
}
