package media

import (
	"bytes"
	"cmp"
	"encoding/xml"
	"fmt"
	"strconv"
	"strings"
	"unicode"

	"github.com/bep/imagemeta"
)

// Rights are what stays with a picture wherever its file goes: the fields of the IPTC Photo
// Metadata Standard that search engines and agencies read.
type Rights struct {
	Creator         string
	CreditLine      string
	CopyrightNotice string
	UsageTerms      string
}

// orElse returns r with its empty fields filled from other, all cleaned.
func (r Rights) orElse(other Rights) Rights {
	pick := func(a, b string) string { return cmp.Or(clean(a, MaxCredit), clean(b, MaxCredit)) }
	return Rights{
		Creator:         pick(r.Creator, other.Creator),
		CreditLine:      pick(r.CreditLine, other.CreditLine),
		CopyrightNotice: pick(r.CopyrightNotice, other.CopyrightNotice),
		UsageTerms:      pick(r.UsageTerms, other.UsageTerms),
	}
}

// The namespaces of XMP (ISO 16684-1; IPTC Photo Metadata Standard 2023.2).
const (
	nsDC        = "http://purl.org/dc/elements/1.1/"
	nsPhotoshop = "http://ns.adobe.com/photoshop/1.0/"
	nsRights    = "http://ns.adobe.com/xap/1.0/rights/"
)

// xmp returns a packet with nothing but r, which is clean; nil when r is empty.
func (r Rights) xmp() []byte {
	if r == (Rights{}) {
		return nil
	}
	var b bytes.Buffer
	b.WriteString(`<?xpacket begin="` + "\ufeff" + `" id="W5M0MpCehiHzreSzNTczkc9d"?>` +
		`<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">` +
		`<rdf:Description rdf:about="" xmlns:dc="` + nsDC + `" xmlns:photoshop="` + nsPhotoshop + `" xmlns:xmpRights="` + nsRights + `">`)
	add := func(before, text, after string) {
		if text != "" {
			b.WriteString(before)
			xml.EscapeText(&b, []byte(text)) // a Buffer takes everything
			b.WriteString(after)
		}
	}
	add(`<dc:creator><rdf:Seq><rdf:li>`, r.Creator, `</rdf:li></rdf:Seq></dc:creator>`)
	add(`<photoshop:Credit>`, r.CreditLine, `</photoshop:Credit>`)
	add(`<dc:rights><rdf:Alt><rdf:li xml:lang="x-default">`, r.CopyrightNotice, `</rdf:li></rdf:Alt></dc:rights>`)
	add(`<xmpRights:UsageTerms><rdf:Alt><rdf:li xml:lang="x-default">`, r.UsageTerms, `</rdf:li></rdf:Alt></xmpRights:UsageTerms>`)
	b.WriteString(`</rdf:Description></rdf:RDF></x:xmpmeta><?xpacket end="r"?>`)
	return b.Bytes()
}

// metadata is what an original says of itself that is of use.
type metadata struct {
	caption     string
	rights      Rights
	orientation orientation
}

// readMetadata reads XMP, then IPTC-IIM, then EXIF; the first that has a field wins, since IIM
// cuts a creator at 32 bytes and EXIF knows ASCII only. What can't be read counts as absent: a
// picture with broken metadata is still a picture.
func readMetadata(format imagemeta.ImageFormat, original []byte) metadata {
	var m metadata
	for _, source := range []imagemeta.Source{imagemeta.XMP, imagemeta.IPTC, imagemeta.EXIF} {
		imagemeta.Decode(imagemeta.Options{
			R:               bytes.NewReader(original),
			ImageFormat:     format,
			Sources:         source, // one by one, so that one that is broken hides no other
			ShouldHandleTag: func(tag imagemeta.TagInfo) bool { return tag.Source == source },
			HandleTag: func(tag imagemeta.TagInfo) error {
				m.take(tag)
				return nil
			},
		})
	}
	m.caption = clean(m.caption, MaxCaption)
	return m
}

// take keeps a tag's value when it is of use and the first of its kind. EXIF's
// ImageDescription is left out: cameras write their own name into it.
func (m *metadata) take(tag imagemeta.TagInfo) {
	if tag.Source == imagemeta.EXIF && tag.Namespace != "IFD0" {
		return // sub-directories and the thumbnail's own tags
	}
	if tag.Source == imagemeta.EXIF && tag.Tag == "Orientation" {
		n, _ := strconv.Atoi(fmt.Sprint(tag.Value))
		m.orientation = orientation(n)
		return
	}
	var field *string
	switch name := tag.Namespace + " " + tag.Tag; name {
	case nsDC + " Creator", "IPTCApplication By-line", "IFD0 Artist":
		field = &m.rights.Creator
	case nsPhotoshop + " Credit", "IPTCApplication Credit":
		field = &m.rights.CreditLine
	case nsDC + " Rights", "IPTCApplication CopyrightNotice", "IFD0 Copyright":
		field = &m.rights.CopyrightNotice
	case nsRights + " UsageTerms":
		field = &m.rights.UsageTerms
	case nsDC + " Description", "IPTCApplication Caption-Abstract":
		field = &m.caption
	default:
		return
	}
	if *field != "" {
		return
	}
	switch value := tag.Value.(type) {
	case string:
		*field = value
	case []string: // several creators; or one text in several languages, the default first
		if tag.Tag == "Creator" || tag.Tag == "By-line" {
			*field = strings.Join(value, ", ")
		} else if len(value) > 0 {
			*field = value[0]
		}
	}
}

// clean returns a stranger's text as one line of at most so many characters, valid in UTF-8.
func clean(text string, most int) string {
	text = strings.Map(func(r rune) rune {
		if unicode.IsControl(r) {
			return ' '
		}
		return r
	}, strings.ToValidUTF8(text, ""))
	text = strings.Join(strings.Fields(text), " ")
	for i := range text {
		if most--; most < 0 {
			return strings.TrimSpace(text[:i])
		}
	}
	return text
}
