package feedgen

import (
	"strings"
	"time"
)

// TagURI returns the tag: URI (RFC 4151) of specific, a name that the holder of
// authority, a domain, minted on date:
//
//	tag:courier.example,2026-11-24:flood
//
// What pchar (RFC 3986, §3.3) has no room for in specific is percent-encoded,
// and so is @, which mail programs could not have in an id.
func TagURI(authority string, date time.Time, specific string) string {
	const upperHex = "0123456789ABCDEF"
	var b strings.Builder
	b.WriteString("tag:" + authority + "," + date.UTC().Format(time.DateOnly) + ":")
	for i := range len(specific) {
		c := specific[i]
		switch {
		case 'a' <= c && c <= 'z', 'A' <= c && c <= 'Z', '0' <= c && c <= '9',
			strings.IndexByte("-._~!$&'()*+,;=:/?", c) >= 0:
			b.WriteByte(c)
		default:
			b.WriteByte('%')
			b.WriteByte(upperHex[c>>4])
			b.WriteByte(upperHex[c&15])
		}
	}
	return b.String()
}
