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
	if isPlainURL(s) {
		return s, nil
	}
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

// isPlainURL reports whether s is made of nothing that a URL could have in
// another form. Most URLs are, and need no parsing.
func isPlainURL(s string) bool {
	rest, ok := strings.CutPrefix(s, "https://")
	if !ok {
		if rest, ok = strings.CutPrefix(s, "http://"); !ok {
			return false
		}
	}
	host, path, _ := strings.Cut(rest, "/")
	host, port, hasPort := strings.Cut(host, ":")
	if hasPort && (port == "" || strings.Trim(port, "0123456789") != "") {
		return false
	}
	path, fragment, hasFragment := strings.Cut(path, "#")
	return host != "" && isAlphanumericOr("-.", host) && isAlphanumericOr("-._~/?&=", path) &&
		(!hasFragment || fragment != "" && isAlphanumericOr("-._~/?&=", fragment))
}

// isAlphanumericOr reports whether s has nothing but letters and digits of
// ASCII, and marks.
func isAlphanumericOr(marks, s string) bool {
	for i := range len(s) {
		c := s[i]
		switch {
		case 'a' <= c && c <= 'z', 'A' <= c && c <= 'Z', '0' <= c && c <= '9', strings.IndexByte(marks, c) >= 0:
		default:
			return false
		}
	}
	return true
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
