package publish

import (
	"io"

	"writethru/serve/pages"
)

// Audience writes the page of the audience as the publication's other pages are.
func (p *Publisher) Audience(w io.Writer, page pages.AudiencePage) error {
	page.Publication = p.publication()
	return p.theme().Audience(w, page)
}
