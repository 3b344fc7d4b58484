# Debian packages: only what is missing, the list fetched once a run.
# shellcheck shell=bash

apt_lists_fetched=no

# apt_packages NAME…: installs those that are missing.
apt_packages() {
  local missing=() name
  for name in "$@"; do
    [ "$(dpkg-query -W -f='${db:Status-Status}' "$name" 2>/dev/null)" = installed ] || missing+=("$name")
  done
  [ ${#missing[@]} -gt 0 ] || return 0
  command -v apt-get >/dev/null || die "please install: ${missing[*]} (names as in Debian 12)"
  if [ "$apt_lists_fetched" = no ]; then
    timed "Fetching the list of Debian packages" as_root apt-get -qq update
    apt_lists_fetched=yes
  fi
  timed "Installing Debian packages: ${missing[*]}" \
    as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends \
    -o DPkg::Lock::Timeout=600 "${missing[@]}" >/dev/null
}

# cargo_tool NAME VERSION ENV… -- OPTION…: builds a tool into $TOOLS once a version, with that environment.
cargo_tool() {
  local name="$1" version="$2" settings=()
  shift 2
  while [ "$1" != -- ]; do settings+=("$1"); shift; done
  shift
  [ -e "$TOOLS/.$name-$version" ] && return 0
  # Its own target folder, removed afterwards: nothing of it is shared with the project.
  timed "Building $name $version (a few minutes, once)" \
    env CARGO_PROFILE_RELEASE_LTO=off CARGO_PROFILE_RELEASE_CODEGEN_UNITS=16 "${settings[@]}" \
    CARGO_TARGET_DIR="$SAATJA_CACHE/build-$name" \
    cargo install --quiet --force --root "$TOOLS" --version "$version" "$@" "$name"
  rm -rf "$SAATJA_CACHE/build-$name"
  touch "$TOOLS/.$name-$version"
}

# npm_packages FOLDER: what the folder's lock file says, once a lock file.
npm_packages() {
  local stamp="$1/node_modules/.saatja-lock"
  cmp -s "$1/package-lock.json" "$stamp" && return 0
  timed "Installing npm packages of ${1#"$ROOT"/}" \
    env PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD=1 npm --prefix "$1" ci --ignore-scripts --no-audit --no-fund --loglevel=error
  cp "$1/package-lock.json" "$stamp"
}
