package serve

import (
	"crypto/sha256"
	"crypto/subtle"
	"net/http"
	"net/netip"
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

func (h *handler) rescan(w http.ResponseWriter, r *http.Request) {
	switch {
	case r.Method != http.MethodPost:
		w.Header().Set("Allow", http.MethodPost)
		operate(w, http.StatusMethodNotAllowed, "Method not allowed.\n")
	case h.o.Token == "" && !local(r):
		operate(w, http.StatusForbidden, "Forbidden.\n")
	case h.o.Token != "" && !bearer(r, h.o.Token):
		w.Header().Set("WWW-Authenticate", "Bearer")
		operate(w, http.StatusUnauthorized, "Unauthorized.\n")
	default:
		h.o.Rescan()
		operate(w, http.StatusAccepted, "rescan started\n")
	}
}

// local reports whether a program on this machine asks: not a proxy in front of
// us on behalf of somebody else, and not a page in a browser.
func local(r *http.Request) bool {
	for _, name := range []string{"Forwarded", "X-Forwarded-For", "X-Real-Ip", "Via", "Origin", "Sec-Fetch-Site"} {
		if r.Header.Get(name) != "" {
			return false
		}
	}
	addr, err := netip.ParseAddrPort(r.RemoteAddr)
	return err == nil && addr.Addr().Unmap().IsLoopback()
}

// bearer compares hashes: the time it takes tells nothing, not even a length.
func bearer(r *http.Request, token string) bool {
	scheme, given, _ := strings.Cut(r.Header.Get("Authorization"), " ")
	a, b := sha256.Sum256([]byte(strings.TrimSpace(given))), sha256.Sum256([]byte(token))
	return strings.EqualFold(scheme, "Bearer") && subtle.ConstantTimeCompare(a[:], b[:]) == 1
}
