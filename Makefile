# make run     build Writethru and serve the example newspaper
# make test    everything that must hold before a change is merged
#
# Both need git and Go 1.26 or later, and do the rest of their set-up.

GO       ?= go
POSTS    ?= examples/courier
VERSION  ?= $(shell git describe --tags --always --dirty 2>/dev/null || echo dev)
LDFLAGS   = -s -w -X main.release=$(VERSION)

LINT_VERSION = v2.15.0
LINT         = bin/golangci-lint-$(LINT_VERSION)
SBOM         = github.com/CycloneDX/cyclonedx-gomod/cmd/cyclonedx-gomod@v1.9.0

# What some tests use, as command:Debian package. A test whose tool is missing
# is skipped and says so.
TEST_TOOLS = vim.tiny:vim-tiny emacs:emacs-nox rsync:rsync newsboat:newsboat xmllint:libxml2-utils mandoc:mandoc hugo:hugo \
	podman:podman runc:runc busybox:busybox-static promtool:prometheus nginx:nginx-light caddy:caddy systemd-analyze:systemd \
	chromium:chromium

.PHONY: run build test check pages bench siege microbench image sbom clean tools

run: build
	bin/writethru serve $(POSTS)

build:
	CGO_ENABLED=0 $(GO) build -trimpath -ldflags="$(LDFLAGS)" -o bin/writethru ./cmd/writethru

# The cheap checks come first: they fail in seconds.
test: check tools
	$(GO) test -race ./...

check: $(LINT)
	@unformatted=$$(gofmt -l $$(git ls-files --cached --others --exclude-standard '*.go')); \
	if [ -n "$$unformatted" ]; then echo "not formatted with gofmt:"; echo "$$unformatted"; exit 1; fi
	$(GO) mod tidy -diff
	$(GO) vet ./...
	$(LINT) run

$(LINT):
	GOBIN=$(CURDIR)/bin $(GO) install github.com/golangci/golangci-lint/v2/cmd/golangci-lint@$(LINT_VERSION)
	mv bin/golangci-lint $@

# Installs the missing test tools where it may (root, apt-get), else names them.
# No service is started.
tools:
	@missing=; \
	for tool in $(TEST_TOOLS); do \
		command -v $${tool%%:*} >/dev/null 2>&1 || missing="$$missing $${tool##*:}"; \
	done; \
	if [ -z "$$missing" ]; then exit 0; fi; \
	if [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null 2>&1; then \
		echo "installing$$missing"; \
		export DEBIAN_FRONTEND=noninteractive SYSTEMD_OFFLINE=1; \
		get() { apt-get install -y -qq --no-install-recommends "$$@" >/dev/null; }; \
		apt-get update -qq >/dev/null; \
		get $$missing || for each in $$missing; do \
			get $$each || echo "could not install $$each: the tests that use it are skipped"; \
		done; \
	else \
		echo "not installed:$$missing: the tests that use them are skipped"; \
	fi
	@if command -v npm >/dev/null 2>&1; then \
		$(MAKE) --silent $(AXE_FILE) || echo "axe-core can't be had: accessibility is not checked"; \
	fi

# Looks at every page in a browser and asks what checks pages: accessibility in
# light and dark at three widths, keyboard, HTML. Pictures are in bin/pages then.
# Needs chromium, java and npm.
AXE = axe-core@4.14.1
VNU = vnu-jar@26.9.27
AXE_FILE = bin/$(subst @,-,$(AXE)).tgz

pages: $(AXE_FILE)
	mkdir -p bin/pages
	cd bin && npm pack --silent $(VNU) && tar xzf vnu-jar-$(lastword $(subst @, ,$(VNU))).tgz package/build/dist/vnu.jar
	$(GO) test ./serve/pages -count=1 -run 'InABrowser|Screenshots' -screenshots $(CURDIR)/bin/pages
	java -jar bin/package/build/dist/vnu.jar --errors-only --also-check-css serve/pages/style.css bin/pages/*.html

$(AXE_FILE):
	mkdir -p bin
	cd bin && npm pack --silent $(AXE)

# Beside the peers that are installed; writes docs/PERFORMANCE.md. BENCH holds
# flags: make bench BENCH="-sizes 100k -only build"
bench:
	$(GO) build -o bin/bench ./bench
	bin/bench $(BENCH)

# The same attacks and faults for the peers that are installed; writes
# docs/faults.md. SIEGE holds flags: make siege SIEGE="-only hostile"
siege:
	$(GO) build -o bin/siege ./bench/siege
	bin/siege $(SIEGE)

microbench:
	$(GO) test -run='^$$' -bench=. -benchmem ./...

# The same bits whoever builds it: no file in it is younger than the commit.
# Containers are built by docker, or by IMAGE_BUILD="podman build --format=docker
# --timestamp=$(EPOCH)".
EPOCH        = $(shell git log -1 --format=%ct)
IMAGE_BUILD ?= SOURCE_DATE_EPOCH=$(EPOCH) docker buildx build --output type=docker,rewrite-timestamp=true

image:
	$(IMAGE_BUILD) --build-arg VERSION=$(VERSION) -t writethru:$(VERSION) .

# What is inside of the program, in CycloneDX.
sbom: build
	$(GO) run $(SBOM) bin -json -output bin/writethru.cdx.json bin/writethru

clean:
	rm -rf bin
