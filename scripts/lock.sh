#!/bin/sh
# Writes what pyproject.toml names, and all that it needs in turn, into requirements*.txt: each release with the hashes
# of its files, for every Python and system that Labeler runs on. What is locked already stays as it is while it fits;
# called with "--upgrade", or with "--upgrade-package NAME", newer releases are taken.
set -eu
cd "$(dirname "$0")/.."

compile() {
    list=$1
    shift
    .venv/bin/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url \
        --custom-compile-command "make lock" --output-file "$list" "$@"
}

extra() {
    .venv/bin/python -c "
import sys, tomllib
print(*tomllib.load(open('pyproject.toml', 'rb'))['project']['optional-dependencies'][sys.argv[1]], sep='\n')" "$1"
}

compile requirements.txt "$@" pyproject.toml
for name in s3 postgres redis; do
    extra "$name" | compile "requirements-$name.txt" "$@" --constraints requirements.txt -
done
extra dev | compile requirements-dev.txt "$@" --constraints requirements.txt --constraints requirements-s3.txt \
    --constraints requirements-postgres.txt --constraints requirements-redis.txt -
compile requirements-loaders.txt "$@" --group loaders
