package followups_test

import (
	"testing"

	"writethru/posts"
	"writethru/posts/followups"
)

func TestPromises(t *testing.T) {
	const none = ""
	for _, c := range []struct{ lang, text, kind, party string }{
		{"en", "We will update this story if the office responds.", "explicit", ""},
		{"en", "We'll update this post when we know more.", "explicit", ""},
		{"en", "I'll update this article once the vendor replies.", "explicit", ""},
		{"en", "The Courier will update this story with any response.", "explicit", ""},
		{"en", "This story will be updated.", "explicit", ""},
		{"en", "This story is developing and will be updated.", "explicit", ""},
		{"en", "This article will be updated if and when they reply.", "explicit", ""},
		{"en", "This is a developing story.", "explicit", ""},
		{"en", "This is a developing story. Check back for updates.", "explicit", ""},
		{"en", "This is a breaking and developing story.", "", ""},
		{"en", "Developing story.", "explicit", ""},
		{"en", "Check back for updates.", "explicit", ""},
		{"en", "Check back later for updates.", "explicit", ""},
		{"en", "We will report if we hear back.", "explicit", ""},
		{"en", "We will share more if we hear from the agency.", "explicit", ""},
		{"en", "We'll let you know if they answer.", "explicit", ""},
		{"en", "More to come.", "explicit", ""},
		{"en", "We have reached out to the clerk's office and will update this story if we hear back.", "explicit", "the clerk's office"},
		{"en", "The Courier has asked Acme Corp. for comment and will update this story when it replies.", "explicit", "Acme Corp"},
		{"en", "We have asked Acme for comment. We will update this story if it replies.", "explicit", "Acme"},
		{"en", "The mayor did not respond to a request for comment. We will update this story if she does.", "explicit", "The mayor"},
		{"en", "We have reached out to the clerk's office for comment.", "pending", "the clerk's office"},
		{"en", "The Courier has reached out to the clerk's office for comment.", "pending", "the clerk's office"},
		{"en", "We have reached to the clerk's office.", "pending", "the clerk's office"},
		{"en", "The Courier has reached to the vendor for a statement.", "pending", "the vendor"},
		{"en", "We've contacted Acme.", "pending", "Acme"},
		{"en", "The Courier has contacted Acme for a statement.", "pending", "Acme"},
		{"en", "We asked the county for comment.", "pending", "the county"},
		{"en", "The mayor’s office has been asked for comment.", "pending", "The mayor’s office"},
		{"en", "Residents have been asked for comments on the plan.", none, ""},
		{"fr", "La rédaction a demandé à la préfecture si la voie serait coupée et mettra cet article à jour.", "pending", "la préfecture"},
		{"en", "The Courier asked the county for comment.", "pending", "the county"},
		{"en", "The paper requested comment from Acme.", "pending", "Acme"},
		{"en", "We are awaiting a response from the California Highway Patrol.", "pending", "the California Highway Patrol"},
		{"en", "We are waiting to hear back from Courier Desk.", "pending", "Courier Desk"},
		{"en", "We emailed the owner.", "pending", "the owner"},
		{"en", "The Courier is seeking comment from the school board.", "pending", "the school board"},
		{"en", "The clerk's office did not respond to a request for comment.", "no_reply", "The clerk's office"},
		{"en", "The clerk's office did not immediately respond to multiple requests for comment.", "no_reply", "The clerk's office"},
		{"en", "A spokesperson for Acme didn’t immediately reply to our email seeking comment.", "no_reply", "A spokesperson for Acme"},
		{"en", "Courier Desk could not be reached for comment.", "no_reply", "Courier Desk"},
		{"en", "Courier Desk couldn't immediately be reached for comment.", "no_reply", "Courier Desk"},
		{"en", "Acme has not responded to a request for comment.", "no_reply", "Acme"},
		{"en", "Acme has yet to respond.", "no_reply", "Acme"},
		{"en", "But the mayor did not return phone calls.", "no_reply", "the mayor"},
		{"en", "The mayor was not available for comment.", "no_reply", "The mayor"},
		{"en", "The mayor was unavailable for comment.", "no_reply", "The mayor"},
		{"en", "The board had not responded by press time.", "no_reply", "The board"},
		{"en", "The vote was close, but the mayor did not respond to a request for comment.", "no_reply", "the mayor"},
		{"en", "The mayor left early, and did not respond to a request for comment.", "no_reply", ""},
		{"en", "The company will update the firmware next week.", none, ""},
		{"en", "I will update this post in the future.", none, ""},
		{"en", "This page will be updated daily.", none, ""},
		{"en", "Acme declined to comment.", none, ""},
		{"en", "We asked Acme for comment, and it declined.", none, ""},
		{"en", "The company has reached out to affected customers.", none, ""},
		{"en", "The company has contacted the police.", none, ""},
		{"en", "The board asked residents for comments on the plan.", none, ""},
		{"en", "The patient did not respond to treatment.", none, ""},
		{"en", "Drivers did not respond to a request to move their cars.", none, ""},
		{"en", "“We will update this story if we hear back,” the blog had said.", none, ""},
		{"en", "The agency said: “We will update this page if needed.”", none, ""},
		{"en", "We have not reached out to the owner.", none, ""},
		{"en", "The judge asked the lawyer for a response.", none, ""},
		{"en", "She has to respond by Friday.", none, ""},
		{"en", "Acme responded to a request for comment on Friday.", none, ""},
		{"en", "The comment period ends in June.", none, ""},
		{"en", "The update will be installed if users agree.", none, ""},
		{"en", "The book tells a developing story of a town.", none, ""},
		{"en", "After we asked the county for comment, it removed the page.", none, ""},
	} {
		checkPromise(t, c.lang, c.text, c.kind, c.party)
	}
}

