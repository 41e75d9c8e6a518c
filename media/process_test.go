package media

import (
	"bytes"
	"context"
	"fmt"
	"image"
	"image/color"
	"image/jpeg"
	"io"
	"math/rand/v2"
	"testing"

	"golang.org/x/image/webp"

	"gogai/fault"
)

func decodeRendition(t testing.TB, r Rendition) image.Image {
	t.Helper()
	decode := jpeg.Decode
	if r.Format == WebP {
		decode = webp.Decode
	}
	m, err := decode(bytes.NewReader(r.Data))
	if err != nil {
		t.Fatalf("%s of %d px can't be decoded: %v", r.Format, r.WidthPx, err)
	}
	if got, want := m.Bounds().Size(), image.Pt(r.WidthPx, r.HeightPx); got != want {
		t.Fatalf("%s says %v, holds %v", r.Format, want, got)
	}
	return m
}

// near tells whether two colours are the same but for what lossy coding does.
func near(a, b color.Color) bool {
	r, g, bl, _ := a.RGBA()
	r2, g2, b2, _ := b.RGBA()
	off := func(x, y uint32) bool { return max(x, y)-min(x, y) > 0x3000 }
	return !off(r, r2) && !off(g, g2) && !off(bl, b2)
}

func TestProcessTurnsUpright(t *testing.T) {
	red, green := color.RGBA{255, 0, 0, 255}, color.RGBA{0, 255, 0, 255}
	blue, white := color.RGBA{0, 0, 255, 255}, color.RGBA{255, 255, 255, 255}
	// Corners of the upright picture: upper left, upper right, lower left, lower right.
	corners := map[int][4]color.RGBA{
		1: {red, green, blue, white},
		2: {green, red, white, blue},
		3: {white, blue, green, red},
		4: {blue, white, red, green},
		5: {red, blue, green, white},
		6: {blue, red, white, green},
		7: {white, green, blue, red},
		8: {green, white, red, blue},
		0: {red, green, blue, white}, // not in the standard: as if it weren't said
		9: {red, green, blue, white},
	}
	stored := quarters(96, 48)
	frame := string(webpOf(t, stored, false)[12:])
	for turn, want := range corners {
		body := tiff(turn, nil)
		for name, original := range map[string][]byte{
			"jpeg": withSegments(jpegOf(t, stored), segment(0xe1, "Exif\x00\x00"+body)),
			"png":  withPNGChunks(pngOf(t, stored), pngChunk("eXIf", body)),
			"webp": riff(extended(1<<3, 96, 48), frame, chunk("EXIF", body)),
		} {
			t.Run(fmt.Sprintf("%s %d", name, turn), func(t *testing.T) {
				p, err := Process(t.Context(), original, Rights{})
				if err != nil {
					t.Fatal(err)
				}
				size := image.Pt(96, 48)
				if turn >= 5 && turn <= 8 {
					size = image.Pt(48, 96)
				}
				if got := image.Pt(p.WidthPx, p.HeightPx); got != size {
					t.Errorf("upright size is %v, want %v", got, size)
				}
				for _, r := range p.Renditions {
					m := decodeRendition(t, r)
					for i, at := range []image.Point{
						{size.X / 4, size.Y / 4}, {size.X * 3 / 4, size.Y / 4},
						{size.X / 4, size.Y * 3 / 4}, {size.X * 3 / 4, size.Y * 3 / 4},
					} {
						if got := m.At(at.X, at.Y); !near(got, want[i]) {
							t.Errorf("%s at %v is %v, want %v", r.Format, at, got, want[i])
						}
					}
				}
			})
		}
	}
}

func TestProcessWidths(t *testing.T) {
	for _, c := range []struct {
		name string
		size image.Point
		want []image.Point
	}{
		{"one pixel", image.Pt(1, 1), []image.Point{{1, 1}}},
		{"smaller than a phone", image.Pt(500, 300), []image.Point{{500, 300}}},
		{"just a phone", image.Pt(640, 400), []image.Point{{640, 400}}},
		{"between", image.Pt(1000, 500), []image.Point{{1000, 500}, {640, 320}}},
		{"wide", image.Pt(3300, 1100), []image.Point{{1600, 533}, {640, 213}}},
		{"a tall strip", image.Pt(1000, 9000), []image.Point{{666, 5994}, {640, 5760}}},
		{"a hair", image.Pt(1, 12000), []image.Point{{1, 12000}}},
		{"a line", image.Pt(4000, 1), []image.Point{{1600, 1}, {640, 1}}},
	} {
		t.Run(c.name, func(t *testing.T) {
			p, err := Process(t.Context(), jpegOf(t, quarters(c.size.X, c.size.Y)), Rights{})
			if err != nil {
				t.Fatal(err)
			}
			if got := image.Pt(p.WidthPx, p.HeightPx); got != c.size {
				t.Errorf("size is %v, want %v", got, c.size)
			}
			if len(p.Renditions) != 2*len(c.want) {
				t.Fatalf("made %d renditions, want %d", len(p.Renditions), 2*len(c.want))
			}
			for i, r := range p.Renditions {
				if got := decodeRendition(t, r).Bounds().Size(); got != c.want[i/2] {
					t.Errorf("%s is %v, want %v", r.Format, got, c.want[i/2])
				}
			}
		})
	}
}

