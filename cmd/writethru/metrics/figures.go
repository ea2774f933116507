package metrics

import (
	"strconv"
	"time"

	"writethru/journal"
	"writethru/posts/followups"
	"writethru/publish"
	"writethru/serve"
	"writethru/watch"
	"writethru/websub"
)

func (f figures) watch(st watch.Status) {
	f.gauge("watch_files", "Files that are known in the posts folder.", float64(st.Files))
	f.gauge("watch_pending_files", "Files that wait: to be quiet, to come back, or to be read.", float64(st.Pending))
	f.gauge("watch_unavailable", "1 while the posts folder, or most of it, can't be trusted.", one(st.Unavailable != ""))
	f.gauge("watch_polling", "1 while the folder is looked at every so often, since events don't tell of all changes.", one(st.Mode == watch.Polling))
	f.gauge("watch_passed_over_files", "Files that the last scan could not read or refused, at most ten.", float64(len(st.Faults)))
	f.counter("watch_events_total", "Events of the operating system.", st.Heard)
	f.counter("watch_overflows_total", "Times when the operating system had more events than it could keep. A scan of the folder follows each.", st.Lost)
	f.counter("watch_scans_total", "Scans of the whole folder.", st.Scans)
	f.counter("watch_missed_total", "Changes that scans found and no event had told of.", int64(st.Missed))
	f.gauge("watch_last_scan_timestamp_seconds", "When the last scan of the whole folder ended.", timestamp(st.LastScan))
	f.gauge("watch_last_scan_seconds", "How long it took.", st.ScanTook.Seconds())
}

// kinds are those of follow-ups.
var kinds = []followups.Kind{followups.Update, followups.Correction, followups.Clarification, followups.Retraction, followups.Note}

func (f figures) publish(st publish.Stats) {
	f.gauge("publish_stories", "Stories that are published.", float64(st.Stories))
	f.gauge("publish_withdrawn_stories", "Stories that were published once.", float64(st.Withdrawn))
	f.gauge("publish_scanned", "1 once the posts folder has been read.", one(st.Scanned))
	f.gauge("publish_faulty_articles", "Articles with a fault. What was published of them before stays.", float64(st.Faulty))
	f.gauge("publish_doubtful_articles", "Articles that were published with a warning.", float64(st.Doubtful))
	f.gauge("publish_unread_articles", "Articles of a large folder that are still to be looked at for promises and faults.", float64(st.Unread))
	f.gauge("publish_scheduled_articles", "Articles dated in the future.", float64(st.Scheduled))
	f.gauge("publish_settling_stories", "Stories with follow-ups that go out by themselves in time.", float64(st.Settling))
	f.gauge("publish_held_back_entries", "Entries of feeds that stay as they were, since they don't read back as meant or can't be made.", float64(st.HeldBack))
	f.gauge("publish_failing_since_timestamp_seconds", "Since when nothing can be published; 0: it can.", timestamp(st.Waiting))
	f.counter("publish_failures_total", "Attempts to publish that failed and are made again.", st.Failures)
	f.counter("publish_batches_total", "Batches of changed files that were published.", st.Batches)
	f.counter("publish_articles_read_total", "Articles that were read.", st.Articles)
	f.counter("publish_entries_rendered_total", "Entries that were made for the feeds of the whole publication.", st.Rendered)
	f.counter("publish_entries_reused_total", "Entries that stood in these feeds again as they were.", st.Reused)
	f.counter("publish_entries_refused_total", "Entries that did not read back as meant, or could not be made.", st.Refused)
	f.counter("publish_limited_follow_ups_total", "Follow-ups that a limit held.", st.Limited)
	f.counter("publish_damaged_records_total", "Records of the journal that can't be read.", st.Damaged)
	f.counter("publish_snapshot_failures_total", "Snapshots that could not be written.", st.Snapshots)
	for _, kind := range kinds {
		f.counter("publish_follow_ups_total", "Follow-ups that became entries.", st.Emitted[kind], "kind", string(kind))
	}
	f.spread("publish_save_seconds", "From the change of a file until all that it changed could be fetched.", st.Saves)
	f.spread("publish_refresh_seconds", "How long it took to make the feeds of the whole publication.", st.Refreshes)
}

func (f figures) desk(st publish.DeskStats) {
	f.gauge("desk_open_promises", "Promises that readers know of, and that nothing has answered.", float64(st.Open))
	f.gauge("desk_overdue_promises", "Those that are open for too long (promises.warn_after).", float64(st.Overdue))
	f.gauge("desk_oldest_promise_timestamp_seconds", "Since when the oldest open one is owed; 0: there is none.", timestamp(st.Oldest))
	f.gauge("desk_held_follow_ups", "Follow-ups that wait for an editor, or for a limit.", float64(st.Held))
	f.gauge("desk_pending_follow_ups", "Follow-ups that go out when their article has been quiet.", float64(st.Pending))
}

