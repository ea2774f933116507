package serve

import (
	"crypto/sha256"
	"crypto/subtle"
	"net/http"
	"net/netip"
	"net/url"
	"strings"
)

func (h *handler) ready(w http.ResponseWriter) {
	if h.o.Ready != nil {
		if err := h.o.Ready(); err != nil {
			reason := strings.ToValidUTF8(err.Error(), "")
			reason, _, _ = strings.Cut(reason, "\n")
			operate(w, http.StatusServiceUnavailable, "not ready: "+reason[:min(len(reason), 200)]+"\n")
			return
		}
	}
	operate(w, http.StatusOK, "ready\n")
}

// Rescan starts what POST asks for: a comparison of the whole folder.
func Rescan(start func()) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.Method != http.MethodPost {
			w.Header().Set("Allow", http.MethodPost)
			operate(w, http.StatusMethodNotAllowed, "Method not allowed.\n")
			return
		}
		start()
		operate(w, http.StatusAccepted, "rescan started\n")
	})
}

// Guarded lets those through who operate the publisher. With a token these are
// the ones who know it, as a bearer or as the password that a browser asks for,
// under any name; without one, who is on this machine. What the page of another
// site makes a browser send is refused.
func Guarded(token string, h http.Handler) http.Handler {
	guard := http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		switch {
		case token == "" && !local(r):
			operate(w, http.StatusForbidden, "Forbidden.\n")
		case token != "" && !knows(r, token):
			w.Header().Add("WWW-Authenticate", "Bearer")
			w.Header().Add("WWW-Authenticate", `Basic realm="operators", charset="UTF-8"`)
			operate(w, http.StatusUnauthorized, "Unauthorized.\n")
		default:
			h.ServeHTTP(w, r)
		}
	})
	sameSite := http.NewCrossOriginProtection()
	sameSite.SetDenyHandler(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		operate(w, http.StatusForbidden, "Forbidden.\n")
	}))
	return sameSite.Handler(guard)
}

// local reports whether somebody on this machine asks, by a name of this machine:
// not a proxy in front of us on behalf of somebody else, and not a page whose
// site's name has been pointed at us.
func local(r *http.Request) bool {
	for _, name := range []string{"Forwarded", "X-Forwarded-For", "X-Real-Ip", "Via"} {
		if r.Header.Get(name) != "" {
			return false
		}
	}
	addr, err := netip.ParseAddrPort(r.RemoteAddr)
	return err == nil && addr.Addr().Unmap().IsLoopback() && loopback(r.Host)
}

// loopback reports whether the Host of a request is this machine itself.
func loopback(host string) bool {
	name := (&url.URL{Host: host}).Hostname()
	addr, err := netip.ParseAddr(name)
	return name == "localhost" || err == nil && addr.Unmap().IsLoopback()
}

// knows compares hashes: the time it takes tells nothing, not even a length.
func knows(r *http.Request, token string) bool {
	scheme, given, _ := strings.Cut(r.Header.Get("Authorization"), " ")
	given = strings.TrimSpace(given)
	if !strings.EqualFold(scheme, "Bearer") {
		_, given, _ = r.BasicAuth()
	}
	a, b := sha256.Sum256([]byte(given)), sha256.Sum256([]byte(token))
	return subtle.ConstantTimeCompare(a[:], b[:]) == 1
}
