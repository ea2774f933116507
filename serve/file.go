package serve

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"net/http"
	"strings"
	"time"

	"writethru/internal/stamp"
)

// Pictures and recordings are files that others own and may replace at any
// time. Nothing of them is kept: each request gets the file as it is then, or
// the part of it that it asks for (RFC 9110 §14), as players of recordings do.

// sendFile answers with the content of a file.
func (h *handler) sendFile(w http.ResponseWriter, r *http.Request, e *entry, now time.Time) {
	f, err := e.res.Open()
	if errors.Is(err, fs.ErrNotExist) {
		h.notFound.write(w, r)
		return
	}
	if err != nil {
		h.failed(w, r, err)
		return
	}
	defer f.Close()
	info, err := f.Stat()
	content, seeks := f.(io.ReadSeeker)
	if !seeks {
		err = errors.Join(err, errors.ErrUnsupported)
	}
	if err != nil {
		h.failed(w, r, err)
		return
	}
	set(w.Header(), e.fields)
	if tag, ok := fileTag(e.res.Type, stamp.Of(info), now); ok {
		w.Header().Set("ETag", tag)
	}
	giveTime(w, info.Size(), now)
	// There is no Last-Modified, and If-Modified-Since is passed over: the date of
	// a file that takes another's place may be the earlier one.
	http.ServeContent(w, oneLine(r), "", time.Time{}, content)
}

// A file that changed as late as this may change once more without its stamp
// telling: clocks of file systems are coarse.
const fileGrain = 2 * time.Second

// fileTag gives the tag of a file's content, which says nothing else of it. It is
// not ok for a file that has just changed.
func fileTag(mediaType string, s stamp.Stamp, now time.Time) (tag string, ok bool) {
	changed := time.Unix(0, max(s.Mtime, s.Ctime))
	return `"` + hash(mediaType, fmt.Append(nil, s)) + `"`, now.Sub(changed).Abs() > fileGrain
}

// A file has to be taken at slowest bytes a second, after the time that all
// answers have.
const (
	slowest = 32 << 10
	atFirst = 2 * time.Minute
)

// giveTime lets the answer with a large file take longer than others.
func giveTime(w http.ResponseWriter, size int64, now time.Time) {
	if size > slowest && !now.IsZero() {
		until := now.Add(atFirst + time.Duration(size/slowest)*time.Second)
		_ = http.NewResponseController(w).SetWriteDeadline(until) // where there is none, none is needed
	}
}

// oneLine joins the lines of conditions, of which net/http reads the first alone.
func oneLine(r *http.Request) *http.Request {
	for _, name := range []string{askedNames[ifMatch], askedNames[ifNoneMatch]} {
		if lines := r.Header[name]; len(lines) > 1 {
			r = r.Clone(r.Context())
			r.Header.Set(name, strings.Join(lines, ", "))
		}
	}
	return r
}
