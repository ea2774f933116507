package main

import (
	"cmp"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"net"
	"net/url"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"writethru/publish"
)

// A config is what writethru.yaml can say. Every key is optional; paths are
// relative to the file.
type config struct {
	Title       string `yaml:"title"`
	Description string `yaml:"description"`
	BaseURL     string `yaml:"base_url"`  // where readers reach this publisher; default: http:// and listen
	Language    string `yaml:"language"`  // BCP 47; of articles that name none
	Authority   string `yaml:"authority"` // the domain in ids; default: the host of base_url
	Author      struct {
		Name  string `yaml:"name"`
		Email string `yaml:"email"`
		URL   string `yaml:"url"`
	} `yaml:"author"`
	Posts      string `yaml:"posts"`       // the folder of articles
	Data       string `yaml:"data"`        // the folder of the journal; default: .writethru beside the config, or in posts
	Listen     string `yaml:"listen"`      // host:port
	ArticleURL string `yaml:"article_url"` // where articles are shown, when not here: {slug} {section} {path} {year} {month} {day}
	Feed       struct {
		Limit int `yaml:"limit"`
	} `yaml:"feed"`
	FollowUps struct {
		Settle        duration `yaml:"settle"`
		Grace         duration `yaml:"grace"`
		Unmarked      string   `yaml:"unmarked"` // emit, queue or ignore
		MinWords      int      `yaml:"min_words"`
		MaxPerArticle int      `yaml:"max_per_article"` // in 24 hours
		MaxPerHour    int      `yaml:"max_per_hour"`
		Languages     []string `yaml:"languages"`
	} `yaml:"follow_ups"`
	Promises struct {
		WarnAfter    duration `yaml:"warn_after"`    // an open one is overdue after so long
		Webhook      string   `yaml:"webhook"`       // told of each overdue one
		Secret       string   `yaml:"secret"`        // what it is told is signed with it
		AllowPrivate bool     `yaml:"allow_private"` // it may be in a private network, or on this machine
	} `yaml:"promises"`
	Pages struct {
		Enabled bool   `yaml:"enabled"`
		Theme   string `yaml:"theme"` // a folder of templates and a stylesheet that stand for ours
	} `yaml:"pages"`
	Watch struct {
		Quiet   duration `yaml:"quiet"`
		Longest duration `yaml:"longest"`
		Rescan  duration `yaml:"rescan"`
		Poll    duration `yaml:"poll"`
	} `yaml:"watch"`
	Clients struct {
		Rate        int      `yaml:"rate"`        // answers a second
		Connections int      `yaml:"connections"` // at the same time
		Exempt      []string `yaml:"exempt"`      // addresses and networks without limits
	} `yaml:"clients"`
	WebSub struct {
		Hub            bool     `yaml:"hub"`           // our own, at /hub
		Hubs           []string `yaml:"hubs"`          // others that are told
		AllowPrivate   bool     `yaml:"allow_private"` // callbacks in private networks, this machine included
		Lease          duration `yaml:"lease"`         // of who asks for none
		Signature      string   `yaml:"signature"`     // sha1, sha256, sha384 or sha512
		MaxSubscribers int      `yaml:"max_subscribers"`
	} `yaml:"websub"`
	Audience struct {
		Enabled bool     `yaml:"enabled"`
		Days    int      `yaml:"days"`   // that are kept
		Verify  bool     `yaml:"verify"` // ask for the names of machines that say to be services
		Trust   []string `yaml:"trust"`  // addresses and networks whose claims are believed
	} `yaml:"audience"`
	Metrics struct {
		Listen string `yaml:"listen"` // host:port, where /metrics is for everybody; empty: nowhere
	} `yaml:"metrics"`
	Token string `yaml:"token"` // of who operates the publisher over HTTP; empty: whoever is on this machine
	Store string `yaml:"store"` // the journal's engine: empty, sqlite:DIR or nats://HOST,HOST,HOST
}

// configName is the file that is looked for where none is named.
const configName = "writethru.yaml"

// defaults is the config of somebody who says nothing.
func defaults() config {
	s := publish.Defaults()
	c := config{Title: s.Title, Language: s.Language, Listen: "localhost:8080"}
	c.Feed.Limit = s.FeedLimit
	f := s.FollowUps
	c.FollowUps.Settle, c.FollowUps.Grace = duration(f.Settle), duration(f.Grace)
	c.FollowUps.Unmarked, c.FollowUps.MinWords = f.Unmarked, f.MinWords
	c.FollowUps.MaxPerArticle, c.FollowUps.MaxPerHour = f.MaxPerArticle, f.MaxPerHour
	c.Watch.Quiet, c.Watch.Longest = duration(100*time.Millisecond), duration(2*time.Second)
	c.Watch.Rescan = duration(5 * time.Minute)
	c.Promises.WarnAfter = duration(s.WarnAfter)
	c.Pages.Enabled = true
	c.Clients.Rate, c.Clients.Connections = 50, 256
	c.Audience.Enabled, c.Audience.Verify, c.Audience.Days = true, true, 400
	c.WebSub.Hub, c.WebSub.Signature = true, "sha256"
	c.WebSub.Lease, c.WebSub.MaxSubscribers = duration(10*24*time.Hour), 1_000_000
	return c
}

