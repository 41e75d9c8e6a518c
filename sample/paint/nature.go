package main

import "math"

// noise is smooth random height between 0 and 1.
func noise(x, y float64) float64 {
	ix, iy := math.Floor(x), math.Floor(y)
	tx, ty := x-ix, y-iy
	tx, ty = tx*tx*(3-2*tx), ty*ty*(3-2*ty)
	h := func(dx, dy float64) float64 {
		n := uint32(int32(ix+dx))*0x8da6b343 ^ uint32(int32(iy+dy))*0xd8163841
		n = (n ^ n>>13) * 0x5bd1e995
		n = (n ^ n>>15) * 0x2c1b3c6d
		return float64(n^n>>16) / math.MaxUint32
	}
	a := h(0, 0) + (h(1, 0)-h(0, 0))*tx
	b := h(0, 1) + (h(1, 1)-h(0, 1))*tx
	return a + (b-a)*ty
}

// cloud sums noises, each twice as fine and half as strong; the mean is 0.5.
func cloud(x, y float64, octaves int) float64 {
	sum, weight, all := 0.0, 1.0, 0.0
	for range octaves {
		sum += weight * noise(x, y)
		all += weight
		weight /= 2
		x, y = x*2+17.3, y*2+5.1
	}
	return sum / all
}

// ridge is a line of hills round a height.
func ridge(base, rise, length, seed float64) func(float64) float64 {
	return func(x float64) float64 { return base - rise*2*(cloud(x/length+seed, seed, 5)-0.42) }
}

// clouds cover the sky above bottom where the noise is dense; lit colours their edges.
func (c *canvas) clouds(top, bottom, seed, dense, length float64, lit, shade rgb, most float64) {
	c.wash(top, bottom, func(x, y float64) (rgb, float64) {
		far := 0.35 + 0.65*(bottom-y)/(bottom-top) // flatter towards the horizon
		u, v := x/length/far, y/length*2.6/far
		n := cloud(u+seed, v+0.35*cloud(u*2, v*2+seed, 3), 5)
		n2 := cloud(u+seed+0.06, v-0.12+0.35*cloud(u*2, v*2+seed, 3), 5)
		alpha := smooth(dense, dense+0.22, n) * smooth(0, 0.25, (y-top)/(bottom-top)+0.1) * most
		return shade.to(lit, 0.5+(n-n2)*5), alpha
	})
}

// hills draws layers of land from far to near, each less in the haze than the one behind.
func (c *canvas) hills(base, step, rise float64, n int, far, near rgb, seed float64) {
	for i := range n {
		t := float64(i) / float64(max(n-1, 1))
		y := base + step*float64(i)
		col := far.to(near, t)
		line := ridge(y, rise*(0.6+0.6*t), 300-90*t, seed+3.7*float64(i))
		c.fill(under(-3, width+3, height, line), func(x, yy float64) (rgb, float64) {
			return col.to(far, 0.45*smooth(line(x), line(x)+rise*1.6, yy)), 1
		})
	}
}

// water mirrors what stands above the horizon in waves that grow towards the viewer.
func (c *canvas) water(horizon float64, deep rgb, mirror, chop float64) {
	above := c.copied()
	c.wash(horizon, height, func(x, y float64) (rgb, float64) {
		d := y - horizon + 0.5
		near := d / (height - horizon)
		scale := 4 + 46*near
		wave := noise(x/(scale*3.2), 900*math.Log(1+d/40)/(5+3*near)) - 0.5
		fine := noise(x/scale+40, 900*math.Log(1+d/40)/2.4+9) - 0.5
		slope := chop * (wave + 0.55*fine)
		var sum rgb
		const taps = 7 // a wave's flank shows more than one height of what it mirrors
		for k := range taps {
			stretch := (float64(k)/(taps-1) - 0.5) * chop
			sy := horizon - d*(1+0.9*slope+0.7*stretch) - chop*6*math.Abs(slope)
			sum = sum.plus(above.sample(x+slope*30*near, max(sy, 0)))
		}
		seen := sum.times(1.0 / taps)
		flat := mirror * (1 - 0.45*near) * (1 - 0.35*clamp(2*slope))
		return deep.times(1+0.5*slope).to(seen, flat), 1
	})
}

