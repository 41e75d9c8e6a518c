package media

import (
	"bytes"
	"encoding/binary"
	"fmt"
	"image"
	"runtime"
	"strings"
	"testing"

	"gogai/fault"
)

func TestProcessRefuses(t *testing.T) {
	photo, drawing, small := jpegOf(t, quarters(16, 16)), pngOf(t, quarters(16, 16)), webpOf(t, quarters(16, 16), false)
	for name, original := range map[string]string{
		"nothing":              "",
		"text":                 "A headline",
		"SVG":                  `<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>`,
		"HTML":                 "<!doctype html><script>alert(1)</script>",
		"GIF":                  "GIF89a\x01\x00\x01\x00\x80\x00\x00\xff\xff\xff\x00\x00\x00,\x00\x00\x00\x00\x01\x00\x01\x00\x00\x02\x02D\x01\x00;",
		"GIF that is a script": "GIF89a=1;alert(1)//",
		"BMP":                  "BM" + strings.Repeat("\x00", 60),
		"TIFF":                 "II*\x00\x08\x00\x00\x00" + strings.Repeat("\x00", 40),
		"HEIC":                 "\x00\x00\x00\x18ftypheic" + strings.Repeat("\x00", 40),
		"PDF":                  "%PDF-1.7\n",
		"magic of JPEG only":   "\xff\xd8\xff",
		"JPEG that is HTML":    "\xff\xd8\xff<script>alert(1)</script>",
		"magic of PNG only":    "\x89PNG\r\n\x1a\n",
		"magic of WebP only":   "RIFF\x04\x00\x00\x00WEBP",
		"wave sound":           string(chunk("RIFF", "WAVE"+strings.Repeat("\x00", 60))),
		"JPEG behind a space":  " " + string(photo),
		"PNG without pixels":   string(drawing[:33]) + pngChunk("IEND", ""),
		"PNG with a bad sum":   strings.Replace(string(drawing), "IDAT", "IDAt", 1),
		"animated WebP":        string(riff(extended(1<<1, 16, 16), chunk("ANIM", "\x00\x00\x00\x00\x00\x00"), string(small[12:]))),
		"WebP that lies about its length": "RIFF\xff\xff\xff\x7fWEBPVP8 \xf0\xff\xff\x7f" +
			string(small[20:]),
	} {
		t.Run(name, func(t *testing.T) {
			if _, err := Process(t.Context(), []byte(original), Rights{}); !fault.Is(err, fault.Invalid) {
				t.Errorf("got %v, want an Invalid fault", err)
			}
		})
	}
	t.Run("too many bytes", func(t *testing.T) {
		padded := append(bytes.Clone(photo), make([]byte, MaxBytes)...)
		if _, err := Process(t.Context(), padded, Rights{}); !fault.Is(err, fault.TooLarge) {
			t.Errorf("got %v, want a TooLarge fault", err)
		}
	})
}

// startOfFrame is the JPEG segment that declares a size, for three colours.
func startOfFrame(marker byte, w, h uint16) string {
	b := binary.BigEndian.AppendUint16([]byte{8}, h)
	b = binary.BigEndian.AppendUint16(b, w)
	return segment(marker, string(b)+"\x03\x01\x22\x00\x02\x11\x01\x03\x11\x01")
}

// lossyFrame is a WebP's VP8 chunk that declares a size.
func lossyFrame(w, h uint16) string {
	b := []byte{0x10, 0x02, 0x00, 0x9d, 0x01, 0x2a}
	b = binary.LittleEndian.AppendUint16(b, w)
	b = binary.LittleEndian.AppendUint16(b, h)
	return chunk("VP8 ", string(b)+strings.Repeat("\x00", 64))
}

// losslessFrame is a WebP's VP8L chunk that declares a size.
func losslessFrame(w, h int) string {
	b := binary.LittleEndian.AppendUint32([]byte{0x2f}, uint32(w-1)|uint32(h-1)<<14)
	return chunk("VP8L", string(b)+strings.Repeat("\x00", 64))
}

