# Peony: `make demo` shows it, `make test` proves it. Everything these need they install themselves.

# One Debian package a line; the system library targets in Package.swift name the first five.
DEPS = libpcsclite-dev libfreetype-dev libpng-dev libssl-dev libpq-dev libsqlite3-dev \
       pkg-config gcc libc6-dev tzdata \
       postgresql pcscd vsmartcard-vpcd fonts-noto-cjk fonts-noto-core \
       libfreefare-dev libfreefare-bin libnfc-dev libnfc-bin python3-pyscard python3-venv \
       util-linux openssl systemd

SHELL = /bin/bash
.SHELLFLAGS = -o pipefail -c
BUILD = .build/debug
# Test targets and suites that start processes, open sockets or watch the clock: run one after another, after
# all others. TidyTests knows what belongs here.
WATCHING = ProgramTests PCSCTests VirtualKioskTests SupervisionTests \
           CardSimulatorTests.LibfreefareTests CardSimulatorTests.PythonDesfireTests \
           CardWriterTests.CardWriterProgramTests DatabaseTests DisplayTests.PanelSocketTests \
           HubTests.BoundTests HubTests.ConnectionTests HubTests.CopyTests HubTests.FailoverTests HubTests.FullDiskTests HubTests.HubdTests HubTests.JobTests HubTests.MoveFaultTests HubTests.MoveTests HubTests.OldFileTests HubTests.OpenAPITests HubTests.ParallelWriterTests HubTests.RaceTests HubTests.RoleTests HubTests.RoutingTests HubTests.ServerBackupTests HubTests.ServerSchemaTests HubTests.ServingTests HubTests.TLSTests HubTests.TurnTests HubTests.TwoHubTests \
           KioskTests.BadHubTests KioskTests.PaceTests KioskTests.RemoteLogsTests \
           PolicyFileTests.BrokenPolicyTests PolicyFileTests.DocumentCorpusTests \
           PolicyFileTests.PolicyFairnessProgramTests PolicyFileTests.PolicyNewProgramTests \
           PolicyFileTests.PolicyProgramTests PolicyFileTests.SameAnswerTests \
           SettingsTests.KioskConfigTests SimulationTests.BothEnginesTests
nothing =
ALONE = ^($(subst $(nothing) $(nothing),|,$(strip $(WATCHING))))[./]
# Suites of the hub's store that are also run on a PostgreSQL server; with ENGINES=all more of them, and the simulation.
# What is left is about a file: its pages, its log, its earlier schemas, and what somebody changes in it by hand.
ON_BOTH = CardTests ChoreTests CrossingIDTests DeskTests HoldTests HubClockTests IdempotentUploadTests LedgerTests \
          OpenSpendTests PaymentDeskTests PendingLotTests StoreDayTests UploadTests \
          $(if $(filter all,$(ENGINES)),AnyOrderTests ArrivalTests BoundTests EntryTests EvaluationTests FeedTests \
          HubNightTests MemberCopyTests MemberEntriesTests PackageDeskTests PoisonLineTests PolicyTests ReasonRowTests \
          RedemptionTests TwinTests)
SIMULATED = $(if $(filter all,$(ENGINES)),|SimulationTests\.(AttackTests|CheckInWindowTests|OfflineTests|SalonSimulationTests|TearingTests|UncertaintyTests))
ON_SERVER = ^(HubTests\.($(subst $(nothing) $(nothing),|,$(strip $(ON_BOTH))))$(SIMULATED))/
PYTHON_PACKAGES = python-desfire==0.1.5 pycryptodome openapi-spec-validator==0.9.0 jsonschema==4.26.0 pyyaml

# What the demonstration starts.
DEMO = hubd kioskd card-writer kioskctl virtual-kiosk peony-demo

.PHONY: help deps python build programs demo screens test fuzz tsan lint bench bench-program bench-data bench-check \
        bench-keep clean

help:
	@echo 'make demo          see a member'"'"'s card go through the whole kiosk, in a browser'
	@echo 'make demo ONCE=1   the same without a person; the last line is the result as JSON'
	@echo 'make screens       every screen as a picture, in .screens'
	@echo 'make test          every test; ENGINES=all: more of the hub on PostgreSQL too; SEEDS=all: ten times the chances'
	@echo 'make fuzz MINUTES=10  random policies and cases, that long; crashes leave their input in .fuzz'
	@echo 'make tsan          data races in store, hub and kiosk; a build of its own, half an hour the first time'
	@echo 'make bench         speed beside the bare minimum (builds release); SIZE=1e5: ledger work in a larger salon'
	@echo 'make bench-data SIZE=1e5  a salon of so many members (at most 1e6) to measure in, kept in .bench'
	@echo 'make bench-check   fails when a ratio is a tenth worse than the last one kept; make bench-keep keeps new ones'
	@echo 'make lint          swift format, strictly'

