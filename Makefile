# divario: make help lists the targets.
# One file; objects under build/$(VARIANT); a change of compiler or flags
# rebuilds that variant (see the .flags stamp).

SHELL = /bin/bash
.DEFAULT_GOAL = all
MAKEFLAGS += --no-builtin-rules --no-print-directory
# Two cores are two compilers; a -j given by the caller stays as it is.
ifeq ($(MAKELEVEL),0)
ifeq ($(filter -j%,$(MAKEFLAGS)),)
MAKEFLAGS += -j$(shell nproc)
endif
endif

VARIANT ?= release
BUILD ?= build/$(VARIANT)
PREFIX ?= /usr/local
# A subset of rooms builds alone: make test-build ROOMS="core data"
ROOMS ?= core data stat draw page run
T ?=

# ---- what Debian must give us --------------------------------------------
BUILD_PACKAGES = gcc libc6-dev make pkg-config libcsv-dev libsqlite3-dev \
	libgsl-dev libcairo2-dev libhpdf-dev libfyaml-dev libtalloc-dev \
	libjansson-dev libcmark-gfm-dev libcmark-gfm-extensions-dev \
	libharfbuzz-dev libfreetype-dev libhyphen-dev libutf8proc-dev \
	nettle-dev libuchardet-dev libpng-dev zlib1g-dev libzip-dev libexpat1-dev \
	libreadstat-dev libigraph-dev libproj-dev \
	fonts-lato fonts-dejavu-core hyphen-en-us hyphen-it
TEST_PACKAGES = libcmocka-dev poppler-utils python3 python3-pikepdf \
	python3-fonttools qpdf
CHECK_PACKAGES = clang clang-format universal-ctags valgrind libclang-rt-14-dev

SUDO := $(shell [ "$$(id -u)" = 0 ] || echo sudo)
define install_packages
	@have=" $$(dpkg-query -W -f='$${Package}:$${db:Status-Status} ' $(1) 2>/dev/null)"; \
	missing=$$(for p in $(1); do \
		[[ "$$have" == *" $$p:installed "* ]] || echo $$p; done); \
	if [ -n "$$missing" ]; then \
		echo "installing from Debian:" $$missing; \
		$(SUDO) apt-get update -qq && \
		$(SUDO) env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq \
			--no-install-recommends $$missing >/dev/null; \
	fi
endef

# ---- compiler -------------------------------------------------------------
CC = gcc
PKGS = sqlite3 gsl cairo libfyaml talloc jansson harfbuzz harfbuzz-subset \
	freetype2 libutf8proc nettle uchardet libpng zlib libzip expat igraph proj
PKG_CFLAGS := $(shell pkg-config --cflags $(PKGS) 2>/dev/null | sed 's/-I/-isystem /g')
PKG_LIBS := $(shell pkg-config --libs $(PKGS) 2>/dev/null)
LIBS = $(PKG_LIBS) -lcsv -lreadstat -lhpdf -lhyphen -lcmark-gfm-extensions \
	-lcmark-gfm -lpthread -lm

WARN = -Wall -Wextra -Wpedantic -Wshadow -Wconversion -Wsign-conversion \
	-Wdouble-promotion -Wformat=2 -Wstrict-prototypes -Wmissing-prototypes \
	-Wold-style-definition -Wpointer-arith -Wcast-qual -Wcast-align \
	-Wwrite-strings -Wundef -Wvla -Wswitch-enum -Wredundant-decls \
	-Wnull-dereference
GCC_WARN = -Wformat-signedness -Wduplicated-cond -Wduplicated-branches \
	-Wlogical-op -Wjump-misses-init
