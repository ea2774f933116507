// Package fetch gets documents from the web for people who name an address:
// within bounds of size, time and redirects, and never from a private network
// unless they say so.
package fetch

import (
	"compress/gzip"
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/url"
	"strings"
	"syscall"
	"time"

	"code.dny.dev/ssrf"
)

// Options say how far a client goes. The zero value is for the open web.
type Options struct {
	UserAgent    string
	AllowPrivate bool          // addresses of this machine and of private networks too
	MaxBytes     int64         // of a document, unpacked; 0: 32 MiB
	MaxRedirects int           // 0: 10
	Timeout      time.Duration // of one document with all its redirects; 0: 30 s
}

// A Client gets documents. It keeps connections until it is closed.
type Client struct {
	options Options
	http    *http.Client
}

// New returns a client.
func New(o Options) *Client {
	if o.MaxBytes == 0 {
		o.MaxBytes = 32 << 20
	}
	if o.MaxRedirects == 0 {
		o.MaxRedirects = 10
	}
	if o.Timeout == 0 {
		o.Timeout = 30 * time.Second
	}
	dialer := &net.Dialer{Timeout: 10 * time.Second}
	if !o.AllowPrivate {
		// The guard sees the address that is dialled, whatever its name says.
		dialer.Control = ssrf.New(ssrf.WithAnyPort()).Safe
	}
	return &Client{options: o, http: &http.Client{
		Transport: &http.Transport{
			Proxy:              nil, // a proxy would dial what we must not
			DialContext:        dialer.DialContext,
			ForceAttemptHTTP2:  true,
			DisableCompression: true, // we ask for it, and see what comes
		},
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
	}}
}

// Close gives back the connections.
func (c *Client) Close() { c.http.CloseIdleConnections() }

// A Hop is an answer that leads elsewhere.
type Hop struct {
	Status int
	To     string
}

// An Answer is what a server says.
type Answer struct {
	URL    string // that answered, at the end of all redirects
	Hops   []Hop
	Status int
	Header http.Header
	Body   []byte // unpacked
}

// Errors of documents that are out of bounds.
var (
	ErrTooLarge = errors.New("the document is too large")
	ErrPrivate  = errors.New("the address is in a private network")
)

// IsTemporary reports whether it is worth trying again: a connection that was
// cut, or an answer that did not come in time.
func IsTemporary(err error) bool {
	var lost net.Error
	return errors.Is(err, io.ErrUnexpectedEOF) || errors.Is(err, io.EOF) || errors.Is(err, syscall.ECONNRESET) ||
		errors.As(err, &lost) && lost.Timeout()
}

// Get fetches a document, with these fields in the head of the request.
func (c *Client) Get(ctx context.Context, address string, head http.Header) (*Answer, error) {
	ctx, cancel := context.WithTimeout(ctx, c.options.Timeout)
	defer cancel()
	a := &Answer{URL: address}
	for {
		next, err := c.once(ctx, a, head)
		if err != nil {
			return nil, fmt.Errorf("%s: %w", a.URL, err)
		}
		if next == "" {
			return a, nil
		}
		if len(a.Hops) == c.options.MaxRedirects {
			return nil, fmt.Errorf("%s: more than %d redirects", address, c.options.MaxRedirects)
		}
		a.Hops = append(a.Hops, Hop{a.Status, next})
		a.URL = next
	}
}

// once asks one address, and returns where it leads to.
func (c *Client) once(ctx context.Context, a *Answer, head http.Header) (next string, err error) {
	u, err := url.Parse(a.URL)
	if err != nil || u.Scheme != "http" && u.Scheme != "https" || u.Host == "" {
		return "", errors.New("want an address that begins with http:// or https://")
	}
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, a.URL, nil)
	if err != nil {
		return "", err
	}
	for name, values := range head {
		req.Header[name] = values
	}
	req.Header.Set("User-Agent", c.options.UserAgent)
	req.Header.Set("Accept", "application/rss+xml, application/atom+xml, application/feed+json, application/xml;q=0.9, */*;q=0.5")
	req.Header.Set("Accept-Encoding", "gzip")
	resp, err := c.http.Do(req)
	if err != nil {
		return "", plain(err)
	}
	defer resp.Body.Close()
	a.Status, a.Header = resp.StatusCode, resp.Header
	if to := resp.Header.Get("Location"); resp.StatusCode >= 300 && resp.StatusCode < 400 && to != "" {
		at, err := u.Parse(to)
		if err != nil {
			return "", fmt.Errorf("redirect to %q: %w", to, err)
		}
		return at.String(), nil
	}
	a.Body, err = c.read(resp)
	return "", err
}

// plain says why nobody answered, without the address, which the caller adds.
func plain(err error) error {
	var wrapped *url.Error
	if errors.As(err, &wrapped) {
		err = wrapped.Err
	}
	for _, guarded := range []error{ssrf.ErrProhibitedIP, ssrf.ErrProhibitedNetwork} {
		if errors.Is(err, guarded) {
			return ErrPrivate
		}
	}
	return err
}

// read unpacks the body, within bounds.
func (c *Client) read(resp *http.Response) ([]byte, error) {
	body := io.Reader(resp.Body)
	if strings.EqualFold(resp.Header.Get("Content-Encoding"), "gzip") && resp.StatusCode != http.StatusNotModified {
		z, err := gzip.NewReader(body)
		if err != nil {
			return nil, fmt.Errorf("gzip: %w", err)
		}
		body = z
	}
	b, err := io.ReadAll(io.LimitReader(body, c.options.MaxBytes+1))
	if err != nil {
		return nil, err
	}
	if int64(len(b)) > c.options.MaxBytes {
		return nil, fmt.Errorf("%w: more than %d MiB", ErrTooLarge, c.options.MaxBytes>>20)
	}
	return b, nil
}

// IsWeb reports whether a name is an address on the web, and not a file.
func IsWeb(name string) bool {
	lower := strings.ToLower(name)
	return strings.HasPrefix(lower, "http://") || strings.HasPrefix(lower, "https://")
}