deps:
	@hardware/virtual/install-deps $(DEPS)

python: .venv/.ready

.venv/.ready: Makefile | deps
	@echo '== Python packages for the tests that use other people'"'"'s clients'
	@python3 -m venv --help >/dev/null
	@/usr/bin/python3 -m venv --system-site-packages .venv
	@.venv/bin/python -m pip install --quiet --disable-pip-version-check $(PYTHON_PACKAGES)
	@touch $@

build: deps
	@echo '== building (the first time takes some minutes)'
	@swift build --build-tests

# SwiftPM builds one product a run.
programs: deps
	@echo '== building $(DEMO) (the first time takes some minutes)'
	@for program in $(DEMO); do swift build --product $$program || exit 1; done

demo: programs
	@$(BUILD)/peony-demo --build $(BUILD) $(if $(ONCE),--once)

# In .screens each by itself; in hardware/virtual all of them in small.
screens: deps
	@echo '== building (the first time takes some minutes)'
	@swift build --product peony-screens
	@$(BUILD)/peony-screens --sheet hardware/virtual/screens.png

test: build python
	@echo '== testing'
	@$(call tested,--skip '$(ALONE)')
	@echo '== testing what needs the machine for itself: processes, sockets, readers'
	@$(call tested,--no-parallel --filter '$(ALONE)')
	@echo '== testing the hub on a PostgreSQL server'
	@PEONY_ENGINE=postgres $(call tested,--no-parallel --filter '$(ON_SERVER)')

# `SEEDS=all`, or so many, or from one to another as `7-9`: of tests that go by chance.
export PEONY_SEEDS ?= $(SEEDS)

# What failed is said once more at the end, where one looks; what took longest is said in any case.
tested = swift test --skip-build $(1) 2>&1 | tee .build/tests.log || \
	{ echo '== what failed'; grep -A 4 -E '✘|error: ' .build/tests.log; exit 1; }; \
	echo '== minutes of the longest suites; those that ran side by side share them'; \
	sed -nE 's/^[^ ]+ Suite "?([^"]+)"? passed after ([0-9.]+) seconds.*/\2 \1/p' .build/tests.log | sort -rn | \
	awk 'NR <= 8 { minutes = $$1 / 60; $$1 = ""; printf "%6.1f %s\n", minutes, $$0 }'

MINUTES ?= 10

# What was tried last lies in .fuzz; after a crash it goes to Tests/PolicyFileTests/Found.
fuzz: build
	@mkdir -p .fuzz
	@PEONY_FUZZ_MINUTES=$(MINUTES) PEONY_FUZZ_KEEP=.fuzz nice swift test --skip-build \
		--filter '^PolicyFileTests\.(CaseFuzzTests|BrokenPolicyTests)'

# Where several threads or processes are at work.
THREADED = DatabaseTests PCSCTests SupervisionTests SettingsTests KioskStoreTests KioskTests HubTests \
           DisplayTests.PanelSocketTests
THREADED_ONES = ^($(subst $(nothing) $(nothing),|,$(strip $(THREADED))))[./]
RACES = $(CURDIR)/.build-tsan/races

# A program that a test starts writes its report into the folder too.
tsan: deps python
	@echo '== building with the thread sanitizer (the first time takes half an hour)'
	@swift build --build-tests --sanitize=thread --scratch-path .build-tsan
	@clang -shared -fPIC -O1 -o .build-tsan/mutex.so Tests/ThreadSanitizer/mutex.c
	@rm -rf $(RACES) && mkdir -p $(RACES) .build
	@echo '== looking for data races'
	@LD_PRELOAD=$(CURDIR)/.build-tsan/mutex.so \
	TSAN_OPTIONS='suppressions=$(CURDIR)/Tests/ThreadSanitizer/suppressions.txt log_path=$(RACES)/of exitcode=0' \
	$(call tested,--sanitize=thread --scratch-path .build-tsan --no-parallel --filter '$(THREADED_ONES)')
	@! grep -h -A 12 'WARNING: ThreadSanitizer' -r $(RACES) || { echo '== races: $(RACES)'; exit 1; }
	@echo '== no race'

lint:
	@swift format lint --strict -r Package.swift Sources Tests

bench-program: deps
	@swift build -c release --product peony-bench

SIZE ?= 1e4
BENCH = .build/release/peony-bench

bench: bench-program
	@$(BENCH) --members $(SIZE)

# A file; `hubd migrate-to` moves it onto a server.
bench-data: bench-program
	@$(BENCH) data $(SIZE)

bench-check: bench-program
	@$(BENCH) check

# The median of three. Say in the commit why a ratio is another one.
bench-keep: bench-program
	@$(BENCH) check --keep --commit $$(git rev-parse --short HEAD)

clean:
	@rm -rf .build .build-tsan .venv .demo .fuzz .screens .bench
