// Package natscluster runs a NATS cluster with JetStream inside of a test: real
// servers on ports of their own, whose disks are synced at every write, and
// between which the lines can be cut, held up and slowed down.
package natscluster

import (
	"fmt"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/nats-io/nats-server/v2/server"
)

// A Cluster is some servers. Its methods are for one goroutine.
type Cluster struct {
	tb    testing.TB
	dir   string
	nodes []*node
}

// A node is one server and the lines that lead to it.
type node struct {
	server  *server.Server // nil while it is stopped
	clients *line
	routes  []*line // from each of the others; nil from itself
}

// Start starts n servers, which end with the test.
func Start(tb testing.TB, n int) *Cluster {
	tb.Helper()
	c := &Cluster{tb: tb, dir: tb.TempDir(), nodes: make([]*node, n)}
	for i := range n {
		c.nodes[i] = &node{clients: newLine(tb), routes: make([]*line, n)}
		for from := range n {
			if from != i {
				c.nodes[i].routes[from] = newLine(tb)
			}
		}
	}
	for i := range n {
		c.Start(i)
	}
	tb.Cleanup(func() {
		for i := range n {
			c.Stop(i)
		}
	})
	return c
}

// URL names a journal in the cluster.
func (c *Cluster) URL(journal string) string {
	var hosts []string
	for _, n := range c.nodes {
		hosts = append(hosts, n.clients.addr())
	}
	return "nats://" + strings.Join(hosts, ",") + "/" + journal
}

// URLOf names a journal for one who knows of one server only.
func (c *Cluster) URLOf(i int, journal string) string {
	return "nats://" + c.nodes[i].clients.addr() + "/" + journal
}

// Start starts a server that was stopped, with what is on its disk.
func (c *Cluster) Start(i int) {
	c.tb.Helper()
	n := c.nodes[i]
	opts := &server.Options{
		ServerName: fmt.Sprint("node-", i),
		Host:       "127.0.0.1", Port: server.RANDOM_PORT,
		JetStream: true, StoreDir: filepath.Join(c.dir, fmt.Sprint(i)), SyncAlways: true,
		JetStreamMaxMemory: 256 << 20, JetStreamMaxStore: 4 << 30,
		NoLog: true, NoSigs: true,
	}
	if len(c.nodes) > 1 {
		opts.Cluster = server.ClusterOpts{Name: "test", Host: "127.0.0.1", Port: server.RANDOM_PORT, NoAdvertise: true, Advertise: "127.0.0.1:9"}
		var routes []string
		for k, other := range c.nodes {
			if k != i {
				routes = append(routes, "nats://"+other.routes[i].addr())
			}
		}
		opts.Routes = server.RoutesFromStr(strings.Join(routes, ","))
	}
	s, err := server.NewServer(opts)
	if err != nil {
		c.tb.Fatal(err)
	}
	s.Start()
	if !s.ReadyForConnections(20 * time.Second) {
		c.tb.Fatalf("server %d does not start", i)
	}
	n.server = s
	n.clients.lead(s.Addr())
	for _, l := range n.routes {
		if l != nil {
			l.lead(s.ClusterAddr())
		}
	}
}

// Stop ends a server.
func (c *Cluster) Stop(i int) {
	n := c.nodes[i]
	if n.server == nil {
		return
	}
	n.server.Shutdown()
	n.server.WaitForShutdown()
	n.server = nil
}

// Leader gives the server that leads a stream, -1 if none does.
func (c *Cluster) Leader(stream string) int {
	for i, n := range c.nodes {
		if n.server != nil && n.server.JetStreamIsStreamLeader(server.DEFAULT_GLOBAL_ACCOUNT, stream) {
			return i
		}
	}
	return -1
}

// Cut ends all lines between a server and the others, and keeps them from being
// made again. Clients still reach it.
func (c *Cluster) Cut(i int) { c.each(i, (*line).cut) }

// Freeze lets nothing through to a server and from it, also from clients, as if
// its machine had stopped: the lines stay.
func (c *Cluster) Freeze(i int) {
	c.each(i, (*line).hold)
	c.nodes[i].clients.hold()
}

// Slow lets everything on the lines between a server and the others take longer.
func (c *Cluster) Slow(i int, by time.Duration) { c.each(i, func(l *line) { l.slow(by) }) }

// Heal makes all lines to a server whole.
func (c *Cluster) Heal(i int) {
	c.each(i, (*line).heal)
	c.nodes[i].clients.heal()
}

// each does something to all lines between a server and the others.
func (c *Cluster) each(i int, do func(*line)) {
	for k, other := range c.nodes {
		if k != i {
			do(c.nodes[i].routes[k])
			do(other.routes[i])
		}
	}
}
