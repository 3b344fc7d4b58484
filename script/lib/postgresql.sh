# PostgreSQL for the tests and for checking queries: Debian's package, never the machine's own cluster.
# Needs say.sh and packages.sh.
# shellcheck shell=bash

install_postgresql() {
  local new=no
  compgen -G '/usr/lib/postgresql/*/bin/initdb' >/dev/null || new=yes
  apt_packages postgresql
  [ $new = yes ] && [ -d /run/systemd/system ] || return 0
  # Debian makes a cluster and starts it; the machine shall not become a database server.
  say "Switching the installed service off: postgresql"
  as_root systemctl disable --quiet --now postgresql
}

# postgresql_program NAME: where the newest version has it.
postgresql_program() {
  local found
  found="$(compgen -G "/usr/lib/postgresql/*/bin/$1" | sort -V | tail -n 1)"
  [ -n "$found" ] || die "PostgreSQL is missing: please run script/bootstrap"
  echo "$found"
}

# as_postgres COMMAND…: PostgreSQL refuses to run as root.
as_postgres() {
  if [ "$(id -u)" = 0 ]; then setpriv --reuid=postgres --regid=postgres --clear-groups env HOME=/ "$@"; else "$@"; fi
}

# start_postgresql FOLDER: a server on a socket in this folder alone, gone with stop_postgresql FOLDER.
start_postgresql() {
  mkdir "$1"
  [ "$(id -u)" != 0 ] || chown postgres "$1"
  (
    cd "$1" || exit
    as_postgres "$(postgresql_program initdb)" -D "$1/data" --username=postgres --auth=trust --encoding=UTF8 \
      --locale=C.UTF-8 --no-sync &&
      as_postgres "$(postgresql_program pg_ctl)" -D "$1/data" -l "$1/log" -w \
        -o "-c listen_addresses='' -c unix_socket_directories='$1' -c fsync=off" start
  ) >"$1.log" 2>&1 || die "PostgreSQL does not start: $(tail -n 5 "$1.log")"
}

stop_postgresql() {
  [ -f "$1/data/postmaster.pid" ] || return 0
  (cd "$1" && as_postgres "$(postgresql_program pg_ctl)" -D "$1/data" -m immediate stop >/dev/null)
}
