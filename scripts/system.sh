#!/bin/sh
# Makes sure that the two programs the tests drive are on the machine: Chromium and the PostgreSQL server.
# Installs what is missing where that is possible without asking for a password, else says what to install.
set -eu

has_chromium() {
    [ -n "${SHIPWORTHY_CHROMIUM:-}" ] && return
    for name in chromium chromium-browser google-chrome; do
        command -v "$name" >/dev/null && return
    done
    return 1
}

has_postgres() {
    command -v initdb >/dev/null && command -v postgres >/dev/null && return
    for folder in /usr/lib/postgresql/*/bin; do
        [ -x "$folder/initdb" ] && return
    done
    return 1
}

missing=
has_chromium || missing="$missing chromium"
has_postgres || missing="$missing postgresql"
[ -n "$missing" ] || exit 0

as_root=
[ "$(id -u)" = 0 ] || as_root='sudo -n'
if ! command -v apt-get >/dev/null || { [ -n "$as_root" ] && ! $as_root true 2>/dev/null; }; then
    printf 'The tests need these programs, and they are not on this machine:%s\n' "$missing" >&2
    printf 'Install them (on Debian and Ubuntu: apt-get install%s) and try again.\n' "$missing" >&2
    exit 1
fi

printf 'Installing from the system packages:%s ...\n' "$missing"
log=$(mktemp)
trap 'rm -f "$log"' EXIT
# shellcheck disable=SC2086 # the words are meant to split
{
    $as_root apt-get update -qq &&
        $as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends $missing
} >"$log" 2>&1 || {
    cat "$log" >&2
    exit 1
}
