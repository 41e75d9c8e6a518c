# The commands of this project; CONTRIBUTING.md says when to use which.
# `make lint test` is what CI runs.

.PHONY: demo build generate released lint test bench tools packages screenshots
.DEFAULT_GOAL := build
SHELL := bash
.SHELLFLAGS := -eu -o pipefail -c

# CI trusts no cached result, and takes a suite that could not run for a failure.
ifdef CI
export GOGAI_REQUIRE_SUITES := 1
fresh := -count=1
endif

# A temporary publication full of sample stories.
demo:
	go run ./cmd/gogai demo

# One static program; its version comes from git, through the Go tool. The tag keeps the WebP
# encoder from looking for a C library at run time, which would need a dynamic linker.
build:
	CGO_ENABLED=0 go build -tags nodynamic -trimpath -buildvcs=auto -ldflags='-s -w' -o bin/gogai ./cmd/gogai

# Speed and size, beside the figures that the design asks for and beside nginx: about a quarter of an
# hour. `make bench BENCH=-quick` is a short one; `go run ./cmd/bench -help` tells of more.
bench:
	@scripts/bench-packages
	go run ./cmd/bench $(BENCH)

# Pictures of the sample publication's pages, for the README. Takes Chromium.
screenshots: packages
	GOGAI_SCREENSHOTS=$(CURDIR)/docs/screenshots go test -count=1 -run '^TestScreenshots$$' ./e2e

tools:
	@go -C tools build -o ../bin/ github.com/a-h/templ/cmd/templ honnef.co/go/tools/cmd/staticcheck

# Pages from their .templ files, style sheets and scripts from web/static/src. The results are
# committed, so that building the program needs nothing but Go.
generate: tools
	bin/templ generate -log-level warn
	go generate ./web/static

# Keeps the style sheets and scripts of this release for the browsers that will hold them when the
# next one comes: part of each release, of which the last three stay.
released:
	folder=web/static/released/$$(date -u +%F); mkdir -p $$folder; \
		cp $$(ls web/static/dist/* | grep -v -e '\.br$$' -e '\.gz$$') $$folder
	ls -rd web/static/released/*/ | tail -n +4 | xargs rm -rf

generated := find . \( -name '*_templ.go' -o -path './web/static/dist/*' \) -type f -exec sha256sum {} + | sort

lint: tools
	@echo 'gofmt -l .'
	@files=$$(gofmt -l .); [ -z "$$files" ] || { echo "Not formatted; run gofmt -w on:" $$files >&2; exit 1; }
	@echo 'generate, and compare'
	@before=$$($(generated)); $(MAKE) --silent generate; [ "$$before" = "$$($(generated))" ] || \
		{ echo 'Generated files were behind their sources. They are right now: commit them.' >&2; exit 1; }
	go vet ./...
	go -C tools vet ./...
	bin/staticcheck ./...
	cd tools && ../bin/staticcheck ./...

# The race detector needs a C compiler and makes SQLite many times slower, so it watches the
# rules, the storage and what pages share, and of the pages and programs above only a storm.
race = $(if $(shell command -v gcc),-race)
above := ^gogai($$|/(browsertest|cmd|e2e|sample)(/|$$)|/web($$|/(api|layout|newsroom|reader|site|static|webtest)$$))

test: packages
	list=$$(go list ./... | grep -E '$(above)'); go test $(fresh) -timeout 20m $$list
	list=$$(go list ./... | grep -vE '$(above)'); go test $(fresh) -timeout 20m $(race) $$list
	go test $(fresh) -timeout 20m $(race) -run '^TestStorm$$' ./web/site
	go -C tools test $(fresh) ./...

# Chromium, fonts and a C compiler, for the tests.
packages:
	@scripts/test-packages
