#!/bin/sh
# The tests, on SQLite, then what touches a database again on PostgreSQL: all that are made to be soon, with those of the
# page scripts before; called with "long", those that take long by their nature, and all laws with many examples; called
# with "shared", those that need what lies in ../shared. The order is random; SEED gives one again. What cannot be run
# here is named in one line; with CI=true nothing may be left out.
set -u
cd "$(dirname "$0")/.." || exit 1

case ${1:-} in
    "") which="not long and not shared" ;;
    long) which="(long or hypothesis) and not shared" && export LABELER_LAWS=thorough ;;
    shared) which="shared" ;;
    *) echo "It is called with nothing, with long, or with shared." >&2 && exit 2 ;;
esac
seed=${SEED:-$(date +%s)}
workers=$(($(getconf _NPROCESSORS_ONLN) * 3 / 2))

sh scripts/environment.sh dev || exit 1

# The program is started many times: compiled once, not each time.
unset PYTHONDONTWRITEBYTECODE
# Otherwise the settings would make a key in the data folder.
export SECRET_KEY=only-for-the-tests
export TEST_DATABASE_URL=${TEST_DATABASE_URL:-postgres://postgres@127.0.0.1:5432/test}
unset DATABASE_URL
not_run=""
failed=""
took=""

leave_out() {
    if [ "${CI:-}" = true ]; then
        echo "CI leaves nothing out, but $1" >&2
        exit 1
    fi
    not_run="$not_run
Left out: $1"
}

run() {
    name=$1
    shift
    began=$(date +%s)
    echo
    echo "== $name"
    "$@" || failed="$failed $name"
    took="$took $name $(($(date +%s) - began)) s,"
}

# Where memory has plenty of room, nothing that the soon tests write goes to a disk. Nobody looks at it afterwards.
in_memory() {
    [ -w /dev/shm ] || return 1
    [ "$(df -Pk /dev/shm | awk 'NR == 2 { print int($4 / 1024) }')" -ge 4000 ] || return 1
    [ "$(awk '$1 == "MemAvailable:" { print int($2 / 1024) }' /proc/meminfo)" -ge 6000 ] || return 1
    folder=$(mktemp -d /dev/shm/labeler-tests.XXXXXX) || return 1
    # Tests start programs that they write there.
    printf '#!/bin/sh\n' >"$folder/program" && chmod +x "$folder/program" && "$folder/program" && return
    rm -rf "$folder"
    return 1
}

folder=""
trap 'exit 130' INT TERM HUP
trap '[ -z "$folder" ] || rm -rf "$folder"' EXIT
[ -n "${1:-}" ] || in_memory 2>/dev/null || folder=""

run_pytest() {
    name=$1
    chosen=$2
    shift 2
    # More than cores: browsers and programs are often waited for. A file is one process's, in the order of conftest.py.
    run "$name" env "$@" .venv/bin/python -m pytest -n $workers --dist loadfile --no-loadscope-reorder \
        --randomly-seed="$seed" ${folder:+"--basetemp=$folder/$name"} -m "$chosen"
}

find_chromium() {
    for candidate in "${LABELER_CHROMIUM:-}" chromium chromium-browser google-chrome google-chrome-stable \
        "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome"; do
        command -v "$candidate" && return
    done
    return 1
}

install_chromium() {
    [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null || return 1
    echo "Installing Chromium for the browser tests."
    export DEBIAN_FRONTEND=noninteractive
    { apt-get update && apt-get install --yes --no-install-recommends chromium; } >/dev/null 2>&1 &&
        # Not every release has it, and it only saves time.
        { apt-get install --yes --no-install-recommends chromium-headless-shell >/dev/null 2>&1 || true; }
}

if LABELER_CHROMIUM=$(find_chromium) || { install_chromium && LABELER_CHROMIUM=$(find_chromium); }; then
    but=""
else
    LABELER_CHROMIUM=""
    but=" and not browser"
    leave_out "the browser tests have no Chromium. On Debian: apt-get install chromium"
fi
export LABELER_CHROMIUM
# The fewer tests have the time for a whole browser everywhere.
[ -z "${1:-}" ] || export LABELER_HEADLESS_SHELL="$LABELER_CHROMIUM"

# Ten minutes are plenty for what takes one; without them the tests leave themselves out.
limit=""
! command -v timeout >/dev/null || limit="timeout 600"
if ! $limit sh scripts/environment.sh loaders; then
    leave_out "the tests of other people's readers have no environment: sh scripts/environment.sh loaders says why"
fi

if [ -n "${1:-}" ]; then
    :
elif command -v node >/dev/null; then
    # A folder would do for some versions of node only. By itself it leaves a core idle.
    # shellcheck disable=SC2046
    run scripts node --test --test-concurrency="$workers" $(find tests/js -name '*.test.*js')
else
    leave_out "the tests of the page scripts have no node. On Debian: apt-get install nodejs"
fi

run_pytest SQLite "$which$but"

if reason=$(.venv/bin/python scripts/database_answers.py "$TEST_DATABASE_URL" 2>&1); then
    # What lies in these files is all for browsers (labeler/tests/test_rooms.py): not even looked into.
    run_pytest PostgreSQL "$which and database and not browser and not processes" \
        DATABASE_URL="$TEST_DATABASE_URL" PYTEST_ADDOPTS="--ignore-glob=*_in_browser.py ${PYTEST_ADDOPTS:-}"
else
    leave_out "the tests have no PostgreSQL at TEST_DATABASE_URL: $reason"
fi

[ -z "$not_run" ] || echo "$not_run"
echo "Took:${took%,}, with seed $seed."
if [ -n "$failed" ]; then
    echo "Failed:$failed"
    exit 1
fi
