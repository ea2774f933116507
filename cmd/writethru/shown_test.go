package main

import (
	"strings"
	"testing"
)

func TestNoSecretOfTheConfigIsShown(t *testing.T) {
	for _, test := range []struct{ url, want string }{
		{"nats://one,two,three", "nats://one,two,three"},
		{"nats://desk:hunter2@one:4222,two/courier", "nats://…@one:4222,two/courier"},
		{"tls://desk:hun@ter/2@one", "tls://…@one"},
		{"sqlite:/srv/me@home", "sqlite:/srv/me@home"},
	} {
		if got := shown(test.url); got != test.want {
			t.Errorf("shown(%q) = %q, want %q", test.url, got, test.want)
		}
	}
	c := defaults()
	c.complete("")
	c.Promises.Webhook = "chat.example/hooks/hunter2"
	c.Store = "nats://desk:hunter2@one,,two"
	faults := c.check("")
	if len(faults) != 2 {
		t.Errorf("check = %q, want a fault of the webhook and one of the store", faults)
	}
	for _, fault := range faults {
		if strings.Contains(fault.Error(), "hunter2") {
			t.Errorf("check says a secret: %v", fault)
		}
	}
}
