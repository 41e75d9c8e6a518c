package media

import (
	"bytes"
	"encoding/xml"
	"slices"
	"strings"
	"testing"

	"github.com/bep/imagemeta"
	"github.com/google/go-cmp/cmp"
)

// tagsOf lists everything that a reader of metadata finds in a file.
func tagsOf(t *testing.T, format imagemeta.ImageFormat, file []byte) map[string]any {
	t.Helper()
	tags := map[string]any{}
	if _, err := imagemeta.Decode(imagemeta.Options{
		R: bytes.NewReader(file), ImageFormat: format,
		ShouldHandleTag: func(imagemeta.TagInfo) bool { return true },
		HandleTag: func(tag imagemeta.TagInfo) error {
			tags[tag.Namespace+" "+tag.Tag] = tag.Value
			return nil
		},
	}); err != nil {
		t.Fatal(err)
	}
	return tags
}

// Place, device and serial numbers go; creator, credit, copyright and terms stay.
func TestProcessMetadata(t *testing.T) {
	const agency = `<dc:creator><rdf:Seq><rdf:li>María Pérez &amp; Söhne</rdf:li></rdf:Seq></dc:creator>` +
		`<photoshop:Credit>Pool via Agency</photoshop:Credit>` +
		`<dc:rights><rdf:Alt><rdf:li xml:lang="x-default">© 2024 Agency</rdf:li></rdf:Alt></dc:rights>` +
		`<xmpRights:UsageTerms><rdf:Alt><rdf:li xml:lang="x-default">Editorial use only</rdf:li></rdf:Alt></xmpRights:UsageTerms>` +
		`<dc:description><rdf:Alt><rdf:li xml:lang="x-default">The mayor, left, in town</rdf:li></rdf:Alt></dc:description>`
	m := quarters(32, 32)
	camera := map[uint16]string{0x010f: "Cameramaker", 0x0110: "Model-9000", 0x0131: "Firmware-1.2", 0xa431: "SN-EXIF-555",
		0x013b: "E. X. Owner", 0x8298: "(c) Owner", 0x010e: "DIGITAL CAMERA"}
	exif := tiff(1, camera)
	full := Rights{"María Pérez & Söhne", "Pool via Agency", "© 2024 Agency", "Editorial use only"}
	for name, c := range map[string]struct {
		original []byte
		given    Rights
		want     Rights
		caption  string
	}{
		"none": {original: jpegOf(t, m)},
		"XMP": {
			original: withSegments(jpegOf(t, m), segment(0xe1, xmpName+xmpPacket(agency))),
			want:     full, caption: "The mayor, left, in town",
		},
		"XMP of a WebP": {
			original: riff(extended(1<<2|1<<3, 32, 32), string(webpOf(t, m, false)[12:]), chunk("EXIF", exif), chunk("XMP ", xmpPacket(agency))),
			want:     full, caption: "The mayor, left, in town",
		},
		"IPTC-IIM": {
			original: withSegments(jpegOf(t, m), segment(0xed, iim(map[byte]string{
				80: "高橋 花", 110: "共同", 116: "© KYODO", 120: "A harbour\r\nat dawn", 101: "Secretland", 92: "Hidden Street",
			}))),
			want: Rights{"高橋 花", "共同", "© KYODO", ""}, caption: "A harbour at dawn",
		},
		"EXIF": {
			original: withSegments(jpegOf(t, m), segment(0xe1, "Exif\x00\x00"+exif)),
			want:     Rights{"E. X. Owner", "", "(c) Owner", ""},
		},
		"EXIF of a PNG": {
			original: withPNGChunks(pngOf(t, m), pngChunk("eXIf", exif)),
			want:     Rights{"E. X. Owner", "", "(c) Owner", ""},
		},
		"all three, XMP first": {
			original: withSegments(jpegOf(t, m), segment(0xe1, "Exif\x00\x00"+exif), segment(0xe1, xmpName+xmpPacket(agency)),
				segment(0xed, iim(map[byte]string{80: "Cut At Thirty-two By", 110: "Agency"}))),
			want: full, caption: "The mayor, left, in town",
		},
		"broken XMP hides no IPTC": {
			original: withSegments(jpegOf(t, m), segment(0xe1, xmpName+"<x:xmpmeta"), segment(0xed, iim(map[byte]string{80: "A. Person"}))),
			want:     Rights{Creator: "A. Person"},
		},
		"two creators": {
			original: withSegments(jpegOf(t, m), segment(0xe1, xmpName+xmpPacket(
				`<dc:creator><rdf:Seq><rdf:li>One</rdf:li><rdf:li>Two</rdf:li></rdf:Seq></dc:creator>`))),
			want: Rights{Creator: "One, Two"},
		},
		"the editor's word wins": {
			original: withSegments(jpegOf(t, m), segment(0xe1, xmpName+xmpPacket(agency))),
			given:    Rights{Creator: ` "M." <Pérez> `, CopyrightNotice: "© 2025 Someone"},
			want:     Rights{`"M." <Pérez>`, "Pool via Agency", "© 2025 Someone", "Editorial use only"},
			caption:  "The mayor, left, in town",
		},
		"too long": {
			original: jpegOf(t, m),
			given:    Rights{strings.Repeat("&", 9000), strings.Repeat("号", 9000), strings.Repeat("é", 9000), "\x00\x01 a\xff\nb"},
			want:     Rights{strings.Repeat("&", MaxCredit), strings.Repeat("号", MaxCredit), strings.Repeat("é", MaxCredit), "a b"},
		},
	} {
		t.Run(name, func(t *testing.T) {
			p, err := Process(t.Context(), c.original, c.given)
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(c.want, p.Rights); diff != "" {
				t.Errorf("rights (-want +got):\n%s", diff)
			}
			if p.Caption != c.caption {
				t.Errorf("caption is %q, want %q", p.Caption, c.caption)
			}
			for _, r := range p.Renditions {
				checkRendition(t, r, c.want)
			}
		})
	}
}

