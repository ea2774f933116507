package serve

import "strings"

// A tree holds paths by their folders, so that those below a prefix are found
// without a look at all others: what is looked at beside them is in the folder
// in which the prefix ends. The zero value is empty.
type tree struct {
	files   map[string]string // paths, by what stands after their last slash
	folders map[string]*tree
}

func (t *tree) add(path string) { t.place(path, path) }

// place adds a path of which rest is below t.
func (t *tree) place(path, rest string) {
	name, rest, deeper := strings.Cut(rest, "/")
	if !deeper {
		if t.files == nil {
			t.files = make(map[string]string)
		}
		t.files[name] = path
		return
	}
	folder := t.folders[name]
	if folder == nil {
		if t.folders == nil {
			t.folders = make(map[string]*tree)
		}
		folder = new(tree)
		t.folders[name] = folder
	}
	folder.place(path, rest)
}

// remove takes out a path, and the folders that are empty without it.
func (t *tree) remove(path string) {
	name, rest, deeper := strings.Cut(path, "/")
	if !deeper {
		delete(t.files, name)
		return
	}
	folder := t.folders[name]
	if folder == nil {
		return
	}
	folder.remove(rest)
	if len(folder.files) == 0 && len(folder.folders) == 0 {
		delete(t.folders, name)
	}
}

// each does something with each path that begins with a prefix.
func (t *tree) each(prefix string, do func(path string)) {
	name, rest, deeper := strings.Cut(prefix, "/")
	if deeper {
		if folder := t.folders[name]; folder != nil {
			folder.each(rest, do)
		}
		return
	}
	for file, path := range t.files {
		if strings.HasPrefix(file, name) {
			do(path)
		}
	}
	for folder, below := range t.folders {
		if strings.HasPrefix(folder, name) {
			below.each("", do)
		}
	}
}
