package posts

import "bytes"

// Outline reads what an article says of itself, without its body. It is not ok
// where the body matters, or may: then Parse has to read it.
//
// If it is ok, the post and the faults are those of Parse, but that the post
// has no Blocks. Parse gives one at least: the article is not empty.
func (p Parser) Outline(files []File) (post *Post, faults []Fault, ok bool) {
	if len(files) != 1 || !isMarkdown(files[0].Name) {
		return nil, nil, false
	}
	f := files[0]
	head, body, ok := cutHead(lineFeeds(withoutMark(f.Data)))
	if !ok || !isPlainBody(body) {
		return nil, nil, false
	}
	text, faults := decode(File{Name: f.Name, Data: head})
	if len(faults) > 0 {
		return nil, nil, false
	}
	front, rest, _, faults := frontMatter(f.Name, text)
	if _, declares := front.get("updates", "corrections"); declares || rest != "" {
		return nil, nil, false
	}
	post = &Post{Name: f.Name}
	name := readName(f.Name, p.Location)
	fields := fieldReader{file: f.Name, loc: p.Location, front: front, faults: faults}
	fields.read(post, name)
	if post.Title == "" {
		return nil, nil, false // the body may have one
	}
	p.complete(post, name)
	post, faults = judge(post, fields.faults)
	return post, faults, true
}

// cutHead splits an article after the closing line of a front matter in YAML or
// TOML. It is not ok if there is no such line.
func cutHead(data []byte) (head, body []byte, ok bool) {
	fence, _, _ := bytes.Cut(data, []byte("\n"))
	if s := string(fence); s != "---" && s != "+++" {
		return nil, nil, false
	}
	for at := len(fence); ; {
		next := bytes.IndexByte(data[at:], '\n')
		if next < 0 {
			return nil, nil, false
		}
		at += next + 1
		if line, _, _ := bytes.Cut(data[at:], []byte("\n")); bytes.Equal(line, fence) {
			end := at + len(line)
			return data[:end], data[end:], true
		}
	}
}