// A place names where the config and the articles are, as the command line has
// it: both may be empty.
type place struct {
	config string
	posts  string
}

// load finds and reads the config: defaults, then the file, then environment,
// then what set says. Paths in the result are relative to the working folder.
func load(at place, environ []string, set map[string]string) (config, error) {
	c := defaults()
	values := map[string]string{}
	for _, kv := range environ {
		name, value, _ := strings.Cut(kv, "=")
		if key, ok := strings.CutPrefix(name, "WRITETHRU_"); ok {
			values[strings.ToLower(key)] = value
		}
	}
	at.config = cmp.Or(at.config, values["config"])
	at.posts = cmp.Or(at.posts, values["posts"])
	delete(values, "config")
	delete(values, "posts")
	file, posts, err := at.find()
	if err != nil {
		return c, err
	}
	var faults []error
	if file != "" {
		faults = append(faults, c.read(file)...)
		c.Posts, c.Data, c.Pages.Theme = beside(file, c.Posts), beside(file, c.Data), beside(file, c.Pages.Theme)
		if s, ok := strings.CutPrefix(c.Store, "sqlite:"); ok && s != "" {
			c.Store = "sqlite:" + beside(file, s)
		}
	}
	for _, key := range slices.Sorted(maps.Keys(values)) {
		faults = append(faults, c.set(key, "_", values[key], "WRITETHRU_"+strings.ToUpper(key)))
	}
	for _, key := range slices.Sorted(maps.Keys(set)) {
		faults = append(faults, c.set(key, ".", set[key], "--set "+key))
	}
	if posts != "" {
		c.Posts = posts
	}
	c.complete(file)
	if _, err := os.Stat(posts); posts != "" && err != nil && !c.published() {
		return c, at.noFolder()
	}
	return c, errors.Join(append(faults, c.check(file)...)...)
}

// find returns the config file, if there is one, and the posts folder, if the
// command line names one. A folder that holds a config stands for that config.
func (at place) find() (file, posts string, err error) {
	if at.posts != "" {
		if info, err := os.Stat(at.posts); err == nil && !info.IsDir() {
			return "", "", at.noFolder()
		}
		in := filepath.Join(at.posts, configName)
		if _, err := os.Stat(in); err == nil && at.config == "" {
			return in, "", nil
		}
	}
	if at.config != "" {
		if _, err := os.Stat(at.config); err != nil {
			return "", "", fmt.Errorf("--config: %w", err)
		}
		return at.config, at.posts, nil
	}
	if _, err := os.Stat(configName); errors.Is(err, fs.ErrNotExist) {
		return "", at.posts, nil
	}
	return configName, at.posts, nil
}

// noFolder says that the posts folder is none.
func (at place) noFolder() error {
	return hint(fmt.Errorf("%s: want a folder of articles, or one with a %s", at.posts, configName), "writethru serve examples/courier")
}

// beside makes a path that is relative to a file relative to the working folder.
func beside(file, path string) string {
	if path == "" || filepath.IsAbs(path) {
		return path
	}
	return filepath.Join(filepath.Dir(file), path)
}

// complete fills in what follows from the rest.
func (c *config) complete(file string) {
	if c.Posts == "" {
		c.Posts = beside(file, "posts")
		if _, err := os.Stat(c.Posts); err != nil && file != "" {
			c.Posts = filepath.Dir(file)
		}
	}
	if c.Data == "" {
		c.Data = filepath.Join(c.Posts, ".writethru")
		if file != "" {
			c.Data = beside(file, ".writethru")
		}
	}
	if c.BaseURL == "" {
		host, port, err := net.SplitHostPort(c.Listen)
		if ip := net.ParseIP(host); err == nil && (host == "" || ip != nil && ip.IsUnspecified()) {
			host = "localhost"
		}
		c.BaseURL = "http://" + net.JoinHostPort(host, port)
	}
	c.BaseURL = strings.TrimRight(c.BaseURL, "/")
	if u, err := url.Parse(c.BaseURL); c.Authority == "" && err == nil {
		c.Authority = u.Hostname()
	}
}
