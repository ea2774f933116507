package posts

import "strconv"

// Error says where, what and what was expected, as compilers do:
//
//	stories/flood.md:4: date "Tuesday": want a time like 2026-05-01T09:00:00Z
func (f Fault) Error() string {
	s := f.File
	if f.Line > 0 {
		s += ":" + strconv.Itoa(f.Line)
	}
	s += ": " + f.What
	if f.Want != "" {
		s += ": want " + f.Want
	}
	return s
}

// String is Error, with "warning" said where it is only one.
func (f Fault) String() string {
	if !f.Warning {
		return f.Error()
	}
	w := f
	w.What = "warning: " + f.What
	return w.Error()
}
