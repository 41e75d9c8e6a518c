// Package feed writes a publication's stories for programs to read. Links are absolute; ids stay
// the same however a story changes.
package feed

import (
	"bytes"
	"encoding/xml"
	"strings"
	"time"
)

// RSSType is the media type of what RSS writes.
const RSSType = "application/rss+xml"

// Feed is a list of stories, newest first, and whose it is.
type Feed struct {
	Title       string
	Link        string // the page that it is an edition of
	Self        string // its own address
	Description string
	Language    string // BCP 47
	Copyright   string
	Items       []Item
}

// Item is a story in a feed.
type Item struct {
	ID        string // never changes
	Headline  string
	Link      string
	Summary   string // plain text
	Section   string
	Bylines   []string
	Rights    []string // agency first, the publisher's last
	Published time.Time
	Updated   time.Time // zero when it never was
	Picture   Picture   // zero when there is none
}

// Picture is a file that illustrates a story.
type Picture struct {
	URL, Type string
	Bytes     int64
}

// RSS writes the feed as RSS 2.0 (the RSS Advisory Board's edition 2.0.11), with the Dublin Core
// elements for who wrote a story and whose it is. The same feed always gives the same bytes.
func RSS(f Feed) ([]byte, error) {
	description := f.Description
	if description == "" {
		description = f.Title // the element is required, and not empty
	}
	doc := rss{
		Version: "2.0", Atom: "http://www.w3.org/2005/Atom", DC: "http://purl.org/dc/elements/1.1/",
		Channel: channel{
			Title: f.Title, Link: f.Link, Description: description, Language: f.Language, Copyright: f.Copyright,
			Self: atomLink{f.Self, "self", RSSType},
		},
	}
	var built time.Time
	for _, i := range f.Items {
		for _, at := range []time.Time{i.Published, i.Updated} {
			if at.After(built) {
				built = at
			}
		}
		doc.Channel.Items = append(doc.Channel.Items, i.rss())
	}
	if !built.IsZero() {
		doc.Channel.Built = rssTime(built)
	}
	var b bytes.Buffer
	b.WriteString(xml.Header)
	e := xml.NewEncoder(&b)
	e.Indent("", " ")
	if err := e.Encode(doc); err != nil {
		return nil, err
	}
	b.WriteByte('\n')
	return b.Bytes(), nil
}

func (i Item) rss() item {
	out := item{
		Title: i.Headline, Link: i.Link, GUID: guid{Value: i.ID}, Description: i.Summary, Category: i.Section,
		Creator: i.Bylines, Rights: strings.Join(i.Rights, " "), Published: rssTime(i.Published),
	}
	if i.Picture.URL != "" {
		out.Enclosure = &enclosure{i.Picture.URL, i.Picture.Bytes, i.Picture.Type}
	}
	return out
}

// rssTime writes an instant as RFC 822 with a year of four digits, which RSS asks for.
func rssTime(t time.Time) string { return t.UTC().Format(time.RFC1123Z) }

type rss struct {
	XMLName xml.Name `xml:"rss"`
	Version string   `xml:"version,attr"`
	Atom    string   `xml:"xmlns:atom,attr"`
	DC      string   `xml:"xmlns:dc,attr"`
	Channel channel  `xml:"channel"`
}

type channel struct {
	Title       string   `xml:"title"`
	Link        string   `xml:"link"`
	Description string   `xml:"description"`
	Language    string   `xml:"language,omitempty"`
	Copyright   string   `xml:"copyright,omitempty"`
	Built       string   `xml:"lastBuildDate,omitempty"`
	Self        atomLink `xml:"atom:link"`
	Items       []item   `xml:"item"`
}

type atomLink struct {
	Href string `xml:"href,attr"`
	Rel  string `xml:"rel,attr"`
	Type string `xml:"type,attr"`
}

type item struct {
	Title       string     `xml:"title"`
	Link        string     `xml:"link"`
	GUID        guid       `xml:"guid"`
	Published   string     `xml:"pubDate"`
	Category    string     `xml:"category,omitempty"`
	Description string     `xml:"description,omitempty"`
	Creator     []string   `xml:"dc:creator"`
	Rights      string     `xml:"dc:rights,omitempty"`
	Enclosure   *enclosure `xml:"enclosure"`
}

type guid struct {
	IsPermaLink bool   `xml:"isPermaLink,attr"`
	Value       string `xml:",chardata"`
}

type enclosure struct {
	URL    string `xml:"url,attr"`
	Length int64  `xml:"length,attr"`
	Type   string `xml:"type,attr"`
}
