#!/bin/sh
# Installs what the tests need beside Python, where that is possible: on Debian and its kin, as root.
# Says nothing when all is there. What stays missing is named by the tests, which then do not run.
set -u

missing=""
need() { missing="$missing $1"; }

have() {
  for program in "$@"; do
    command -v "$program" >/dev/null 2>&1 && return 0
    for place in /usr/sbin /usr/lib/postgresql/*/bin; do
      [ -x "$place/$program" ] && return 0
    done
  done
  return 1
}

have initdb || need postgresql
have mariadbd mysqld || need mariadb-server
have chromium chromium-browser || need chromium
have java || need default-jre-headless

[ -n "$missing" ] || exit 0
command -v apt-get >/dev/null 2>&1 && [ "$(id -u)" = 0 ] || exit 0

echo "installing$missing"
export DEBIAN_FRONTEND=noninteractive
log=$(mktemp)
# The tests start servers of their own; the packages need not start theirs.
if [ ! -e /usr/sbin/policy-rc.d ]; then
  printf '#!/bin/sh\nexit 101\n' >/usr/sbin/policy-rc.d
  chmod +x /usr/sbin/policy-rc.d
  trap 'rm -f /usr/sbin/policy-rc.d' EXIT
fi
# shellcheck disable=SC2086 - a list of packages
if ! { apt-get update -q && apt-get install -q -y --no-install-recommends $missing; } \
    </dev/null >"$log" 2>&1; then
  tail -n 5 "$log" >&2
  echo "could not install$missing" >&2
fi
rm -f "$log"
