package feedgen

import (
	"errors"
	"net/url"
	"strings"

	"golang.org/x/net/idna"
)

var errNotAbsolute = errors.New("want an absolute http or https URL")

// webURL returns s as a URI (RFC 3986) that reads back as it is written: JSON
// Feed allows no other character in a URL, and readers compare links as they
// stand. Letters beyond ASCII are percent-encoded, or Punycode in the host.
func webURL(s string) (string, error) {
	s = text(s)
	scheme, rest, ok := strings.Cut(s, "://")
	if !ok || !strings.EqualFold(scheme, "http") && !strings.EqualFold(scheme, "https") {
		return "", errNotAbsolute
	}
	end := strings.IndexAny(rest, "/?#")
	if end < 0 {
		end = len(rest)
	}
	host, err := asciiHost(rest[:end])
	if err != nil {
		return "", err
	}
	u, err := url.Parse(scheme + "://" + host + percentEncode(rest[end:]))
	if err != nil {
		return "", errors.Unwrap(err)
	}
	if u.Hostname() == "" || u.User != nil {
		return "", errNotAbsolute
	}
	return u.String(), nil
}

func asciiHost(host string) (string, error) {
	for i := range len(host) {
		if host[i] >= 0x80 {
			return idna.Lookup.ToASCII(host)
		}
	}
	return host, nil
}

// percentEncode encodes what no path, query or fragment may hold.
func percentEncode(s string) string {
	const upperHex = "0123456789ABCDEF"
	var b strings.Builder
	inFragment := false
	for i := range len(s) {
		c := s[i]
		bad := c <= ' ' || c >= 0x7F || strings.IndexByte("\"<>[]\\^`{|}", c) >= 0 || c == '#' && inFragment
		if !bad {
			b.WriteByte(c)
			inFragment = inFragment || c == '#'
			continue
		}
		b.WriteByte('%')
		b.WriteByte(upperHex[c>>4])
		b.WriteByte(upperHex[c&15])
	}
	return b.String()
}