// A tiny file that declares a huge picture costs no memory.
func TestProcessRefusesBombs(t *testing.T) {
	scan := segment(0xda, "\x03\x01\x00\x02\x11\x03\x11\x00\x3f\x00")
	header := func(w, h uint32, depth, colour string) string {
		b := binary.BigEndian.AppendUint32(nil, w)
		b = binary.BigEndian.AppendUint32(b, h)
		return "\x89PNG\r\n\x1a\n" + pngChunk("IHDR", string(b)+depth+colour+"\x00\x00\x00") + pngChunk("IDAT", "\x78\x9c\x63\x00")
	}
	for name, c := range map[string]struct {
		original string
		want     fault.Kind
	}{
		"JPEG 65535 × 65535":             {"\xff\xd8" + startOfFrame(0xc0, 65535, 65535) + scan, fault.TooLarge},
		"progressive JPEG 65535 × 65535": {"\xff\xd8" + startOfFrame(0xc2, 65535, 65535) + scan, fault.TooLarge},
		"JPEG 12000 × 12000":             {"\xff\xd8" + startOfFrame(0xc0, 12000, 12000) + scan, fault.TooLarge},
		"JPEG 65535 × 1":                 {"\xff\xd8" + startOfFrame(0xc0, 65535, 1) + scan, fault.TooLarge},
		"PNG 65535 × 65535":              {header(65535, 65535, "\x08", "\x06"), fault.TooLarge},
		"PNG 65535 × 65535, one bit":     {header(65535, 65535, "\x01", "\x00"), fault.TooLarge},
		"PNG 2147483647 × 2147483647":    {header(1<<31-1, 1<<31-1, "\x08", "\x06"), fault.Invalid},
		"PNG 1 × 2147483647":             {header(1, 1<<31-1, "\x01", "\x00"), fault.TooLarge},
		"PNG of no width":                {header(0, 10, "\x08", "\x06"), fault.Invalid},
		"JPEG of no height":              {"\xff\xd8" + startOfFrame(0xc0, 10, 0) + scan, fault.Invalid},
		"WebP of no size":                {string(riff(lossyFrame(0, 0))), fault.Invalid},
		"WebP 16383 × 16383":             {string(riff(lossyFrame(16383, 16383))), fault.TooLarge},
		"lossless WebP 16384 × 16384":    {string(riff(losslessFrame(16384, 16384))), fault.TooLarge},
		"WebP canvas 30000 × 30000":      {string(riff(extended(0, 30000, 30000), lossyFrame(10, 10))), fault.TooLarge},
		"WebP canvas 2^24 × 2^24":        {string(riff(extended(0, 1<<24, 1<<24), lossyFrame(10, 10))), fault.Invalid},
		"WebP frame beyond its canvas":   {string(riff(extended(0, 10, 10), lossyFrame(16383, 16383))), fault.Invalid},
		"lossless frame beyond canvas":   {string(riff(extended(0, 10, 10), losslessFrame(16384, 16384))), fault.Invalid},
	} {
		t.Run(name, func(t *testing.T) {
			var before, after runtime.MemStats
			runtime.ReadMemStats(&before)
			_, err := Process(t.Context(), []byte(c.original), Rights{})
			runtime.ReadMemStats(&after)
			if !fault.Is(err, c.want) {
				t.Errorf("got %v (kind %d), want kind %d", err, fault.KindOf(err), c.want)
			}
			if grown := after.TotalAlloc - before.TotalAlloc; grown > 1<<20 {
				t.Errorf("allocated %d bytes for a file of %d", grown, len(c.original))
			}
		})
	}
}

// Cut anywhere, a picture is refused or, where only the end mark is missing, whole.
func TestProcessTruncated(t *testing.T) {
	m := quarters(16, 16)
	packet := xmpPacket("<photoshop:Credit>Agency</photoshop:Credit>")
	for name, whole := range map[string][]byte{
		"jpeg": withSegments(jpegOf(t, m), segment(0xe1, "Exif\x00\x00"+tiff(6, map[uint16]string{0x8298: "(c)"})),
			segment(0xe1, xmpName+packet), segment(0xed, iim(map[byte]string{80: "A. Person"}))),
		"png":           withPNGChunks(pngOf(t, m), pngChunk("eXIf", tiff(6, nil))),
		"webp":          riff(extended(1<<2|1<<3, 16, 16), string(webpOf(t, m, false)[12:]), chunk("EXIF", tiff(6, nil)), chunk("XMP ", packet)),
		"lossless webp": webpOf(t, m, true),
	} {
		t.Run(name, func(t *testing.T) {
			refused := 0
			for n := range whole {
				if _, err := Process(t.Context(), whole[:n:n], Rights{}); fault.Is(err, fault.Invalid) {
					refused++
				} else if err != nil {
					t.Fatalf("cut at %d: %v", n, err)
				}
			}
			if refused < len(whole)-16 {
				t.Errorf("refused %d of %d cuts", refused, len(whole))
			}
			if _, err := Process(t.Context(), whole, Rights{}); err != nil {
				t.Errorf("whole: %v", err)
			}
		})
	}
}

// What is hidden in or behind a picture doesn't come through.
func TestProcessDropsPayloads(t *testing.T) {
	const payload = "<script>alert('payload')</script>"
	m := quarters(24, 24)
	for name, original := range map[string][]byte{
		"behind a JPEG":       append(jpegOf(t, m), payload...),
		"archive behind":      append(jpegOf(t, m), "PK\x03\x04payload.class"+payload...),
		"JPEG comment":        withSegments(jpegOf(t, m), segment(0xfe, payload)),
		"JPEG colour profile": withSegments(jpegOf(t, m), segment(0xe2, "ICC_PROFILE\x00\x01\x01"+payload)),
		"EXIF":                withSegments(jpegOf(t, m), segment(0xe1, "Exif\x00\x00"+tiff(1, map[uint16]string{0x010e: payload, 0x013b: payload}))),
		"behind a PNG":        append(pngOf(t, m), payload...),
		"PNG text":            withPNGChunks(pngOf(t, m), pngChunk("tEXt", "Comment\x00"+payload)),
		"PNG unknown chunk":   withPNGChunks(pngOf(t, m), pngChunk("prVt", payload)),
		"WebP unknown chunk":  riff(string(webpOf(t, m, false)[12:]), chunk("EVIL", payload)),
		"behind a WebP":       append(webpOf(t, m, false), payload...),
		"XMP creator": withSegments(jpegOf(t, m), segment(0xe1, xmpName+
			xmpPacket("<dc:creator><rdf:Seq><rdf:li><![CDATA["+payload+"]]></rdf:li></rdf:Seq></dc:creator>"))),
	} {
		t.Run(name, func(t *testing.T) {
			p, err := Process(t.Context(), original, Rights{CreditLine: payload})
			if err != nil {
				t.Fatal(err)
			}
			for _, r := range p.Renditions {
				for _, hidden := range []string{"<script", "payload.class", "EVIL"} {
					if bytes.Contains(r.Data, []byte(hidden)) {
						t.Errorf("%s holds %q", r.Format, hidden)
					}
				}
			}
		})
	}
}

