package serve

import (
	"net/http"
	"net/netip"
	"strings"
	"time"
)

// An Answer is what one request for a feed was answered with. Its strings may be
// views of a buffer: who keeps them copies them.
type Answer struct {
	At      time.Time
	From    netip.Addr  // who asked; behind a proxy in Limits.Exempt, who the proxy says
	Path    string      // of the feed
	Type    string      // its Content-Type
	Agent   string      // the User-Agent
	Status  int         // 200, 226 or 304
	Delta   bool        // only what is new was asked for (A-IM: feed)
	Bytes   int         // of content that was sent
	Emitted []time.Time // of the feed as it is: see Resource
}

// tell tells who counts of an answer. from may be unknown.
func (h *handler) tell(e *entry, path string, q *asked, a *reply, from netip.Addr, now time.Time) {
	if h.o.Answered == nil || !e.feed || a.status == http.StatusPreconditionFailed {
		return
	}
	told := Answer{At: now, From: h.clients.asker(from, q.lines[forwardedFor]), Path: path, Type: e.res.Type, Status: a.status, Emitted: e.res.Emitted}
	if lines := q.lines[userAgent]; len(lines) > 0 {
		told.Agent = lines[0]
	}
	told.Delta = len(q.lines[aIM]) > 0 && q.wantsDelta()
	if a.body != nil && !q.head {
		told.Bytes = len(a.body.body)
	}
	h.o.Answered(told)
}

// addressOf gives the address of who sent a request.
func addressOf(r *http.Request) netip.Addr {
	at, err := netip.ParseAddrPort(r.RemoteAddr)
	if err != nil {
		return netip.Addr{}
	}
	return at.Addr().Unmap()
}

// asker gives who asks: at the other end of the connection, or if that is a
// proxy of ours, the last in its list who is none (X-Forwarded-For). What stands
// before that in the list is the client's own word.
func (c *clients) asker(from netip.Addr, forwarded []string) netip.Addr {
	for i := len(forwarded) - 1; i >= 0; i-- {
		for list := forwarded[i]; list != "" && c.exempts(from); {
			comma := strings.LastIndexByte(list, ',')
			addr, err := netip.ParseAddr(strings.Trim(list[comma+1:], " \t"))
			if err != nil {
				return from
			}
			from, list = addr.Unmap().WithZone(""), list[:max(comma, 0)]
		}
	}
	return from
}
