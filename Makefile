# Two commands are enough: `make run` and `make test`. Each installs what is missing first.

PREFIX ?= /usr/local
PLAN ?= models/start.yaml
# Simulated years of each design: enough to tell the designs of that plan apart. Without it the command takes 10,000.
YEARS ?= 1000
SWIFT ?= swift
ON_LINUX = $(filter Linux,$(shell uname -s))

# One scratch folder for what is run, tested and checked, so that no build undoes another's objects. Tests see internal
# names, which costs the command nothing that can be measured. Swift for Linux brings lld.
FLAGS = -Xswiftc -enable-testing $(if $(ON_LINUX),-Xswiftc -use-ld=lld)
RELEASE = -c release $(FLAGS)
# What is installed starts where no Swift toolchain is, and holds no symbols. On macOS the system has the library.
INSTALLED = -c release --scratch-path .build-install \
  $(if $(ON_LINUX),-Xswiftc -use-ld=lld --static-swift-stdlib -Xlinker -s)
SWIFT_FILES = Sources Tests Package.swift

# Every target whose name begins with 'check-' asks a program of others about what Nines writes. Those named here take
# long, and only 'make test-long' calls them; all others are called by continuous integration too.
LONG_CHECKS = check-dask check-deb check-notebooks check-slurm check-studio-soak check-xlsx check-zones
CHECKS = $(shell sed -n 's/^\(check-[a-z-]*\):.*/\1/p' Makefile)

.PHONY: help run test test-build test-times test-long check quick-checks fuzz soak mutations $(CHECKS) lint format
.PHONY: bench bench-build bench-peers bench-studio build docs studio install deb tarball setup clean
.DEFAULT_GOAL := help

help: ## Say what can be made
	@sed -n 's/^\([a-z-]*\):.*## \(.*\)/make \1\t\2/p' Makefile | expand -t 18

run: build ## Compare the designs of models/start.yaml (PLAN=..., YEARS=...) and name the files written
	@out=out; n=2; while [ -e "$$out" ]; do out=out-$$n; n=$$((n + 1)); done; \
	.build/release/nines compare $(PLAN) --replications $(YEARS) --out "$$out" || exit $$?; \
	printf '\nwritten to %s:\n' "$$out"; ls "$$out" | sed 's/^/  /'; \
	printf 'try next:\n  .build/release/nines init my-plan.yaml\n  .build/release/nines size %s --design active-active\n' $(PLAN)

test: test-build ## Check format, build without warnings, run every test
	$(SWIFT) test $(RELEASE) --skip-build --parallel

test-build: setup lint
	$(SWIFT) build $(RELEASE) --build-tests

check: setup ## While you write: the tests whose names match FILTER, without optimisation; ROOMS="ControlTests" builds no others
	$(if $(ROOMS),NINES_ONLY='$(ROOMS)') $(SWIFT) test $(FLAGS) $(if $(ROOMS),--scratch-path .build-rooms) \
	  $(if $(FILTER),--filter '$(FILTER)')

test-times: test-build ## CPU seconds of every suite, each run alone (TESTS=1: of every test); FILTER chooses
	@bash .ci/test-times '$(FILTER)'

test-long: ## The same with the long simulations, then every check by programs of others
	NINES_LONG=1 $(MAKE) test
	for check in $(CHECKS); do $(MAKE) "$$check" || exit $$?; done

# Two at a time, for they wait for browsers, installations and each other's programs; what one prints stands together.
quick-checks: studio ## Those checks by programs of others that are over in minutes
	@$(MAKE) -j2 --output-sync=target -o setup -o build -o studio $(filter-out $(LONG_CHECKS),$(CHECKS))
	@for check in $(LONG_CHECKS); do echo "skipped: $$check, which takes long: 'make test-long' calls it"; done

soak: test-build ## Hold the simulator against its reference over random plans for a night: from plan FIRST=1001 on, PLANS=20000
	NINES_FIRST_PLAN=$(or $(FIRST),1001) NINES_PLANS=$(or $(PLANS),20000) NINES_MEETINGS=$(or $(PLANS),20000) $(SWIFT) test $(RELEASE) --skip-build --filter 'aRandomPlanHasOneAccount|meetingsHaveOneAccount'

mutations: setup ## Break the simulator in some twenty places, one at a time, and say which the differential tests find (20 min)
	@python3 .ci/mutations

fuzz: test-build ## Read thousands of edited plans, tables, traces, results and parts, and run commands on them (half an hour)
	NINES_FUZZ=200 $(SWIFT) test $(RELEASE) --skip-build --filter Mutation

check-focus: build ## Have the FinOps Foundation's validator read the billing file (needs Python 3.12 and, once, a network)
	sh .ci/check-focus

check-zones: ## Compare the table of time zones with this machine's database
	python3 .ci/zones --check

check-csv: build ## Read every CSV file in pandas and in LibreOffice, in English and in German (installs both)
	sh .ci/check-csv

check-xlsx: build ## Have LibreOffice calculate the workbook, also with other prices (installs it, and openpyxl in a folder of its own)
	sh .ci/check-xlsx