func checkRendition(t *testing.T, r Rendition, rights Rights) {
	t.Helper()
	decodeRendition(t, r)
	if left := foreign(r); left != "" {
		t.Error(left)
	}
	for _, planted := range []string{"GPS", "35,40.1234N", "\x00\x00\x00\x23\x00\x00\x00\x01", "SN-XMP-777", "SN-EXIF-555",
		"Cameramaker", "Model-9000", "Firmware", "DIGITAL CAMERA", "Secretland", "Hidden Street", "Exif", "8BIM"} {
		if bytes.Contains(r.Data, []byte(planted)) {
			t.Errorf("%s still holds %q", r.Format, planted)
		}
	}
	want := map[string]any{}
	for name, text := range map[string]string{nsDC + " Creator": rights.Creator, nsPhotoshop + " Credit": rights.CreditLine,
		nsDC + " Rights": rights.CopyrightNotice, nsRights + " UsageTerms": rights.UsageTerms} {
		if text != "" {
			want[name] = text
		}
	}
	format := imagemeta.JPEG
	if r.Format == WebP {
		format = imagemeta.WebP
	}
	if diff := cmp.Diff(want, tagsOf(t, format, r.Data)); diff != "" {
		t.Errorf("%s metadata (-want +got):\n%s", r.Format, diff)
	}
}

// Odd and even packets alike are whole XML, and a rendition of a rendition is the same.
func TestPacketIsXML(t *testing.T) {
	for _, creator := range []string{"a", "ab", `]]><script>"'&`, "號外\u200d", "\ufffe\uffff"} {
		packet := Rights{Creator: creator}.xmp()
		var into struct {
			Creator string `xml:"RDF>Description>creator>Seq>li"`
		}
		if err := xml.Unmarshal(packet, &into); err != nil {
			t.Errorf("%q: %v", creator, err)
		}
		want := strings.NewReplacer("\ufffe", "\ufffd", "\uffff", "\ufffd").Replace(creator)
		if into.Creator != want {
			t.Errorf("wrote %q, read %q", creator, into.Creator)
		}
		if slices.Contains(packet, 0) {
			t.Errorf("%q: packet has a NUL", creator)
		}
	}
}
