package main

import (
	"time"

	"writethru/websub"
)

// hub gives what tells subscribers and other hubs of the feeds of an open
// publication; nil if nobody is to be told.
func (p *program) hub(c config, d *desk) *websub.Hub {
	if !c.WebSub.Hub && len(c.WebSub.Hubs) == 0 {
		return nil
	}
	settings := d.publisher.Settings
	return websub.New(websub.Options{
		URL:            settings.HubURL(),
		Feeds:          d.publisher,
		Store:          d.store,
		Now:            p.now,
		Log:            p.log,
		Others:         c.WebSub.Hubs,
		Announced:      settings.WholeFeeds(),
		Agent:          "Writethru/" + version() + " (+" + c.BaseURL + "/; WebSub)",
		Signature:      c.WebSub.Signature,
		AllowPrivate:   c.WebSub.AllowPrivate,
		Lease:          time.Duration(c.WebSub.Lease),
		MaxSubscribers: c.WebSub.MaxSubscribers,
	})
}
