# Every command that a person types; the work is done in scripts/. Built files and tools live outside the checkout,
# in $CARGO_TARGET_DIR and ~/.cache/axonflow.
SHELL := bash
.DEFAULT_GOAL := help
.PHONY: help run dev test check build bench clean

help: ## list these commands
	@sed -n 's/^\([a-z]*\):.*## \(.*\)/\1|\2/p' Makefile | while IFS='|' read -r name does; do printf '  make %-8s %s\n' "$$name" "$$does"; done

run: ## build and start everything with demonstration data on http://127.0.0.1:8080
	@scripts/run.sh

dev: ## the same, built and started again after every change
	@scripts/dev.sh

test: ## every test: lints, units, database, HTTP, the published SDK, browser, faults
	@scripts/test.sh

check: ## the quick part of it: format, lints, scripts, container files
	@scripts/check.sh

build: ## the release executable and the size-optimised browser bundle
	@scripts/ensure.sh && scripts/build.sh release

bench: ## measure the release build against the budgets
	@scripts/bench.sh

clean: ## remove what was built here; data, tools and compiled libraries stay
	@. scripts/paths.sh && rm -rf "$$AXONFLOW_SITE_DIR" "$$CARGO_TARGET_DIR/logs" && cargo clean --workspace
