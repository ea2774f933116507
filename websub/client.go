package websub

import (
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/netip"
	"net/url"
	"syscall"
	"time"

	"code.dny.dev/ssrf"
)

// Clients carry the hub's requests.
type clients struct {
	callbacks *http.Client // to URLs that strangers gave
	hubs      *http.Client // to those that the operator gave
}

// maxAnswer bounds what is read of an answer that nobody looks at, so that its
// connection can be used again.
const maxAnswer = 4 << 10

func newClients(o Options) clients {
	client := func(t http.RoundTripper) *http.Client {
		return &http.Client{
			Transport: t,
			Timeout:   o.Timeout,
			// Redirects are not followed (WebSub §7: they are failures). One could lead
			// where a callback must not.
			CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
		}
	}
	if o.Transport != nil {
		return clients{client(o.Transport), client(o.Transport)}
	}
	callbacks := &net.Dialer{Timeout: o.Timeout}
	if !o.AllowPrivate {
		callbacks.Control = public
	}
	return clients{client(transport(o, callbacks)), client(transport(o, &net.Dialer{Timeout: o.Timeout}))}
}

func transport(o Options, d *net.Dialer) http.RoundTripper {
	return &http.Transport{
		Proxy:                  nil, // it would connect where we may not
		DialContext:            d.DialContext,
		TLSHandshakeTimeout:    o.Timeout,
		MaxResponseHeaderBytes: 16 << 10,
		MaxIdleConns:           2 * o.Workers,
		MaxIdleConnsPerHost:    o.PerHost,
		IdleConnTimeout:        30 * time.Second,
		DisableCompression:     true,
	}
}

// guard knows the networks that are nobody's but ours.
var guard = ssrf.New(ssrf.WithAnyPort())

// public refuses to connect to private networks, and to ports that belong to
// other services than the web. It looks at the address that a name has become,
// right before connecting to it.
func public(network, address string, c syscall.RawConn) error {
	to, err := netip.ParseAddrPort(address)
	if err != nil {
		return err
	}
	if !webPort(to.Port()) {
		return fmt.Errorf("port %d is none of the web's", to.Port())
	}
	return guard.Safe(network, address, c)
}

func (c clients) close() {
	c.callbacks.CloseIdleConnections()
	c.hubs.CloseIdleConnections()
}

// do makes a request. Its error does not name the URL: who knows a callback can
// speak as the hub does (WebSub §5.1.1), and errors are logged.
func do(c *http.Client, req *http.Request) (*http.Response, error) {
	resp, err := c.Do(req)
	if e, ok := errors.AsType[*url.Error](err); ok {
		err = e.Err
	}
	return resp, err
}

// drain reads the rest of a short answer. The connection of a long one is not
// used again.
func drain(body io.Reader) {
	_, _ = io.CopyN(io.Discard, body, maxAnswer) // it fails at the end of a short one
}
