package pages

var (
	northern  []Words
	romance   []Words
	eastAsian []Words
)
