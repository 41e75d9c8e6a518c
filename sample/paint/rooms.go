package main

import "math"

// room is a hall in central perspective: z = 1 is the front, larger is farther.
type room struct{ vx, vy float64 }

func (r room) at(x, y, z float64) (float64, float64) { return r.vx + x/z, r.vy + y/z }

// quad is a plane of four corners in the room.
func (r room) quad(points ...[3]float64) *path {
	q := make([]float64, 0, 8)
	for _, p := range points {
		x, y := r.at(p[0], p[1], p[2])
		q = append(q, x, y)
	}
	return poly(q...)
}

// marketHall: before opening, light comes through the roof.
func marketHall() *picture {
	c := newCanvas(3)
	r := room{820, 560}
	haze := hex(0xe8d3ac)
	c.sky(stop{0, hex(0x4a4238)}, stop{560, haze}, stop{1067, hex(0x3a332d)})
	c.glow(r.vx, r.vy-30, 330, hex(0xfff0cc).times(0.55))
	floor := 430.0
	c.wash(r.vy, height, func(x, y float64) (rgb, float64) {
		z := floor / max(y-r.vy, 1)
		fx := (x - r.vx) * z
		tile := smooth(0.93, 1, math.Mod(math.Abs(fx)/90+100, 1)) + smooth(0.93, 1, math.Mod(z*6, 1))
		n := cloud(fx/60, z*9, 4)
		air := smooth(1.2, 7, z)
		col := hex(0x6d6355).times((0.45 + 0.6*n) * (1 - 0.35*clamp(tile)))
		shine := math.Exp(-math.Pow(fx/230, 2)) * (0.5 + n)
		return col.plus(hex(0xffe9bf).times(0.22*shine)).to(haze, air*0.9), 1
	})
	for i := range 15 { // bays from far to near
		z := 9.2 * math.Pow(0.845, float64(i))
		next := z * 0.845
		air := 0.93 * smooth(0.7, 8.5, z)
		iron := hex(0x2b2d2c).to(haze, air)
		// Walls with high windows.
		for _, s := range []float64{-1, 1} {
			wall := hex(0x6a5a47).times(0.75).to(haze, air)
			c.fill(r.quad([3]float64{s * 880, floor, z}, [3]float64{s * 880, floor, next}, [3]float64{s * 880, -380, next}, [3]float64{s * 880, -380, z}), solid(wall))
			if i%2 == 0 {
				c.fill(r.quad([3]float64{s * 878, -40, z}, [3]float64{s * 878, -40, next}, [3]float64{s * 878, -300, next}, [3]float64{s * 878, -300, z}), solid(hex(0xf6e6c0).times(1.05).to(haze, air*0.6)))
			}
			// Roof planes up to the skylight.
			roof := hex(0x4a3f33).to(haze, air*0.95)
			c.fill(r.quad([3]float64{s * 900, -380, z}, [3]float64{s * 900, -380, next}, [3]float64{s * 170, -690, next}, [3]float64{s * 170, -690, z}), solid(roof))
		}
		c.fill(r.quad([3]float64{-170, -690, z}, [3]float64{170, -690, z}, [3]float64{170, -690, next}, [3]float64{-170, -690, next}), solid(hex(0xfff3d6).times(1.25).to(haze, air*0.4)))
		// A truss.
		bar := func(x0, y0, x1, y1, w float64) {
			a, b := r.at(x0, y0, next)
			d, e := r.at(x1, y1, next)
			c.stroke(a, b, d, e, w/next, solid(iron))
		}
		for _, s := range []float64{-1, 1} {
			bar(s*860, floor, s*860, -380, 34)
			bar(s*860, -380, s*160, -684, 24)
			bar(s*860, -360, 0, -420, 10)
			bar(s*510, -532, s*430, -392, 9)
			bar(s*300, -620, s*430, -392, 9)
			bar(s*160, -684, 0, -420, 9)
			bar(s*860, -200, s*690, -410, 12)
		}
		// Stalls with awnings, crates and what is on them.
		for _, s := range []float64{-1, 1} {
			if i < 2 {
				continue
			}
			w0, w1 := 300.0, 650.0
			c.fill(r.quad([3]float64{s * w0, floor, z}, [3]float64{s * w0, floor, next * 1.05}, [3]float64{s * w0, 210, next * 1.05}, [3]float64{s * w0, 210, z}), solid(hex(0x54412f).times(0.7).to(haze, air)))
			c.fill(r.quad([3]float64{s * w0, floor, next * 1.05}, [3]float64{s * w1, floor, next * 1.05}, [3]float64{s * w1, 205, next * 1.05}, [3]float64{s * w0, 205, next * 1.05}), solid(hex(0x46382b).times(0.75).to(haze, air)))
			for k := range 5 {
				x := w0 + 20 + float64(k)*66
				goods := []rgb{hex(0x9a5a3c), hex(0x8a979c), hex(0x66764a), hex(0xb5975a), hex(0x834a40), hex(0xb5b0a2)}[c.dice.IntN(6)]
				c.fill(r.quad([3]float64{s * x, 205, next * 1.06}, [3]float64{s * (x + 56), 205, next * 1.06}, [3]float64{s * (x + 56), 168, next * 1.06}, [3]float64{s * x, 168, next * 1.06}), solid(hex(0x7d6546).times(0.8).to(haze, air)))
				for range 15 {
					px, py := r.at(s*(x+c.roll(6, 50)), 166-c.roll(0, 22), next*1.06)
					c.fill(oval(px, py, 9/next, 7/next), solid(goods.times(c.roll(0.45, 1.05)).to(haze, air)))
				}
			}
			stripe := []rgb{hex(0xb5533c), hex(0x3f6a6c), hex(0xc79a4b)}[(i+int(s)+3)%3]
			const strips = 8
			for k := range strips {
				a, b := w0-34+float64(k)*(w1-w0+44)/strips, w0-34+float64(k+1)*(w1-w0+44)/strips
				col := stripe
				if k%2 == 1 {
					col = hex(0xe9dcc0)
				}
				c.fill(r.quad([3]float64{s * a, -60, next * 1.02}, [3]float64{s * b, -60, next * 1.02}, [3]float64{s * b, -118, z * 0.97}, [3]float64{s * a, -118, z * 0.97}), solid(col.times(0.95).to(haze, air)))
				c.fill(r.quad([3]float64{s * a, -60, next * 1.02}, [3]float64{s * b, -60, next * 1.02}, [3]float64{s * b, -26, next * 1.02}, [3]float64{s * a, -26, next * 1.02}), solid(col.times(0.6).to(haze, air)))
			}
			lx, ly := r.at(s*(w0+130), 10, next*1.04)
			c.stroke(lx, ly, lx, ly-120/next, max(2/next, 0.7), solid(iron))
			c.lamp(lx, ly, 9/next, hex(0xffd593))
		}
	}
	for k := range 5 {
		x := 520 + float64(k)*130
		c.beam(x, x+54, 0, x-150+float64(k)*10, x+30, 840, hex(0xffedc4), 0.11)
	}
	// What the wet floor gives back.
	above := c.copied()
	c.wash(r.vy+60, height, func(x, y float64) (rgb, float64) {
		d := y - r.vy
		n := cloud(x/60, y/14, 4)
		var sum rgb
		for k := range 9 {
			sum = sum.plus(above.sample(x+(n-0.5)*18, r.vy+40-d*(0.1+0.09*float64(k))))
		}
		return sum.times(1.0 / 9), 0.30 * smooth(0.42, 0.62, cloud(x/160, y/44, 3)) * (1 - smooth(300, 560, math.Abs(x-r.vx)*300/d))
	})
	for k, p := range []struct{ x, z, tall float64 }{{-165, 2.15, 350}, {140, 1.95, 330}} { // those who lay out their goods
		px, py := r.at(p.x, floor, p.z)
		tall := p.tall / p.z
		for n := range 14 {
			f := float64(n) / 14
			c.fill(oval(px+(px-r.vx)*0.1*f, py+tall*0.4*f, tall*0.10, tall*0.025), veil(hex(0x1a1510), 0.10*(1-f)))
		}
		c.person(px, py, tall, k == 1, func(x, _ float64) (rgb, float64) {
			return hex(0x2b251f).to(haze, 0.16).to(hex(0xffe9bf), 0.6*smooth(0.095, 0.14, math.Abs(x-px)/tall)), 1
		})
		c.fill(box(px-tall*0.085, py-tall*0.60, tall*0.17, tall*0.30), veil(hex(0xd9cdb4), 0.55)) // an apron
	}
	return &picture{c, 0.16}
}

