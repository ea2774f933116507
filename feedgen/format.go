package feedgen

// String returns the format's short name: rss, atom or json.
func (f Format) String() string { return f.Ext() }

// Ext returns the file extension of the format, without a dot.
func (f Format) Ext() string {
	return [...]string{RSS: "rss", Atom: "atom", JSON: "json"}[f]
}

// MediaType returns the media type of the format, as links name it.
func (f Format) MediaType() string {
	return [...]string{
		RSS:  "application/rss+xml",
		Atom: "application/atom+xml",
		JSON: "application/feed+json",
	}[f]
}

// Type returns the Content-Type to serve the format with.
func (f Format) Type() string { return f.MediaType() + "; charset=utf-8" }

// ParseFormat returns the format that has the file extension ext.
func ParseFormat(ext string) (f Format, ok bool) {
	for _, f := range Formats {
		if f.Ext() == ext {
			return f, true
		}
	}
	return 0, false
}
