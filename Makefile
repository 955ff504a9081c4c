# Two commands are enough: `make run` and `make test`. Each installs what is missing first.

PREFIX ?= /usr/local
PLAN ?= models/chat-api.yaml
SWIFT ?= swift

# Tests see internal names, so they are built apart: one build's flags would undo the other's objects.
TEST_FLAGS = -c release --scratch-path .build-test -Xswiftc -enable-testing
# A command that starts where no Swift toolchain is. On macOS the system has the library.
STATIC = $(if $(filter Linux,$(shell uname -s)),--static-swift-stdlib)
SWIFT_FILES = Sources Tests Package.swift

.PHONY: help run test test-build test-long check-focus lint format bench bench-build bench-peers build install setup clean
.DEFAULT_GOAL := help

help: ## Say what can be made
	@sed -n 's/^\([a-z-]*\):.*## \(.*\)/make \1\t\2/p' Makefile | expand -t 18

run: build ## Compare the designs of models/chat-api.yaml and name the files written
	@out=out; n=2; while [ -e "$$out" ]; do out=out-$$n; n=$$((n + 1)); done; \
	.build/release/nines compare $(PLAN) --out "$$out" || exit $$?; \
	printf '\nwritten to %s:\n' "$$out"; ls "$$out" | sed 's/^/  /'; \
	printf 'try next:\n  .build/release/nines size %s --design hot-standby\n' $(PLAN)

test: test-build ## Check format, build without warnings, run every test
	$(SWIFT) test $(TEST_FLAGS) --skip-build --parallel

test-build: setup lint
	$(SWIFT) build $(TEST_FLAGS) --build-tests

test-long: ## The same with the long simulations
	NINES_LONG=1 $(MAKE) test

check-focus: build ## Have the FinOps Foundation's validator read the billing file (needs Python 3.12 and, once, a network)
	sh .ci/check-focus

lint: setup
	$(SWIFT) format lint --strict --parallel --recursive $(SWIFT_FILES)

format: setup ## Rewrite the Swift files in the house format
	$(SWIFT) format --in-place --parallel --recursive $(SWIFT_FILES)

bench: bench-build ## Measure the kernel and the simulation; one JSON object a line
	.build/release/nines-bench

bench-build: setup
	$(SWIFT) build -c release $(STATIC) --product nines-bench

bench-peers: bench-build ## Measure SimPy, Ciw and RePyability beside us, same work, same run (needs Python 3.11 and, once, a network)
	@sh .ci/bench-peers

build: setup
	$(SWIFT) build -c release $(STATIC) --product nines

install: build ## Install the command under PREFIX (default /usr/local), with completions
	install -d "$(DESTDIR)$(PREFIX)/bin" "$(DESTDIR)$(PREFIX)/share/bash-completion/completions" \
	  "$(DESTDIR)$(PREFIX)/share/zsh/site-functions" "$(DESTDIR)$(PREFIX)/share/fish/vendor_completions.d"
	install -m 755 .build/release/nines "$(DESTDIR)$(PREFIX)/bin/nines"
	.build/release/nines --generate-completion-script bash > "$(DESTDIR)$(PREFIX)/share/bash-completion/completions/nines"
	.build/release/nines --generate-completion-script zsh > "$(DESTDIR)$(PREFIX)/share/zsh/site-functions/_nines"
	.build/release/nines --generate-completion-script fish > "$(DESTDIR)$(PREFIX)/share/fish/vendor_completions.d/nines.fish"
	@echo "installed $(DESTDIR)$(PREFIX)/bin/nines. It needs no Swift; on another machine it needs GSL's library (Debian 12: libgsl27)."

setup: ## Install what the build needs, if anything is missing
	@sh .ci/setup

clean: ## Remove what was built; results in out* stay
	rm -rf .build .build-test
