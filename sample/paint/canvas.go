package main

import (
	"image"
	"image/color"
	"math"
	"math/rand/v2"

	"golang.org/x/image/vector"

	"gogai/sample"
)

// The format of all pictures, in pixels.
const (
	width  = sample.WidthPx
	height = sample.HeightPx
)

// rgb is linear light: 1 is the white of the page, more is a lamp.
type rgb struct{ r, g, b float64 }

// hex reads a colour as designers write it, 0xRRGGBB in sRGB.
func hex(v uint32) rgb {
	return rgb{linear(float64(v>>16&255) / 255), linear(float64(v>>8&255) / 255), linear(float64(v&255) / 255)}
}

// linear and encode are the transfer functions of sRGB (IEC 61966-2-1).
func linear(v float64) float64 {
	if v <= 0.04045 {
		return v / 12.92
	}
	return math.Pow((v+0.055)/1.055, 2.4)
}

func encode(v float64) float64 {
	if v <= 0.0031308 {
		return max(v, 0) * 12.92
	}
	return 1.055*math.Pow(v, 1/2.4) - 0.055
}

func (c rgb) times(f float64) rgb { return rgb{c.r * f, c.g * f, c.b * f} }
func (c rgb) plus(d rgb) rgb      { return rgb{c.r + d.r, c.g + d.g, c.b + d.b} }
func (c rgb) light() float64      { return 0.2126*c.r + 0.7152*c.g + 0.0722*c.b }

// to mixes c with d; t = 0 is c.
func (c rgb) to(d rgb, t float64) rgb {
	t = clamp(t)
	return rgb{c.r + (d.r-c.r)*t, c.g + (d.g-c.g)*t, c.b + (d.b-c.b)*t}
}

func clamp(v float64) float64 { return min(max(v, 0), 1) }

// smooth rises from 0 at a to 1 at b.
func smooth(a, b, v float64) float64 {
	t := clamp((v - a) / (b - a))
	return t * t * (3 - 2*t)
}

// canvas is a picture in the making. Its dice are seeded, so that it comes out the same each time.
type canvas struct {
	pix  []rgb
	dice *rand.Rand
}

func newCanvas(seed uint64) *canvas {
	return &canvas{make([]rgb, width*height), rand.New(rand.NewPCG(seed, 0x906a1))}
}

// roll returns a number between a and b.
func (c *canvas) roll(a, b float64) float64 { return a + (b-a)*c.dice.Float64() }

func (c *canvas) at(x, y int) *rgb {
	return &c.pix[min(max(y, 0), height-1)*width+min(max(x, 0), width-1)]
}

// sample reads between pixels.
func (c *canvas) sample(x, y float64) rgb {
	fx, fy := math.Floor(x), math.Floor(y)
	tx, ty := x-fx, y-fy
	ix, iy := int(fx), int(fy)
	top := c.at(ix, iy).to(*c.at(ix+1, iy), tx)
	return top.to(c.at(ix, iy+1).to(*c.at(ix+1, iy+1), tx), ty)
}

// A tint gives the colour at a place and how much of it covers what is there.
type tint func(x, y float64) (rgb, float64)

func solid(col rgb) tint { return func(_, _ float64) (rgb, float64) { return col, 1 } }

func veil(col rgb, alpha float64) tint {
	return func(_, _ float64) (rgb, float64) { return col, alpha }
}

// down goes from one colour at y = a to the other at y = b.
func down(a, b float64, from, to rgb) tint {
	return func(_, y float64) (rgb, float64) { return from.to(to, (y-a)/(b-a)), 1 }
}

// wash covers the rows from y0 to y1.
func (c *canvas) wash(y0, y1 float64, t tint) {
	for y := max(int(y0), 0); y < min(int(y1), height); y++ {
		for x := range width {
			col, alpha := t(float64(x), float64(y))
			p := &c.pix[y*width+x]
			*p = p.to(col, alpha)
		}
	}
}

// stop is a colour at a height of a sky.
type stop struct {
	y   float64
	col rgb
}

func (c *canvas) sky(stops ...stop) {
	c.wash(0, height, func(_, y float64) (rgb, float64) {
		for i := 1; i < len(stops); i++ {
			if a, b := stops[i-1], stops[i]; y < b.y {
				return a.col.to(b.col, smooth(a.y, b.y, y)), 1
			}
		}
		return stops[len(stops)-1].col, 1
	})
}