func TestProcessTakesTheStillOfAnAnimatedPNG(t *testing.T) {
	m := quarters(16, 16)
	original := withPNGChunks(pngOf(t, m), pngChunk("acTL", "\x00\x00\x00\x02\x00\x00\x00\x00"))
	p, err := Process(t.Context(), original, Rights{})
	if err != nil {
		t.Fatal(err)
	}
	if got := decodeRendition(t, p.Renditions[0]).At(4, 4); !near(got, m.At(4, 4)) {
		t.Errorf("upper left is %v, want red", got)
	}
}

func FuzzProcess(f *testing.F) {
	m := quarters(4, 4)
	packet := xmpPacket("<photoshop:Credit>Agency</photoshop:Credit><dc:description><rdf:Alt><rdf:li>Text</rdf:li></rdf:Alt></dc:description>")
	for _, seed := range [][]byte{
		jpegOf(f, m),
		withSegments(jpegOf(f, m), segment(0xe1, "Exif\x00\x00"+tiff(6, map[uint16]string{0x8298: "(c)", 0x013b: "A. Person"}))),
		withSegments(jpegOf(f, m), segment(0xe1, xmpName+packet), segment(0xed, iim(map[byte]string{80: "A. Person", 110: "Agency"}))),
		pngOf(f, m),
		withPNGChunks(pngOf(f, m), pngChunk("eXIf", tiff(8, nil))),
		webpOf(f, m, false),
		webpOf(f, m, true),
		riff(extended(1<<2|1<<3, 4, 4), string(webpOf(f, m, false)[12:]), chunk("EXIF", tiff(3, nil)), chunk("XMP ", packet)),
		[]byte("\xff\xd8" + startOfFrame(0xc2, 65535, 65535)),
		riff(lossyFrame(16383, 16383)),
	} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, original []byte) {
		p, err := Process(t.Context(), original, Rights{})
		if err != nil {
			if kind := fault.KindOf(err); kind != fault.Invalid && kind != fault.TooLarge {
				t.Fatalf("a stranger's bytes gave %v", err)
			}
			return
		}
		for _, r := range p.Renditions {
			decodeRendition(t, r)
			if left := foreign(r); left != "" {
				t.Fatal(left)
			}
		}
	})
}

// foreign says what a rendition holds besides pixels and our own packet; "" when nothing.
func foreign(r Rendition) string {
	if r.Format == WebP {
		for rest := r.Data[12:]; len(rest) > 0; {
			id, length := string(rest[:4]), int(binary.LittleEndian.Uint32(rest[4:]))
			if !strings.Contains("VP8X VP8  XMP ", id) {
				return fmt.Sprintf("WebP has a chunk %q", id)
			}
			rest = rest[8+length+length%2:]
		}
		return ""
	}
	for rest := r.Data[2:]; ; {
		marker, length := rest[1], int(binary.BigEndian.Uint16(rest[2:]))
		switch marker {
		case 0xda: // the scan; its end is the file's
			if !bytes.HasSuffix(rest, []byte("\xff\xd9")) || bytes.Count(rest, []byte("\xff\xd9")) != 1 {
				return "JPEG goes on behind its end"
			}
			return ""
		case 0xe1:
			if !bytes.HasPrefix(rest[4:], []byte(xmpName)) {
				return "JPEG has an APP1 that is no XMP"
			}
		case 0xdb, 0xc0, 0xc4:
		default:
			return fmt.Sprintf("JPEG has a segment %#x", marker)
		}
		rest = rest[2+length:]
	}
}

// Decoders that nobody needs have had the most advisories, so none but ours may be linked.
func TestNoOtherDecoderIsLinked(t *testing.T) {
	for name, magic := range map[string]string{
		"GIF": "GIF89a", "BMP": "BM????\x00\x00\x00\x00", "TIFF": "MM\x00\x2a", "TIFF, little-endian": "II\x2a\x00",
	} {
		if _, _, err := image.DecodeConfig(strings.NewReader(magic)); err != image.ErrFormat {
			t.Errorf("%s: got %v, want %v", name, err, image.ErrFormat)
		}
	}
}
