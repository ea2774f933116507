package audience

// Other is the name under which everything is counted that has no room of its own.
const Other = "other"

// Bounds of what is counted by name, beside the programs that we know. Who invents
// names or asks for many feeds can't make it more.
const (
	mostClients  = 64
	mostServices = 64
	mostFeeds    = 256
	mostSubs     = 1024 // over all services
	mostGroups   = 16   // of a subscription
	mostMoves    = 4096 // of names on one day to the others
)

// A counted is what there is one of for each name.
type counted[T any] interface {
	*T
	weight() uint64 // how often it was counted
	keep() bool     // it has room in any case
	merge(*T)
}

// A room has place for names.
type room struct {
	most  int
	moves *int // how often a name may still give its place to another
}

// named gives what is counted under a name. Where there is no place for another
// name, one that was counted only once goes to the others, or else the new one.
func named[T any, P counted[T]](m map[string]P, name string, keep bool, in room) P {
	if p := m[name]; p != nil {
		return p
	}
	if !keep && name != Other && !makePlace(m, in) {
		return named(m, Other, true, in)
	}
	p := P(new(T))
	m[name] = p
	return p
}

func makePlace[T any, P counted[T]](m map[string]P, in room) bool {
	if *in.moves <= 0 {
		return false
	}
	once, names := "", 0
	for name, p := range m {
		if name == Other || p.keep() {
			continue
		}
		names++
		if p.weight() <= 1 && (once == "" || name < once) {
			once = name
		}
	}
	if names < in.most {
		return true
	}
	if once == "" {
		return false
	}
	*in.moves--
	named(m, Other, true, in).merge(m[once])
	delete(m, once)
	return true
}
