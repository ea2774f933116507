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
		"Ashford Mill", "Brackwater", "Coldharbour", "Dunmere", "Eastwick", "Fallowfield", "Greyport", "Highmoor",
		"Inverley", "Kingsbrook", "Larkhill", "Millbrook", "Northgate", "Oakhaven", "Pennyfield", "Quarrytown",
		"Rosewater", "Saltmarsh", "Thornbury", "Westerleigh", "Aldersea", "Birchover", "Crossmoor", "Drayford",
		"Elmstead", "Fernhollow", "Gorseley", "Hartwell", "Ironbridge End", "Juniper Bay", "Kettlewick", "Longreach",
		"Marlpit", "Nettlecombe", "Orchard Row", "Pinefold", "Ravensdale", "Stonegate", "Tidewell", "Underhill",
		"Vinegar Lane", "Whitcliff", "Yarrow", "Zeal Abbey",
	}
	people = []string{
		"architect", "baker", "bailiff", "bookbinder", "bricklayer", "bursar", "captain", "caretaker", "carpenter", "cartographer", "chair", "clerk",
		"conductor", "cook", "councillor", "deputy", "diver", "doctor", "editor", "engineer", "ferryman", "forester", "gardener", "geologist",
		"grocer", "historian", "inspector", "janitor", "judge", "lawyer", "librarian", "locksmith", "magistrate", "mayor", "mechanic", "miller",
		"minister", "nurse", "organist", "painter", "pharmacist", "pilot", "plumber", "postman", "principal", "professor", "ranger", "referee",
		"reporter", "sailor", "shepherd", "spokesperson", "student", "surveyor", "teacher", "tenant", "trainer", "treasurer", "vet", "warden",
		"weaver", "witness",
	}
	nouns = []string{
		"account", "aisle", "alarm", "allotment", "altar", "anchor", "antenna", "apron", "archive", "arena", "attic", "auction",
		"avenue", "awning", "axle", "balcony", "banner", "bar", "barn", "basin", "bathhouse", "battery", "beacon", "bell",
		"bench", "bicycle", "bill", "boat", "boiler", "bollard", "bookshop", "border", "bridge", "brook", "budget", "buoy",
		"cable", "calendar", "camera", "canal", "canteen", "carousel", "cattle", "ceiling", "cellar", "cemetery", "census", "chapel",
		"charter", "chimney", "choir", "cinema", "circuit", "cistern", "cliff", "clinic", "clock", "coast", "column", "compass",
		"concert", "contract", "copper", "courtyard", "cradle", "crane", "crossing", "culvert", "current", "dam", "deed", "depot",
		"dock", "dome", "draft", "drain", "drawing", "dyke", "elevator", "embankment", "engine", "estimate", "exhibition", "facade",
		"factory", "fair", "farm", "fence", "ferry", "festival", "field", "filter", "fleet", "floor", "forest", "forge",
		"fountain", "frame", "freight", "frontier", "funnel", "furnace", "gallery", "garden", "gate", "gauge", "gear", "glacier",
		"grant", "gravel", "greenhouse", "grid", "guild", "gutter", "hall", "hangar", "harvest", "heath", "hedge", "hinge",
		"hospital", "hydrant", "inlet", "inquiry", "inventory", "invoice", "island", "jetty", "kiln", "kiosk", "kitchen", "ladder",
		"lamp", "lantern", "lease", "ledger", "lever", "licence", "lighthouse", "loan", "lock", "loft", "lorry", "manual",
		"map", "marina", "market", "marsh", "meadow", "menu", "mill", "mineral", "mirror", "monument", "mooring", "moss",
		"motor", "mural", "museum", "needle", "network", "nursery", "oak", "oath", "observatory", "orchard", "oven", "paddock",
		"pageant", "palace", "parapet", "parcel", "park", "pasture", "pavement", "pavilion", "pedal", "permit", "petition", "pier",
		"pipeline", "pitch", "plaque", "platform", "playground", "plough", "pond", "porch", "post", "poster", "prism", "pulpit",
		"pump", "quarry", "quay", "quilt", "radio", "rafter", "railway", "ramp", "rampart", "recipe", "record", "reed",
		"refinery", "registry", "reservoir", "ridge", "river", "rocket", "roof", "rope", "route", "rudder", "ruin", "sail",
		"sanctuary", "scaffold", "school", "schooner", "seal", "sensor", "server", "sewer", "shed", "shelter", "shore", "signal",
		"siren", "skylight", "slate", "sluice", "spire", "spring", "stable", "stage", "staircase", "statue", "steamer", "stove",
		"street", "studio", "subsidy", "summit", "sundial", "survey", "swamp", "switch", "tannery", "tariff", "telescope", "tender",
		"terrace", "theatre", "thermometer", "ticket", "tile", "timetable", "toll", "tower", "tractor", "trail", "tram", "treaty",
		"trench", "tunnel", "turbine", "valley", "valve", "vault", "verdict", "viaduct", "village", "vine", "vote", "wagon",
		"wall", "warehouse", "watermill", "weir", "wharf", "wheel", "windmill", "window", "workshop", "yard", "zoo",
	}
	adjectives = []string{
		"abandoned", "ancient", "amber", "bare", "blue", "borrowed", "brittle", "broad", "careful", "chalky", "charred", "cheap",
		"coarse", "common", "copper", "costly", "crooked", "crowded", "damp", "dim", "distant", "double", "dry", "dusty",
		"early", "eastern", "elegant", "empty", "enormous", "expensive", "faded", "familiar", "fenced", "flat", "fragile", "frozen",
		"generous", "gilded", "granite", "grey", "half-built", "handmade", "heavy", "hidden", "hollow", "idle", "improvised", "inland",
		"iron", "joint", "lasting", "late", "leaking", "listed", "local", "lonely", "lost", "low", "medieval", "modest",
		"mossy", "movable", "muddy", "municipal", "narrow", "noisy", "northern", "obsolete", "odd", "oval", "overgrown", "painted",
		"patched", "patient", "plain", "polished", "private", "public", "quiet", "rebuilt", "remote", "restored", "rotting", "round",
		"rusty", "salvaged", "sandy", "secret", "shallow", "sheltered", "silent", "slanting", "slow", "small", "southern", "spare",
		"steep", "stubborn", "sudden", "sunken", "temporary", "thick", "tidal", "tiled", "timber", "tiny", "twisted", "uneven",
		"unfinished", "unlikely", "unpaid", "useful", "vacant", "vaulted", "wandering", "waterproof", "western", "white", "wide", "windy",
		"wooden", "yellow",
	}
	verbs = []string{
		"abandoned", "accepted", "admired", "approved", "auctioned", "avoided", "bought", "built", "catalogued", "challenged", "cleaned", "closed",
		"compared", "copied", "counted", "criticised", "crossed", "defended", "delayed", "demolished", "described", "discovered", "doubted", "drained",
		"drew", "emptied", "enlarged", "examined", "exchanged", "filmed", "financed", "fixed", "flooded", "followed", "forgot", "found",
		"guarded", "guided", "hid", "hired", "ignored", "improved", "inherited", "inspected", "insured", "joined", "labelled", "leased",
		"left", "lent", "lifted", "listed", "lit", "measured", "mended", "missed", "moved", "named", "needed", "noticed",
		"numbered", "offered", "opened", "ordered", "outlived", "owned", "painted", "photographed", "planned", "polished", "praised", "preserved",
		"promised", "proposed", "protected", "questioned", "raised", "rebuilt", "recalled", "refused", "registered", "removed", "rented", "repaired",
		"replaced", "rescued", "restored", "sealed", "searched", "separated", "sketched", "sold", "sorted", "spared", "studied", "surrounded",
		"surveyed", "swapped", "tested", "towed", "traced", "trusted", "unveiled", "valued", "visited", "wanted", "warned", "weighed",
		"welcomed", "widened",
	}
	openings = []string{
		"After midnight,", "All the same,", "As of this week,", "At first,", "At the counter,", "Before the war,",
		"Behind closed doors,", "By then,", "Contrary to the minutes,", "Even so,", "Every spring,", "For a decade,",
		"For now,", "Further downstream,", "In the end,", "In theory,", "In the margin of the plan,", "Later that day,",
		"Long before,", "More than once,", "Most years,", "Near the border,", "Not long ago,", "On paper,",
		"Once a week,", "Since the flood,", "So far,", "Still,", "Strictly speaking,", "Without a permit,",
	}
	tails = []string{
		"against all advice", "ahead of the winter", "among friends", "as the rules demand", "at a loss", "at dawn",
		"at the third attempt", "before the hearing", "behind the station", "beyond the ring road", "by a single vote", "by mistake",
		"by the end of the month", "despite the rain", "during the strike", "for a fee", "for the first time since the fire", "from memory",
		"in broad daylight", "in exchange for a promise", "in front of everybody", "in late autumn", "in the dark", "in three languages",
		"instead of a holiday", "like their grandparents", "more often than planned", "next to the war memorial", "off the record", "on a Sunday",
		"on behalf of the parish", "on foot", "on the advice of a neighbour", "out of curiosity", "over the summer", "so the minutes say",
		"the day before yesterday", "to great applause", "to save on heating", "twice a year", "under protest", "under the old bridge",
		"until further notice", "while the ferry was late", "with borrowed tools", "with great care", "within sight of the coast", "without asking",
	}
	states = []string{
		"had never been insured", "has a new owner", "has been dry for weeks", "is cheaper than it looks", "is closed until Easter", "is no longer on any map",
		"is older than the town", "is on loan", "is to be moved", "may stay", "needs a coat of paint", "never opened",
		"smells of tar", "stands empty", "was a gift", "was built for another century", "was left out of the count", "was not for sale",
		"was saved twice", "was sold in parts", "was the last of its kind", "will be missed", "will cost more", "works on most days",
	}
	articles = []string{"a certain", "another", "each", "every", "no", "one", "that", "the", "the former", "the", "the", "the last", "the next", "the other", "the same", "the second", "their", "this", "the", "the"}
	joints   = []string{"although", "and", "as if", "because", "but", "even if", "since", "so that", "though", "where", "while", "yet"}

	markers = []string{"Update", "Update", "Update", "Correction", "Clarification"}
)
