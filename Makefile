# divario: make help lists the targets.
# One file; objects under build/$(VARIANT); a change of compiler or flags
# rebuilds that variant (see the .flags stamp).

SHELL = /bin/bash
.DEFAULT_GOAL = all
MAKEFLAGS += --no-builtin-rules --no-print-directory

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
	nettle-dev libpng-dev zlib1g-dev \
	fonts-lato fonts-dejavu-core hyphen-en-us hyphen-it
TEST_PACKAGES = libcmocka-dev poppler-utils python3 python3-pikepdf \
	python3-fonttools qpdf
CHECK_PACKAGES = clang clang-format universal-ctags valgrind libclang-rt-14-dev

SUDO := $(shell [ "$$(id -u)" = 0 ] || echo sudo)
define install_packages
	@missing=$$(for p in $(1); do \
		dpkg-query -W -f='$${Status}' $$p 2>/dev/null \
		| grep -q 'ok installed' || echo $$p; done); \
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
	freetype2 libutf8proc nettle libpng zlib
PKG_CFLAGS = $(shell pkg-config --cflags $(PKGS) 2>/dev/null | sed 's/-I/-isystem /g')
PKG_LIBS = $(shell pkg-config --libs $(PKGS) 2>/dev/null)
LIBS = $(PKG_LIBS) -lcsv -lhpdf -lhyphen -lcmark-gfm-extensions -lcmark-gfm \
	-lpthread -lm

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
TEST_SOURCES = $(wildcard tests/unit/*.c tests/property/*.c tests/golden/*.c \
	tests/fault/*.c)
TESTS = $(foreach t,$(TEST_SOURCES),$(if $(findstring $(T),$(t)),$(BUILD)/$(t:%.c=%)))

.PHONY: all
all: deps-build program
.PHONY: program
program: $(PROGRAM)

$(BUILD)/.flags: FORCE
	@mkdir -p $(BUILD)
	@echo '$(CC) $(ALL_CFLAGS) $(ALL_LDFLAGS)' | cmp -s - $@ || \
		echo '$(CC) $(ALL_CFLAGS) $(ALL_LDFLAGS)' > $@
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

$(BUILD)/tests/%: $(BUILD)/tests/%.o $(TEST_SUPPORT:%.c=$(BUILD)/%.o) $(LIBRARY)
	@echo "  LD $@"
	@$(CC) $(ALL_LDFLAGS) -o $@ $< $(TEST_SUPPORT:%.c=$(BUILD)/%.o) \
		$(LIBRARY) -lcmocka $(LIBS)

-include $(shell find $(BUILD) -name '*.d' 2>/dev/null)

.PHONY: test-build
test-build: $(TESTS)

# Build the rooms named and run the tests whose path contains T.
.PHONY: try
try: test-build
	@for t in $(TESTS); do $$t || exit 1; done

.PHONY: deps-build deps-test deps-check
deps-build:
	$(call install_packages,$(BUILD_PACKAGES))
deps-test: deps-build
	$(call install_packages,$(TEST_PACKAGES))
deps-check: deps-test
	$(call install_packages,$(CHECK_PACKAGES))

.PHONY: format
format:
	@clang-format -i $$(git ls-files '*.c' '*.h')

.PHONY: clean
clean:
	@rm -rf build