func TestProcessKeepsColours(t *testing.T) {
	grey := color.Gray{0x90}
	fill := func(m interface {
		image.Image
		Set(x, y int, c color.Color)
	}) image.Image {
		for y := range m.Bounds().Dy() {
			for x := range m.Bounds().Dx() {
				m.Set(x, y, grey)
			}
		}
		return m
	}
	r := image.Rect(0, 0, 20, 20)
	for name, c := range map[string]struct {
		original []byte
		want     color.Color
	}{
		"grey jpeg":         {jpegOf(t, fill(image.NewGray(r))), grey},
		"16-bit png":        {pngOf(t, fill(image.NewNRGBA64(r))), grey},
		"palette png":       {pngOf(t, fill(image.NewPaletted(r, color.Palette{color.Black, grey}))), grey},
		"lossless webp":     {webpOf(t, fill(image.NewNRGBA(r)), true), grey},
		"transparent png":   {pngOf(t, image.NewNRGBA(r)), color.White},
		"transparent webp":  {webpOf(t, image.NewNRGBA(r), false), color.White},
		"half-through png":  {pngOf(t, translucent(r)), color.Gray{0x80}},
		"half-through webp": {webpOf(t, translucent(r), true), color.Gray{0x80}},
	} {
		t.Run(name, func(t *testing.T) {
			p, err := Process(t.Context(), c.original, Rights{})
			if err != nil {
				t.Fatal(err)
			}
			for _, r := range p.Renditions {
				if got := decodeRendition(t, r).At(10, 10); !near(got, c.want) {
					t.Errorf("%s is %v, want %v", r.Format, got, c.want)
				}
			}
		})
	}
}

// translucent is black that lets half of what is behind it through.
func translucent(r image.Rectangle) *image.NRGBA {
	m := image.NewNRGBA(r)
	for i := 3; i < len(m.Pix); i += 4 {
		m.Pix[i] = 0x7f
	}
	return m
}

func TestProcessStopsWithItsContext(t *testing.T) {
	original := jpegOf(t, quarters(64, 64))
	t.Run("while reading", func(t *testing.T) {
		ctx, cancel := context.WithCancelCause(t.Context())
		cancel(fault.New(fault.Invalid, "too slow"))
		c := codec{config: jpeg.DecodeConfig, decode: func(r io.Reader) (image.Image, error) {
			if n, err := r.Read(make([]byte, 9)); n != 0 || err != context.Canceled {
				t.Errorf("the decoder got %d bytes and %v; it would go on", n, err)
			}
			return nil, io.ErrUnexpectedEOF
		}}
		if _, err := c.read(ctx, original); !fault.Is(err, fault.Invalid) || err.Error() != "too slow" {
			t.Errorf("got %v, want the context's cause", err)
		}
	})
	t.Run("while drawing", func(t *testing.T) {
		ctx, cancel := context.WithCancel(t.Context())
		cancel()
		if _, err := renditions(ctx, quarters(64, 64), 1, Rights{}); err != context.Canceled {
			t.Errorf("got %v, want %v", err, context.Canceled)
		}
	})
	t.Run("while waiting", func(t *testing.T) {
		for range cap(slots) {
			slots <- struct{}{}
			defer func() { <-slots }()
		}
		ctx, cancel := context.WithCancel(t.Context())
		cancel()
		if _, err := Process(ctx, original, Rights{}); !fault.Is(err, fault.Unavailable) {
			t.Errorf("got %v, want Unavailable", err)
		}
	})
}

func TestProcessSurvivesADecoder(t *testing.T) {
	c := codec{config: jpeg.DecodeConfig, decode: func(io.Reader) (image.Image, error) { panic("index out of range") }}
	if _, err := c.read(t.Context(), jpegOf(t, quarters(8, 8))); !fault.Is(err, fault.Invalid) {
		t.Errorf("got %v, want an Invalid fault", err)
	}
}

// photograph is a 12-megapixel picture with as much detail as a real one has.
func photograph() image.Image {
	m := image.NewYCbCr(image.Rect(0, 0, 4000, 3000), image.YCbCrSubsampleRatio420)
	random := rand.New(rand.NewPCG(1, 2))
	for i := range m.Y {
		m.Y[i] = byte((i%4000)/20 + (i/4000)/60 + random.IntN(12))
	}
	for i := range m.Cb {
		m.Cb[i], m.Cr[i] = byte(100+i%2000/40), byte(150-i%2000/40)
	}
	return m
}

func BenchmarkProcess(b *testing.B) {
	original := jpegOf(b, photograph())
	b.SetBytes(int64(len(original)))
	b.ReportAllocs()
	for b.Loop() {
		if _, err := Process(b.Context(), original, Rights{Creator: "A. Person"}); err != nil {
			b.Fatal(err)
		}
	}
}
