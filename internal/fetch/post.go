package fetch

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
)

// Post sends a document to an address, with these fields in the head of the
// request, and returns the status of the answer. No redirect is followed.
func (c *Client) Post(ctx context.Context, address string, head http.Header, body []byte) (status int, err error) {
	ctx, cancel := context.WithTimeout(ctx, c.options.Timeout)
	defer cancel()
	if !IsWeb(address) {
		return 0, errors.New("want an address that begins with http:// or https://")
	}
	req, err := http.NewRequestWithContext(ctx, http.MethodPost, address, bytes.NewReader(body))
	if err != nil {
		return 0, err
	}
	for name, values := range head {
		req.Header[name] = values
	}
	req.Header.Set("User-Agent", c.options.UserAgent)
	resp, err := c.http.Do(req)
	if err != nil {
		return 0, plain(err) // an address may hold a secret: it is not in the error
	}
	defer resp.Body.Close()
	if _, err := io.CopyN(io.Discard, resp.Body, 4<<10); err != nil && !errors.Is(err, io.EOF) {
		return 0, fmt.Errorf("answer: %w", plain(err))
	}
	return resp.StatusCode, nil
}
