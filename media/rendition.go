package media

import (
	"bytes"
	"context"
	"fmt"
	"image"
	"image/jpeg"
	"math"

	encodewebp "github.com/gen2brain/webp"
	"golang.org/x/image/draw"
)

// The widths of renditions: a text column on a sharp screen, and a phone.
const (
	wideWidthPx   = 1600
	narrowWidthPx = 640

	// maxRenditionPixels makes the wide rendition of a tall strip narrower. Scaling needs up to
	// 64 bytes for each of these, and the WebP encoder, which can't be stopped, up to a
	// microsecond.
	maxRenditionPixels = 4_000_000
)

// Photographs look the same as the original at these, side by side.
const (
	jpegQuality = 82
	webpQuality = 78
)

// renditions draws img upright in both widths, as WebP and JPEG; an img that is no wider than
// the narrow one, in one width only.
func renditions(ctx context.Context, img image.Image, o orientation, rights Rights) ([]Rendition, error) {
	full := o.turn(img.Bounds().Size())
	inBudget := int(math.Sqrt(maxRenditionPixels * float64(full.X) / float64(full.Y)))
	widths := []int{max(1, min(wideWidthPx, full.X, inBudget))}
	if widths[0] > narrowWidthPx {
		widths = append(widths, narrowWidthPx)
	}
	canvas, err := shrink(ctx, img, max(1, min(full.X/widths[0], full.Y)))
	if err != nil {
		return nil, err
	}
	var made []Rendition
	packet := rights.xmp()
	for _, width := range widths {
		size := image.Pt(width, max(1, (full.Y*width+full.X/2)/full.X))
		canvas = scale(canvas, o.turn(size)) // turned last, when there is little left to turn
		upright := o.apply(canvas)
		for _, format := range []string{WebP, JPEG} {
			if ctx.Err() != nil {
				return nil, context.Cause(ctx)
			}
			data, err := encode(format, upright)
			if err != nil {
				return nil, fmt.Errorf("encode %s: %w", format, err)
			}
			if data, err = embed(format, data, packet, size); err != nil {
				return nil, fmt.Errorf("embed rights in %s: %w", format, err)
			}
			made = append(made, Rendition{Format: format, WidthPx: size.X, HeightPx: size.Y, Data: data})
		}
	}
	return made, nil
}

// encode writes m, which is opaque. The WebP encoder is libwebp as WebAssembly; its first use
// in the process compiles it, so that a start without an upload pays nothing.
func encode(format string, m *image.RGBA) ([]byte, error) {
	var out bytes.Buffer
	var err error
	if format == WebP {
		err = encodewebp.Encode(&out, m, encodewebp.Options{Quality: webpQuality, Method: encodewebp.DefaultMethod})
	} else {
		err = jpeg.Encode(&out, m, &jpeg.Options{Quality: jpegQuality})
	}
	return out.Bytes(), err
}

// shrink returns src on white, each n × n pixels averaged into one; up to n-1 pixels at the
// right and bottom edge are left out. Averaging by a whole number first keeps the
// resampling after it, which needs 32 bytes a pixel, small. The work goes by bands of n rows,
// so that no second copy of the full picture is needed.
func shrink(ctx context.Context, src image.Image, n int) (*image.RGBA, error) {
	from := src.Bounds()
	dst := image.NewRGBA(image.Rect(0, 0, max(1, from.Dx()/n), max(1, from.Dy()/n)))
	band := image.NewRGBA(image.Rect(0, 0, from.Dx(), n))
	for y := range dst.Rect.Dy() {
		if ctx.Err() != nil {
			return nil, context.Cause(ctx)
		}
		draw.Draw(band, band.Rect, image.White, image.Point{}, draw.Src)
		draw.Draw(band, band.Rect, src, image.Pt(from.Min.X, from.Min.Y+y*n), draw.Over)
		average(dst.Pix[y*dst.Stride:][:dst.Stride], band, n)
	}
	return dst, nil
}

// average writes one row of opaque pixels, each the mean of n × n of the band.
func average(row []byte, band *image.RGBA, n int) {
	for x := 0; x < len(row); x += 4 {
		var r, g, b int
		for y := range n {
			for p := band.Pix[y*band.Stride+x*n:][:4*n]; len(p) >= 4; p = p[4:] {
				r, g, b = r+int(p[0]), g+int(p[1]), b+int(p[2])
			}
		}
		area := n * n
		row[x], row[x+1], row[x+2], row[x+3] = byte(r/area), byte(g/area), byte(b/area), 0xff
	}
}

func scale(src *image.RGBA, size image.Point) *image.RGBA {
	if src.Rect.Size() == size {
		return src
	}
	dst := image.NewRGBA(image.Rectangle{Max: size})
	draw.CatmullRom.Scale(dst, dst.Rect, src, src.Rect, draw.Src, nil)
	return dst
}

// An orientation says how a camera was held, 1 to 8 as EXIF counts (JEITA CP-3451 §4.6.4).
type orientation int

// swapsSides tells whether what lies must stand.
func (o orientation) swapsSides() bool { return o >= 5 && o <= 8 }

// turn returns a size upright from lying, or lying from upright.
func (o orientation) turn(size image.Point) image.Point {
	if o.swapsSides() {
		return image.Pt(size.Y, size.X)
	}
	return size
}

// apply returns src upright; src itself when it is so already or o is unknown.
func (o orientation) apply(src *image.RGBA) *image.RGBA {
	if o < 2 || o > 8 {
		return src
	}
	dst := image.NewRGBA(image.Rectangle{Max: o.turn(src.Rect.Size())})
	for y := range dst.Rect.Dy() {
		for x := range dst.Rect.Dx() {
			sx, sy := x, y
			if o.swapsSides() {
				sx, sy = y, x
			}
			switch o {
			case 2, 3, 7, 8:
				sx = src.Rect.Dx() - 1 - sx
			}
			switch o {
			case 3, 4, 6, 7:
				sy = src.Rect.Dy() - 1 - sy
			}
			copy(dst.Pix[dst.PixOffset(x, y):][:4], src.Pix[src.PixOffset(sx, sy):][:4])
		}
	}
	return dst
}