// museum: a tall gallery, daylight from above on two visitors.
func museum() *picture {
	c := newCanvas(18)
	r := room{760, 600}
	plaster := hex(0xb9b3a4)
	c.sky(stop{0, plaster.times(0.8)}, stop{1067, plaster})
	const floor, top, side, back = 380.0, -640.0, 900.0, 2.3
	face := func(col rgb, dark float64, p *path) {
		c.fill(p, func(x, y float64) (rgb, float64) {
			light := math.Exp(-math.Pow((x-820)/620, 2) - math.Pow((y-620)/560, 2))
			return col.times(dark * (0.42 + 0.75*light) * (0.97 + 0.06*cloud(x/200, y/200, 3))), 1
		})
	}
	face(hex(0x8d9088), 0.9, r.quad([3]float64{-side, floor, back}, [3]float64{side, floor, back}, [3]float64{side, top, back}, [3]float64{-side, top, back}))
	face(hex(0x7f837d), 0.72, r.quad([3]float64{-side, floor, 0.6}, [3]float64{-side, floor, back}, [3]float64{-side, top, back}, [3]float64{-side, top, 0.6}))
	face(hex(0x8d9088), 0.95, r.quad([3]float64{side, floor, 0.6}, [3]float64{side, floor, back}, [3]float64{side, top, back}, [3]float64{side, top, 0.6}))
	face(hex(0xd8d2c2), 0.8, r.quad([3]float64{-side, top, 0.6}, [3]float64{side, top, 0.6}, [3]float64{side, top, back}, [3]float64{-side, top, back}))
	c.fill(r.quad([3]float64{-430, top, 0.7}, [3]float64{430, top, 0.7}, [3]float64{430, top, 2.05}, [3]float64{-430, top, 2.05}), solid(hex(0xf3f4ec).times(1.35)))
	for k := range 7 {
		x := -430 + float64(k)*143
		a, b := r.at(x, top, 0.7)
		d, e := r.at(x, top, 2.05)
		c.stroke(a, b, d, e, 5, solid(hex(0x6f6f69)))
	}
	for _, z := range []float64{0.85, 1.1, 1.5, 2.05} {
		a, b := r.at(-430, top, z)
		d, _ := r.at(430, top, z)
		c.stroke(a, b, d, b, 6/z, solid(hex(0x6f6f69)))
	}
	// Mouldings and a dark skirting.
	for _, m := range []struct {
		y, h float64
		col  rgb
	}{{top + 46, 16, hex(0xe2dccb)}, {floor - 34, 34, hex(0x3a3733)}} {
		c.fill(r.quad([3]float64{-side, m.y, back}, [3]float64{side, m.y, back}, [3]float64{side, m.y + m.h, back}, [3]float64{-side, m.y + m.h, back}), solid(m.col.times(0.7)))
		for _, s := range []float64{-1, 1} {
			c.fill(r.quad([3]float64{s * side, m.y, 0.6}, [3]float64{s * side, m.y, back}, [3]float64{s * side, m.y + m.h, back}, [3]float64{s * side, m.y + m.h, 0.6}), solid(m.col.times(0.55)))
		}
	}
	// A doorway into the next room.
	c.fill(r.quad([3]float64{430, floor, back}, [3]float64{640, floor, back}, [3]float64{640, -90, back}, [3]float64{430, -90, back}), func(x, y float64) (rgb, float64) {
		return hex(0xd8c39a).times(0.75 + 0.3*smooth(600, 500, y)), 1
	})
	c.fill(r.quad([3]float64{480, 150, back}, [3]float64{580, 150, back}, [3]float64{580, 10, back}, [3]float64{480, 10, back}), solid(hex(0x5d6f78)))
	for _, x := range []float64{420, 640} {
		c.fill(r.quad([3]float64{x, floor, back}, [3]float64{x + 12, floor, back}, [3]float64{x + 12, -104, back}, [3]float64{x, -104, back}), solid(hex(0xe2dccb).times(0.62)))
	}
	c.fill(r.quad([3]float64{412, -90, back}, [3]float64{660, -90, back}, [3]float64{660, -112, back}, [3]float64{412, -112, back}), solid(hex(0xe2dccb).times(0.62)))

	// Paintings: each a small weather of its own in a gilt frame.
	painting := func(plane func(u, v float64) (float64, float64), kind int, wide float64) {
		quad := func(u0, v0, u1, v1 float64, t tint) {
			var q []float64
			for _, p := range [][2]float64{{u0, v0}, {u1, v0}, {u1, v1}, {u0, v1}} {
				x, y := plane(p[0], p[1])
				q = append(q, x, y)
			}
			c.fill(poly(q...), t)
		}
		x0, y0 := plane(0, 0)
		x1, y1 := plane(1, 1)
		fu, fv := 0.055, 0.055*wide
		quad(-fu*1.6, -fv*0.6, 1+fu*1.6, 1+fv*2.6, veil(hex(0x1a1815), 0.28))
		gilt := func(x, y float64) (rgb, float64) {
			return hex(0x8d6a33).to(hex(0xd9b872), cloud(x/9, y/9, 3)).times(0.62), 1
		}
		quad(-fu, -fv, 1+fu, 1+fv, gilt)
		quad(-fu*0.3, -fv*0.3, 1+fu*0.3, 1+fv*0.3, solid(hex(0x3a2a16)))
		low := []float64{0.62, 0.72, 0.55, 0.8, 0.66, 0.6}[kind%6]
		skies := []rgb{hex(0x8e9aa0), hex(0x4e5f74), hex(0xc9a77e), hex(0xa9b3ac), hex(0x6b5a63), hex(0xb9c2c4)}
		seas := []rgb{hex(0x3f5a60), hex(0x22313e), hex(0x6d4f3c), hex(0x77806f), hex(0x2f2a38), hex(0x5d7a86)}
		quad(0, 0, 1, 1, func(x, y float64) (rgb, float64) {
			u, v := (x-x0)/(x1-x0), (y-y0)/(y1-y0)
			n := cloud(u*3*wide+float64(kind)*7, v*5+float64(kind), 5)
			col := skies[kind%6].times(0.55 + 0.9*n)
			col = col.plus(hex(0xf5d9a6).times(0.35 * math.Exp(-math.Pow((u-0.6)*3, 2)-math.Pow((v-low+0.12)*6, 2))))
			if edge := low + 0.05*(cloud(u*4+float64(kind), 2, 4)-0.5); v > edge {
				col = seas[kind%6].times(0.5 + 0.9*cloud(u*9*wide, v*26, 3))
			}
			return col.times(0.85), 1
		})
	}
	wall := func(x0, y0, x1, y1, z float64) func(u, v float64) (float64, float64) {
		return func(u, v float64) (float64, float64) { return r.at(x0+(x1-x0)*u, y0+(y1-y0)*v, z) }
	}
	flank := func(s, z0, z1, y0, y1 float64) func(u, v float64) (float64, float64) {
		return func(u, v float64) (float64, float64) {
			return r.at(s*(side-2), y0+(y1-y0)*v, z0+(z1-z0)*u)
		}
	}
	painting(wall(-560, -300, 250, 170, back), 0, 1.7)
	painting(wall(-800, -130, -640, 90, back), 3, 0.7)
	painting(wall(700, -120, 850, 80, back), 4, 0.7)
	painting(flank(-1, 0.78, 1.08, -260, 130), 1, 1.2)
	painting(flank(-1, 1.22, 1.5, -170, 90), 2, 1.1)
	painting(flank(-1, 1.64, 2.1, -300, 150), 5, 1.1)
	painting(flank(1, 0.8, 1.02, -220, 120), 5, 1.1)
	painting(flank(1, 1.2, 1.56, -310, 140), 4, 1.0)
	painting(flank(1, 1.72, 2.05, -150, 90), 0, 1.0)

	// Boards of the floor, polished.
	above := c.copied()
	c.fill(r.quad([3]float64{-side, floor, 0.5}, [3]float64{side, floor, 0.5}, [3]float64{side, floor, back}, [3]float64{-side, floor, back}), func(x, y float64) (rgb, float64) {
		z := floor / max(y-r.vy, 1)
		fx := (x - r.vx) * z
		board := math.Floor(fx / 60)
		tone := noise(board*7.7, math.Floor(z*5+board*0.37)*3.1)
		line := smooth(0.94, 1, math.Mod(fx/60+1000, 1))
		col := hex(0x7a5a3a).times((0.34 + 0.3*tone) * (1 - 0.5*line))
		patch := math.Exp(-math.Pow((fx-90)/260, 2) - math.Pow((z-1.45)/0.34, 2))
		col = col.plus(hex(0xffe3b4).times(0.55 * patch * (0.6 + 0.4*tone)))
		wallFoot := r.vy + floor/back
		var sum rgb
		for k := range 7 {
			sum = sum.plus(above.sample(x, max(wallFoot-(y-wallFoot)*(0.7+0.12*float64(k)), 0)))
		}
		return col.to(sum.times(1.0/7), 0.24), 1
	})
	c.beam(640, 960, 60, 690, 1080, 880, hex(0xfff0d0), 0.16)
	// A bench and the two visitors.
	bx, by := r.at(-250, floor, 1.45)
	c.fill(roundBox(bx-10, by-62, 250, 20, 4), solid(hex(0x2b211a)))
	c.fill(box(bx+8, by-44, 16, 44), solid(hex(0x1d1713)))
	c.fill(box(bx+206, by-44, 16, 44), solid(hex(0x1d1713)))
	visitor := func(x, z, tall float64, coat bool, col rgb) {
		px, py := r.at(x, floor, z)
		for k := range 14 { // the shadow away from the light
			f := float64(k) / 14
			c.fill(oval(px-8-40*f, py+2+26*f, 30-10*f, 6), veil(hex(0x140e0a), 0.10))
		}
		c.person(px, py, tall/z, coat, func(x, y float64) (rgb, float64) {
			return col.to(hex(0xffe6bd), 0.75*smooth(px+30, px+46, x)*smooth(py, py-tall/z, y)), 1
		})
	}
	visitor(60, 1.42, 470, true, hex(0x23262c))
	visitor(190, 1.36, 440, false, hex(0x3a2a28))
	return &picture{c, 0.12}
}

