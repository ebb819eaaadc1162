#!/bin/sh
# Makes .venv with what requirements.txt locks, and with the extras that EXTRAS names (s3,postgres,redis), which later
# calls remember; called with "dev", with all extras and requirements-dev.txt; called with "loaders", .venv-loaders with
# requirements-loaders.txt, other people's programs that read exports. When that was done before and the lists are the
# same, it does nothing.
set -eu
cd "$(dirname "$0")/.."

known_extras="s3 postgres redis"
venv=.venv
case ${1:-} in
    dev) list=requirements-dev.txt ;;
    loaders) list=requirements-loaders.txt venv=.venv-loaders ;;
    *) list=requirements.txt ;;
esac
stamp=$venv/.installed-$list
remembered=$venv/.extras

stop() {
    echo "$*" >&2
    exit 1
}

is_new_enough() {
    "$1" -c 'import sys; sys.exit(sys.version_info < (3, 11))' >/dev/null 2>&1
}

wanted_extras() {
    wanted=" $(cat "$remembered" 2>/dev/null || true) "
    IFS=", "
    for name in ${EXTRAS:-}; do
        case " $known_extras " in
            *" $name "*) wanted="$wanted$name " ;;
            *) stop "EXTRAS names $name, which is none of: $known_extras." ;;
        esac
    done
    unset IFS
    for name in $known_extras; do
        case $wanted in *" $name "*) set -- "$@" "$name" ;; esac
    done
    echo "$*"
}

# What is installed: lists that lock different parts, in the order in which they rest on each other.
lists() {
    [ "$list" = requirements-loaders.txt ] || printf 'requirements.txt '
    for name in $extras; do printf 'requirements-%s.txt ' "$name"; done
    [ "$list" = requirements.txt ] || printf '%s ' "$list"
}

digest() {
    # shellcheck disable=SC2046
    cat $(lists) | if command -v sha256sum >/dev/null; then sha256sum; else shasum -a 256; fi
}

find_python() {
    for candidate in ${PYTHON:-} python3.13 python3.12 python3.11 python3; do
        # Some are only names, such as those of pyenv: ask them.
        if is_new_enough "$candidate"; then
            echo "$candidate"
            return
        fi
    done
    stop "Labeler needs Python 3.11 or newer, and none was found. On Debian and Ubuntu: apt-get install python3 python3-venv"
}

# Without pip: putting that there takes longer than all else, and uv needs none.
make_venv() {
    python=$(find_python)
    made=yes
    rm -rf "$venv"
    "$python" -m venv --without-pip "$venv" >/dev/null 2>&1 || cannot_make_venv
}

cannot_make_venv() {
    [ -z "${made:-}" ] || rm -rf "$venv"
    stop "This Python cannot make an environment. On Debian and Ubuntu: apt-get install python3-venv"
}

# The pip of the environment, one outside that works on it, or the one that Python carries along; Debian splits that
# off, as python3-venv.
find_pip() {
    python=$(find_python)
    if "$venv/bin/python" -m pip --version >/dev/null 2>&1; then
        pip_of=$venv/bin/python
    elif "$python" -m pip --python "$venv/bin/python" --version >/dev/null 2>&1; then
        pip_of=$python
    else
        "$venv/bin/python" -m ensurepip >/dev/null 2>&1 || return
        pip_of=$venv/bin/python
    fi
}

pip() {
    if [ "$pip_of" = "$venv/bin/python" ]; then
        "$pip_of" -m pip "$@"
    else
        "$pip_of" -m pip --python "$venv/bin/python" "$@"
    fi
}

# Where there is none, the locked one, for this time only: it is larger than all that it installs but ffmpeg.
find_uv() {
    if command -v uv >/dev/null; then
        uv=uv
    else
        find_pip && bring_uv >/dev/null 2>&1 || return
        uv=$venv/.uv/bin/uv
    fi
}

bring_uv() {
    mkdir -p "$venv/.uv"
    sed -n '/^uv==/,/[^\\]$/p' requirements-dev.txt >"$venv/.uv/uv.txt"
    "$pip_of" -m pip install --quiet --require-hashes --no-deps --target "$venv/.uv" -r "$venv/.uv/uv.txt"
}

install() {
    for each in $(lists); do set -- "$@" -r "$each"; done
    # uv is some times faster, and never needed: when it fails, pip says what is wrong.
    if find_uv &&
        UV_PYTHON_DOWNLOADS=never UV_SYSTEM_CERTS=true UV_NATIVE_TLS=true \
            "$uv" pip install --quiet --require-hashes --python "$venv/bin/python" "$@" 2>/dev/null; then
        return
    fi
    find_pip || cannot_make_venv
    pip install --quiet --require-hashes "$@" ||
        stop "The packages of $list could not be installed; what stands above says why."
}

with=""
case $list in
    requirements-dev.txt) extras=$known_extras ;;
    requirements-loaders.txt) extras="" ;;
    *) extras=$(wanted_extras) with=$extras ;;
esac
is_new_enough "$venv/bin/python" || make_venv
wanted=$(digest)
if [ "$(cat "$stamp" 2>/dev/null)" != "$wanted" ]; then
    export PIP_DISABLE_PIP_VERSION_CHECK=1
    echo "Installing the packages of $list${with:+, with $with}."
    install
    rm -rf "$venv/.uv"
    echo "$wanted" >"$stamp"
fi
[ -z "$with" ] || echo "$with" >"$remembered"
