package corpus

// The tables that articles are made of.
var (
	sections = []string{"business", "council", "culture", "nature", "opinion", "science", "sport", "transport"}

	headlines = []string{
		"What the %[1]s means for %[2]s", "%[2]s: the %[1]s without its %[3]s", "The %[1]s of %[2]s, and its %[3]s",
		"%[2]s hears about the %[1]s", "Why %[2]s waits for the %[1]s", "One %[3]s for the %[1]s in %[2]s",
		"%[2]s \"needs the %[1]s\"", "Inside the %[1]s: how %[2]s lost the %[3]s",
	}

	givenNames  = []string{"Ada", "Bruno", "Carla", "Dmitri", "Esther", "Farid", "Greta", "Henrik", "Ines", "Jonas"}
	familyNames = []string{"Alder", "Birch", "Cedar", "Elm", "Hazel"}

	topics = []string{
		"budget", "energy", "farming", "floods", "harbour", "health", "history", "housing", "libraries", "markets",
		"music", "police", "rail", "roads", "schools", "security", "theatre", "water", "weather", "wildlife",
	}
	aspects = []string{"analysis", "archive", "costs", "data", "events", "guide", "interview", "law", "local", "people"}

	places = []string{
		"Ashford Mill", "Brackwater", "Coldharbour", "Dunmere", "Eastwick", "Fallowfield", "Greyport", "Highmoor", "Inverley", "Kingsbrook",
		"Larkhill", "Millbrook", "Northgate", "Oakhaven", "Pennyfield", "Quarrytown", "Rosewater", "Saltmarsh", "Thornbury", "Westerleigh",
	}
	people = []string{
		"baker", "caretaker", "chair", "clerk", "conductor", "council", "deputy", "editor", "engineer", "ferryman",
		"gardener", "inspector", "judge", "librarian", "mayor", "miller", "pilot", "spokesperson", "surveyor", "teacher",
	}
	nouns = []string{
		"archive", "bridge", "budget", "canal", "ceiling", "census", "contract", "crossing", "dam", "depot",
		"engine", "exhibition", "fence", "ferry", "festival", "forest", "garden", "hall", "harvest", "hearing",
		"inquiry", "invoice", "kitchen", "ledger", "lighthouse", "map", "market", "meadow", "mill", "museum",
		"network", "orchard", "pavement", "permit", "pipeline", "platform", "quarry", "railway", "reading", "record",
		"registry", "reservoir", "roof", "school", "server", "signal", "station", "survey", "theatre", "timetable",
		"tower", "tunnel", "valley", "vote", "wall", "warehouse", "wharf", "window", "winter", "workshop",
	}
	adjectives = []string{
		"ancient", "blue", "careful", "costly", "dry", "empty", "familiar", "fragile", "generous", "hidden",
		"hollow", "late", "local", "narrow", "noisy", "open", "patient", "quiet", "remote", "rusty",
		"shallow", "steep", "sudden", "temporary", "unfinished", "uneven", "unlikely", "useful", "vacant", "wooden",
	}
	verbs = []string{
		"accepted", "measured", "closed", "counted", "defended", "described", "drew", "inspected", "left", "opened",
		"painted", "praised", "rebuilt", "refused", "remembered", "sold", "studied", "visited", "questioned", "wanted",
	}
	days    = []string{"Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"}
	markers = []string{"Update", "Update", "Update", "Correction", "Clarification"}
)