// checkPromise holds what a sentence alone promises; kind is "" for nothing.
func checkPromise(t *testing.T, lang, text, kind, party string) {
	t.Helper()
	post := &posts.Post{Language: lang, Blocks: []posts.Block{{Text: text}}}
	ps := followups.Recognise(post, nil, followups.Options{}).Promises
	var gotKind, gotParty string
	if len(ps) > 0 {
		gotKind, gotParty = string(ps[0].Kind), ps[0].Party
	}
	if gotKind != kind || gotParty != party || len(ps) > 1 {
		t.Errorf("%s: promises(%q) = %q %q (%d of them), want %q %q", lang, text, gotKind, gotParty, len(ps), kind, party)
	}
}

func TestAnswers(t *testing.T) {
	office := followups.Promise{Kind: followups.Pending, Party: "the Springfield clerk's office"}
	patrol := followups.Promise{Kind: followups.NoReply, Party: "the California Highway Patrol"}
	doe := followups.Promise{Kind: followups.NoReply, Party: "Courier Desk"}
	nobody := followups.Promise{Kind: followups.Explicit}
	for _, c := range []struct {
		text, rule string
		kind       followups.Kind
		open       []followups.Promise
		want       int
	}{
		{"A spokesperson for the Springfield clerk's office said the file was found.", "marker", "update", []followups.Promise{doe, office}, 1},
		{"A spokesperson for the clerk’s office said the file was found.", "marker", "update", []followups.Promise{doe, office}, 1},
		{"The CHP closed the road.", "marker", "update", []followups.Promise{doe, patrol}, 1},
		{"Desk is well.", "marker", "update", []followups.Promise{patrol, doe}, 1},
		{"Desk declined to comment.", "marker", "update", []followups.Promise{patrol, doe}, 1},
		{"It responded on Friday.", "marker", "update", []followups.Promise{office}, 0},
		{"It responded on Friday.", "marker", "update", []followups.Promise{office, doe}, -1},
		{"It responded on Friday.", "marker", "update", []followups.Promise{office, nobody}, 1},
		{"The road is open.", "marker", "update", []followups.Promise{office}, -1},
		{"The office is closed on Mondays.", "marker", "update", []followups.Promise{office}, -1},
		{"The office said it is sorry.", "marker", "update", []followups.Promise{office}, 0},
		{"The Springfield clerk's office did not respond to a request for comment.", "marker", "update", []followups.Promise{office}, -1},
		{"The Springfield clerk's office is on Main Street.", "marker", "correction", []followups.Promise{office}, -1},
		{"Desk is well.", "addition", "update", []followups.Promise{doe}, -1},
		{"Desk told us that she is well.", "addition", "update", []followups.Promise{doe}, 0},
		{"It responded on Friday.", "addition", "update", []followups.Promise{office}, -1},
		{"Desk responded.", "marker", "update", nil, -1},
	} {
		f := followups.FollowUp{Kind: c.kind, Rule: c.rule, Text: c.text}
		if got := followups.Answers(f, c.open, followups.Options{}); got != c.want {
			t.Errorf("Answers(%q, %s) = %d, want %d", c.text, c.rule, got, c.want)
		}
	}
}
