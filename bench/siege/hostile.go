//go:build linux

package main

import (
	"context"
	"fmt"
	"strings"

	"writethru/bench/attack"
)

// contenders are all that serve the hostile articles.
func (s *siege) contenders() ([]*contender, error) {
	dir, err := s.hostileFolder("own")
	if err != nil {
		return nil, err
	}
	own, err := s.own(dir)
	if err != nil {
		return nil, err
	}
	all := []*contender{own}
	for _, peer := range []struct {
		tools []string
		make  func(dir string) (*contender, error)
	}{{[]string{"hugo", "nginx"}, s.hugoNginx}, {[]string{"hugo", "caddy"}, s.hugoCaddy}, {[]string{"hugo"}, s.hugoServer}} {
		if !s.has(peer.tools...) {
			continue
		}
		dir, err := s.hostileFolder("hugo")
		if err != nil {
			return nil, err
		}
		c, err := peer.make(dir)
		if err != nil {
			return nil, err
		}
		all = append(all, c)
	}
	if s.hasMiniflux() {
		c, err := s.miniflux()
		if err != nil {
			return nil, err
		}
		all = append(all, c)
	}
	return all, nil
}

func (s *siege) has(tools ...string) bool {
	for _, name := range tools {
		if s.tools[name].path == "" {
			return false
		}
	}
	return true
}

// each starts all contenders, one after the other, and tries something on each.
func (s *siege) each(ctx context.Context, all []*contender, try func(*server) error) error {
	for _, c := range all {
		fmt.Fprintf(s.log, "  %s\n", c.name)
		v, err := s.start(ctx, c)
		if err != nil {
			return err
		}
		err = try(v)
		v.stop()
		if err != nil {
			return fmt.Errorf("%s: %w", c.name, err)
		}
	}
	return nil
}

// hostile sends hostile requests.
func (s *siege) hostile(ctx context.Context) (table, error) {
	t := table{header: []string{"", "tried", "secrets given away", "forged headers in an answer", "addresses repeated in one", "served, though it should be refused", "5xx", "no answer in 20 s", "800 requests in one go", "the feed afterwards"}}
	all, err := s.contenders()
	if err != nil {
		return t, err
	}
	err = s.each(ctx, all, func(v *server) error {
		v.site.Clients = strangers(500)
		_, before, err := v.fetch(ctx, v.site.Feed)
		if err != nil {
			return err
		}
		var tried, secrets, forged, repeated, served, broke, silent int
		examples := map[string]string{}
		counts := map[string]int{}
		note := func(what string, o attack.Outcome) {
			examples[what], counts[what] = shorten(o.Request), counts[what]+1
		}
		for kind, attacks := range map[string][]attack.Attack{"paths": v.site.Paths(), "hosts": v.site.Hosts(), "requests": v.site.Requests(), "methods": v.site.Methods()} {
			for _, o := range v.site.Send(attacks) {
				tried++
				switch leak := o.Leak(); {
				case leak != "" && kind == "paths":
					secrets++
					note("gives away "+shorten(leak), o)
				case leak != "" && o.Claim == "a field":
					forged++
					note("takes a header's word, with status "+o.Got, o)
				case leak != "" && o.Claim == "a target":
					repeated++
					note("repeats what the address says, with status "+o.Got, o)
				case leak != "" || o.Answered():
					served++
					note("serves: "+o.Claim, o)
				case o.Broke():
					broke++
					note("status "+o.Got+": "+o.Claim, o)
				case o.Silent():
					silent++
					note("is silent: "+o.Claim, o)
				}
			}
		}
		inOrder := "in order"
		if err := v.site.Pipeline(400); err != nil {
			inOrder = err.Error()
		}
		after := "the same bytes"
		if _, body, err := v.fetch(ctx, v.site.Feed); err != nil {
			after = "not served: " + err.Error()
		} else if body != before && v.name != "Miniflux" { // its form has a token, each time another one
			after = "other bytes"
		}
		if v.own && (secrets+forged+repeated+served+broke+silent > 0 || inOrder != "in order" || after != "the same bytes") {
			s.fell("hostile requests: %v, pipelining: %s, feed: %s", counts, inOrder, after)
		}
		t.row(v.name, figure(tried), figure(secrets), figure(forged), figure(repeated), figure(served), figure(broke), figure(silent), inOrder, after)
		for _, what := range sortedKeys(counts) {
			t.note("%s %s (%d), as for `%s`", v.name, what, counts[what], examples[what])
		}
		return nil
	})
	return t, err
}

// shorten makes a request fit into a line.
func shorten(request string) string {
	request = strings.TrimSuffix(request, "\r\nConnection: close\r\n\r\n")
	line := strings.Trim(fmt.Sprintf("%.100q", request), `"`)
	return strings.NewReplacer("|", `\|`, "`", "'").Replace(line)
}