func (f figures) journal(j *Journal, st journal.Stats, err error, pub publish.Stats) {
	f.gauge("journal_up", "1 while the journal answers.", one(err == nil))
	f.gauge("journal_published_seq", "Number of the newest revision that is published here.", float64(pub.Seq))
	f.gauge("journal_behind_since_timestamp_seconds", "Since when others have recorded what is not published here; 0: nothing.", timestamp(pub.Behind))
	for result, n := range j.results() {
		f.counter("journal_appends_total", "Attempts to record revisions. A conflict means that another process was first, and is no fault.", n, "result", result)
	}
	f.spread("journal_append_seconds", "How long it took until revisions were durable.", j.took.Counts())
	if err != nil {
		return
	}
	f.gauge("journal_seq", "Number of the newest revision in the journal.", float64(st.Seq))
	f.gauge("journal_lag_revisions", "Revisions in the journal that are not published here.", max(0, float64(st.Seq)-float64(pub.Seq)))
	f.gauge("journal_stories", "Stories in the journal.", float64(st.Stories))
	f.gauge("journal_revisions", "Revisions in the journal.", float64(st.Revisions))
	f.gauge("journal_bytes", "Size of the journal on disk.", float64(st.Bytes))
}

func (f figures) serve(st serve.Stats) {
	for _, a := range st.Answers {
		status := "other"
		if a.Status != 0 {
			status = strconv.Itoa(a.Status)
		}
		f.counter("http_responses_total", "Answers by what was asked for and status.", a.N, "class", a.Class, "status", status)
	}
	f.counter("http_response_bytes_total", "Bytes of content that were sent, as coded.", st.Bytes)
	c := st.Conns
	for _, state := range []struct {
		name string
		n    int
	}{{"fresh", c.Fresh}, {"idle", c.Idle + c.HandedIdle}, {"active", c.Answering + c.Handed}} {
		f.gauge("http_connections", "Connections that are open: without a request yet, between requests, with one.", float64(state.n), "state", state.name)
	}
	f.gauge("http_connections_max", "Connections that there may be.", float64(c.Most))
	f.counter("http_refused_connections_total", "Connections that were not let in.", c.RefusedClients, "reason", "client")
	f.counter("http_refused_connections_total", "Connections that were not let in.", c.RefusedFull, "reason", "full")
	f.counter("http_handovers_total", "Connections that went from the fast lane to net/http.", st.Handed)
	f.gauge("http_coding_queue", "Paths that wait to be compressed.", float64(st.Coding.Queued))
	f.gauge("http_coding_running", "Paths that are being compressed.", float64(st.Coding.Running))
	f.gauge("http_making_running", "Pages and feeds that are being made since somebody asked.", float64(st.Making.Running))
	f.gauge("http_making_queue", "Pages and feeds that wait for that.", float64(st.Making.Waiting))
	f.gauge("http_making_max", "How many are made at the same time at most.", float64(st.Making.Most))
	f.counter("http_making_failures_total", "Pages and feeds that could not be made.", st.Unmade)
	f.gauge("http_kept_paths", "Pages and feeds that were made and are kept.", float64(st.Kept.Paths))
	f.gauge("http_kept_bytes", "What they take.", float64(st.Kept.Bytes))
}

func (f figures) hub(st websub.Stats, now time.Time) {
	f.gauge("websub_topics", "Feeds that somebody subscribed to.", float64(st.Topics))
	f.gauge("websub_subscribers", "Subscribers, other hubs among them.", float64(st.Subscribers))
	f.gauge("websub_failing_subscribers", "Subscribers whose last delivery failed.", float64(st.Failing))
	f.gauge("websub_waiting_subscribers", "Subscribers that are owed news, and whose last delivery did not fail.", float64(st.Waiting))
	oldest := 0.0
	if !st.Since.IsZero() {
		oldest = max(0, now.Sub(st.Since).Seconds())
	}
	f.gauge("websub_oldest_waiting_seconds", "How long the longest of these has waited.", oldest)
	for outcome, n := range map[string]uint64{"delivered": st.Delivered, "failed": st.Failed, "gone": st.Gone} {
		f.counter("websub_deliveries_total", "Deliveries that were tried: taken, to be tried again, answered 410.", int64(n), "outcome", outcome)
	}
	f.counter("websub_denied_total", "Subscriptions that were denied.", int64(st.Denied))
	f.counter("websub_unverified_total", "Requests that the callback did not mean.", int64(st.Unverified))
	for _, hub := range st.Hubs {
		f.gauge("websub_hub_told_timestamp_seconds", "When another hub was told last; 0: not known.", timestamp(hub.Told), "hub", hub.URL)
		f.gauge("websub_hub_failures", "Attempts to tell it that have failed since.", float64(hub.Tries), "hub", hub.URL)
	}
}