// glow adds a round light that falls off softly.
func (c *canvas) glow(x, y, radius float64, col rgb) { c.flare(x, y, radius, radius, col) }

func (c *canvas) flare(x, y, rx, ry float64, col rgb) {
	for iy := max(int(y-3*ry), 0); iy < min(int(y+3*ry), height); iy++ {
		for ix := max(int(x-3*rx), 0); ix < min(int(x+3*rx), width); ix++ {
			dx, dy := (float64(ix)-x)/rx, (float64(iy)-y)/ry
			d := dx*dx + dy*dy
			if d < 9 {
				p := &c.pix[iy*width+ix]
				f := math.Exp(-2*d) - math.Exp(-18) // reaches nothing at the edge
				*p = p.plus(col.times(f))
			}
		}
	}
}

// path is a closed outline.
type path struct {
	moves          []move
	x0, y0, x1, y1 float64
}

type move struct {
	kind byte // m, l, q, c
	xy   [6]float64
}

func (p *path) add(kind byte, xy ...float64) *path {
	if len(p.moves) == 0 {
		p.x0, p.y0, p.x1, p.y1 = math.Inf(1), math.Inf(1), math.Inf(-1), math.Inf(-1)
	}
	m := move{kind: kind}
	copy(m.xy[:], xy)
	p.moves = append(p.moves, m)
	for i := 0; i < len(xy); i += 2 {
		p.x0, p.x1 = min(p.x0, xy[i]), max(p.x1, xy[i])
		p.y0, p.y1 = min(p.y0, xy[i+1]), max(p.y1, xy[i+1])
	}
	return p
}

func (p *path) from(x, y float64) *path             { return p.add('m', x, y) }
func (p *path) line(x, y float64) *path             { return p.add('l', x, y) }
func (p *path) bend(x1, y1, x, y float64) *path     { return p.add('q', x1, y1, x, y) }
func (p *path) cube(a, b, d, e, x, y float64) *path { return p.add('c', a, b, d, e, x, y) }

// poly is the outline through the points x, y, x, y …
func poly(xy ...float64) *path {
	p := new(path).from(xy[0], xy[1])
	for i := 2; i < len(xy); i += 2 {
		p.line(xy[i], xy[i+1])
	}
	return p
}

func box(x, y, w, h float64) *path { return poly(x, y, x+w, y, x+w, y+h, x, y+h) }

// roundBox is a box whose corners have a radius.
func roundBox(x, y, w, h, r float64) *path {
	r = min(r, w/2, h/2)
	return new(path).from(x+r, y).line(x+w-r, y).bend(x+w, y, x+w, y+r).line(x+w, y+h-r).bend(x+w, y+h, x+w-r, y+h).
		line(x+r, y+h).bend(x, y+h, x, y+h-r).line(x, y+r).bend(x, y, x+r, y)
}

func oval(x, y, rx, ry float64) *path {
	const k = 0.5523 // of the cubic curve that is nearest to a quarter circle
	return new(path).from(x+rx, y).cube(x+rx, y+k*ry, x+k*rx, y+ry, x, y+ry).cube(x-k*rx, y+ry, x-rx, y+k*ry, x-rx, y).
		cube(x-rx, y-k*ry, x-k*rx, y-ry, x, y-ry).cube(x+k*rx, y-ry, x+rx, y-k*ry, x+rx, y)
}

// fill covers the inside of the outline, with smooth edges.
func (c *canvas) fill(p *path, t tint) {
	x0, y0 := max(int(math.Floor(p.x0)), 0), max(int(math.Floor(p.y0)), 0)
	x1, y1 := min(int(math.Ceil(p.x1))+1, width), min(int(math.Ceil(p.y1))+1, height)
	if x0 >= x1 || y0 >= y1 {
		return
	}
	r := vector.NewRasterizer(x1-x0, y1-y0)
	for _, m := range p.moves {
		var v [6]float32
		for i := range v {
			v[i] = float32(m.xy[i]) - float32([2]int{x0, y0}[i%2])
		}
		switch m.kind {
		case 'm':
			r.MoveTo(v[0], v[1])
		case 'l':
			r.LineTo(v[0], v[1])
		case 'q':
			r.QuadTo(v[0], v[1], v[2], v[3])
		case 'c':
			r.CubeTo(v[0], v[1], v[2], v[3], v[4], v[5])
		}
	}
	r.ClosePath()
	mask := image.NewAlpha(image.Rect(0, 0, x1-x0, y1-y0))
	r.Draw(mask, mask.Rect, image.Opaque, image.Point{})
	for y := y0; y < y1; y++ {
		row := mask.Pix[(y-y0)*mask.Stride:]
		for x := x0; x < x1; x++ {
			if cover := row[x-x0]; cover > 0 {
				col, alpha := t(float64(x), float64(y))
				px := &c.pix[y*width+x]
				*px = px.to(col, alpha*float64(cover)/255)
			}
		}
	}
}

