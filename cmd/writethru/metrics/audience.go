package metrics

import "writethru/serve/audience"

func (f figures) audience(day audience.Figures) {
	for _, s := range day.Services {
		for trust, n := range map[audience.Trust]int{
			audience.Confirmed: s.Subscribers.Confirmed, audience.Behaviour: s.Subscribers.Behaviour, audience.Unverified: s.Subscribers.Unverified,
		} {
			f.gauge("audience_subscribers", "Subscribers today, as services say, by why that is believed: dns, behaviour, or no.", float64(n), "service", s.Name, "verified", string(trust))
		}
		if s.Fetched.Count > 0 {
			const help = "How long after their emission a service had this share of follow-ups."
			f.gauge("audience_fetched_seconds", help, float64(s.Fetched.P50), "service", s.Name, "share", "0.5")
			f.gauge("audience_fetched_seconds", help, float64(s.Fetched.P95), "service", s.Name, "share", "0.95")
		}
	}
	for _, p := range day.Programs {
		f.gauge("audience_clients", "Different clients that asked for feeds today.", float64(p.Clients), "program", p.Name, "kind", string(p.Kind))
	}
	for answer, n := range map[string]uint64{"changed": day.Polls - day.Unchanged, "unchanged": day.Unchanged, "dropped": day.Dropped} {
		f.gauge("audience_polls", "Requests for feeds today: changed, unchanged, dropped (they came too fast to be counted).", float64(n), "answer", answer)
	}
}