// laboratory: a wet bench against the window.
func laboratory() *picture {
	c := newCanvas(17)
	c.sky(stop{0, hex(0xc3d3d4)}, stop{420, hex(0xe9e8da)}, stop{700, hex(0xd9d4c2)})
	// What lies outside is out of focus: the bay, a breakwater, hills.
	c.hills(430, 24, 40, 3, hex(0xc0cccc), hex(0x8fa5a5), 8)
	c.wash(500, 760, down(500, 760, hex(0xb5c8c8), hex(0x8fb0b2)))
	c.fill(poly(0, 540, 700, 530, 720, 546, 0, 566), solid(hex(0x7b8a8a)))
	for range 90 {
		c.fill(oval(c.roll(0, width), c.roll(60, 460), c.roll(16, 46), c.roll(10, 34)), veil(hex(0x8aa38c), 0.10))
	}
	c.blur(0, height, 16)
	c.glow(860, 300, 520, hex(0xfffaea).times(0.35))
	// The window's bars and the dark wall round it.
	frame := hex(0x3c4446)
	c.fill(box(0, 0, 150, height), down(0, height, hex(0x525a5a), hex(0x2b3133)))
	c.fill(box(1470, 0, 130, height), down(0, height, hex(0x454c4d), hex(0x262b2d)))
	c.fill(box(0, 0, width, 60), solid(hex(0x485052)))
	for _, x := range []float64{150, 472, 796, 1122, 1448} {
		c.fill(box(x, 50, 20, 720), func(px, _ float64) (rgb, float64) { return frame.to(hex(0xaab2ae), 0.6*smooth(x+14, x+20, px)), 1 })
	}
	c.fill(box(150, 272, 1310, 13), solid(frame))
	c.fill(box(150, 50, 1310, 16), solid(frame))
	c.fill(box(130, 712, 1350, 26), down(712, 738, hex(0xb9b9ac), hex(0x6d726e)))

	// Two chemists at the bench, against the light and a little out of focus.
	cloth := hex(0x2b373d)
	body := func(x, foot, tall float64, coat bool) {
		c.person(x, foot, tall, coat, func(px, py float64) (rgb, float64) {
			rim := smooth(0.112, 0.138, math.Abs(px-x)/tall)
			return cloth.times(0.8+0.3*smooth(foot, foot-tall, py)).to(hex(0xdfe7e2), 0.55*rim*smooth(800, 740, py)), 1
		})
	}
	arm := func(x0, y0, x1, y1, x2, y2, w float64) {
		c.fill(oval(x0, y0, w/2, w/2), solid(cloth))
		c.stroke(x0, y0, x1, y1, w, solid(cloth))
		c.fill(oval(x1, y1, w/2, w/2), solid(cloth))
		c.stroke(x1, y1, x2, y2, w*0.78, solid(cloth.times(1.15)))
		c.fill(oval(x2, y2, w*0.40, w*0.32), solid(cloth.times(1.3)))
	}
	body(590, 1324, 964, false)
	body(1010, 1336, 936, true)
	c.fill(oval(1064, 470, 24, 26), solid(cloth.times(1.05))) // her knot of hair
	arm(680, 604, 724, 752, 792, 728, 56)
	arm(924, 640, 886, 770, 866, 742, 54)
	c.blur(380, 850, 2)
	c.stroke(806, 704, 838, 610, 8, solid(hex(0xdfe6e2))) // a pipette
	c.stroke(838, 610, 843, 596, 3, solid(hex(0xdfe6e2)))

	// The bench and what stands on it.
	const bench = 858.0
	c.wash(bench, height, func(x, y float64) (rgb, float64) {
		n := cloud(x/90, y/12, 4)
		return hex(0x8b948f).to(hex(0x262b2c), smooth(bench, 1030, y)).times(0.8 + 0.35*n), 1
	})
	glass := func(p *path, liquid rgb, level float64) {
		x0, x1, y1 := p.x0, p.x1, p.y1
		c.fill(p, func(x, y float64) (rgb, float64) {
			u := (x - x0) / (x1 - x0)
			edge := math.Pow(math.Abs(2*u-1), 5)
			if y > level {
				depth := 0.55 + 0.6*smooth(0.9, 0.3, u)
				return liquid.times(depth).to(hex(0x1f2a2c), 0.5*edge), 0.86
			}
			return hex(0xeef4ee).to(hex(0x3b4a4c), edge), 0.20 + 0.55*edge
		})
		c.stroke(x0+(x1-x0)*0.24, p.y0+(y1-p.y0)*0.5, x0+(x1-x0)*0.20, y1-14, 4, veil(hex(0xffffff), 0.55))
		c.fill(box(x0+3, level-1.5, x1-x0-6, 3), veil(hex(0xf4fbf6), 0.35))
	}
	flask := func(x, w, h float64, liquid rgb, fill float64) {
		y := bench + 26 - h
		glass(new(path).from(x-w*0.14, y).line(x-w*0.14, y+h*0.36).line(x-w*0.5, y+h*0.94).bend(x-w*0.5, y+h, x-w*0.4, y+h).line(x+w*0.4, y+h).bend(x+w*0.5, y+h, x+w*0.5, y+h*0.94).
			line(x+w*0.14, y+h*0.36).line(x+w*0.14, y), liquid, y+h*(1-fill))
		c.stroke(x-w*0.18, y, x+w*0.18, y, 5, veil(hex(0xeef4ee), 0.8))
	}
	beaker := func(x, w, h float64, liquid rgb, fill float64) {
		y := bench + 30 - h
		glass(roundBox(x-w/2, y, w, h, 9), liquid, y+h*(1-fill))
		c.stroke(x-w/2-3, y+1, x+w/2, y+1, 4, veil(hex(0xeef4ee), 0.7))
		for k := range 5 {
			c.stroke(x+w*0.2, y+h*(0.3+0.12*float64(k)), x+w*0.36, y+h*(0.3+0.12*float64(k)), 1.6, veil(hex(0xf4f8f2), 0.7))
		}
	}
	// A stand with a burette, in the middle.
	c.fill(box(258, bench+6, 150, 16), solid(hex(0x23292b)))
	c.stroke(330, bench+10, 330, 372, 7, solid(hex(0x495254)))
	c.stroke(330, 470, 384, 470, 7, solid(hex(0x495254)))
	glass(roundBox(376, 372, 18, 340, 6), hex(0x3f8f8c), 470)
	c.stroke(385, 712, 385, 744, 4, veil(hex(0xe7efea), 0.8))
	flask(385, 122, 150, hex(0x3f9c96), 0.34)
	beaker(190, 112, 150, hex(0x87b9ae), 0.55)
	flask(520, 96, 128, hex(0xd3a24a), 0.4)
	beaker(838, 128, 168, hex(0x2f8a90), 0.5)
	flask(1172, 140, 190, hex(0xc9873e), 0.3)
	beaker(1290, 92, 118, hex(0xdfe8dc), 0.6)
	for k := range 6 { // test tubes in a rack
		x := 1376 + float64(k)*34
		glass(roundBox(x, 748, 22, 124, 11), []rgb{hex(0x2f8a90), hex(0x6fae9c), hex(0xc9873e), hex(0x9fbf9f), hex(0xd3a24a), hex(0x3f6f8a)}[k], 800+12*float64(k%3))
	}
	c.fill(box(1366, 800, 214, 13), solid(hex(0x6b5337)))
	c.fill(box(1366, 868, 214, 18), solid(hex(0x5a452d)))
	// Mussel shells in a tray, in front.
	c.fill(poly(610, 930, 1010, 930, 1050, 990, 570, 990), down(930, 990, hex(0xcfd6cf).times(0.55), hex(0x59615f)))
	for range 42 {
		x, y := c.roll(612, 1008), c.roll(934, 972)
		a := c.roll(-0.7, 0.7)
		n := c.roll(20, 32)
		dx, dy := math.Cos(a)*n, math.Sin(a)*n*0.6
		c.fill(new(path).from(x-dx, y-dy).bend(x-dy*0.9, y-n*0.55, x+dx, y+dy).bend(x+dy*0.9, y+n*0.45, x-dx, y-dy), func(px, py float64) (rgb, float64) {
			return hex(0x15202e).to(hex(0x7e94a6), smooth(y+10, y-12, py)*0.6*noise(px/3, py/2)+0.1), 1
		})
	}
	above := c.copied()
	c.wash(bench+30, 1010, func(x, y float64) (rgb, float64) {
		return above.sample(x+6*(noise(x/8, y/3)-0.5), 2*(bench+28)-y), 0.24 * (1 - smooth(bench+30, 1010, y))
	})
	return &picture{c, 0.16}
}