ifneq ($(findstring gcc,$(CC)),)
WARN += $(GCC_WARN)
endif
OPTIMISE ?= -O2 -g
HARDEN ?= -D_FORTIFY_SOURCE=2 -fstack-protector-strong
SANITIZE ?=
WERROR ?=
CFLAGS ?=
ALL_CFLAGS = -std=c11 -D_GNU_SOURCE $(OPTIMISE) $(HARDEN) -ffp-contract=off \
	-fno-common $(WARN) $(WERROR) $(SANITIZE) -I. $(PKG_CFLAGS) \
	-DDIVARIO_PREFIX='"$(PREFIX)"' $(CFLAGS)
ALL_LDFLAGS = $(SANITIZE) $(LDFLAGS)

# ---- sources ----------------------------------------------------------------
LIB_SOURCES = $(foreach room,$(ROOMS),$(wildcard pipeline/$(room)/*.c)) \
	$(if $(findstring run,$(ROOMS)),$(wildcard stages/*.c))
LIB_OBJECTS = $(LIB_SOURCES:%.c=$(BUILD)/%.o)
LIBRARY = $(BUILD)/libdivario.a
PROGRAM = $(BUILD)/divario
TEST_SUPPORT = $(wildcard tests/support/*.c)
# An archive: a test links only the helpers it calls, and so only their rooms.
SUPPORT_LIBRARY = $(BUILD)/libsupport.a
TEST_SOURCES = $(wildcard tests/unit/*.c tests/property/*.c tests/golden/*.c \
	tests/fault/*.c)
# Each fuzz target's corpus is replayed as a test of its own.
FUZZ_TARGETS = $(patsubst tests/fuzz/fuzz_%.c,%,$(wildcard tests/fuzz/fuzz_*.c))
TEST_SOURCES += $(FUZZ_TARGETS:%=tests/fuzz/replay_%.c)
TESTS = $(foreach t,$(TEST_SOURCES),$(if $(T),$(if $(findstring $(T),$(t)),$(BUILD)/$(t:%.c=%)),$(BUILD)/$(t:%.c=%)))

.PHONY: all
all: deps-build ## install what is missing and build
	@$(MAKE) program
.PHONY: program
program: $(PROGRAM)

$(BUILD)/.flags: FORCE
	@mkdir -p $(BUILD)
	@echo '$(CC) $(ALL_CFLAGS) $(ALL_LDFLAGS)' | cmp -s - $@ || \
		echo '$(CC) $(ALL_CFLAGS) $(ALL_LDFLAGS)' > $@
.SECONDARY:
.PHONY: FORCE
FORCE:

$(BUILD)/%.o: %.c $(BUILD)/.flags
	@mkdir -p $(@D)
	@echo "  CC $<"
	@$(CC) $(ALL_CFLAGS) -MMD -MP -c $< -o $@

$(LIBRARY): $(LIB_OBJECTS)
	@rm -f $@
	@ar rcs $@ $^

$(PROGRAM): $(BUILD)/pipeline/main.o $(LIBRARY)
	@echo "  LD $@"
	@$(CC) $(ALL_LDFLAGS) -o $@ $< $(LIBRARY) $(LIBS)

$(SUPPORT_LIBRARY): $(TEST_SUPPORT:%.c=$(BUILD)/%.o)
	@rm -f $@
	@ar rcs $@ $^

$(BUILD)/tests/%: $(BUILD)/tests/%.o $(SUPPORT_LIBRARY) $(LIBRARY)
	@echo "  LD $@"
	@$(CC) $(ALL_LDFLAGS) -o $@ $< $(SUPPORT_LIBRARY) $(LIBRARY) \
		-lcmocka $(LIBS)

FUZZ_OBJECTS = $(BUILD)/tests/fuzz/fuzz_%.o $(BUILD)/tests/fuzz/parts.o \
	$(SUPPORT_LIBRARY) $(LIBRARY)
$(BUILD)/tests/fuzz/replay_%: $(BUILD)/tests/fuzz/replay.o $(FUZZ_OBJECTS)
	@echo "  LD $@"
	@$(CC) $(ALL_LDFLAGS) -o $@ $^ -lcmocka $(LIBS)
$(BUILD)/fuzz/%: $(FUZZ_OBJECTS)
	@echo "  LD $@"
	@mkdir -p $(@D)
	@$(CC) $(ALL_LDFLAGS) -fsanitize=fuzzer -o $@ $^ -lcmocka $(LIBS)

-include $(shell find $(BUILD) -name '*.d' 2>/dev/null)

.PHONY: test-build
test-build: $(TESTS)

# Build the rooms named and run the tests whose path contains T.
.PHONY: try
try: test-build
	@for t in $(TESTS); do $$t || exit 1; done

# ---- what a person asks for -------------------------------------------------
SAMPLES = bwise bwise-blueprint welab sern anci elastic

.PHONY: demo $(SAMPLES:%=demo-%)
demo: $(SAMPLES:%=demo-%) ## install what is missing, build, run the sample projects, list the reports
	@echo "The reports:"
	@grep -a -c '^/Type /Page$$' $(SAMPLES:%=reports/%/*.pdf) | \
		while IFS=: read -r f n; do printf '  %3d pages  %s\n' $$n $$f; done
# They run at the same time; what each says is kept together.
$(SAMPLES:%=demo-%): demo-%: all
	@said=$$($(PROGRAM) run config/$* 2>&1); status=$$?; \
		echo "$$said"; echo; exit $$status

.PHONY: test
test: deps-test ## install what is missing, build, run the tests
	@$(MAKE) test-build program $(BUILD)/truth
	@tests/check/run.sh $(BUILD) $(TESTS)

.PHONY: truth
DIR ?= tests/truth
truth: deps-build ## check estimators against R's values: make truth DIR=FOLDER
	@$(MAKE) $(BUILD)/truth
	@$(BUILD)/truth $(DIR)
TRUTH_OBJECTS = $(patsubst %.c,$(BUILD)/%.o,$(wildcard tests/truth/*.c))
$(BUILD)/truth: $(TRUTH_OBJECTS) $(LIBRARY)
	@echo "  LD $@"
	@$(CC) $(ALL_LDFLAGS) -o $@ $^ $(LIBS)

.PHONY: diff
SEED ?=
diff: deps-build ## random answers, computed by divario and by R: do they agree?
	@$(MAKE) $(BUILD)/truth
	@tests/diff/run.sh $(BUILD)/truth $(SEED)

.PHONY: samples
GENERATORS = $(notdir $(patsubst %/,%,$(wildcard samples/generator/*/)))
define GENERATOR_RULE
$(BUILD)/generate-$(1): $(patsubst %.c,$(BUILD)/%.o,$(wildcard \
		samples/generator/*.c samples/generator/$(1)/*.c)) $(LIBRARY)
	@echo "  LD $$@"
	@$$(CC) $$(ALL_LDFLAGS) -o $$@ $$^ $$(LIBS)
endef
$(foreach g,$(GENERATORS),$(eval $(call GENERATOR_RULE,$(g))))
samples: deps-build ## make the synthetic sample data again (same seed, same bytes)
	@$(MAKE) $(GENERATORS:%=$(BUILD)/generate-%)
	@for g in $(GENERATORS); do \
		$(BUILD)/generate-$$g config/$$g samples/$$g || exit 1; done

.PHONY: bench
bench: all deps-test ## time, CPU and memory per stage, in ratio to a plain read
	@$(MAKE) $(BUILD)/bench-generate $(BUILD)/bench-estimators
	@$(BUILD)/bench-estimators
	@tests/bench/run.py $(PROGRAM) $(BUILD)/bench-generate
$(BUILD)/bench-generate: $(BUILD)/tests/bench/generate.o
	@$(CC) $(ALL_LDFLAGS) -o $@ $<
$(BUILD)/bench-estimators: $(BUILD)/tests/bench/estimators.o $(LIBRARY)
	@$(CC) $(ALL_LDFLAGS) -o $@ $^ $(LIBS)

.PHONY: real
DATA ?= ../shared/data
NIST_TESTS = $(patsubst tests/%.c,$(BUILD)/tests/%,$(wildcard tests/unit/test_stat_nist_*.c))
real: deps-test ## run the real surveys of $(DATA) and check the figures
	@$(MAKE) program $(NIST_TESTS)
	@for t in $(NIST_TESTS); do $$t 2>&1 | grep digits || exit 1; done
	@tests/real/run.sh $(PROGRAM) $(DATA)

.PHONY: format format-check headers layers metrics sanitize valgrind check
C_FILES = $(shell git ls-files '*.c' '*.h')
format: ## lay out the C code
	@clang-format -i $(C_FILES)
format-check:
	@clang-format --dry-run --Werror $(C_FILES)
headers:
	@tests/check/headers.sh $(CC) $(ALL_CFLAGS)
layers: ## who includes whom
	@tests/check/layers.sh
metrics: ## sizes of functions and files
	@tests/check/metrics.sh

SANITIZERS = -fsanitize=address,undefined -fno-sanitize-recover=undefined \
	-fno-omit-frame-pointer
check: deps-check format-check headers layers metrics ## everything a change must pass
	@$(MAKE) test WERROR=-Werror VARIANT=strict
	@$(MAKE) test VARIANT=asan-gcc CC=gcc OPTIMISE='-O1 -g' HARDEN= \
		SANITIZE='$(SANITIZERS)'
	@$(MAKE) test VARIANT=asan-clang CC=clang OPTIMISE='-O1 -g' HARDEN= \
		WERROR=-Werror SANITIZE='$(SANITIZERS)'

.PHONY: fuzz fuzz-build
SECONDS ?= 60
fuzz: deps-check ## look for input that breaks something: make fuzz SECONDS=1200 [T=csv]
	@$(MAKE) fuzz-build BUILD=build/fuzz CC=clang OPTIMISE='-O1 -g' HARDEN= \
		SANITIZE='$(SANITIZERS) -fsanitize=fuzzer-no-link'
	@tests/fuzz/run.sh build/fuzz $(SECONDS) $(T)
fuzz-build: $(if $(T),$(BUILD)/fuzz/$(T),$(FUZZ_TARGETS:%=$(BUILD)/fuzz/%))

valgrind: deps-check ## the tests and the demo under valgrind
	@$(MAKE) test-build program
	@tests/check/valgrind.sh $(BUILD) $(TESTS)

.PHONY: install uninstall
install: all ## into PREFIX (/usr/local): the program, its manual, what it reads
	install -D -m 755 $(PROGRAM) $(DESTDIR)$(PREFIX)/bin/divario
	@for d in frameworks languages templates templates/parts territories; do \
		install -d $(DESTDIR)$(PREFIX)/share/divario/$$d && \
		install -m 644 config/$$d/*.* $(DESTDIR)$(PREFIX)/share/divario/$$d/ \
		|| exit 1; done
	install -d $(DESTDIR)$(PREFIX)/share/man/man1
	$(PROGRAM) help manual > $(DESTDIR)$(PREFIX)/share/man/man1/divario.1
uninstall: ## take it out again
	rm -f $(DESTDIR)$(PREFIX)/bin/divario
	rm -f $(DESTDIR)$(PREFIX)/share/man/man1/divario.1
	rm -rf $(DESTDIR)$(PREFIX)/share/divario

.PHONY: deps-build deps-test deps-check
deps-build:
	$(call install_packages,$(BUILD_PACKAGES))
deps-test: deps-build
	$(call install_packages,$(TEST_PACKAGES))
deps-check: deps-test
	$(call install_packages,$(CHECK_PACKAGES))

.PHONY: clean help
clean: ## remove what make made
	@rm -rf build
help: ## this list
	@sed -n 's/^\([a-z-]*\):.*## \(.*\)/  \1\t\2/p' Makefile | expand -t 14
