package sample

import (
	"embed"
	"fmt"
	"strings"
	"time"

	"gogai/publication"
)

//go:embed members.txt stories threads pictures
var files embed.FS

// sections in the order of the navigation.
var sections = []publication.Section{
	{Slug: "national", Name: "National"},
	{Slug: "world", Name: "World"},
	{Slug: "business", Name: "Business"},
	{Slug: "science", Name: "Science"},
	{Slug: "culture", Name: "Culture"},
	{Slug: "sport", Name: "Sport"},
}

// fill writes what is true of the paper as a whole into p.
func fill(p *publication.Publication, now time.Time) {
	p.Name = "The Kazahama Courier"
	p.Tagline = "News from the bay and beyond"
	p.Language = "en"
	p.Zone = "Asia/Tokyo"
	p.CopyrightLine = fmt.Sprintf("©%d The Kazahama Courier", now.In(p.Location()).Year())
	p.About = about
}

const about = `The Kazahama Courier has reported from the harbour of Kazahama since a ferryman
began to sell the tide table with a page of news on its back.

**This is a demonstration.** The city, its people, its institutions and the agencies named here
are invented, the pictures are drawn by a program, and whatever you write here is gone when the
demonstration ends.

## What to try

- Read [a story with a busy discussion](/national/harbour-tram-to-make-way-for-buses) in each of its four orders.
- Sign in as the member, answer somebody and vote.
- Sign in as the moderator: comments that readers have flagged wait in the [queue](/queue).
- Sign in as the editor and write a story at the [desk](/desk).
`

// lines splits a file's text, without the empty lines at its end.
func lines(text string) []string {
	return strings.Split(strings.TrimRight(text, "\n"), "\n")
}
