package layout

import "strconv"

// A Tally is the sums of a comment's votes, ready to be shown.
type Tally struct {
	Net, Up, Down int
}

// Text is the tally exactly as it is written everywhere: net, ups, downs.
func (t Tally) Text() string {
	return strconv.Itoa(t.Net) + " ( +" + strconv.Itoa(t.Up) + " / -" + strconv.Itoa(t.Down) + " )"
}

// A Picture is a photograph with its caption and credit. One without Src has no file (it came
// without one): then the words stand alone.
type Picture struct {
	Src           string // the fallback that every browser reads
	Sources       []Source
	Sizes         string // of the picture on this page, as in HTML
	Width, Height int
	Alt           string
	Caption       string
	Credit        string
	Lang          string // of caption and alternative, only where it is not the page's
	Eager         bool   // the first picture of a page; others load when they are near
}

// A Source is one file format of a picture in its widths (HTML srcset).
type Source struct {
	Type, Srcset string
}

func (p *Picture) loading() string {
	if p.Eager {
		return "eager"
	}
	return "lazy"
}

func (p *Picture) priority() string {
	if p.Eager {
		return "high"
	}
	return "auto"
}

// A Pager leads along a list that is read by key; an empty address is an end of it.
type Pager struct {
	Earlier, EarlierText string
	Later, LaterText     string
}
