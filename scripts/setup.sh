#!/bin/sh
# Sets up what a make target needs, inside this checkout: uv in .tools/, the locked packages and Shipworthy
# in a virtual environment. What is up to date is left alone, so a second call returns at once.
#
#   scripts/setup.sh tools | demo | test | docs
set -eu
cd "$(dirname "$0")/.."

what=${1:?"say what to set up: tools, demo, test or docs"}
uv=.tools/bin/uv

say() { printf '%s\n' "$*"; }
stop() { printf 'shipworthy set-up: %s\n' "$*" >&2; exit 1; }

# The digest of the files a step stands on; the step is done again when it changes.
digest() { cat "$@" | cksum; }

line() { sed -n "$1p" "$2" 2>/dev/null || :; }
runs() { "$1" -c '' >/dev/null 2>&1; }
supports() { "$1" -c "import sys; sys.exit(not $2)" >/dev/null 2>&1; }

find_python() {
    for candidate in ${PYTHON:-} python3 python3.13 python3.12 python3.11 python3.14; do
        supports "$candidate" '(3, 11) <= sys.version_info < (3, 15)' && { printf '%s' "$candidate"; return; }
    done
    for candidate in ${PYTHON:-} python3; do # newer than any we have tried, but it may well do
        supports "$candidate" 'sys.version_info >= (3, 15)' && { printf '%s' "$candidate"; return; }
    done
    stop "Shipworthy needs Python 3.11 or newer; looked for python3, python3.14, python3.13, python3.12 and" \
        "python3.11. Install one of them, or name it: make ${what} PYTHON=/path/to/python3"
}

# The pip of any Python will do: it only unpacks uv's wheel, and uv does the rest.
find_pip() {
    for candidate in "$python" python3 python3.14 python3.13 python3.12 python3.11; do
        "$candidate" -m pip --version >/dev/null 2>&1 && { printf '%s' "$candidate"; return; }
    done
    stop "found $("$python" --version), but no pip to install uv with. Install pip" \
        "(on Debian and Ubuntu: apt-get install python3-pip) and try again."
}

# Keep to the user's cache, or to the checkout where there is no home to write to.
choose_cache() {
    [ -z "${UV_CACHE_DIR:-}" ] || return 0
    cache=${XDG_CACHE_HOME:-${HOME:+$HOME/.cache}}
    if [ -z "$cache" ] || ! mkdir -p "$cache" 2>/dev/null || ! [ -w "$cache" ]; then
        export UV_CACHE_DIR="$PWD/.tools/cache" PIP_CACHE_DIR="$PWD/.tools/cache-pip"
    fi
}

# Certificates the system trusts (a company's proxy, say) count for uv as they do for pip.
choose_certificates() {
    if [ -z "${SSL_CERT_FILE:-}" ] && [ -r /etc/ssl/certs/ca-certificates.crt ]; then
        export SSL_CERT_FILE=/etc/ssl/certs/ca-certificates.crt
    fi
}

install_tools() {
    stamp=.tools/.installed
    now=$(digest requirements/uv.txt)
    [ -x "$uv" ] && [ "$(cat "$stamp" 2>/dev/null)" = "$now" ] && return
    with=$(find_pip)
    say "Installing uv into .tools/ ..."
    rm -rf .tools/bin .tools/uv .tools/uv-*.dist-info "$stamp"
    PIP_USER=0 PIP_REQUIRE_VIRTUALENV=0 PIP_ROOT_USER_ACTION=ignore PIP_DISABLE_PIP_VERSION_CHECK=1 \
        "$with" -m pip install --quiet --no-input --no-warn-script-location --no-deps \
        --only-binary :all: --require-hashes --target .tools -r requirements/uv.txt ||
        stop "pip could not install uv; its message is above." \
            "Most often the network or a package mirror is out of reach."
    printf '%s\n' "$now" > "$stamp"
}

# install_environment FOLDER LOCK: FOLDER holds just what LOCK names, and Shipworthy itself.
install_environment() {
    folder=$1 lock=requirements/$2.txt
    stamp=$folder/.installed-$2
    made_with="$("$python" --version) $PWD"
    packages=$(digest "$lock" requirements/build.txt)
    itself=$(digest pyproject.toml src/shipworthy/foundation/version.py)

    if ! runs "$folder/bin/python" || [ "$(line 1 "$folder/.made-with")" != "$made_with" ]; then
        say "Making $folder for $("$python" --version) ..."
        "$uv" venv --quiet --clear --no-project --python "$python" "$folder"
        printf '%s\n' "$made_with" > "$folder/.made-with"
    fi
    if [ "$(line 1 "$stamp")" != "$packages" ]; then
        say "Installing the locked packages of $lock ..."
        rm -f "$folder"/.installed-*
        "$uv" pip sync --quiet --python "$folder" --require-hashes \
            --build-constraints requirements/build.txt "$lock" ||
            stop "uv could not install the locked packages; its message is above." \
                "If your pip uses a package mirror, name it to uv too: UV_DEFAULT_INDEX=https://..."
    fi
    if [ "$(line 2 "$stamp")" != "$itself" ]; then
        say "Installing Shipworthy from this checkout ..."
        "$uv" pip install --quiet --python "$folder" --no-deps \
            --build-constraints requirements/build.txt --editable . ||
            stop "uv could not install Shipworthy itself; its message is above."
        printf '%s\n%s\n' "$packages" "$itself" > "$stamp"
    fi
}

unset VIRTUAL_ENV CONDA_PREFIX PYTHONHOME PYTHONPATH
export UV_PYTHON_DOWNLOADS=never
python=$(find_python)
choose_cache
choose_certificates
install_tools
case $what in
    tools) ;;
    demo) # the tests' environment holds all that the demo needs
        if [ -e .venv/.installed-test ]; then install_environment .venv test
        else install_environment .venv demo; fi ;;
    test) install_environment .venv test ;;
    docs) install_environment .venv-docs docs ;;
    *) stop "'$what' is none of tools, demo, test, docs." ;;
esac
