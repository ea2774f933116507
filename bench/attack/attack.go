// Package attack sends a web server what no reader would, and says what came of
// it. The attacks are the same whoever serves: they are told where a site has its
// feed, a story and its folders, and nothing else of it.
package attack

import (
	"errors"
	"io"
	"net"
	"os"
	"regexp"
	"strings"
	"sync"
	"time"
)

// A Site is what is under attack.
type Site struct {
	Addr    string   // where it listens
	Feed    string   // the path of its feed
	Story   string   // the path of the page of Folder's article "flood", with a slash at its end
	Drafts  string   // the path that the page of its draft would have
	Folders []string // paths to climb out of
	Shared  []string // paths whose answers others get too
	Private []string // more files that are not published, relative to Folder's folder

	// Clients are addresses of this machine to attack from, in turn, as if
	// each attack came from somebody else. Without any the system chooses.
	Clients []string
}

// dial connects as the nth client.
func (s Site) dial(n int) (net.Conn, error) {
	d := net.Dialer{Timeout: 5 * time.Second}
	if len(s.Clients) > 0 {
		d.Control = portLater
		d.LocalAddr = &net.TCPAddr{IP: net.ParseIP(s.Clients[n%len(s.Clients)])}
	}
	return d.Dial("tcp", s.Addr)
}

// An Attack is a request as bytes, and what should come of it.
type Attack struct {
	Claim, Request string
	Status         string // pattern, as Writethru answers; it may match no answer at all
	Without        string // pattern of what no answer may hold
}

// An Outcome is what came of an attack.
type Outcome struct {
	Attack
	Got    string // the status; empty if there was none
	Answer []byte
	Err    error
}

// patience is how long a server may take for one answer, and for hanging up.
const patience = 20 * time.Second

// Send sends each attack on a connection of its own, some at once, and reads
// until its end.
func (s Site) Send(attacks []Attack) []Outcome {
	const atOnce = 8
	out := make([]Outcome, len(attacks))
	var all sync.WaitGroup
	for worker := range atOnce {
		all.Go(func() {
			for i := worker; i < len(attacks); i += atOnce {
				out[i] = s.send(i, attacks[i])
			}
		})
	}
	all.Wait()
	return out
}

func (s Site) send(n int, a Attack) Outcome {
	o := Outcome{Attack: a}
	c, err := s.dial(n)
	if err != nil {
		o.Err = err
		return o
	}
	defer func() { _ = c.Close() }()            // nothing more is expected of it
	_ = c.SetDeadline(time.Now().Add(patience)) // then a read fails at once
	go func() {
		_, _ = io.WriteString(c, a.Request) // it may be refused before its end
		if tcp, ok := c.(*net.TCPConn); ok && a.Status == "" {
			_ = tcp.CloseWrite() // nobody would wait for more
		}
	}()
	o.Answer, o.Err = io.ReadAll(c)
	if fields := strings.Fields(string(o.Answer[:min(len(o.Answer), 40)])); len(fields) > 1 && strings.HasPrefix(fields[0], "HTTP/1.") {
		o.Got = fields[1]
	}
	return o
}

// Leak is what an answer holds and may not.
func (o Outcome) Leak() string {
	if o.Without == "" {
		return ""
	}
	return string(regexp.MustCompile(o.Without).Find(o.Answer))
}

// AsWanted says whether the status is one of those that Writethru may give.
func (o Outcome) AsWanted() bool { return regexp.MustCompile(o.Status).MatchString(o.Got) }

// Answered says whether something was given that should have been refused.
func (o Outcome) Answered() bool {
	refuse := !regexp.MustCompile(o.Status).MatchString("200")
	return refuse && strings.HasPrefix(o.Got, "2")
}

// Broke says whether the server failed. That it does not know a method, a coding
// or a version is no failure.
func (o Outcome) Broke() bool {
	return strings.HasPrefix(o.Got, "5") && o.Got != "501" && o.Got != "505"
}

// Silent says whether the server neither answered nor hung up in time.
func (o Outcome) Silent() bool {
	return errors.Is(o.Err, os.ErrDeadlineExceeded) && len(o.Answer) == 0
}
