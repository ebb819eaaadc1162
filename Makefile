.DEFAULT_GOAL := help
.PHONY: help run demo demo-fresh test test-long test-shared check audit bench lock docs openapi screenshots

help: ## tells the targets
	@sed -n 's/^\([a-z-]*\):.*## /  make \1 \t/p' Makefile

run: ## starts Labeler: web, worker and their watchdog; EXTRAS=s3,postgres,redis brings what these need
	@sh scripts/environment.sh
	@exec .venv/bin/python manage.py serve

DEMO_DATA ?= demo-data
# Of a demo nothing goes where real work lies.
DEMO = env -u DATABASE_URL -u STORAGE_URL -u CACHE_URL -u SECRET_KEY -u LABELER_ADMIN_PASSWORD LABELER_DATA='$(DEMO_DATA)' .venv/bin/python manage.py demo

demo: ## opens a project to look around in, in a folder of its own (DEMO_DATA=demo-data); made on the first start
	@sh scripts/environment.sh
	@exec $(DEMO)

demo-fresh: ## the same, begun anew: what was done in the demo is thrown away
	@sh scripts/environment.sh
	@exec $(DEMO) --fresh

test: ## every test that is soon done, on SQLite, then on PostgreSQL where one answers; SEED=7 gives an order again
	@sh scripts/test.sh

test-long: ## the tests that take long by their nature
	@sh scripts/test.sh long

test-shared: ## the same tests as in `make test` once more, with the real photos and videos of ../shared
	@sh scripts/test.sh shared

# A key, so that the settings make none in the data folder.
check: export SECRET_KEY = only-for-the-checks
check: export PYTHONPATH = client
check: ## style, types, import rules and the drawing of them, missing migrations
	@sh scripts/environment.sh dev
	.venv/bin/ruff check
	.venv/bin/ruff format --check
	.venv/bin/mypy .
	.venv/bin/lint-imports
	.venv/bin/python scripts/draw_architecture.py --check
	.venv/bin/python manage.py makemigrations --check --dry-run
	.venv/bin/python manage.py check --fail-level WARNING

audit: ## asks what holes are known of the locked packages; OSV_URL=https://… asks a copy of OSV in a closed network
	@sh scripts/environment.sh dev
	@.venv/bin/python scripts/audit.py

bench: ## measures how fast it is, about an hour; BENCH_SMALL=1 for some minutes
	@sh scripts/environment.sh dev
	@.venv/bin/python -m bench

lock: ## writes requirements*.txt anew from pyproject.toml
	@sh scripts/environment.sh dev
	@sh scripts/lock.sh

docs: ## builds docs/ as a site into site/, and fails where a link leads nowhere
	@sh scripts/environment.sh dev
	@NO_MKDOCS_2_WARNING=1 .venv/bin/mkdocs build --quiet
	@echo "The pages are in site/; begin with site/index.html."

openapi: export SECRET_KEY = only-for-the-checks
openapi: ## writes docs/openapi.json anew; BREAK=1 where programs stumble over what changed, and that is wanted
	@sh scripts/environment.sh dev
	@.venv/bin/python manage.py openapi $(if $(BREAK),--break)

screenshots: ## takes the pictures of README and docs anew, from a demo that it makes for that
	@sh scripts/environment.sh dev
	@.venv/bin/python scripts/screenshots.py