// glitter is a low light's path over water.
func (c *canvas) glitter(x, horizon, spread float64, col rgb) {
	c.wash(horizon, height, func(px, y float64) (rgb, float64) {
		near := (y - horizon) / (height - horizon)
		across := (px - x) / (spread * (0.25 + near))
		n := noise(px/(6+34*near), 300*math.Log(1+(y-horizon)/30))
		f := math.Exp(-across*across) * smooth(0.52, 0.85, n) * (1 - 0.3*near)
		return c.at(int(px), int(y)).plus(col.times(f)), 1
	})
}

// rain falls aslant, caught by the light.
func (c *canvas) rain(drops int, col rgb, alpha float64) {
	for range drops {
		x, y := c.roll(-50, width), c.roll(-80, height)
		n := c.roll(14, 58)
		c.stroke(x, y, x+n*0.13, y+n, c.roll(0.7, 1.5), veil(col, alpha*c.roll(0.3, 1)))
	}
}

// beam is a shaft of light through dust: a quadrangle that fades from its start.
func (c *canvas) beam(x0, x1, y0, x2, x3, y1 float64, col rgb, strength float64) {
	c.wash(y0, y1, func(x, y float64) (rgb, float64) {
		t := (y - y0) / (y1 - y0)
		a, b := x0+(x2-x0)*t, x1+(x3-x1)*t
		u := (x - a) / (b - a)
		f := smooth(0, 0.45, u) * (1 - smooth(0.55, 1, u)) * (1 - 0.75*t)
		dust := 0.75 + 0.5*cloud(x/90, y/140, 3)
		return c.at(int(x), int(y)).plus(col.times(strength * f * dust)), 1
	})
}

// person stands with the feet at x, y, seen from behind or afar. Coats are wider than trousers.
func (c *canvas) person(x, y, tall float64, coat bool, t tint) {
	u := tall / 100
	at := func(dx, dy float64) (float64, float64) { return x + dx*u, y - dy*u }
	p := new(path)
	put := func(dx, dy float64) { a, b := at(dx, dy); p.line(a, b) }
	bend := func(cx, cy, dx, dy float64) {
		a, b := at(cx, cy)
		d, e := at(dx, dy)
		p.bend(a, b, d, e)
	}
	hem, wide := 48.0, 9.0
	if coat {
		hem, wide = 30, 12.5
	}
	p.from(at(-3.4, 86))
	bend(-4, 82, -10, 80) // left shoulder
	bend(-13, 78, -13.4, 66)
	bend(-14, 54, -12.6, 47) // arm
	put(-10.2, 47)
	bend(-wide, 40, -wide, hem)
	put(-7.4, hem)
	bend(-7.6, 18, -7, 2)
	put(-8.6, 0)
	put(-1.8, 0)
	put(-1.2, hem-4)
	put(1.4, hem-4)
	put(2.4, 0)
	put(9, 0)
	put(7.2, 2)
	bend(8, 18, 7.6, hem)
	put(wide, hem)
	bend(wide, 40, 10.4, 47)
	put(12.8, 47)
	bend(14.2, 54, 13.6, 66)
	bend(13, 78, 10, 80)
	bend(4, 82, 3.4, 86)
	c.fill(p, t)
	hx, hy := at(0, 92.4)
	c.fill(oval(hx, hy, 5.4*u, 7.2*u), t)
}

// lamp is a small bright light and the air that it lights up.
func (c *canvas) lamp(x, y, radius float64, col rgb) {
	c.glow(x, y, radius*9, col.times(0.10))
	c.glow(x, y, radius*3, col.times(0.35))
	c.fill(oval(x, y, radius, radius), solid(col.times(1.8)))
}
