package plot

// longestName is how many columns of text a name beside a bar or line has.
const longestName = 36

// short cuts a name to what fits.
func short(name string) string {
	taken := 0
	for i, r := range name {
		if taken += columns(r); taken > longestName {
			return name[:i] + "…"
		}
	}
	return name
}

// room is how wide a name is drawn.
func room(name string) float64 {
	taken := 0
	for _, r := range short(name) {
		taken += columns(r)
	}
	return charWidth * float64(taken)
}

// columns is how many columns a letter takes: those of East Asia take two.
func columns(r rune) int {
	if r >= 0x1100 && (r <= 0x115F || r >= 0x2E80 && r <= 0xD7A3 || r >= 0xF900 && r <= 0xFAFF || r >= 0xFE30 && r <= 0xFF60 || r >= 0x1F300) {
		return 2
	}
	return 1
}
