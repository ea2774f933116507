package posts

import (
	"path"
	"slices"
	"strconv"
	"strings"
)

// address gives the URL that a text, a map or a list's first item holds.
func (r *fieldReader) address(v value, key string) string {
	switch {
	case v.kind == dict:
		sub, ok := v.get("url", "src", "image", "path", "feature", "relative", "file", "href", "teaser", "link")
		if !ok {
			r.fault(v.line, key+" without an address", "url: …")
			return ""
		}
		return r.textOf(sub, key)
	case v.kind == list && len(v.items) > 0:
		return r.address(v.items[0], key)
	case v.kind == list:
		return ""
	default:
		return r.textOf(v, key)
	}
}

func (r *fieldReader) image() string {
	for _, key := range [...]string{"image", "cover", "thumbnail", "featured_image", "feature_image", "cover_image", "images", "banner", "header_image"} {
		if v, ok := r.front.get(key); ok {
			if _, yesNo := v.truth(); yesNo {
				continue
			}
			return r.address(v, key)
		}
	}
	return ""
}

func (r *fieldReader) enclosures() []Enclosure {
	var all []Enclosure
	for _, key := range [...]string{"enclosure", "enclosures", "audio", "video", "podcast"} {
		v, ok := r.front.get(key)
		if !ok {
			continue
		}
		items := []value{v}
		if v.kind == list {
			items = v.items
		}
		for _, item := range items {
			e := Enclosure{URL: r.address(item, key)}
			if item.kind == dict {
				sub := fieldReader{file: r.file, front: item}
				e.Type = sub.text("type", "mime", "mime_type")
				if s := sub.text("length", "size", "bytes"); s != "" {
					n, err := strconv.ParseInt(s, 10, 64)
					if err != nil || n < 0 {
						sub.fault(item.line, "length "+quote(s), "a number of bytes")
					}
					e.Length = max(n, 0)
				}
				r.faults = append(r.faults, sub.faults...)
			}
			if e.URL == "" {
				continue
			}
			if e.Type == "" {
				e.Type = mediaType(e.URL)
			}
			if !slices.ContainsFunc(all, func(o Enclosure) bool { return o.URL == e.URL }) {
				all = append(all, e)
			}
		}
	}
	return all
}

// mediaTypes are those of media files. The tables of the system that the
// program runs on are not asked: the same article gives the same post anywhere.
var mediaTypes = map[string]string{
	".mp3": "audio/mpeg", ".m4a": "audio/mp4", ".aac": "audio/aac", ".ogg": "audio/ogg", ".oga": "audio/ogg", ".opus": "audio/ogg",
	".wav": "audio/wav", ".flac": "audio/flac", ".mp4": "video/mp4", ".m4v": "video/mp4", ".webm": "video/webm", ".ogv": "video/ogg",
	".mov": "video/quicktime", ".pdf": "application/pdf", ".epub": "application/epub+zip", ".zip": "application/zip",
	".jpg": "image/jpeg", ".jpeg": "image/jpeg", ".png": "image/png", ".gif": "image/gif", ".webp": "image/webp", ".svg": "image/svg+xml", ".avif": "image/avif",
}

func mediaType(url string) string {
	url, _, _ = strings.Cut(url, "?")
	url, _, _ = strings.Cut(url, "#")
	if t, ok := mediaTypes[strings.ToLower(path.Ext(url))]; ok {
		return t
	}
	return "application/octet-stream"
}
