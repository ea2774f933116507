//go:build linux

package image

// A breakage is a change of the Dockerfile that makes a worse image, and the
// points that must fail then: these and no others.
type breakage struct {
	name     string
	old, new string // old becomes new; an empty old is the end
	fails    []string
}

var breakages = []breakage{
	{"root", "USER 65532:65532", "USER 0:0", []string{"user", starting}}, // without capabilities root may not write to /data
	{"a user by name", "USER 65532:65532", "USER writethru", []string{"user", starting}},
	{"no user", "USER 65532:65532", "", []string{"user", starting}},
	{"an entrypoint for a shell", `ENTRYPOINT ["/usr/bin/writethru"]`, "ENTRYPOINT /usr/bin/writethru", []string{"entrypoint", starting}},
	{"no command", `CMD ["serve"]`, "", []string{"entrypoint", starting}},
	{"no version in the labels", "FROM scratch\nARG VERSION=dev", "FROM scratch", []string{"labels"}},
	{"no license in the labels", `org.opencontainers.image.licenses="Apache-2.0"`, `licenses="Apache-2.0"`, []string{"labels"}},
	{"a volume", "", "VOLUME /data", []string{"volumes"}},
	{"only this machine is listened to", "WRITETHRU_LISTEN=:8080", "WRITETHRU_LISTEN=localhost:8080", []string{"port"}},
	{"no port", "EXPOSE 8080", "", []string{"port"}},
	{"a health check that needs a tool", `CMD ["/usr/bin/writethru", "healthcheck"]`, "CMD curl -f http://localhost:8080/readyz", []string{"health command", "healthy"}},
	{"a health check that is always content", `CMD ["/usr/bin/writethru", "healthcheck"]`, `CMD ["/usr/bin/writethru", "version"]`, []string{"health command"}},
	{"no health check", "HEALTHCHECK --interval=30s --timeout=5s --start-period=10s --retries=3 CMD [\"/usr/bin/writethru\", \"healthcheck\"]", "", []string{"health command", "healthy"}},
	{"something large", "&& mkdir -p /out/data", "&& mkdir -p /out/data && dd if=/dev/zero of=/out/data/large bs=1M count=60", []string{"size"}},
	{"data that belongs to root", "COPY --from=build --chown=65532:65532 /out/data /data", "COPY --from=build /out/data /data", []string{"data folder", starting}},
	{"no data folder", "COPY --from=build --chown=65532:65532 /out/data /data", "", []string{"data folder"}}, // the engine makes one for the volume
	{"a shell", "", "COPY --from=build /bin/busybox /bin/sh", []string{"nothing else to run"}},
	{"no license", "COPY LICENSE /LICENSE", "", []string{"license"}},
	{"no roots", "COPY --from=build /etc/ssl/certs/ca-certificates.crt /etc/ssl/certs/ca-certificates.crt", "", []string{"roots"}},
	{"a program for one user", "COPY --from=build /out/writethru", "COPY --from=build --chown=65532:65532 --chmod=0500 /out/writethru", []string{"any user"}},
	{"a program that does not know its version", " -X main.release=${VERSION}", "", []string{"version"}},
	{"another folder of posts", "WRITETHRU_POSTS=/posts", "WRITETHRU_POSTS=/articles", []string{starting}},
	{"a folder that is not watched", "WRITETHRU_POSTS=/posts", "WRITETHRU_POSTS=/posts WRITETHRU_WATCH_POLL=1h", []string{"new post"}},
	{"a signal that can't be heard", "", "STOPSIGNAL SIGKILL", []string{"stops"}},
}

// slowBreakages make the whole program be compiled anew.
var slowBreakages = []breakage{
	{"a dynamic program", "go build -trimpath", "go build -buildmode=pie -trimpath", []string{"static", starting}},
	{"paths of the build machine", "go build -trimpath", "go build", []string{"trimmed"}},
}
