# Every target names commands; what they do stands in scripts/ and e2e/.
.PHONY: all setup build demo example test check bench autofill-score autofill-compare dist test-browsers test-package test-policy test-rows fuzz test-signatures clean

all: build

setup:
	@scripts/setup

build: setup
	go build -trimpath -o bin/hitofude ./cmd/host
	@# A copy, as every package installs it: the linker writes through a memory map, which leaves the file in
	@# large pages, and a process counts each of them whole (14 MB instead of 11 when idle).
	@cp bin/hitofude bin/.hitofude && mv -f bin/.hitofude bin/hitofude
	go build -trimpath -o bin/virtualcard ./cmd/virtualcard
	go build -trimpath -o bin/hitofude-practice ./cmd/practice
	node extension/build.mjs

# SHOW=1 keeps the window open on a display.
demo: build
	@node e2e/demo.mjs

# A sample site that logs people in with card and code: http://127.0.0.1:8480/
example:
	go run ./examples/site

test: build
	@node scripts/test.mjs

# The whole suite in Chromium and in Firefox, TIMES in a row; a line for each run.
test-browsers: build
	@node scripts/test-browsers.mjs $(or $(TIMES),1)

check: build
	@scripts/check

bench: build
	@node e2e/bench.mjs

# FORMS: the folder of recorded forms with render.py, score.py and identity.json, which is not part of this repository.
# SAVE=1 writes the table into docs/AUTOFILL.md, VERBOSE=1 names every error.
autofill-score:
	@node extension/scripts/score.mjs $(if $(SAVE),--save) $(if $(VERBOSE),--verbose) -- "$(FORMS)"

# As above: fills the forms, plants differences and compares.
autofill-compare:
	@node extension/scripts/compare.mjs $(if $(SAVE),--save) $(if $(VERBOSE),--verbose) -- "$(FORMS)"

# Packages and SHA256SUMS in out/dist; TWICE=1 builds a second time elsewhere and compares.
dist: setup
	@scripts/dist $(if $(TWICE),--twice)

# Every profile before every judge, at length: 5 to 12 minutes. SAVE=1 writes the table into docs/SIGNATURES.md.
test-signatures: setup
	@scripts/test-signatures $(if $(SAVE),-save)

# The built deb on a clean root: the practice form, then purge. Needs root.
test-package: setup
	@scripts/test-package

# Real policy files in Chromium, in a mount namespace; as root.
test-policy: build
	@node e2e/policy.mjs

# Browsers and the places for all users, in a mount namespace; as root.
test-rows: build
	@node e2e/rows.mjs

# FUZZTIME=1m for each target unless said otherwise.
fuzz: setup
	@scripts/fuzz

clean:
	rm -rf bin out extension/dist
