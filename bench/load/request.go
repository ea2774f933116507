package load

import (
	"bufio"
	"bytes"
	"context"
	"fmt"
	"io"
	"net"
	"strconv"
)

// A Request is one GET, as it goes over the wire again and again.
type Request struct {
	Addr   string            `json:"addr"`
	Path   string            `json:"path"`
	Header map[string]string `json:"header"`
	Status int               `json:"status"` // what every answer must have
}

// bytes is the request as it is written.
func (r Request) bytes() []byte {
	var b bytes.Buffer
	fmt.Fprintf(&b, "GET %s HTTP/1.1\r\nHost: %s\r\n", r.Path, r.Addr)
	for name, value := range r.Header {
		fmt.Fprintf(&b, "%s: %s\r\n", name, value)
	}
	b.WriteString("\r\n")
	return b.Bytes()
}

// A conn is a connection on which one request is made after the other.
type conn struct {
	net.Conn
	r      *bufio.Reader
	out    []byte
	status []byte
}

func (r Request) dial(ctx context.Context, buffer int) (*conn, error) {
	c, err := new(net.Dialer).DialContext(ctx, "tcp", r.Addr)
	if err != nil {
		return nil, err
	}
	return &conn{c, bufio.NewReaderSize(c, buffer), r.bytes(), []byte(" " + strconv.Itoa(r.Status) + " ")}, nil
}

// do makes the request and reads the answer to its end. It understands answers
// that say their length: net/http's client would cost more than the servers.
func (c *conn) do() error {
	if _, err := c.Write(c.out); err != nil {
		return err
	}
	line, err := c.r.ReadSlice('\n')
	if err != nil {
		return err
	}
	if !bytes.Contains(line, c.status) {
		return fmt.Errorf("answer %q, want status%s", bytes.TrimSpace(line), c.status)
	}
	length, noBody := -1, bytes.Equal(c.status, []byte(" 304 "))
	for {
		line, err := c.r.ReadSlice('\n')
		if err != nil {
			return err
		}
		line = bytes.TrimSpace(line)
		if len(line) == 0 {
			break
		}
		name, value, _ := bytes.Cut(line, []byte(":"))
		if bytes.EqualFold(name, []byte("Content-Length")) {
			if length, err = strconv.Atoi(string(bytes.TrimSpace(value))); err != nil {
				return err
			}
		}
	}
	if noBody {
		return nil
	}
	if length < 0 {
		return fmt.Errorf("an answer of %s without a length", c.RemoteAddr())
	}
	_, err = io.CopyN(io.Discard, c.r, int64(length))
	return err
}
