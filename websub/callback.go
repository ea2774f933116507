package websub

import (
	"net/http"
	"net/netip"
	"net/url"
	"regexp"
	"strconv"
	"strings"
)

// checkCallback checks the URL that is to be told, and gives its host and port. Its query
// is the subscriber's own.
func (h *Hub) checkCallback(callback string) (string, error) {
	u, err := url.Parse(callback)
	switch {
	case err != nil || len(callback) > maxURL || u.Scheme != "http" && u.Scheme != "https" || u.Hostname() == "":
		return "", refuse(http.StatusBadRequest, "hub.callback: want an http or https URL of at most %d bytes", maxURL)
	case u.User != nil:
		return "", refuse(http.StatusBadRequest, "hub.callback: want a URL without credentials")
	case strings.Contains(callback, "#"):
		return "", refuse(http.StatusBadRequest, "hub.callback: want a URL without a fragment")
	}
	at := strings.ToLower(u.Host)
	if h.o.AllowPrivate || h.o.Transport != nil {
		return at, nil
	}
	return at, checkPublic(u)
}

// nameOfNumber matches hosts that some read as an IPv4 address, and others as a
// name: 2130706433, 0x7f.1, 127.1.
var nameOfNumber = regexp.MustCompile(`(?i)(^|\.)([0-9]+|0x[0-9a-f]*)\.?$`)

// checkPublic refuses what can be seen to be in a private network, or none of the
// web's ports. A name is looked up, and its address checked, when it is connected
// to.
func checkPublic(u *url.URL) error {
	host := strings.ToLower(strings.TrimSuffix(u.Hostname(), "."))
	ip, err := netip.ParseAddr(host)
	switch {
	case err != nil && nameOfNumber.MatchString(host):
		return refuse(http.StatusBadRequest, "hub.callback: want a host's name or its address as others write it")
	case host == "localhost" || strings.HasSuffix(host, ".localhost") || err == nil && guard.SafeAddr(ip) != nil:
		return refuse(http.StatusBadRequest, "hub.callback: %s is in a private network", host)
	}
	if u.Port() == "" {
		return nil
	}
	if port, err := strconv.ParseUint(u.Port(), 10, 16); err != nil || !webPort(uint16(port)) {
		return refuse(http.StatusBadRequest, "hub.callback: port %s is none of the web's", u.Port())
	}
	return nil
}

// webPort reports whether a port may be a web server's: those below 1024 belong
// to other services.
func webPort(port uint16) bool { return port >= 1024 || port == 80 || port == 443 }
