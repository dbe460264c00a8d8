#!/bin/sh
# Writes requirements/*.txt and benchmarks/peers/*.txt anew: names, versions and hashes for every platform and every
# Python from 3.11 on.
# The later locks are held to the versions of the earlier ones, so that all environments agree.
#
#   scripts/lock.sh            keeps the locked versions that still fit
#   scripts/lock.sh --upgrade  takes the newest
set -eu
cd "$(dirname "$0")/.."
uv=.tools/bin/uv
unset UV_INDEX UV_DEFAULT_INDEX UV_EXTRA_INDEX_URL UV_FIND_LINKS

python=3.11

# compile NAME WHAT...: NAME is the lock without its ending.
compile() {
    lock=$1.txt
    shift
    printf 'Locking %s ...\n' "$lock"
    "$uv" pip compile --quiet --universal --python-version $python --generate-hashes --no-header --no-annotate \
        --output-file "$lock" "$@" >/dev/null
    if grep -Eqi '^(torch|nvidia)|://' "$lock"; then
        printf '%s names torch or an address; it must not.\n' "$lock" >&2
        exit 1
    fi
}

compile requirements/uv requirements/uv.in "$@"
compile requirements/build requirements/build.in "$@"
compile requirements/demo pyproject.toml --extra demo "$@"
compile requirements/test pyproject.toml --extra demo --extra oidc --extra postgres --group test \
    --constraints requirements/demo.txt "$@"
compile requirements/docs pyproject.toml --group docs --constraints requirements/test.txt "$@"

# Peers of the benchmarks, each for an environment of its own; skore's newest needs a later 3.11.
python=3.11.4
for peer in benchmarks/peers/*.in; do
    compile "${peer%.in}" "$peer" "$@"
done
