package feedgen

import (
	"bytes"
	"encoding/xml"
	"errors"
	"io"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

func TestWellFormedXML(t *testing.T) {
	for _, tt := range []struct {
		doc  string
		want string // what the error says; empty: none
	}{
		{`<a/>`, ""},
		{"<?xml version='1.0' encoding='utf-8' standalone=\"yes\" ?>\r\n<!-- - --><a  b = 'c'\n d=\"'&#xE9;\" ></a >\n<!---->", ""},
		{`<a xmlns:x="urn:x"><x:b x:c="" c="" xmlns:x="urn:y"/><x:d/>&lt;&amp;&gt;&apos;&quot;&#233;<![CDATA[<&]]></a>`, ""},
		{`<a xml:lang="en" xmlns=""><b xmlns="urn:b" b="]]>"/></a>`, ""},
		{``, "no root"},
		{`text`, "outside of the root"},
		{`<a/>&amp;`, "outside of the root"},
		{`<a/><![CDATA[ ]]>`, "outside of the root"},
		{"\uFEFF<a/>", "outside of the root"},
		{`<a/><b/>`, "second root"},
		{`<a>`, "not closed"},
		{`<a></b>`, "closes another"},
		{`</a>`, "closes another"},
		{`<a`, "ends in a tag"},
		{`<a b="`, "value of attribute b"},
		{`<a b=c/>`, "not quoted"},
		{`<a b/>`, "no value"},
		{`<a b="<"/>`, "< in the value"},
		{`<a b=""c=""/>`, "want a space"},
		{`<a b="" b=""/>`, "twice in <a>"},
		{`<a xmlns:x="urn:a" xmlns:y="urn:&#97;" x:b="" y:b=""/>`, "twice in <a>"},
		{`<x:a/>`, "not declared"},
		{`<a><b xmlns:x="urn:x"/><x:c/></a>`, "not declared"},
		{`<a xmlns:xml="urn:x"/>`, "cannot be declared"},
		{`<a:b:c xmlns:a="urn:a"/>`, "want a space"},
		{`<:a/>`, "want a name"},
		{`<a:/>`, "want a name"},
		{`<1/>`, "want a name"},
		{`< a/>`, "want a name"},
		{`<ä/>`, "want a name"},
		{`<a>&nbsp;</a>`, "entity"},
		{`<a>&amp</a>`, "entity"},
		{`<a>&;</a>`, "entity"},
		{`<a>&#;</a>`, "entity"},
		{`<a>&#X41;</a>`, "entity"},
		{`<a>&#+65;</a>`, "entity"},
		{`<a>&#xD800;</a>`, "illegal character"},
		{`<a>&#0;</a>`, "illegal character"},
		{`<a b="&#x110000;"/>`, "illegal character"},
		{"<a>\x00</a>", "illegal character"},
		{"<a><!--\x1f--></a>", "illegal character"},
		{"<a>\uFFFF</a>", "illegal character"},
		{`<a>]]></a>`, "]]>"},
		{`<a><![CDATA[</a>`, "before the end"},
		{`<a><!-- -- --></a>`, "-- in a comment"},
		{`<a><!--></a>`, "before the end"},
		{` <?xml version="1.0"?><a/>`, "processing instruction"},
		{`<?xml version="1.1"?><a/>`, "processing instruction"},
		{`<?xml version="1.0" encoding="latin1"?><a/>`, "processing instruction"},
		{`<a><?xml version="1.0"?></a>`, "processing instruction"},
		{`<!DOCTYPE a><a/>`, "document type"},
	} {
		err := wellFormedXML([]byte(tt.doc))
		if tt.want == "" && err != nil || tt.want != "" && (err == nil || !strings.Contains(err.Error(), tt.want)) {
			t.Errorf("wellFormedXML(%q) = %v, want %q in it", tt.doc, err, tt.want)
		}
	}
}

// TestWellFormedXMLIsStricter: what passes, encoding/xml reads too, wherever a
// feed is broken.
func TestWellFormedXMLIsStricter(t *testing.T) {
	entry := mustRender(t, article())
	rapid.Check(t, func(t *rapid.T) {
		format := rapid.SampledFrom([]Format{RSS, Atom}).Draw(t, "format")
		doc, err := Bytes(archiveDocument(format, entry), format)
		if err != nil {
			t.Fatal(err)
		}
		for range rapid.IntRange(1, 3).Draw(t, "breaks") {
			from := rapid.IntRange(0, len(doc)).Draw(t, "from")
			to := min(len(doc), from+rapid.IntRange(0, 3).Draw(t, "cut"))
			piece := rapid.SampledFrom([]string{
				"", "<", ">", "&", ";", "&#x9;", "&#0;", "\"", "'", "=", " ", "/", ":", "x", "<a>", "</a>", "<b/>", "<!--", "-->", "--",
				"<![CDATA[", "]]>", "<?", "?>", "<!", "\x00", "\r", "\uFFFE", "é", "xmlns:x=\"\"", "x:y=\"z\" ", "xmlns=\"urn:x\" ",
			}).Draw(t, "piece")
			doc = bytes.Join([][]byte{doc[:from], []byte(piece), doc[to:]}, nil)
		}
		if err := wellFormed(doc, format); err != nil {
			return
		}
		d := xml.NewDecoder(bytes.NewReader(doc))
		for {
			_, err := d.Token()
			if errors.Is(err, io.EOF) {
				return
			}
			if err != nil {
				t.Fatalf("encoding/xml: %v, of\n%s", err, doc)
			}
		}
	})
}
