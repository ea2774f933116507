package pages

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"path"
	"slices"
	"strings"
)

// Bounds of a theme: more is a mistake, or the folder is none of a theme.
const (
	mostThemeFiles = 1000    // in its folder, those that are not the theme's too
	mostThemeBytes = 1 << 20 // of a file
)

// override puts the files of a theme's folder in the place of ours. Folders,
// hidden files and what is neither a template nor a stylesheet may be there too.
func override(text map[string]string, folder fs.FS) error {
	if folder == nil {
		return nil
	}
	entries, err := list(folder)
	if err != nil {
		return err
	}
	var faults []error
	for _, e := range entries {
		name := e.Name()
		ext := path.Ext(name)
		if e.IsDir() || strings.HasPrefix(name, ".") || ext != ".html" && ext != ".css" {
			continue
		}
		if _, known := text[name]; !known {
			faults = append(faults, fmt.Errorf("%s: no page is made with it: want one of %s", name, strings.Join(names(text), " ")))
			continue
		}
		file, err := read(folder, name)
		if err != nil {
			faults = append(faults, fmt.Errorf("%s: %w", name, err))
			continue
		}
		text[name] = file
	}
	return errors.Join(faults...)
}

// list gives what is in a folder, in the order of names.
func list(folder fs.FS) ([]fs.DirEntry, error) {
	f, err := folder.Open(".")
	if err != nil {
		return nil, err
	}
	defer func() { _ = f.Close() }() // it was only read
	dir, ok := f.(fs.ReadDirFile)
	if !ok {
		return nil, errors.New("want a folder")
	}
	entries, err := dir.ReadDir(mostThemeFiles + 1)
	switch {
	case errors.Is(err, io.EOF): // there is nothing in it
	case err != nil:
		return nil, err
	case len(entries) > mostThemeFiles:
		return nil, fmt.Errorf("more than %d files: want a folder with a theme and little else", mostThemeFiles)
	}
	slices.SortFunc(entries, func(a, b fs.DirEntry) int { return strings.Compare(a.Name(), b.Name()) })
	return entries, nil
}

// read reads a file, or where a link leads to one.
func read(folder fs.FS, name string) (string, error) {
	switch info, err := fs.Stat(folder, name); {
	case err != nil:
		return "", err
	case !info.Mode().IsRegular():
		return "", errors.New("it is no file: want a template or a stylesheet") // it may never end
	}
	f, err := folder.Open(name)
	if err != nil {
		return "", err
	}
	defer func() { _ = f.Close() }() // it was only read
	b, err := io.ReadAll(io.LimitReader(f, mostThemeBytes+1))
	switch {
	case err != nil:
		return "", err
	case len(b) > mostThemeBytes:
		return "", fmt.Errorf("more than %d bytes: want a template or a stylesheet", mostThemeBytes)
	}
	return string(b), nil
}

func names(text map[string]string) []string {
	var out []string
	for name := range text {
		out = append(out, name)
	}
	slices.Sort(out)
	return out
}