// stroke draws a straight line of a thickness.
func (c *canvas) stroke(x0, y0, x1, y1, thick float64, t tint) {
	dx, dy := x1-x0, y1-y0
	n := math.Hypot(dx, dy)
	if n == 0 {
		return
	}
	dx, dy = dx/n*thick/2, dy/n*thick/2
	c.fill(poly(x0-dy, y0+dx, x1-dy, y1+dx, x1+dy, y1-dx, x0+dy, y0-dx), t)
}

// rope hangs between two points.
func (c *canvas) rope(x0, y0, x1, y1, sag, thick float64, t tint) {
	const parts = 48
	px, py := x0, y0
	for i := 1; i <= parts; i++ {
		u := float64(i) / parts
		x, y := x0+(x1-x0)*u, y0+(y1-y0)*u+4*sag*u*(1-u)
		c.stroke(px, py, x, y, thick, t)
		px, py = x, y
	}
}

// under closes a line of heights into the land below it.
func under(from, to, bottom float64, y func(x float64) float64) *path {
	p := new(path).from(from, bottom)
	for x := from; x <= to; x += 3 {
		p.line(x, y(x))
	}
	return p.line(to, bottom)
}

// blur softens the rows from y0 to y1 as a lens does that looks elsewhere.
func (c *canvas) blur(y0, y1 int, radius float64) {
	y0, y1 = max(y0, 0), min(y1, height)
	r := int(math.Round(radius))
	if r < 1 || y0 >= y1 {
		return
	}
	line := make([]rgb, max(width, height))
	pass := func(n, start, step int) {
		var sum rgb
		px := func(i int) rgb { return c.pix[start+min(max(i, 0), n-1)*step] }
		for i := -r; i <= r; i++ {
			sum = sum.plus(px(i))
		}
		for i := range n {
			line[i] = sum.times(1 / float64(2*r+1))
			sum = sum.plus(px(i + r + 1)).plus(px(i - r).times(-1))
		}
		for i := range n {
			c.pix[start+i*step] = line[i]
		}
	}
	for range 2 { // twice is close enough to a Gauss curve
		for y := y0; y < y1; y++ {
			pass(width, y*width, 1)
		}
		for x := range width {
			pass(y1-y0, y0*width+x, width)
		}
	}
}

// copied returns the canvas as it is now, to read from while it changes.
func (c *canvas) copied() *canvas {
	return &canvas{append([]rgb(nil), c.pix...), c.dice}
}

// develop ends the picture: bright parts bloom, corners darken, lights roll off, a trace of
// grain breaks up even tones, and blacks lift to what ink on paper can hold.
func (c *canvas) develop(bloom float64) *image.RGBA {
	halo := c.copied()
	for i, p := range halo.pix {
		halo.pix[i] = p.times(smooth(0.55, 1.6, p.light()))
	}
	halo.blur(0, height, 14)
	wide := halo.copied()
	wide.blur(0, height, 46)

	img := image.NewRGBA(image.Rect(0, 0, width, height))
	for y := range height {
		for x := range width {
			i := y*width + x
			p := c.pix[i].plus(halo.pix[i].times(0.7 * bloom)).plus(wide.pix[i].times(bloom))
			dx, dy := float64(x)/width-0.5, float64(y)/height-0.5
			p = p.times(1 - 0.55*(dx*dx+dy*dy))
			grain := (c.dice.Float64() + c.dice.Float64() - 1) * 0.006
			tone := func(v, lift float64) uint8 {
				if v > 0.7 {
					v = 0.7 + 0.3*(1-math.Exp(-(v-0.7)/0.3))
				}
				e := encode(v)
				return uint8(255*clamp(lift+e*(1-lift)+grain) + 0.5)
			}
			img.SetRGBA(x, y, color.RGBA{tone(p.r, 0.030), tone(p.g, 0.028), tone(p.b, 0.034), 255})
		}
	}
	return img
}
