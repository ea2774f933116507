package check

import (
	"bytes"
	"io"
	"mime"
	"regexp"
	"strings"
	"unicode/utf8"

	"golang.org/x/net/html/charset"
)

var declared = regexp.MustCompile(`^\s*<\?xml[^>]*\sencoding\s*=\s*["']([A-Za-z0-9._:-]+)["']`)

// decode returns the document as UTF-8 that XML and JSON could hold, with its
// lines and columns as they were. It is not ok if there is nothing to read.
func (c *checker) decode(body []byte, answer *Answer) ([]byte, bool) {
	if len(bytes.TrimSpace(body)) == 0 {
		c.find("empty", "", "the document is empty")
		return nil, false
	}
	var named string // the encoding that counts
	switch {
	case bytes.HasPrefix(body, []byte("\xef\xbb\xbf")):
		c.find("byte-order-mark", at(1, 1), "the document begins with a byte order mark")
		body, named = body[3:], "utf-8"
	case bytes.HasPrefix(body, []byte("\xff\xfe")):
		named = "utf-16le"
	case bytes.HasPrefix(body, []byte("\xfe\xff")):
		named = "utf-16be"
	}
	inside := ""
	if m := declared.FindSubmatch(body); m != nil {
		inside = strings.ToLower(string(m[1]))
	}
	outside := ""
	if answer != nil {
		_, params, _ := mime.ParseMediaType(answer.Header.Get("Content-Type"))
		outside = strings.ToLower(params["charset"])
	}
	if inside != "" && outside != "" && inside != outside {
		c.find("encoding-mismatch", "Content-Type", "the server says %s, the document %s", outside, inside)
	}
	for _, name := range []string{inside, outside, "utf-8"} {
		if named == "" {
			named = name
		}
	}
	return c.decodeAs(named, body)
}

func (c *checker) decodeAs(name string, body []byte) ([]byte, bool) {
	if name != "utf-8" && name != "us-ascii" {
		r, err := charset.NewReaderLabel(name, bytes.NewReader(body))
		if err != nil {
			c.find("encoding-unknown", at(1, 1), "nobody knows the encoding %s", name)
			return nil, false
		}
		c.find("encoding-old", at(1, 1), "the encoding is %s", name)
		if body, err = io.ReadAll(r); err != nil {
			c.find("encoding-invalid", at(1, 1), "the document is not %s", name)
			return nil, false
		}
		body = bytes.TrimPrefix(body, []byte("\uFEFF"))
	}
	return c.clean(body), true
}

// clean puts a question mark in place of each character that may not be there,
// so that what follows can be read all the same.
func (c *checker) clean(b []byte) []byte {
	out := bytes.Clone(b)
	line, column := 1, 1
	for i := 0; i < len(b); {
		r, size := utf8.DecodeRune(b[i:])
		switch {
		case r == utf8.RuneError && size == 1:
			c.find("encoding-invalid", at(line, column), "byte %#x is not UTF-8", b[i])
			out[i] = '?'
		case r < ' ' && r != '\t' && r != '\n' && r != '\r', r == 0xFFFE, r == 0xFFFF:
			c.find("control-character", at(line, column), "character %U", r)
			for j := range size {
				out[i+j] = '?'
			}
		}
		if r == '\n' {
			line, column = line+1, 0
		}
		i += size
		column++
	}
	return out
}

// size weighs the document.
func (c *checker) size(n int) {
	const mega = 1 << 20
	switch {
	case n > 10*mega:
		c.find("size-huge", "", "the document has %d MiB", n/mega)
	case n > mega:
		c.find("size-large", "", "the document has %d KiB", n>>10)
	}
}
