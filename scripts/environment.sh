#!/bin/sh
# Makes .venv with what requirements.txt lists, or requirements-dev.txt when called with "dev"; called with "loaders",
# .venv-loaders with requirements-loaders.txt, other people's programs that read exports. When that was done before and
# the lists are the same, it does nothing.
set -eu
cd "$(dirname "$0")/.."

venv=.venv
case ${1:-} in
    dev) list=requirements-dev.txt ;;
    loaders) list=requirements-loaders.txt venv=.venv-loaders ;;
    *) list=requirements.txt ;;
esac
stamp=$venv/.installed-$list

stop() {
    echo "$*" >&2
    exit 1
}

is_new_enough() {
    "$1" -c 'import sys; sys.exit(sys.version_info < (3, 11))' >/dev/null 2>&1
}

digest() {
    # The list for development includes the shorter one.
    if [ "$list" = requirements-dev.txt ]; then cat requirements.txt "$list"; else cat "$list"; fi |
        if command -v sha256sum >/dev/null; then sha256sum; else shasum -a 256; fi
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

make_venv() {
    python=$(find_python)
    rm -rf "$venv"
    if "$python" -m venv "$venv" >/dev/null 2>&1; then
        return
    fi
    # Debian splits venv: without python3-venv there is no pip in it, but a pip outside can work on it.
    rm -rf "$venv"
    if "$python" -m venv --without-pip "$venv" >/dev/null 2>&1 &&
        "$python" -m pip --python "$venv/bin/python" --version >/dev/null 2>&1; then
        return
    fi
    rm -rf "$venv"
    stop "This Python cannot make an environment. On Debian and Ubuntu: apt-get install python3-venv"
}

pip() {
    if [ -x "$venv/bin/pip" ]; then
        "$venv/bin/python" -m pip "$@"
    else
        "$(find_python)" -m pip --python "$venv/bin/python" "$@"
    fi
}

find_uv() {
    command -v uv && return
    [ ! -x .venv/bin/uv ] || venv_of_uv=.venv
    [ -x "${venv_of_uv:=$venv}/bin/uv" ] || pip install --quiet uv >/dev/null 2>&1 || return
    echo "$venv_of_uv/bin/uv"
}

install() {
    # uv is some times faster, and never needed: when it fails, pip says what is wrong.
    if uv=$(find_uv) &&
        UV_PYTHON_DOWNLOADS=never UV_SYSTEM_CERTS=true UV_NATIVE_TLS=true \
            "$uv" pip install --quiet --python "$venv/bin/python" -r "$list" 2>/dev/null; then
        return
    fi
    pip install --quiet -r "$list" ||
        stop "The packages of $list could not be installed; what stands above says why."
}

is_new_enough "$venv/bin/python" || make_venv
wanted=$(digest)
if [ "$(cat "$stamp" 2>/dev/null)" != "$wanted" ]; then
    export PIP_DISABLE_PIP_VERSION_CHECK=1
    echo "Installing the packages of $list."
    install
    echo "$wanted" >"$stamp"
fi