check-notebooks: build ## Make the data packages again, validate them and run the notebooks (needs Python 3.11 and, once, a network)
	sh .ci/check-notebooks

check-report: build ## Look at the reports of eight plans in Chromium (installs it, and selenium in a folder of its own)
	sh .ci/check-report

check-studio: studio ## Use the live page in Chromium as people do, and send it what it must refuse (installs both as check-report)
	sh .ci/check-studio

check-studio-soak: studio ## Make the changes of eight hours on the live page, as fast as it answers: memory and open files stay (CHANGES=14400)
	python3 .ci/studio_load.py soak .build/release/nines models/start.yaml $(or $(CHANGES),14400)

bench-studio: studio ## Time what follows a change of an input of models/chat-api.yaml on the live page
	python3 .ci/studio_load.py time .build/release/nines models/chat-api.yaml

check-python: build ## Test the Python package (needs Python 3.11 and, once, a network)
	@sh .ci/check-python

check-dask: build ## Test it on a Dask cluster, whose worker is killed, and as a server for assistants
	@sh .ci/check-python dask

check-slurm: build ## Run an array of parts under Slurm and join them (installs it, needs root)
	sh .ci/check-slurm

check-copies: build ## Read the machine code for what copies a whole run while it runs (Linux)
	@sh .ci/check-copies

check-schema: build ## Hold 'nines schema' against the reader with jsonschema (needs Python 3.9 and, once, a network)
	sh .ci/check-schema

check-prometheus: build ## Have Prometheus read the series, try an alert and every panel of the boards (installs it, needs python3)
	sh .ci/check-prometheus

docs: studio ## Write the documentation of every room, of what others may see there, into .build/docs; a warning stops it
	@sh .ci/docs .build/release

lint: setup
	$(SWIFT) format lint --strict --parallel --recursive $(SWIFT_FILES)

format: setup ## Rewrite the Swift files in the house format
	$(SWIFT) format --in-place --parallel --recursive $(SWIFT_FILES)

bench: bench-build ## Measure the kernel and the simulation; one JSON object a line
	.build/release/nines-bench

bench-build: setup
	$(SWIFT) build $(RELEASE) --product nines-bench

bench-peers: bench-build ## Measure SimPy, Ciw and RePyability beside us, same work, same run (needs Python 3.11 and, once, a network)
	@sh .ci/bench-peers

build: setup
	$(SWIFT) build $(RELEASE) --product nines

studio: build ## Build the live page too, for 'nines studio PLAN': see docs/guides/what-if.md
	$(SWIFT) build $(RELEASE) --product nines-studio

install: setup ## Install the command and its live page under PREFIX (default /usr/local), with completions, manual page and models
	NINES_INSTALLED=1 $(SWIFT) build $(INSTALLED) --product nines
	NINES_INSTALLED=1 $(SWIFT) build $(INSTALLED) --product nines-studio
	install -d "$(DESTDIR)$(PREFIX)/bin" "$(DESTDIR)$(PREFIX)/share/bash-completion/completions" \
	  "$(DESTDIR)$(PREFIX)/share/zsh/site-functions" "$(DESTDIR)$(PREFIX)/share/fish/vendor_completions.d" \
	  "$(DESTDIR)$(PREFIX)/share/man/man1" "$(DESTDIR)$(PREFIX)/share/nines"
	install -m 755 .build-install/release/nines "$(DESTDIR)$(PREFIX)/bin/nines"
	install -m 755 .build-install/release/nines-studio "$(DESTDIR)$(PREFIX)/bin/nines-studio"
	.build-install/release/nines --generate-completion-script bash > "$(DESTDIR)$(PREFIX)/share/bash-completion/completions/nines"
	.build-install/release/nines --generate-completion-script zsh > "$(DESTDIR)$(PREFIX)/share/zsh/site-functions/_nines"
	.build-install/release/nines --generate-completion-script fish > "$(DESTDIR)$(PREFIX)/share/fish/vendor_completions.d/nines.fish"
	@if command -v python3 >/dev/null; then python3 .ci/manual .build-install/release/nines | gzip -9n > "$(DESTDIR)$(PREFIX)/share/man/man1/nines.1.gz"; \
	  else echo "no python3 here: the manual page is left out"; fi
	cp -R models "$(DESTDIR)$(PREFIX)/share/nines/"
	@echo "installed $(DESTDIR)$(PREFIX)/bin/nines. It needs no Swift; on another machine it needs GSL and libxlsxwriter (Debian 12: libgsl27 libxlsxwriter4)."

deb: setup ## Make a Debian package: the command, completions, manual page, models
	sh .ci/package deb

tarball: setup ## The same as an archive for other systems with this C library
	sh .ci/package tarball

check-deb: setup ## Install the package in a bare Debian without Swift and run it there (needs root and a network)
	@sh .ci/check-deb

setup: ## Install what the build needs, if anything is missing
	@sh .ci/setup
	@sh .ci/commit

clean: ## Remove what was built; results in out* stay
	rm -rf .build .build-install .build-test
