package audience

import (
	"net/netip"
	"testing"
	"time"
)

// An utterance is what was claimed on a day: by whom, how many, when, how often each
// half hour.
type utterance struct {
	from      uint64
	id        string
	count     int
	begin     time.Duration
	polls     int
	confirmed bool
}

func TestWhatIsBelieved(t *testing.T) {
	const hour = time.Hour
	yesterday := func(count int, trust Trust) *subscription { return &subscription{Count: count, Trust: trust} }
	for _, test := range []struct {
		claim  string
		before *subscription
		said   []utterance
		count  int
		trust  Trust
	}{
		{"steady and few", nil, []utterance{{from: 1, count: 80, polls: 5}}, 80, Behaviour},
		{"said once", nil, []utterance{{from: 1, count: 80, polls: 1}}, 80, Unverified},
		{"many without a past", nil, []utterance{{from: 1, count: 5000, polls: 20}}, 100, Unverified},
		{"a past of as many", yesterday(4800, Behaviour), []utterance{{from: 1, count: 5000, polls: 2}}, 5000, Behaviour},
		{"twice as many as the day before", yesterday(400, Behaviour), []utterance{{from: 1, count: 790, polls: 5}}, 790, Behaviour},
		{"a jump", yesterday(400, Behaviour), []utterance{{from: 1, count: 1_000_000, polls: 20}}, 800, Unverified},
		{"more than is ever believed of behaviour", yesterday(9000, Behaviour), []utterance{{from: 1, count: 15_000, polls: 20}}, 10_000, Unverified},
		{"more than that, once its name was known", yesterday(19_000, Confirmed), []utterance{{from: 1, count: 20_000, polls: 20}}, 20_000, Behaviour},
		{"its name is known", nil, []utterance{{from: 1, count: 50_000, polls: 1, confirmed: true}}, 50_000, Confirmed},
		{"its name is known, whatever others say", nil, []utterance{{from: 1, count: 462, polls: 9, confirmed: true}, {from: 2, count: 1_000_000, polls: 40}, {from: 3, count: 3, polls: 40}}, 462, Confirmed},
		{"the newest of one whose name is known", nil, []utterance{{from: 1, count: 900, polls: 9, confirmed: true}, {from: 1, count: 300, polls: 2, begin: 6 * hour, confirmed: true}}, 300, Confirmed},
		{"two that contradict each other: the lower one", nil, []utterance{{from: 1, count: 88, polls: 20}, {from: 2, count: 7, polls: 20}}, 7, Behaviour},
		{"three that do: the middle one", nil, []utterance{{from: 1, count: 88, polls: 20}, {from: 2, count: 7, polls: 20}, {from: 3, count: 40, polls: 20}}, 40, Behaviour},
		{"two of which one has a past", yesterday(85, Behaviour), []utterance{{from: 1, count: 88, polls: 20}, {from: 2, count: 7, polls: 20}}, 88, Behaviour},
		{"one that grew during the day", nil, []utterance{{from: 1, count: 40, polls: 6}, {from: 1, count: 70, polls: 6, begin: 12 * hour}}, 70, Behaviour},
		{"two feed ids are two subscriptions", nil, []utterance{{from: 1, id: "a", count: 13, polls: 9}, {from: 1, id: "b", count: 7, polls: 9}}, 20, Behaviour},
		{"many feed ids are too many", nil, []utterance{{from: 1, id: "a", count: 60, polls: 9}, {from: 1, id: "b", count: 60, polls: 9}}, 100, Unverified},
	} {
		sub := &subscription{before: test.before, Trust: Unverified}
		for _, s := range test.said {
			for n := range s.polls {
				sub.take(claim{id: s.id, count: s.count, from: s.from, confirmed: s.confirmed, at: midnight.Add(s.begin + time.Duration(n)*30*time.Minute)})
			}
		}
		if sub.weigh(true); sub.Count != test.count || sub.Trust != test.trust {
			t.Errorf("%s: %d, %s, want %d, %s", test.claim, sub.Count, sub.Trust, test.count, test.trust)
		}
		if sub.weigh(false); sub.Trust == Behaviour {
			t.Errorf("%s, of a service that nobody knows: believed", test.claim)
		}
	}
}

// Nobody can lead a group of others away from what they say.
func TestAGroupIsNotLedAway(t *testing.T) {
	sub := &subscription{Trust: Unverified}
	at := midnight
	take := func(from uint64, count int) {
		at = at.Add(5 * time.Minute)
		sub.take(claim{count: count, from: from, at: at})
	}
	for n := 80; n < 10_000; n += n / 10 {
		take(1, 80)
		take(2, n)
	}
	for range 30 {
		take(1, 80)
		take(2, 10_000)
	}
	if sub.weigh(true); sub.Count > 100 {
		t.Errorf("%d, %s, want about 80", sub.Count, sub.Trust)
	}
}

func TestNamesOfMachines(t *testing.T) {
	table := names{"8.29.198.26": "s1.feedly.com", "8.29.198.27": "feedly.com.evil.example", "8.29.198.28": "notfeedly.com", "192.0.2.9": "liar.feedly.com", "2001:db8::1": "S6.Feedly.COM"}
	table["2001:db8::1"] = "s6.feedly.com"
	for addr, want := range map[string]bool{
		"8.29.198.26": true, "2001:db8::1": true,
		"8.29.198.27": false, "8.29.198.28": false, "8.29.198.29": false, "192.0.2.9": false,
	} {
		if got := belongs(t.Context(), table, netip.MustParseAddr(addr), domainsOf("Feedly")); got != want {
			t.Errorf("belongs(%s) = %v, want %v", addr, got, want)
		}
	}
	for addr, want := range map[string]bool{"8.29.198.26": true, "2001:4860::1": true, "127.0.0.1": false, "10.1.2.3": false, "192.168.1.1": false, "169.254.1.1": false, "fd00::1": false, "::1": false} {
		if got := public(netip.MustParseAddr(addr)); got != want {
			t.Errorf("public(%s) = %v, want %v", addr, got, want)
		}
	}
}
