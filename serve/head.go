package serve

import (
	"bytes"
	"strings"
	"unsafe"
)

// A head is a request's head as the fast lane reads it: a GET or HEAD in the
// plainest form of HTTP/1.1 (RFC 9112). Its strings are views of the bytes that
// it was read from.
type head struct {
	path  string
	close bool // the client asks for no more
	asked asked

	hosts, connections int
	store              [askedFields][2]string // what asked.lines refer to
}

// read reads the head that b begins with, and returns its length. It returns 0
// for everything that has a body, is not there as a whole, is not well-formed,
// or could be understood in two ways: that is for net/http to read, from the
// first byte on.
func (h *head) read(b []byte) int {
	end := bytes.Index(b, []byte("\r\n\r\n"))
	if end < 0 {
		return 0
	}
	b = b[:end+4]
	lines := unsafe.String(&b[0], end+2)
	*h = head{}
	line, lines, _ := strings.Cut(lines, "\r\n")
	if !h.requestLine(line) {
		return 0
	}
	for lines != "" {
		line, lines, _ = strings.Cut(lines, "\r\n")
		name, value, ok := strings.Cut(line, ":")
		if !ok || !consists(name, tokenChar) || !consists(value, valueChar) {
			return 0 // also a line that goes on with the one before (obs-fold)
		}
		if !h.field(name, strings.Trim(value, " \t")) {
			return 0
		}
	}
	if h.hosts != 1 || h.connections > 1 {
		return 0
	}
	return len(b)
}

// requestLine reads a target in origin form (RFC 9112 §3.2.1) without percent
// signs in its path. A query changes nothing.
func (h *head) requestLine(line string) bool {
	method, rest, _ := strings.Cut(line, " ")
	switch method {
	case "GET":
	case "HEAD":
		h.asked.head = true
	default:
		return false
	}
	target, ok := strings.CutSuffix(rest, " HTTP/1.1")
	if !ok {
		return false
	}
	path, query, _ := strings.Cut(target, "?")
	h.path = path
	return strings.HasPrefix(path, "/") && consists(path, pathChar) && (query == "" || consists(query, queryChar))
}

// field takes a field that counts, passes over one that doesn't, and returns
// false for one that changes how a connection is read.
func (h *head) field(name, value string) bool {
	for f, known := range askedNames {
		if len(name) == len(known) && strings.EqualFold(name, known) {
			return h.add(askedField(f), value)
		}
	}
	switch {
	case strings.EqualFold(name, "Host"):
		h.hosts++
		return consists(value, hostChar)
	case strings.EqualFold(name, "Connection"):
		h.connections++
		h.close = strings.EqualFold(value, "close")
		return h.close || strings.EqualFold(value, "keep-alive")
	}
	for _, other := range handedFields {
		if len(name) == len(other) && strings.EqualFold(name, other) {
			return false
		}
	}
	return true
}

// handedFields tell of a body, or of another protocol (RFC 9112 §6, RFC 9110
// §10.1.1 and §7.8).
var handedFields = [...]string{"Content-Length", "Transfer-Encoding", "Trailer", "TE", "Expect", "Upgrade", "HTTP2-Settings"}

// add adds a line of a field, if there is room.
func (h *head) add(f askedField, value string) bool {
	n := len(h.asked.lines[f])
	if n == len(h.store[f]) {
		return false
	}
	h.store[f][n] = value
	h.asked.lines[f] = h.store[f][:n+1]
	return true
}

// A charClass is a set of bytes that a part of a head may consist of.
type charClass uint8

const (
	tokenChar charClass = 1 << iota // RFC 9110 §5.6.2
	valueChar                       // RFC 9110 §5.5
	pathChar                        // RFC 3986 §3.3 without the percent sign
	queryChar                       // RFC 3986 §3.4
	hostChar                        // of a name, an address and a port
)

var charClasses = func() (of [256]charClass) {
	const alphanumeric = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789"
	for class, chars := range map[charClass]string{
		tokenChar: alphanumeric + "!#$%&'*+-.^_`|~",
		pathChar:  alphanumeric + "-._~!$&'()*+,;=:@/",
		queryChar: alphanumeric + "-._~!$&'()*+,;=:@/?%",
		hostChar:  alphanumeric + "-._:[]",
	} {
		for _, c := range []byte(chars) {
			of[c] |= class
		}
	}
	for c := range of {
		if c == '\t' || c >= ' ' && c != 0x7f {
			of[c] |= valueChar
		}
	}
	return of
}()

// consists reports whether s has bytes of a class alone. Where there must be
// something, an empty s doesn't.
func consists(s string, class charClass) bool {
	for i := range len(s) {
		if charClasses[s[i]]&class == 0 {
			return false
		}
	}
	return s != "" || class == valueChar
}
