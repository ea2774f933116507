package report

import (
	"bytes"
	"fmt"
)

// Fill puts sections between their markers in a document. What stands around
// them stays as it is. A section whose markers are not there is passed over.
//
//	<!-- bench:NAME -->
//	…
//	<!-- /bench:NAME -->
func Fill(doc []byte, sections map[string]string) ([]byte, error) {
	for name, text := range sections {
		open, end := []byte("<!-- bench:"+name+" -->\n"), []byte("<!-- /bench:"+name+" -->")
		before, rest, found := bytes.Cut(doc, open)
		if !found {
			continue
		}
		_, after, found := bytes.Cut(rest, end)
		if !found {
			return nil, fmt.Errorf("section %s is not closed: want %s", name, end)
		}
		doc = bytes.Join([][]byte{before, open, []byte("\n" + text + "\n"), end, after}, nil)
	}
	return doc, nil
}
