package check

import (
	"net/http"
	"regexp"
	"strings"
)

var linkHeader = regexp.MustCompile(`<([^>]*)>([^<]*)`)

// linksOf returns the addresses of a Link header with a relation.
func linksOf(h http.Header, rel string) (found []string) {
	for _, m := range linkHeader.FindAllStringSubmatch(strings.Join(h.Values("Link"), ", "), -1) {
		for param := range strings.SplitSeq(m[2], ";") {
			name, value, _ := strings.Cut(strings.TrimSpace(strings.Trim(strings.TrimSpace(param), ",")), "=")
			for word := range strings.FieldsSeq(strings.Trim(value, `"`)) {
				if strings.EqualFold(name, "rel") && strings.EqualFold(word, rel) {
					found = append(found, m[1])
				}
			}
		}
	}
	return found
}

// hubOf is the hub that a feed names: in the header, else in the document.
func hubOf(d *document, a *Answer) text {
	if a != nil {
		if hubs := linksOf(a.Header, "hub"); len(hubs) > 0 {
			return text{hubs[0], "Link"}
		}
	}
	return d.hub
}

// push checks what subscribers of WebSub have to find. A feed without a hub is
// polled, and that is fine.
func (c *checker) push(d *document, a *Answer) {
	hub, self := hubOf(d, a), d.self.is
	if a != nil {
		c.typeOf(d, a)
		selves := linksOf(a.Header, "self")
		if len(selves) > 0 && self != "" && self != selves[0] {
			c.find("websub-self-differs", "Link", "the header says %s, the document %s", selves[0], self)
		}
		if hub.is != "" && hub.at != "Link" && strings.HasPrefix(d.format, "JSON") {
			c.find("websub-json-header", hub.at, "the document names a hub, the Link header none")
		}
		if len(selves) > 0 {
			self = selves[0]
		}
	}
	if hub.is == "" {
		return
	}
	if self == "" {
		c.find("websub-self-missing", hub.at, "there is a hub and no self")
	}
	if a != nil && a.Hub != nil {
		c.reached(hub, *a.Hub)
	}
	switch {
	case strings.HasPrefix(hub.is, "https://"):
	case !strings.HasPrefix(hub.is, "http://"):
		c.find("websub-hub-invalid", hub.at, "the hub is %q", short(hub.is))
	case !isPrivate(hostOf(hub.is)):
		c.find("websub-hub-insecure", hub.at, "the hub is %s", hub.is)
	}
}

// reached checks what became of a request to the hub.
func (c *checker) reached(hub text, r Reached) {
	switch {
	case r.Trouble != "":
		c.find("websub-hub-silent", hub.at, "%s: %s", short(hub.is), r.Trouble)
	case r.Status == http.StatusNotFound, r.Status == http.StatusGone, r.Status >= 500 && r.Status != http.StatusNotImplemented:
		c.find("websub-hub-silent", hub.at, "%s answers with %d", short(hub.is), r.Status)
	}
}
