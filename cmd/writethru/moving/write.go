package moving

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
)

// A Written is what became of an entry.
type Written struct {
	Entry *Entry
	Name  string // of its file, relative to the folder
	New   bool   // the file was written now
	Fault error  // what of the entry is lost; nil: nothing
}

// Write writes the entries of a feed as articles into a folder. No file that is
// there is changed: an entry whose id an article has is left out, and a name
// that is taken gets a number. known are the ids of the articles in the folder,
// and their files.
func Write(folder string, f *Feed, known map[string]string, told func(done, total int)) ([]Written, error) {
	if err := os.MkdirAll(folder, 0o755); err != nil {
		return nil, err
	}
	var all []Written
	for i := range f.Entries {
		e := &f.Entries[i]
		told(i, len(f.Entries))
		name := known[e.ID]
		if e.ID == "" && exists(filepath.Join(folder, e.Name())) {
			name = e.Name() // it has nothing else to be known by
		}
		if name != "" {
			all = append(all, Written{Entry: e, Name: name})
			continue
		}
		b, err := e.Article()
		if err != nil {
			return all, fmt.Errorf("entry %s: %w", e.ID, err)
		}
		if name, err = create(folder, e.Name(), b); err != nil {
			return all, err
		}
		all = append(all, Written{Entry: e, Name: name, New: true, Fault: errors.Join(e.Verify(name, b), e.undated())})
	}
	told(len(f.Entries), len(f.Entries))
	return all, nil
}

func exists(file string) bool {
	_, err := os.Lstat(file)
	return err == nil
}

var errUndated = errors.New("the feed has no date for it: it is dated next to its neighbours")

func (e *Entry) undated() error {
	if e.Guessed {
		return errUndated
	}
	return nil
}

// create writes a file under a name that nobody has.
func create(folder, wish string, b []byte) (name string, err error) {
	stem := strings.TrimSuffix(wish, filepath.Ext(wish))
	name = wish
	for n := 2; ; n++ {
		f, err := os.OpenFile(filepath.Join(folder, name), os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o644)
		if errors.Is(err, fs.ErrExist) {
			name = fmt.Sprintf("%s-%d%s", stem, n, filepath.Ext(wish))
			continue
		}
		if err != nil {
			return "", err
		}
		_, err = f.Write(b)
		return name, errors.Join(err, f.Close())
	}
}