// stadium: stoppage time in the rain, from high in the stand.
func stadium() *picture {
	c := newCanvas(21)
	c.sky(stop{0, hex(0x0d1626)}, stop{300, hex(0x1b2b40)}, stop{420, hex(0x2c3c4c)})
	c.clouds(-40, 330, 17.1, 0.46, 520, hex(0x3f4d5e), hex(0x101a2a), 0.8)
	// The far stand and its roof.
	crowd := func(x, y, scale float64) rgb {
		n := noise(x/(3*scale), y/(3.4*scale))
		hue := noise(x/(3*scale)+90, y/(3.4*scale)+40)
		col := hex(0x3a4350)
		switch {
		case hue > 0.74:
			col = hex(0x2f8c86)
		case hue > 0.6:
			col = hex(0xd9cdb4)
		case hue < 0.14:
			col = hex(0x9a4a3a)
		}
		return col.times(0.22 + 0.75*n*n)
	}
	c.fill(poly(-10, 300, 1610, 262, 1610, 470, -10, 486), func(x, y float64) (rgb, float64) {
		row := 0.8 + 0.35*math.Sin(y*1.15)
		return crowd(x, y, 1).times(row * (0.55 + 0.75*smooth(300, 470, y))), 1
	})
	c.fill(poly(-10, 236, 1610, 190, 1610, 272, -10, 308), down(190, 300, hex(0x2b3542), hex(0x151c26)))
	for x := 0.0; x < width; x += 62 {
		c.stroke(x, 306-x*0.024, x+22, 240-x*0.028, 2.2, veil(hex(0x5a6877), 0.6))
	}
	c.fill(poly(-10, 470, 1610, 452, 1610, 486, -10, 504), func(x, y float64) (rgb, float64) { // hoardings
		k := math.Floor(x / 200)
		col := []rgb{hex(0x1e6a68), hex(0xc79a3b), hex(0x8d2f2a), hex(0x27466b)}[int(k)&3]
		letters := smooth(0.42, 0.5, noise(x/9, 7)) * smooth(0.2, 0.3, math.Mod(x/200, 1)) * (1 - smooth(0.75, 0.82, math.Mod(x/200, 1)))
		return col.times(0.75).to(hex(0xf2ead6), 0.8*letters*smooth(470, 476, y+x*0.011)*(1-smooth(488, 494, y+x*0.011))), 1
	})
	// Floodlights.
	for _, f := range [][3]float64{{150, 70, 1}, {1470, 46, 1.05}} {
		x, y, s := f[0], f[1], f[2]
		c.fill(poly(x-7*s, 300, x-4*s, y, x+4*s, y, x+7*s, 300), solid(hex(0x141a22)))
		c.fill(roundBox(x-66*s, y-34*s, 132*s, 70*s, 5), solid(hex(0x1d242d)))
		for k := range 15 {
			c.lamp(x-52*s+float64(k%5)*26*s, y-20*s+float64(k/5)*22*s, 8*s, hex(0xf4f8ff))
		}
		c.glow(x, y, 300, hex(0xcfe0f4).times(0.30))
		c.flare(x, y, 620, 60, hex(0xcfe0f4).times(0.10))
	}
	// The pitch: mown bands, lines, and the shine of the wet.
	px := func(u, v float64) (float64, float64) { // u to the right 0…1, v away from us 0…1
		z := 1 + 1.55*v
		return 800 + (u-0.5)*2500/z + 60*v, 452 + 46 + (1130-498)*(1/z-1/2.55)/(1-1/2.55)
	}
	c.wash(492, height, func(x, y float64) (rgb, float64) {
		s := (y-498)/(1130-498)*(1-1/2.55) + 1/2.55
		z := 1 / max(s, 0.05)
		v := (z - 1) / 1.55
		u := (x-60*v-800)*z/2500 + 0.5
		band := math.Floor(u * 15)
		n := cloud(u*260, v*190, 3)
		col := hex(0x2f6b37)
		if math.Mod(band+100, 2) == 0 {
			col = hex(0x3b7d41)
		}
		light := 0.62 + 0.5*math.Exp(-math.Pow((u-0.5)/0.5, 2)-math.Pow((v-0.45)/0.6, 2))
		wet := smooth(0.55, 0.8, cloud(u*30, v*16, 4)) * 0.10
		return col.times(light * (0.8 + 0.4*n)).plus(hex(0xdfeaf2).times(wet * smooth(0.2, 1, v))), 1
	})
	chalk := func(points ...[2]float64) {
		for i := 1; i < len(points); i++ {
			const parts = 26
			for k := range parts {
				t0, t1 := float64(k)/parts, float64(k+1)/parts
				a, b := points[i-1], points[i]
				x0, y0 := px(a[0]+(b[0]-a[0])*t0, a[1]+(b[1]-a[1])*t0)
				x1, y1 := px(a[0]+(b[0]-a[0])*t1, a[1]+(b[1]-a[1])*t1)
				c.stroke(x0, y0, x1, y1, 1.6+4*(y0-490)/570, veil(hex(0xeaf0e6), 0.78))
			}
		}
	}
	chalk([2]float64{0.10, -0.2}, [2]float64{0.10, 1}, [2]float64{1.2, 1})
	chalk([2]float64{0.10, 0.78}, [2]float64{0.30, 0.78}, [2]float64{0.30, 0.14}, [2]float64{0.10, 0.14})
	chalk([2]float64{0.10, 0.62}, [2]float64{0.17, 0.62}, [2]float64{0.17, 0.30}, [2]float64{0.10, 0.30})
	chalk([2]float64{0.72, -0.2}, [2]float64{0.72, 1})
	var arc [][2]float64
	for k := range 25 {
		a := -0.92 + 1.84*float64(k)/24
		arc = append(arc, [2]float64{0.225 + 0.098*math.Cos(a), 0.46 + 0.20*math.Sin(a)})
	}
	chalk(arc[1:24]...)
	arc = arc[:0]
	for k := range 41 {
		a := 2 * math.Pi * float64(k) / 40
		arc = append(arc, [2]float64{0.72 + 0.10*math.Cos(a), 0.46 + 0.21*math.Sin(a)})
	}
	chalk(arc...)
	// The goal on the left.
	g0x, g0y := px(0.10, 0.36)
	g1x, g1y := px(0.10, 0.57)
	const h = 92.0
	white := solid(hex(0xf4f4ee).times(1.1))
	far := 0.80
	for k := range 13 {
		t := float64(k) / 12
		c.stroke(g0x+(g1x-g0x)*t, g0y-h*(1-(1-far)*t)+(g1y-g0y)*t, g0x+(g1x-g0x)*t-46, g0y+(g1y-g0y)*t-10, 0.8, veil(hex(0xe9eef0), 0.4))
		c.stroke(g0x-46*t, g0y-h*(1-t)-10*t, g1x-46*t, g1y-h*far*(1-t)-10*t, 0.8, veil(hex(0xe9eef0), 0.4))
	}
	c.stroke(g0x, g0y, g0x, g0y-h, 5, white)
	c.stroke(g1x, g1y, g1x, g1y-h*far, 4, white)
	c.stroke(g0x, g0y-h, g1x, g1y-h*far, 4.5, white)

	player := func(u, v, tall float64, shirt, shorts rgb) {
		x, y := px(u, v)
		tall *= 1.1 - 0.42*v
		for _, s := range []float64{-1, 1} { // two shadows from two floodlights
			for k := range 10 {
				f := float64(k) / 10
				c.fill(oval(x+s*(4+60*f), y+9*f, 13, 3.4), veil(hex(0x0d2012), 0.10*(1-f*0.5)))
			}
		}
		c.person(x, y, tall, false, func(px, py float64) (rgb, float64) {
			t := (y - py) / tall
			col := hex(0x8a5f47)
			switch {
			case t > 0.84:
				col = hex(0x6b4a3a)
				if t > 0.94 {
					col = hex(0x1c1714)
				}
			case t > 0.48:
				col = shirt
			case t > 0.30:
				col = shorts
			case t < 0.18:
				col = shirt.times(0.8)
			}
			return col.times(0.6 + 0.7*smooth(x-tall*0.13, x+tall*0.13, px)), 1
		})
	}
	teal, cream, red, dark := hex(0x1f8a86), hex(0xeae2cc), hex(0xa83a2e), hex(0x20242c)
	player(0.128, 0.47, 116, hex(0xd8b23c), dark) // the goalkeeper
	player(0.165, 0.40, 112, teal, cream)
	player(0.20, 0.56, 112, teal, cream)
	for _, p := range [][2]float64{{0.19, 0.47}, {0.235, 0.36}, {0.27, 0.62}, {0.36, 0.44}, {0.52, 0.6}} {
		player(p[0], p[1], 112, red, dark)
	}
	player(0.25, 0.50, 112, teal, cream)
	player(0.33, 0.30, 112, teal, cream)
	player(0.42, 0.56, 112, hex(0x1a1c22), hex(0x1a1c22)) // the referee
	bx, by := px(0.15, 0.52)
	c.fill(oval(bx+20, by-96, 6, 6), white)
	// Heads of those in front of us.
	for i := range 2 {
		for x := -20.0; x < width+40; x += 74 - 8*float64(i) {
			hx := x + c.roll(-14, 14)
			hy := 1010 + 44*float64(i) + c.roll(-14, 12)
			col := hex(0x0e131a).to(hex(0x1c2630), c.dice.Float64())
			rim := func(px, py float64) (rgb, float64) {
				return col.to(hex(0x9fb6c4), 0.5*smooth(hy-18, hy-29, py)), 1
			}
			c.fill(oval(hx, hy, 22, 28), rim)
			c.fill(new(path).from(hx-58, hy+110).bend(hx-54, hy+32, hx, hy+26).bend(hx+54, hy+32, hx+58, hy+110), rim)
			if c.dice.Float64() < 0.12 { // arms up
				c.stroke(hx-40, hy+60, hx-52, hy-60, 15, solid(col))
				c.stroke(hx+40, hy+60, hx+56, hy-54, 15, solid(col))
			}
		}
	}
	c.wash(0, 760, func(x, y float64) (rgb, float64) {
		return hex(0xbfd0de), 0.10 * cloud(x/300, y/120, 4) * (1 - smooth(300, 760, y))
	})
	c.rain(1500, hex(0xdbe6f0), 0.24)
	return &picture{c, 0.20}
}
