# Real mail servers for the tests: Dovecot and Postfix as Debian packages, Exim unpacked beside them, because Debian
# lets no two mail servers be installed together. Needs say.sh and packages.sh.
# shellcheck shell=bash

EXIM_HOME="$TOOLS/exim"

# Installs what is missing of them; with everything there it needs no network and says nothing.
install_mail_servers() {
  install_postfix_and_dovecot
  apt_packages swaks libnet-ssleay-perl libauthen-sasl-perl
  install_exim
}

install_postfix_and_dovecot() {
  local new=()
  [ -x /usr/sbin/postfix ] || new+=(postfix)
  [ -x /usr/sbin/dovecot ] || new+=(dovecot)
  case " ${new[*]} " in *" postfix "*)
    # The tests bring their own configuration; the machine shall not become a mail server.
    echo "postfix postfix/main_mailer_type select No configuration" | as_root debconf-set-selections ;;
  esac
  apt_packages postfix dovecot-core dovecot-imapd dovecot-lmtpd dovecot-submissiond
  [ ${#new[@]} -gt 0 ] && [ -d /run/systemd/system ] || return 0
  say "Switching the installed services off: ${new[*]}"
  as_root systemctl disable --quiet --now "${new[@]}"
}

install_exim() {
  # Exim looks this user up when it starts; the name is compiled in.
  getent passwd Debian-exim >/dev/null ||
    timed "Adding the user Debian-exim" \
      as_root useradd --system --user-group --no-create-home --home-dir /nonexistent --shell /usr/sbin/nologin Debian-exim
  if ! exim_runs; then
    timed "Unpacking Exim into $EXIM_HOME" unpack_exim
    # shellcheck disable=SC2046 # one package a word
    apt_packages $(exim_libraries)
    exim_runs || die "Exim was unpacked into $EXIM_HOME but does not run"
  fi
}

exim_runs() { [ -x "$EXIM_HOME/usr/sbin/exim4" ] && "$EXIM_HOME/usr/sbin/exim4" -bV -C /dev/null >/dev/null 2>&1; }

unpack_exim() {
  local folder="$EXIM_HOME.unpacking" package
  rm -rf "$folder" && mkdir -p "$folder/root" || return
  if [ "$apt_lists_fetched" = no ]; then
    as_root apt-get -qq update || return
    apt_lists_fetched=yes
  fi
  # apt warns that its own user cannot write here; it then fetches as root.
  (cd "$folder" && apt-get -qq download exim4-daemon-heavy exim4-base 2>/dev/null) || return
  for package in "$folder"/*.deb; do dpkg-deb -x "$package" "$folder/root" || return; done
  dpkg-deb -f "$folder"/exim4-daemon-heavy_*.deb Depends > "$folder/root/depends" || return
  rm -rf "$EXIM_HOME" && mv "$folder/root" "$EXIM_HOME" && rm -rf "$folder"
}

# The libraries that the unpacked Exim depends on, one a line.
exim_libraries() { tr ',' '\n' < "$EXIM_HOME/depends" | sed 's/[(|].*//; s/ //g' | grep '^lib'; }
