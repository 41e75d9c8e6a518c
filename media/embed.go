package media

import (
	"bytes"
	"encoding/binary"
	"errors"
	"image"
)

// embed puts an XMP packet into a file that our own encoders made. An empty packet changes
// nothing.
func embed(format string, file, packet []byte, size image.Point) ([]byte, error) {
	switch {
	case len(packet) == 0:
		return file, nil
	case format == WebP:
		return embedWebP(file, packet, size)
	default:
		return embedJPEG(file, packet)
	}
}

// embedJPEG adds the packet as the first segment, an APP1 (ISO 16684-3 §1.1.3).
func embedJPEG(file, packet []byte) ([]byte, error) {
	const startOfImage, app1, name = "\xff\xd8", "\xff\xe1", "http://ns.adobe.com/xap/1.0/\x00"
	rest, ok := bytes.CutPrefix(file, []byte(startOfImage))
	length := 2 + len(name) + len(packet) // counts itself
	if !ok || length > 0xffff {
		return nil, errors.New("not a JPEG, or a packet past 64 KB")
	}
	out := make([]byte, 0, len(file)+2+length)
	out = append(out, startOfImage+app1...)
	out = binary.BigEndian.AppendUint16(out, uint16(length))
	out = append(out, name...)
	out = append(out, packet...)
	return append(out, rest...), nil
}

// embedWebP turns a simple WebP file into an extended one that ends with the packet
// (RFC 9649 §2.7). size is the picture's, which the extended header repeats.
func embedWebP(file, packet []byte, size image.Point) ([]byte, error) {
	const header, hasXMP = 12, 1 << 2
	if len(file) < header+8 || string(file[header:header+4]) != "VP8 " {
		return nil, errors.New("not a simple lossy WebP")
	}
	frame := file[header:]
	out := append(make([]byte, 0, len(file)+len(packet)+27), "RIFF\x00\x00\x00\x00WEBP"...)
	out = append(out, "VP8X\x0a\x00\x00\x00"...)
	out = append(out, hasXMP, 0, 0, 0)
	for _, side := range []int{size.X, size.Y} {
		out = append(out, byte(side-1), byte((side-1)>>8), byte((side-1)>>16))
	}
	out = append(out, frame...)
	out = append(out, "XMP "...)
	out = binary.LittleEndian.AppendUint32(out, uint32(len(packet)))
	out = append(out, packet...)
	if len(packet)%2 == 1 {
		out = append(out, 0) // chunks begin at even offsets
	}
	binary.LittleEndian.PutUint32(out[4:], uint32(len(out)-8))
	return out, nil
}
