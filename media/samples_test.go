package media

import (
	"bytes"
	"encoding/binary"
	"hash/crc32"
	"image"
	"image/color"
	"image/jpeg"
	"image/png"
	"strings"
	"testing"

	encodewebp "github.com/gen2brain/webp"
)

// quarters is a picture whose upper left is red, upper right green, lower left blue and lower
// right white, so that every turn and mirroring shows.
func quarters(w, h int) *image.RGBA {
	m := image.NewRGBA(image.Rect(0, 0, w, h))
	for y := range h {
		for x := range w {
			c := color.RGBA{A: 255}
			switch {
			case x < w/2 && y < h/2:
				c.R = 255
			case y < h/2:
				c.G = 255
			case x < w/2:
				c.B = 255
			default:
				c.R, c.G, c.B = 255, 255, 255
			}
			m.SetRGBA(x, y, c)
		}
	}
	return m
}

func jpegOf(t testing.TB, m image.Image) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := jpeg.Encode(&b, m, &jpeg.Options{Quality: 95}); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func pngOf(t testing.TB, m image.Image) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := png.Encode(&b, m); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func webpOf(t testing.TB, m image.Image, lossless bool) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := encodewebp.Encode(&b, m, encodewebp.Options{Quality: 90, Lossless: lossless}); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// segment is a JPEG marker segment.
func segment(marker byte, data string) string {
	return string([]byte{0xff, marker}) + string(binary.BigEndian.AppendUint16(nil, uint16(len(data)+2))) + data
}

// withSegments puts segments behind a JPEG's first marker.
func withSegments(file []byte, segments ...string) []byte {
	return []byte(string(file[:2]) + strings.Join(segments, "") + string(file[2:]))
}

// chunk is a RIFF chunk, padded.
func chunk(id, data string) string {
	s := id + string(binary.LittleEndian.AppendUint32(nil, uint32(len(data)))) + data
	return s + strings.Repeat("\x00", len(data)%2)
}

// riff is a WebP file of the chunks.
func riff(chunks ...string) []byte { return []byte(chunk("RIFF", "WEBP"+strings.Join(chunks, ""))) }

// extended is the VP8X chunk for a canvas.
func extended(flags byte, w, h int) string {
	return chunk("VP8X", string([]byte{flags, 0, 0, 0,
		byte(w - 1), byte((w - 1) >> 8), byte((w - 1) >> 16), byte(h - 1), byte((h - 1) >> 8), byte((h - 1) >> 16)}))
}

// pngChunk is a PNG chunk with its checksum.
func pngChunk(id, data string) string {
	s := string(binary.BigEndian.AppendUint32(nil, uint32(len(data)))) + id + data
	return s + string(binary.BigEndian.AppendUint32(nil, crc32.ChecksumIEEE([]byte(id+data))))
}

// withPNGChunks puts chunks behind a PNG's header chunk.
func withPNGChunks(file []byte, chunks ...string) []byte {
	const header = 8 + 8 + 13 + 4
	return []byte(string(file[:header]) + strings.Join(chunks, "") + string(file[header:]))
}

// tiff is an EXIF body, big-endian: a turn, texts of IFD0 by tag, a place (GPS) of 35°40′ N, and
// a thumbnail's directory that says another turn.
func tiff(turn int, texts map[uint16]string) string {
	const entry = 12
	var ifd, heap []byte
	count := len(texts) + 2
	heapAt := 8 + 2 + count*entry + 4
	add := func(tag, typ uint16, n int, value uint32) {
		ifd = binary.BigEndian.AppendUint16(ifd, tag)
		ifd = binary.BigEndian.AppendUint16(ifd, typ)
		ifd = binary.BigEndian.AppendUint32(ifd, uint32(n))
		ifd = binary.BigEndian.AppendUint32(ifd, value)
	}
	add(0x0112, 3, 1, uint32(turn)<<16)
	for tag, text := range texts {
		add(tag, 2, len(text)+1, uint32(heapAt+len(heap)))
		heap = append(append(heap, text...), 0)
		if len(heap)%2 == 1 {
			heap = append(heap, 0)
		}
	}
	add(0x8825, 4, 1, uint32(heapAt+len(heap)))
	// The GPS directory: latitude N, then three rationals.
	at := uint32(heapAt + len(heap))
	heap = append(heap, 0, 2, 0, 1, 0, 2, 0, 0, 0, 2, 'N', 0, 0, 0, 0, 2, 0, 5, 0, 0, 0, 3)
	heap = binary.BigEndian.AppendUint32(heap, at+2+2*entry+4)
	heap = append(heap, 0, 0, 0, 0)
	for _, n := range []uint32{35, 1, 40, 1, 123457, 10000} {
		heap = binary.BigEndian.AppendUint32(heap, n)
	}
	out := append([]byte("MM\x00\x2a\x00\x00\x00\x08"), 0, byte(count))
	out = binary.BigEndian.AppendUint32(append(out, ifd...), uint32(heapAt+len(heap)))
	thumbnail := []byte{0, 1, 0x01, 0x12, 0, 3, 0, 0, 0, 1, 0, 3, 0, 0, 0, 0, 0, 0}
	return string(append(append(out, heap...), thumbnail...))
}

// iim is an APP13 body with IPTC-IIM records of the application, in UTF-8.
func iim(records map[byte]string) string {
	data := "\x1c\x01\x5a\x00\x03\x1b%G"
	for dataset, text := range records {
		data += "\x1c\x02" + string([]byte{dataset}) + string(binary.BigEndian.AppendUint16(nil, uint16(len(text)))) + text
	}
	if len(data)%2 == 1 {
		data += "\x00"
	}
	return "Photoshop 3.0\x008BIM\x04\x04\x00\x00" + string(binary.BigEndian.AppendUint32(nil, uint32(len(data)))) + data
}

const xmpName = "http://ns.adobe.com/xap/1.0/\x00"

// xmpPacket is a camera's or agency's packet: the given properties and a place.
func xmpPacket(properties string) string {
	return `<?xpacket begin="" id="W5M0MpCehiHzreSzNTczkc9d"?><x:xmpmeta xmlns:x="adobe:ns:meta/">` +
		`<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"><rdf:Description rdf:about=""` +
		` xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:photoshop="http://ns.adobe.com/photoshop/1.0/"` +
		` xmlns:xmpRights="http://ns.adobe.com/xap/1.0/rights/" xmlns:exif="http://ns.adobe.com/exif/1.0/"` +
		` xmlns:aux="http://ns.adobe.com/exif/1.0/aux/" exif:GPSLatitude="35,40.1234N" aux:SerialNumber="SN-XMP-777">` +
		properties + `</rdf:Description></rdf:RDF></x:xmpmeta><?xpacket end="w"?>`
}
