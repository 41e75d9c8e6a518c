package media

import (
	"bytes"
	"context"
	"encoding/binary"
	"fmt"
	"image"
	"image/jpeg"
	"image/png"
	"io"
	"runtime"
	"time"

	"github.com/bep/imagemeta"
	"golang.org/x/image/webp"

	"gogai/fault"
)

// What an original may be at most. Both pixel limits are checked in the header, before
// anything is allocated: a file of a few hundred bytes can declare 65,535 by 65,535.
const (
	MaxBytes  = 20 << 20
	maxPixels = 50_000_000
	maxSidePx = 12_000

	// maxTime bounds one original. A progressive JPEG can make a decoder walk over every
	// pixel once for each few dozen bytes, so bytes and pixels alone don't bound the work.
	maxTime = time.Minute
)

// slots bounds how many originals are decoded at once in this process: each may take some
// hundred megabytes, and the rest of the processors stay with the readers.
var slots = make(chan struct{}, max(1, runtime.GOMAXPROCS(0)/2))

// Processed is what Process made of an original.
type Processed struct {
	Caption           string // as found, to fill in the form with
	Rights                   // as embedded in the renditions
	WidthPx, HeightPx int    // of the upright original
	Renditions        []Rendition
}

// A Rendition is one file to be served.
type Rendition struct {
	Format            string
	WidthPx, HeightPx int
	Data              []byte
}

// Process makes the renditions of an original: a JPEG, PNG or WebP file, whatever its name
// says. They carry the given rights; each that is empty is taken from the original's own
// metadata. Everything else that the original holds beside its pixels is dropped, its colour
// profile too: the pixels count as sRGB, which is what browsers assume. Transparent parts
// become white, in both formats alike, so that a chart stays readable on a dark page. Of an
// animated PNG its still image is taken; an animated WebP has none and is refused.
//
// An original that is no such picture, damaged or animated is Invalid; one past a limit is
// TooLarge. When ctx ends while others are being processed, that is Unavailable.
func Process(ctx context.Context, original []byte, rights Rights) (Processed, error) {
	if len(original) > MaxBytes {
		return Processed{}, fault.Newf(fault.TooLarge, "The picture has more than %d MB. Save it smaller.", MaxBytes>>20)
	}
	c, err := sniff(original)
	if err != nil {
		return Processed{}, err
	}
	select {
	case slots <- struct{}{}:
		defer func() { <-slots }()
	case <-ctx.Done():
		return Processed{}, fault.New(fault.Unavailable, "Other pictures are being processed. Try again in a minute.")
	}
	ctx, cancel := context.WithTimeoutCause(ctx, maxTime,
		fault.New(fault.Invalid, "The picture takes too long to read. Save it anew and try again."))
	defer cancel()

	img, err := c.read(ctx, original)
	if err != nil {
		return Processed{}, err
	}
	m := readMetadata(c.meta, original)
	size := m.orientation.turn(img.Bounds().Size())
	p := Processed{Caption: m.caption, Rights: rights.orElse(m.rights), WidthPx: size.X, HeightPx: size.Y}
	if p.Renditions, err = renditions(ctx, img, m.orientation, p.Rights); err != nil {
		return Processed{}, fmt.Errorf("make renditions: %w", err)
	}
	return p, nil
}

// A codec reads one format of originals.
type codec struct {
	config func(io.Reader) (image.Config, error)
	decode func(io.Reader) (image.Image, error)
	meta   imagemeta.ImageFormat
}

// sniff finds the codec by the first bytes alone. No decoder is registered with package image,
// so no other format can be reached.
func sniff(original []byte) (codec, error) {
	switch {
	case bytes.HasPrefix(original, []byte("\xff\xd8\xff")):
		return codec{jpeg.DecodeConfig, jpeg.Decode, imagemeta.JPEG}, nil
	case bytes.HasPrefix(original, []byte("\x89PNG\r\n\x1a\n")):
		return codec{png.DecodeConfig, png.Decode, imagemeta.PNG}, nil
	case len(original) >= 30 && string(original[:4]) == "RIFF" && string(original[8:12]) == "WEBP":
		// The decoder allocates what a chunk declares, and a chunk may declare what the file does.
		if int64(binary.LittleEndian.Uint32(original[4:]))+8 > int64(len(original)) {
			return codec{}, damaged()
		}
		const animated = 1 << 1 // WebP container specification, "Extended File Format"
		if string(original[12:16]) == "VP8X" && original[20]&animated != 0 {
			return codec{}, fault.New(fault.Invalid, "The picture is animated. Save one frame of it as JPEG or PNG.")
		}
		return codec{webp.DecodeConfig, webp.Decode, imagemeta.WebP}, nil
	}
	return codec{}, fault.New(fault.Invalid,
		"The file is not a JPEG, PNG or WebP picture, whatever its name says. Save it as one of these.")
}

// read decodes the original when its header keeps the limits. A panic of a decoder is a damaged
// picture: it has read nothing but the picture's bytes and leaves nothing behind.
func (c codec) read(ctx context.Context, original []byte) (img image.Image, err error) {
	defer func() {
		if recover() != nil {
			img, err = nil, damaged()
		}
	}()
	header, err := c.config(bytes.NewReader(original))
	if err != nil || header.Width < 1 || header.Height < 1 {
		return nil, damaged()
	}
	if header.Width > maxSidePx || header.Height > maxSidePx || int64(header.Width)*int64(header.Height) > maxPixels {
		return nil, fault.Newf(fault.TooLarge,
			"The picture has %d × %d pixels. At most %d million are possible, and %d on a side. Save it smaller.",
			header.Width, header.Height, maxPixels/1_000_000, maxSidePx)
	}
	img, err = c.decode(&patientReader{ctx, bytes.NewReader(original)})
	switch {
	case ctx.Err() != nil:
		return nil, context.Cause(ctx)
	case err != nil || img.Bounds().Size() != image.Pt(header.Width, header.Height):
		return nil, damaged()
	}
	return img, nil
}

func damaged() error {
	return fault.New(fault.Invalid, "The picture is damaged or incomplete. Save it anew and try again.")
}

// A patientReader ends with its context, which is how a decoder is stopped half-way.
type patientReader struct {
	ctx context.Context
	r   io.Reader
}

func (p *patientReader) Read(b []byte) (int, error) {
	if err := p.ctx.Err(); err != nil {
		return 0, err
	}
	return p.r.Read(b)
}
