package main

import "writethru/bench/report"

// at makes a key of sizes.
func at(part, measure, row string, size int) report.Key {
	return report.Key{Part: part, Measure: measure, Row: row, Size: size}
}

// under makes a key of parts for which the size makes no difference.
func under(part, measure, row, of string) report.Key {
	return report.Key{Part: part, Measure: measure, Row: row, Case: of}
}

// goals are what we want the figures to be.
var goals = []report.Goal{
	{
		Text: "first start, 100,000 articles: the feed can be fetched",
		Ours: at("start", coldFeed, ownServe, 100_000), AtMost: 2,
		Against: at("build", coldTime, hugoHome, 100_000), Times: 1,
	},
	{
		Text:    "build of home and all tag, author and section feeds, 100,000",
		Ours:    at("build", coldTime, ownFeeds, 100_000),
		Against: at("build", coldTime, hugoTags, 100_000), Times: 5,
	},
	{
		Text:    "its memory",
		Ours:    at("build", peakMemory, ownFeeds, 100_000),
		Against: at("build", peakMemory, hugoTags, 100_000), Times: 8,
	},
	{
		Text: "next start, 100,000, nothing changed",
		Ours: at("start", warmReady, ownServe, 100_000), AtMost: 1,
		Against: at("build", warmTime, hugoHome, 100_000), Times: 10,
	},
	{
		Text: "from a save to new bytes, 1,000",
		Ours: at("latency", saved, ownEdit, 1000), AtMost: 0.015,
		Against: at("latency", saved, hugoEdit, 1000), Times: 13,
	},
	{
		Text: "the same, 100,000",
		Ours: at("latency", saved, ownEdit, 100_000), AtMost: 0.015,
		Against: at("latency", saved, hugoEdit, 100_000), Times: 155,
	},
	{
		Text:    "CPU time of a save, 1,000,000 articles against 1,000",
		Ours:    at("save", saveCPU, ownEdit, 1_000_000),
		Against: at("save", saveCPU, ownEdit, 1000), Times: 1 / 1.5,
	},
	{Text: "memory when idle, 1,000 articles", Ours: at("start", idleMemory, ownServe, 1000), AtMost: 45e6},
	{Text: "memory when idle, 100,000 articles", Ours: at("start", idleMemory, ownServe, 100_000), AtMost: 200e6},
	{
		Text:    "304 per second and core",
		Ours:    under("http", rate, "Writethru", notModified),
		Against: under("http", rate, "nginx, files", notModified), Times: 0.9,
	},
	{
		Text:    "the same",
		Ours:    under("http", rate, "Writethru", notModified),
		Against: under("http", rate, "Caddy, files", notModified), Times: 4,
	},
	{
		Text:    "200 gzip per second and core",
		Ours:    under("http", rate, "Writethru", gzipped),
		Against: under("http", rate, "nginx, files", gzipped), Times: 1,
	},
	{Text: "10,000 idle connections", Ours: under("idle", memory, "Writethru", withReaders), AtMost: 150e6},
	{
		Text: "WebSub deliveries per second, 10,000 subscribers, durable",
		Ours: under("websub", deliveryRate, "Writethru", "10,000 subscribers"), AtLeast: 5000,
	},
	{
		Text: "memory while delivering to 100,000 subscribers",
		Ours: under(webSubMore, deliveryMemory, "Writethru", "100,000 subscribers"), AtMost: 200e6,
	},
	{
		Text:    "a polling reader's day, with `A-IM: feed`",
		Ours:    under("polling", dayBytes, withDeltas, oneReader),
		Against: under("polling", dayBytes, perChange, oneReader), Times: 10,
	},
}
