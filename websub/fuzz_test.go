package websub

import (
	"context"
	"errors"
	"net/http"
	"net/http/httptest"
	"net/netip"
	"net/url"
	"strings"
	"testing"
	"time"
)

// oneFeed are feeds of which there is one.
type oneFeed struct{}

func (oneFeed) Topic(address string) (string, bool) {
	return "/feed.atom", address == "https://courier.example/feed.atom"
}

func (oneFeed) Feed(context.Context, string) (Feed, bool, error) { return Feed{}, false, nil }

// Whatever is posted, it is refused with the status of a client's fault, or
// accepted within all bounds: a topic of ours, a callback that is no private
// address and has no credentials, a short secret, and a lease that may be had.
func FuzzRequest(f *testing.F) {
	for _, form := range []string{
		"hub.mode=subscribe&hub.topic=https://courier.example/feed.atom&hub.callback=https://reader.example/in?id=1&hub.secret=s&hub.lease_seconds=864000",
		"hub.mode=unsubscribe&hub.topic=https://courier.example/feed.atom&hub.callback=http://[2001:db8::1]:8080/",
		"hub.mode=subscribe&hub.topic=https://courier.example/feed.atom&hub.callback=http://127.0.0.1/",
		"hub.mode=subscribe&hub.topic=https://courier.example/feed.atom&hub.callback=http://[::ffff:10.0.0.1]/",
		"hub.mode=subscribe&hub.topic=https://courier.example/feed.atom&hub.callback=http://user@reader.example/%23#",
		"hub.mode=subscribe&hub.topic=https://courier.example/feed.atom&hub.callback=http://0x7f.1/&hub.lease_seconds=-1",
		"hub.mode=subscribe&hub.lease_seconds=99999999999999999999&hub.topic=%zz", "a;b", "",
	} {
		f.Add("POST", "application/x-www-form-urlencoded", form)
	}
	f.Add("GET", "", "")
	f.Add("POST", "multipart/form-data; boundary=x", "--x")
	h := New(Options{URL: "https://courier.example/hub", Feeds: oneFeed{}, Now: time.Now})
	f.Fuzz(func(t *testing.T, method, kind, form string) {
		r := httptest.NewRequestWithContext(t.Context(), http.MethodPost, "/hub", strings.NewReader(form))
		r.Method = method
		r.Header.Set("Content-Type", kind)
		req, err := h.read(httptest.NewRecorder(), r)
		if err != nil {
			if no, ok := errors.AsType[*refusal](err); !ok || no.status < 400 || no.status > 499 || strings.ContainsAny(no.reason, "\r\n") {
				t.Errorf("%q is refused with %v", form, err)
			}
			return
		}
		s := req.subscriber()
		u, err := url.Parse(s.Callback)
		if err != nil || u.User != nil || u.Fragment != "" || u.Scheme != "http" && u.Scheme != "https" || len(s.Callback) > maxURL {
			t.Errorf("callback %q is accepted", s.Callback)
		} else if ip, err := netip.ParseAddr(u.Hostname()); err == nil && (ip.IsLoopback() || ip.IsPrivate() || ip.IsLinkLocalUnicast() || ip.IsUnspecified() || ip.IsMulticast()) {
			t.Errorf("callback %q is accepted, and is no public address", s.Callback)
		}
		if s.Topic != "/feed.atom" || len(s.Secret) > maxSecret || req.Lease < time.Hour || req.Lease > 30*24*time.Hour {
			t.Errorf("%+v is accepted", req)
		}
	})
}
