package serve

import (
	"net/http"
	"testing"
)

func TestRescanIsForTheOperator(t *testing.T) {
	for _, test := range []struct {
		claim        string
		token        string
		remote, host string
		method       string
		fields       []string
		status       int
	}{
		{"from this machine", "", "127.0.0.1:1", "localhost:8080", "POST", nil, 202},
		{"from this machine, IPv6", "", "[::1]:1", "[::1]:8080", "POST", nil, 202},
		{"from a page of our own", "", "127.0.0.1:1", "localhost:8080", "POST", []string{"Origin: http://localhost:8080", "Sec-Fetch-Site: same-origin"}, 202},
		{"from elsewhere", "", "192.0.2.1:1", "localhost:8080", "POST", nil, 403},
		{"through a proxy on this machine", "", "127.0.0.1:1", "localhost:8080", "POST", []string{"X-Forwarded-For: 192.0.2.1"}, 403},
		{"from a page of another site", "", "127.0.0.1:1", "localhost:8080", "POST", []string{"Origin: https://evil.example"}, 403},
		{"from a page whose name was pointed at us", "", "127.0.0.1:1", "evil.example", "POST", []string{"Origin: http://evil.example", "Sec-Fetch-Site: same-origin"}, 403},
		{"with the token", "s3", "192.0.2.1:1", "feeds.example", "POST", []string{"Authorization: Bearer s3"}, 202},
		{"the scheme is written in any case", "s3", "192.0.2.1:1", "feeds.example", "POST", []string{"Authorization: bearer s3"}, 202},
		{"with the token as a browser's password", "s3", "192.0.2.1:1", "feeds.example", "POST", []string{"Authorization: Basic ZWRpdG9yOnMz"}, 202},
		{"a browser that knows it, from a page of another site", "s3", "192.0.2.1:1", "feeds.example", "POST", []string{"Authorization: Basic ZWRpdG9yOnMz", "Sec-Fetch-Site: cross-site"}, 403},
		{"with another token", "s3", "127.0.0.1:1", "localhost", "POST", []string{"Authorization: Bearer s4"}, 401},
		{"without the token", "s3", "127.0.0.1:1", "localhost", "POST", nil, 401},
		{"with the token in another scheme", "s3", "127.0.0.1:1", "localhost", "POST", []string{"Authorization: Digest s3"}, 401},
		{"GET changes nothing", "", "127.0.0.1:1", "localhost", "GET", nil, 405},
	} {
		var site Site
		rescans := 0
		rescan := Guarded(test.token, Rescan(func() { rescans++ }))
		h := Handler(&site, Options{Routes: map[string]http.Handler{"/-/rescan": rescan}})
		r := request("/-/rescan", test.fields...)
		r.Method, r.RemoteAddr, r.Host = test.method, test.remote, test.host
		got := answer(h, r)
		if got.Code != test.status || (rescans == 1) != (test.status == 202) {
			t.Errorf("%s: %d and %d rescans, want %d", test.claim, got.Code, rescans, test.status)
		}
	}
}
