package main

import "math"

// harbourTram: the last car of the evening on the wet quay.
func harbourTram() *picture {
	c := newCanvas(1)
	c.sky(stop{0, hex(0x26375a)}, stop{280, hex(0x6b6f8d)}, stop{520, hex(0xd59a80)}, stop{640, hex(0xf2c48d)}, stop{720, hex(0xf0cfa0)})
	c.clouds(-20, 560, 7.7, 0.45, 520, hex(0xf3b89a), hex(0x4c5473), 0.85)
	c.glow(560, 650, 400, hex(0xffc98c).times(0.30))
	haze := hex(0xdfae8c)
	c.hills(640, 14, 46, 2, haze.to(hex(0x8a7f8e), 0.45), hex(0x83798b), 4)
	for _, k := range [][3]float64{{180, 0.55, 0.25}, {420, 0.7, 0.4}, {1010, 0.62, 0.3}, {1290, 1.0, 0.62}, {1500, 0.85, 0.5}} {
		c.crane(k[0], 706, 330*k[1], haze.to(hex(0x2f3346), 0.35+0.6*k[2]))
	}
	x := -20.0
	for x < width { // sheds along the far quay
		w, h := c.roll(70, 190), c.roll(26, 62)
		c.fill(poly(x, 712, x, 712-h, x+w*0.5, 712-h-c.roll(4, 18), x+w, 712-h, x+w, 712), solid(haze.to(hex(0x34374a), 0.62)))
		for k := 0.0; k < w/26; k++ {
			if c.dice.Float64() < 0.3 {
				c.fill(box(x+8+k*26, 712-h*0.6, 7, 6), solid(hex(0xffd494).times(1.1)))
			}
		}
		x += w + c.roll(-6, 30)
	}
	c.wash(705, 760, down(705, 760, hex(0xd9a888), hex(0x806d7a)))
	c.wash(712, 760, func(x, y float64) (rgb, float64) {
		n := noise(x/40, y/2.6)
		return hex(0xf7d2a4), 0.6 * smooth(0.55, 0.9, n) * math.Exp(-math.Pow((x-560)/380, 2))
	})

	const quay = 756.0
	stone := func(x, y float64) (rgb, float64) {
		n := cloud(x/60, y/9, 4)
		return hex(0x5b5461).to(hex(0x1c1f2c), smooth(quay, 1000, y)).times(0.7 + 0.55*n), 1
	}
	c.wash(quay, height, stone)
	for _, b := range []float64{90, 470, 1330} { // bollards
		c.fill(new(path).from(b-13, quay+6).line(b-9, quay-26).bend(b-20, quay-40, b, quay-40).bend(b+20, quay-40, b+9, quay-26).line(b+13, quay+6), down(quay-40, quay, hex(0x4d4650), hex(0x191b26)))
	}
	// Overhead line.
	iron := hex(0x20222f)
	for _, px := range []float64{250, 1180} {
		c.fill(poly(px-6, quay+40, px-4, 300, px+4, 300, px+6, quay+40), solid(iron))
		c.stroke(px, 322, px+150, 348, 4, solid(iron))
		c.stroke(px, 300, px+150, 346, 2, solid(iron))
		c.fill(roundBox(px-11, quay+20, 22, 30, 3), solid(iron))
	}
	c.rope(-60, 332, 400, 346, 14, 1.6, solid(iron))
	c.rope(400, 346, 1330, 346, 22, 1.6, solid(iron))
	c.rope(1330, 346, 1700, 330, 12, 1.6, solid(iron))
	c.stroke(-10, 372, width+10, 372, 1.8, solid(iron))

	// The car: cream over dark green, a rounded end, ten windows and two doors.
	const l, r, roof, floor = 520.0, 1290.0, 468.0, 800.0
	warm := hex(0xffd08a)
	c.stroke(880, 462, 920, 416, 4, solid(iron))
	c.stroke(920, 416, 880, 376, 4, solid(iron))
	c.stroke(850, 374, 912, 374, 4, solid(iron))
	c.fill(roundBox(800, 446, 190, 22, 8), solid(hex(0x3b3a45)))
	body := new(path).from(l+8, floor).bend(l-4, 690, l+10, 560).bend(l+20, roof, l+76, roof).line(r-76, roof).bend(r-20, roof, r-10, 560).bend(r+4, 690, r-8, floor)
	c.fill(body, func(x, y float64) (rgb, float64) {
		round := 1 - 0.45*math.Pow(math.Abs(x-(l+r)/2)/((r-l)/2), 6)
		if y < 676 {
			return hex(0xd8c39c).times((0.42 + 0.22*smooth(640, roof, y)) * round), 1
		}
		return hex(0x1d4a44).times((0.85 - 0.4*smooth(676, floor, y)) * round), 1
	})
	c.fill(new(path).from(l+22, 516).bend(l+34, roof+4, l+84, roof+4).line(r-84, roof+4).bend(r-34, roof+4, r-22, 516), down(roof, 516, hex(0x9a8f83), hex(0x5c5658)))
	c.fill(box(l+4, 672, r-l-8, 6), solid(hex(0xc79a4b).times(0.8)))
	c.fill(box(l+6, 766, r-l-12, 4), solid(hex(0xc79a4b).times(0.5)))
	window := func(x, w, y, h float64) {
		c.fill(roundBox(x-4, y-4, w+8, h+8, 9), solid(hex(0x2a2326)))
		c.fill(roundBox(x, y, w, h, 7), func(px, py float64) (rgb, float64) {
			in := 1.35 - 0.55*smooth(y, y+h, py) + 0.2*noise(px/18, py/30)
			return warm.times(in), 1
		})
	}
	for k := range 7 {
		x := l + 122 + float64(k)*77
		if k == 1 || k == 5 {
			continue
		}
		window(x, 62, 538, 116)
		if k != 3 { // a passenger now and then
			px := x + 16 + c.roll(0, 26)
			c.fill(oval(px, 610, 11, 14), veil(hex(0x4a3020), 0.92))
			c.fill(new(path).from(px-26, 654).bend(px-24, 626, px, 624).bend(px+24, 626, px+26, 654), veil(hex(0x3a2a28), 0.92))
		}
	}
	for _, k := range []float64{1, 5} {
		x := l + 116 + k*77
		c.fill(roundBox(x-4, 530, 80, 252, 8), solid(hex(0x211f22)))
		window(x+2, 32, 540, 218)
		window(x+40, 32, 540, 218)
	}
	window(l+30, 64, 540, 104)
	window(r-94, 64, 540, 104)
	c.fill(roundBox(l+120, 492, 300, 26, 5), solid(hex(0x17130f)))
	for k := range 16 { // lettering of the destination, too far off to read
		c.fill(box(l+140+float64(k)*16, 499, c.roll(5, 11), 12), solid(hex(0xffb75a).times(c.roll(0.5, 1.2))))
	}
	for _, b := range []float64{640, 1010} {
		c.fill(poly(b, 792, b+164, 792, b+150, 826, b+14, 826), solid(hex(0x14151d)))
		for _, w := range []float64{36, 128} {
			c.fill(oval(b+w, 826, 25, 25), solid(hex(0x0d0e14)))
			c.fill(oval(b+w, 826, 13, 13), solid(hex(0x2b2c36)))
		}
	}
	c.fill(poly(l+14, 800, l-6, 822, l+60, 832, l+80, 800), solid(hex(0x15161e)))
	c.fill(poly(r-14, 800, r+6, 822, r-60, 832, r-80, 800), solid(hex(0x15161e)))
	c.lamp(l+26, 716, 12, hex(0xfff0cc))
	c.glow(l+26, 716, 150, hex(0xfff0cc).times(0.20))
	c.lamp(r-26, 722, 6, hex(0xff5a3c).times(0.8))

	// Rails, then what the wet stones give back.
	above := c.copied()
	const foot = 850.0
	for _, y := range []float64{852, 884} {
		c.wash(y-3, y+4, func(x, py float64) (rgb, float64) { return hex(0x14151e), 0.8 })
		c.wash(y-1, y+1.6, func(x, py float64) (rgb, float64) {
			return hex(0xe9b98a).to(hex(0x6c6a78), 0.4+0.4*math.Sin(x/300)), 0.8
		})
	}
	c.wash(foot, height, func(x, y float64) (rgb, float64) {
		d := y - foot
		n := cloud(x/46, y/11, 4)
		var sum rgb
		const taps = 15
		for k := range taps {
			sy := foot - d*(0.62+0.75*float64(k)/taps) - 14*n
			sum = sum.plus(above.sample(x+(n-0.5)*26*(0.3+d/200), max(sy, 0)))
		}
		wet := smooth(0.40, 0.66, cloud(x/210+5, y/48, 4))
		return sum.times(1.0 / taps), (0.16 + 0.50*wet) * (1 - 0.55*smooth(foot, height, y))
	})
	c.flare((l+r)/2, 842, 420, 26, warm.times(0.10))
	dark := hex(0x10121b)
	rim := func(px float64) tint {
		return func(x, y float64) (rgb, float64) { return dark.to(hex(0xe8a873), 0.7*smooth(px+22, px+31, x)), 1 }
	}
	c.person(330, 868, 236, true, rim(330))
	c.fill(roundBox(352, 778, 34, 44, 4), solid(dark)) // a bag
	c.person(424, 862, 226, false, rim(424))
	c.fill(new(path).from(408, 646).bend(424, 628, 440, 646), solid(dark)) // a cap
	c.fill(box(400, 643, 46, 5), solid(dark))
	c.wash(862, 940, func(x, y float64) (rgb, float64) {
		f := math.Exp(-math.Pow((x-326)/16, 2)) + math.Exp(-math.Pow((x-422)/14, 2))
		return dark, 0.6 * clamp(f) * (1 - smooth(862, 940, y))
	})
	return &picture{c, 0.20}
}

// crane is a harbour crane from the side, its jib up.
func (c *canvas) crane(x, foot, tall float64, col rgb) {
	u := tall / 100
	p := solid(col)
	w := 1.7 * u
	for _, s := range [][4]float64{{-14, 0, -10, 52}, {14, 0, 10, 52}, {-14, 4, 12, 30}, {14, 4, -12, 30}, {-10, 52, 12, 52}, {-12, 30, 12, 30},
		{0, 52, 0, 100}, {6, 52, 0, 100}, {0, 56, 62, 92}, {0, 64, 62, 92}, {0, 100, 62, 92}, {0, 100, -26, 58}, {-26, 58, 4, 58}} {
		c.stroke(x+s[0]*u, foot-s[1]*u, x+s[2]*u, foot-s[3]*u, w, p)
	}
	for k := 0.0; k < 6; k++ {
		c.stroke(x+(6+k*9)*u, foot-(59.5+k*5.3)*u, x+(10+k*9)*u, foot-(68+k*4.3)*u, w*0.5, p)
	}
	c.fill(box(x-8*u, foot-62*u, 13*u, 11*u), p)
	c.fill(box(x-30*u, foot-62*u, 9*u, 12*u), p)
	c.stroke(x+62*u, foot-92*u, x+62*u, foot-44*u, 0.6*u, p)
}

// hillsideHouses: tiled roofs up a slope, in warm haze.
func hillsideHouses() *picture {
	c := newCanvas(4)
	c.sky(stop{0, hex(0x9fb0b8)}, stop{160, hex(0xe3cdae)}, stop{300, hex(0xf3d6a6)})
	c.glow(1240, 90, 380, hex(0xffe2ae).times(0.35))
	haze := hex(0xeacca0)
	c.hills(190, 30, 60, 3, hex(0xd9c3a2), hex(0xb0a288), 2)
	rows := 11
	for i := range rows {
		t := float64(i) / float64(rows-1)
		y := 270 + 780*math.Pow(t, 1.25)
		size := 34 + 190*math.Pow(t, 1.3)
		air := 0.72 * math.Pow(1-t, 1.1)
		if i > 1 { // gardens between the rows
			for range 26 {
				x := c.roll(-40, width+40)
				c.bush(x, y-size*0.5+c.roll(-8, 14), size*c.roll(0.28, 0.5), hex(0x4c5a38).to(haze, air+0.1))
			}
		}
		x := -c.roll(20, 120) - size
		for x < width+40 {
			w := size * c.roll(1.05, 2.3)
			fy := y + c.roll(-0.34, 0.22)*size
			c.house(x, fy, w, size*c.roll(0.82, 1.14), air, haze)
			if c.dice.Float64() < 0.16 && i > 2 {
				c.pine(x+w*c.roll(0.9, 1.1), fy+size*0.1, size*c.roll(1.0, 1.7), hex(0x2c3a2a).to(haze, air))
			}
			x += w * c.roll(0.86, 1.12)
		}
		c.wash(y-size, y+size*0.4, func(px, py float64) (rgb, float64) {
			return haze, 0.10 * (1 - t) * cloud(px/300, py/60, 3) * 1.6
		})
	}
	wire := veil(hex(0x2e2a26), 0.75)
	poles := [][3]float64{{-60, 300, 1.4}, {410, 420, 1}, {760, 385, 0.72}, {1010, 352, 0.52}, {1190, 330, 0.38}}
	for i, p := range poles {
		foot := p[1] + 640*p[2]
		c.fill(poly(p[0]-7*p[2], foot, p[0]-4.5*p[2], p[1], p[0]+4.5*p[2], p[1], p[0]+7*p[2], foot), down(p[1], foot, hex(0x4a443c).to(haze, 0.5*(1-p[2])), hex(0x6b6252).to(haze, 0.9*(1-p[2]*0.6))))
		for k := range 3 {
			y := p[1] + (18+34*float64(k))*p[2]
			c.stroke(p[0]-46*p[2], y, p[0]+46*p[2], y, 4*p[2], wire)
			if i > 0 {
				q := poles[i-1]
				for _, s := range []float64{-44, 44} {
					c.rope(q[0]+s*q[2], q[1]+(18+34*float64(k))*q[2], p[0]+s*p[2], y, 13*p[2], 0.8+0.8*p[2], wire)
				}
			}
		}
		c.fill(roundBox(p[0]+8*p[2], p[1]+130*p[2], 34*p[2], 62*p[2], 6*p[2]), solid(hex(0x57524a).to(haze, 0.6*(1-p[2]))))
	}
	return &picture{c, 0.10}
}

// pine is a garden tree: flat clouds of needles on a leaning trunk.
func (c *canvas) pine(x, foot, tall float64, col rgb) {
	lean := c.roll(-0.12, 0.12) * tall
	c.stroke(x, foot, x+lean, foot-tall*0.85, tall*0.04, solid(col.times(0.6)))
	for k := range 5 {
		t := 0.40 + 0.14*float64(k)
		px, py := x+lean*t+c.roll(-0.14, 0.14)*tall*(1.1-t), foot-tall*t
		w := tall * (0.34 - 0.24*(t-0.4))
		for range 14 {
			dx := c.roll(-1, 1)
			c.fill(oval(px+dx*w*0.7, py+c.roll(-0.05, 0.03)*tall, w*0.24, tall*0.042), veil(col.times(c.roll(0.7, 1.25)), 0.9))
		}
	}
}

// house has a hipped, tiled roof lit from the right.
func (c *canvas) house(x, foot, w, size, air float64, haze rgb) {
	wall := hex(0xd9cdb4).to(hex(0x8d7a63), c.dice.Float64())
	if c.dice.Float64() < 0.25 {
		wall = hex(0x5d4a3a)
	}
	tile := hex(0x4a5560).to(hex(0x6b5b54), c.dice.Float64())
	high := size * c.roll(0.40, 0.56)
	c.fill(box(x, foot-high, w, high*1.6), func(px, py float64) (rgb, float64) {
		col := wall.times(0.48 + 0.34*smooth(x, x+w, px))
		col = col.times(1 - 0.45*(1-smooth(foot-high, foot-high*0.66, py))) // the eaves' shade
		return col.to(haze, air), 1
	})
	n := int(2 + w/size*1.6)
	for k := range n {
		wx := x + w*(float64(k)+0.5)/float64(n) - size*0.09
		lit := c.dice.Float64() < 0.16
		glass := hex(0x3c3630)
		if lit {
			glass = hex(0xffcf86).times(1.15)
		}
		c.fill(box(wx, foot-high*0.62, size*0.18, high*0.36), solid(glass.to(haze, air*0.8)))
		c.fill(box(wx+size*0.083, foot-high*0.62, size*0.014, high*0.36), solid(wall.times(0.3).to(haze, air)))
	}
	over, top := size*0.15, foot-high-size*c.roll(0.22, 0.36)
	in := w * c.roll(0.06, 0.24)
	l, r := x-over, x+w+over
	edge := foot - high + size*0.05
	roof := new(path).from(l, edge).bend(x+in*0.5, edge-size*0.12, x+in, top).line(x+w-in, top).bend(x+w-in*0.5, edge-size*0.12, r, edge)
	pitch := size * 0.055
	c.fill(roof, func(px, py float64) (rgb, float64) {
		side := smooth(x+w-in*1.05, x+w-in*0.75, px+(edge-py)*0.2)
		col := tile.times(0.62 + 0.55*side + 0.25*smooth(edge, top, py))
		if size > 60 {
			rib := math.Abs(math.Mod(px+5000, pitch)/pitch - 0.5)
			course := math.Mod(py+5000, pitch*0.8) / (pitch * 0.8)
			col = col.times((0.74 + 0.55*(1-2*rib)) * (0.84 + 0.2*course))
		}
		col = col.times(0.85 + 0.3*cloud(px/size*3, py/size*5, 3)).plus(hex(0xffd9a0).times(0.08 * side))
		return col.to(haze, air), 1
	})
	c.stroke(x+in-2, top, x+w-in+2, top, size*0.045, solid(tile.times(0.55).to(haze, air)))
	c.stroke(l, edge, r, edge, size*0.026, solid(tile.times(0.4).to(haze, air)))
}

func (c *canvas) bush(x, y, r float64, col rgb) {
	for range 16 {
		a, d := c.roll(0, 2*math.Pi), r*math.Sqrt(c.roll(0, 1))
		dx, dy := math.Cos(a)*d, math.Sin(a)*d*0.7
		c.fill(oval(x+dx, y+dy, r*0.3, r*0.24), veil(col.times(0.72+0.5*clamp(0.5+dx/r*0.5-dy/r*0.6)), 0.85))
	}
}

// canalCity: old fronts and a bell tower at nightfall.
func canalCity() *picture {
	c := newCanvas(7)
	c.sky(stop{0, hex(0x2c3c63)}, stop{300, hex(0x7d7690)}, stop{500, hex(0xdba489)}, stop{620, hex(0xf0c391)})
	c.clouds(0, 520, 14.2, 0.48, 460, hex(0xf5b999), hex(0x53577a), 0.8)
	c.glow(330, 600, 380, hex(0xffcb90).times(0.28))
	haze := hex(0xd9a48c)
	const quay = 706.0
	front := func(x, w, h float64, wall rgb, far float64) {
		y := quay - h
		c.fill(box(x, y, w, h), func(px, py float64) (rgb, float64) {
			stain := cloud(px/26+x, py/60, 4)
			col := wall.times((0.30 + 0.16*smooth(quay, y, py)) * (0.75 + 0.5*stain))
			col = col.to(hex(0x2b3a3a), 0.6*smooth(quay-24, quay, py))
			return col.to(haze, far), 1
		})
		c.fill(poly(x-5, y, x+6, y-w*0.10, x+w-6, y-w*0.10, x+w+5, y), solid(hex(0x6b3f34).times(0.6).to(haze, far)))
		c.fill(box(x-3, y, w+6, 4), solid(hex(0xcbb79a).times(0.4).to(haze, far)))
		floors := max(int(h/62), 2)
		cols := max(int(w/38), 2)
		for f := range floors {
			for k := range cols {
				wx := x + w*(float64(k)+0.5)/float64(cols)
				wy := y + 18 + (h-34)*float64(f)/float64(floors)
				ww, wh := 13.0, 31.0
				glass := hex(0x1d2130)
				if p := c.dice.Float64(); p < 0.34 {
					glass = hex(0xffc37a).times(0.75 + 0.9*c.dice.Float64())
				}
				win := new(path).from(wx-ww/2, wy+wh).line(wx-ww/2, wy+7).bend(wx, wy-7, wx+ww/2, wy+7).line(wx+ww/2, wy+wh)
				c.fill(box(wx-ww/2-3, wy-3, ww+6, wh+6), veil(hex(0xd8c8ac).times(0.3).to(haze, far), 0.55))
				c.fill(win, solid(glass.to(haze, far*0.7)))
				if f > 0 && c.dice.Float64() < 0.5 {
					c.fill(box(wx-ww/2-6, wy+2, 5, wh-2), solid(hex(0x2d4a44).times(0.7).to(haze, far)))
					c.fill(box(wx+ww/2+1, wy+2, 5, wh-2), solid(hex(0x2d4a44).times(0.7).to(haze, far)))
				}
			}
		}
	}
	colours := []rgb{hex(0xc98b5e), hex(0xb76a50), hex(0xd3b48a), hex(0xa8605a), hex(0xc9a27a), hex(0x8f7f79)}
	x := 250.0
	for x < 1180 { // the far end, in haze
		w := c.roll(46, 90)
		front(x, w-2, c.roll(120, 210), colours[c.dice.IntN(len(colours))], 0.5)
		x += w
	}
	// The tower behind, with its lantern and a green cap.
	brick := func(px, py float64) (rgb, float64) {
		return hex(0xa5603f).times(0.62-0.25*smooth(700, 760, px)).times(0.85+0.3*noise(px/4, py/3)).to(haze, 0.22), 1
	}
	c.fill(box(686, 210, 78, 500), brick)
	for k := range 4 {
		c.fill(box(697+float64(k)*16, 232, 4, 380), veil(hex(0x50281e), 0.35))
	}
	c.fill(box(678, 198, 94, 16), solid(hex(0xd9c6a6).times(0.6)))
	c.fill(box(688, 130, 74, 70), solid(hex(0xcdb795).times(0.55)))
	for k := range 3 {
		c.fill(roundBox(695+float64(k)*23, 142, 15, 56, 8), solid(hex(0xffcf8c).times(0.9)))
	}
	c.fill(box(680, 120, 90, 12), solid(hex(0xd9c6a6).times(0.6)))
	c.fill(poly(684, 120, 725, 18, 766, 120), func(px, _ float64) (rgb, float64) {
		return hex(0x4f8074).times(0.75-0.3*smooth(705, 750, px)).to(haze, 0.15), 1
	})
	c.stroke(725, 20, 725, -6, 3, solid(hex(0xd9b56a)))
	x = -30
	for x < 420 {
		w := c.roll(110, 170)
		front(x, w-3, c.roll(300, 440)-0.35*x*0.5, colours[c.dice.IntN(len(colours))], 0.08)
		x += w
	}
	x = 985
	for x < width {
		w := c.roll(120, 190)
		front(x, w-3, c.roll(250, 330)+0.30*(x-985), colours[c.dice.IntN(len(colours))], 0.06)
		x += w
	}
	c.fill(box(-5, quay-8, width+10, 14), down(quay-8, quay+6, hex(0x8f7f72).times(0.4), hex(0x1e1e26)))
	for k := range 15 { // lamps of the quay, and people under them
		lx := 30 + float64(k)*112 + c.roll(-14, 14)
		c.stroke(lx, quay-4, lx, quay-54, 2.4, solid(hex(0x1a1a22)))
		c.lamp(lx, quay-58, 4.2, hex(0xffdca0))
		if k%3 == 1 {
			c.person(lx+26, quay-4, 44, k%2 == 0, solid(hex(0x15161d)))
		}
	}
	c.water(quay+6, hex(0x1d2a3c), 0.90, 0.30)
	// Mooring posts and a covered boat in the foreground.
	boat := hex(0x12141d)
	c.fill(new(path).from(140, 868).bend(110, 838, 96, 800).bend(190, 862, 420, 866).bend(640, 866, 742, 812).bend(734, 862, 676, 896).bend(420, 930, 140, 868), down(800, 900, hex(0x333445), boat))
	c.fill(new(path).from(250, 866).bend(300, 812, 420, 812).bend(540, 812, 590, 862), down(812, 866, hex(0x2c4a56).times(0.8), hex(0x1a2530)))
	c.stroke(742, 812, 752, 786, 5, solid(boat))
	for i, px := range []float64{824, 884, 1290, 1352, 70} {
		top := 730 + 22*float64(i%3)
		c.fill(poly(px-9, 960+20*float64(i%2), px-7, top, px+7, top, px+9, 960+20*float64(i%2)), func(xx, yy float64) (rgb, float64) {
			band := math.Mod(yy+xx*0.6+1000, 56)
			col := hex(0xd9c6a6).times(0.42)
			if band < 28 {
				col = hex(0x8d2f2a).times(0.6)
			}
			return col.times(1.1 - 0.7*smooth(px-8, px+8, xx)), 1
		})
		c.fill(oval(px, top, 9, 7), solid(hex(0xd9a85a).times(0.8)))
		c.wash(958, 1050, func(xx, yy float64) (rgb, float64) {
			return hex(0x0d1018), 0.5 * math.Exp(-math.Pow((xx-px-5*math.Sin(yy/6))/9, 2)) * (1 - smooth(958, 1050, yy))
		})
	}
	return &picture{c, 0.18}
}

// lanternStreet: a steep lane in the rain, lanterns on both sides.
func lanternStreet() *picture {
	c := newCanvas(20)
	c.sky(stop{0, hex(0x0f1828)}, stop{300, hex(0x1d2b40)}, stop{520, hex(0x574b52)}, stop{640, hex(0x8a6a55)})
	const vx, vy = 830.0, 560.0 // where the lane vanishes
	c.glow(vx, vy-20, 240, hex(0xffb978).times(0.30))
	c.fill(poly(vx-40, vy+10, vx+40, vy+10, width+300, height, -300, height), func(x, y float64) (rgb, float64) {
		d := (y - vy) / (height - vy)
		u := (x - vx) / max(y-vy, 1)
		row := math.Log(max(y-vy, 2)) * 9
		joint := smooth(0.86, 1, math.Mod(row, 1)) + smooth(0.9, 1, math.Mod(u*9+math.Floor(row)*0.5+100, 1))
		n := cloud(x/(6+60*d), y/(2+14*d), 4)
		return hex(0x4a4552).times(0.36 + 0.5*n).times(1 - 0.5*clamp(joint)), 1
	})
	haze := hex(0x7a6158)
	type lantern struct{ x, y, r float64 }
	var lanterns []lantern
	for i := range 8 { // houses from far to near
		z := 9.4 * math.Pow(0.70, float64(i)) // distance
		for _, side := range []float64{-1, 1} {
			s := 1 / z
			next := 1 / (z * 0.70)
			x0, x1 := vx+side*560*s*1.05, vx+side*560*next*1.05
			ground0, ground1 := vy+(height-vy)*s*0.96, vy+(height-vy)*next*0.96
			tall := 880.0
			if (i+int(side))%3 == 0 {
				tall = 730
			}
			top0, top1 := ground0-tall*s, ground1-tall*next
			air := 0.62 * math.Pow(1-float64(i)/7.5, 1.4)
			wood := hex(0x2f211d).to(hex(0x46302a), c.dice.Float64())
			wall := func(x, y float64) (rgb, float64) {
				t := (x - x0) / (x1 - x0)
				plank := math.Mod(math.Abs(t)*14, 1)
				col := wood.times(0.62 + 0.4*smooth(0.0, 0.2, plank)*noise(t*14, 3))
				col = col.plus(hex(0xff9d50).times(0.05 * math.Exp(-math.Pow((y-(top0+(ground0-top0)*0.5))/(tall*s*0.34), 2))))
				return col.to(haze, air), 1
			}
			c.fill(poly(x0, ground0, x1, ground1, x1, top1, x0, top0), wall)
			quad := func(u0, u1, v0, v1 float64, t tint) { // a part of the front, u along it, v from the ground up
				px := func(u float64) float64 { return x0 + (x1-x0)*u }
				py := func(u, v float64) float64 {
					g, top := ground0+(ground1-ground0)*u, top0+(top1-top0)*u
					return g + (top-g)*v
				}
				c.fill(poly(px(u0), py(u0, v0), px(u1), py(u1, v0), px(u1), py(u1, v1), px(u0), py(u0, v1)), t)
			}
			paper := func(b float64) tint {
				return func(x, y float64) (rgb, float64) {
					return hex(0xffc98a).times(b*(0.7+0.5*noise(x/(18*s*4), y/(14*s*4)))).to(haze, air*0.5), 1
				}
			}
			bright := 0.20 + 0.6*c.dice.Float64()
			quad(0.14, 0.52, 0.02, 0.34, paper(bright))
			for k := range 6 {
				u := 0.14 + 0.38*float64(k)/5
				quad(u-0.006, u+0.006, 0.02, 0.34, solid(wood.times(0.4).to(haze, air)))
			}
			quad(0.14, 0.52, 0.17, 0.18, solid(wood.times(0.4).to(haze, air)))
			quad(0.62, 0.88, 0.02, 0.36, solid(hex(0x120d0e).to(haze, air)))
			quad(0.60, 0.90, 0.24, 0.37, solid(hex(0x28384f).times(0.7).to(haze, air)))
			if c.dice.Float64() < 0.7 {
				quad(0.2, 0.8, 0.55, 0.76, paper(0.10+0.35*c.dice.Float64()))
				for k := range 9 {
					u := 0.2 + 0.6*float64(k)/8
					quad(u-0.008, u+0.008, 0.55, 0.76, solid(wood.times(0.45).to(haze, air)))
				}
			}
			// Two eaves that reach into the lane.
			for _, v := range []float64{0.43, 1} {
				e0x, e1x := x0-side*70*s, x1-side*70*next
				e0, e1 := ground0+(top0-ground0)*v, ground1+(top1-ground1)*v
				c.fill(poly(x0+side*20*s, e0-64*s, x1+side*20*next, e1-64*next, e1x, e1+14*next, e0x, e0+14*s), func(x, y float64) (rgb, float64) {
					t := (x - x0) / (x1 - x0)
					rib := math.Sin(math.Pi * math.Mod(math.Abs(t)*22+8, 1))
					return hex(0x222a35).times(0.55+0.55*rib).to(haze, air), 1
				})
			}
			lanterns = append(lanterns, lantern{x0 - side*62*s, ground0 + (top0-ground0)*0.43 + 62*s, 34 * s})
			m := (s + next) / 2
			lanterns = append(lanterns, lantern{vx + side*560*m*1.05 - side*62*m, vy + (height-vy)*m*0.96 - tall*m*0.43 + 62*m, 34 * m})
		}
	}
	for i, l := range lanterns {
		col := []rgb{hex(0xff8a3c), hex(0xff5f38), hex(0xffb057)}[i%3]
		c.glow(l.x, l.y, l.r*5, col.times(0.22))
		c.glow(l.x, l.y, l.r*2, col.times(0.32))
		c.stroke(l.x, l.y-l.r*2.1, l.x, l.y-l.r*1.2, max(l.r*0.06, 0.8), solid(hex(0x1a1214)))
		c.fill(roundBox(l.x-l.r*0.82, l.y-l.r*1.15, l.r*1.64, l.r*2.3, l.r*0.8), func(x, y float64) (rgb, float64) {
			across := (x - l.x) / l.r
			rib := math.Abs(math.Mod((y-l.y)/l.r*5+50, 1) - 0.5)
			hot := math.Exp(-math.Pow((y-l.y-l.r*0.2)/l.r/0.8, 2))
			return col.times(0.55 + 1.25*hot*(1-0.6*across*across)).times(0.8 + 0.4*rib), 1
		})
		c.fill(box(l.x-l.r*0.45, l.y-l.r*1.3, l.r*0.9, l.r*0.22), solid(hex(0x150f10)))
		c.fill(box(l.x-l.r*0.45, l.y+l.r*1.08, l.r*0.9, l.r*0.22), solid(hex(0x150f10)))
	}
	// The wet lane mirrors what is above it.
	above := c.copied()
	c.wash(vy+40, height, func(x, y float64) (rgb, float64) {
		d := y - vy
		u := math.Abs(x-vx) / d
		n := cloud(x/30, y/12, 4)
		var sum rgb
		const taps = 13
		for k := range taps {
			sum = sum.plus(above.sample(x+(n-0.5)*34, max(vy+30-d*(0.15+0.95*float64(k)/taps)-20*n, 0)))
		}
		wet := 0.18 + 0.55*smooth(0.36, 0.66, cloud(x/170+2, y/50, 4))
		return sum.times(1.25 / taps), wet * (1 - smooth(0.95, 1.35, u))
	})
	c.wash(300, 760, func(x, y float64) (rgb, float64) {
		return hex(0xc08a62), 0.22 * math.Exp(-math.Pow((x-vx)/230, 2)-math.Pow((y-vy)/120, 2))
	})
	for k, p := range []struct{ x, z float64 }{{-120, 5.2}, {130, 4.4}, {-60, 3.5}, {-215, 2.75}, {175, 2.5}} { // people under umbrellas
		px, foot := vx+p.x/p.z*1.6, vy+(height-vy)/p.z*0.96
		tall := 440 / p.z
		air := 0.30 * smooth(1.5, 6, p.z)
		for n := range 12 {
			f := float64(n) / 12
			c.fill(oval(px, foot+tall*0.35*f, tall*0.10, tall*0.03), veil(hex(0x0c0a0e), 0.16*(1-f)))
		}
		c.person(px, foot, tall, k%2 == 0, func(x, _ float64) (rgb, float64) {
			return hex(0x14121a).to(hex(0xffa45c), 0.45*smooth(0.09, 0.135, math.Abs(x-px)/tall)).to(haze, air), 1
		})
		cloth := []rgb{hex(0x8a2f2c), hex(0x2f5a68), hex(0xb99a5a), hex(0x33343f), hex(0x7a3a3a)}[k]
		uy := foot - tall*0.94
		c.fill(new(path).from(px-tall*0.33, uy+tall*0.06).cube(px-tall*0.28, uy-tall*0.22, px+tall*0.28, uy-tall*0.22, px+tall*0.33, uy+tall*0.06).
			bend(px+tall*0.22, uy+tall*0.015, px+tall*0.11, uy+tall*0.05).bend(px, uy+tall*0.01, px-tall*0.11, uy+tall*0.05).
			bend(px-tall*0.22, uy+tall*0.015, px-tall*0.33, uy+tall*0.06), func(x, y float64) (rgb, float64) {
			return cloth.times(0.42+0.5*smooth(0.05, 0.33, math.Abs(x-px)/tall)).to(haze, air), 1
		})
	}
	c.rain(900, hex(0xd8c4b4), 0.20)
	return &picture{c, 0.22}
}

// bayBridge: a long suspension bridge at sunrise, half in the haze.
func bayBridge() *picture {
	c := newCanvas(23)
	c.sky(stop{0, hex(0x6d86a3)}, stop{250, hex(0xc4a9ab)}, stop{470, hex(0xf0b99b)}, stop{620, hex(0xf9d3a6)})
	c.clouds(10, 480, 31.7, 0.52, 620, hex(0xffd9bd), hex(0x9c93a8), 0.6)
	c.glow(420, 560, 420, hex(0xffd09a).times(0.35))
	c.glow(420, 578, 64, hex(0xfff0cf).times(0.9))
	haze := hex(0xf0c3a0)
	c.hills(600, 16, 58, 3, hex(0xe6b89e), hex(0xb58f8e), 9.1)
	// Towers stand along a line into the picture; the deck falls away with them.
	type mast struct{ x, foot, deck, top, near float64 }
	masts := []mast{{1240, 700, 520, 130, 1}, {560, 668, 596, 398, 0.42}, {250, 660, 620, 520, 0.2}}
	end := mast{120, 656, 634, 590, 0.1}
	steel := func(near float64) rgb { return haze.to(hex(0x43505f), 0.12+0.78*near) }
	span := func(a, b mast, sag float64) {
		const parts = 44
		for i := range parts {
			t0, t1 := float64(i)/parts, float64(i+1)/parts
			// Equal steps on the bridge are shorter on the picture the farther they are.
			f := func(t float64) float64 { k := a.near / b.near; return t / (t + k*(1-t)) }
			u0, u1 := f(t0), f(t1)
			if a.near == b.near {
				u0, u1 = t0, t1
			}
			at := func(u, t float64) (x, deck, cable, near float64) {
				x = a.x + (b.x-a.x)*u
				deck = a.deck + (b.deck-a.deck)*u
				near = a.near + (b.near-a.near)*u
				tower := (a.top-a.deck)*(1-u) + (b.top-b.deck)*u
				cable = deck + tower*(1-sag*4*t*(1-t))
				return
			}
			x0, d0, c0, n0 := at(u0, t0)
			x1, d1, c1, n1 := at(u1, t1)
			col := solid(steel(n0))
			c.stroke(x0, c0, x1, c1, 1.2+4.6*n0, col)
			c.stroke(x0, c0, x0, d0, 0.5+1.1*n0, veil(steel(n0), 0.75))
			c.fill(poly(x0, d0, x1, d1, x1, d1+4+22*n1, x0, d0+4+22*n0), down(d0, d0+4+22*n0, steel(n0).to(haze, 0.15), steel(n0).times(0.8)))
			c.stroke(x0, d0+4+22*n0, x1, d1+2, 0.5+1.2*n0, col)
		}
	}
	legs := func(m mast) {
		w := 5 + 15*m.near
		gap := 8 + 30*m.near
		light := func(x, y float64) (rgb, float64) {
			return steel(m.near).to(hex(0xffd0a0), 0.38*smooth(m.x+6*m.near, m.x-gap-w, x)).to(haze, 0.35*smooth(m.deck, m.foot, y)), 1
		}
		for _, s := range []float64{-1, 1} {
			c.fill(poly(m.x+s*gap-w, m.foot, m.x+s*gap*0.8-w*0.62, m.top-8*m.near, m.x+s*gap*0.8+w*0.62, m.top-8*m.near, m.x+s*gap+w, m.foot), light)
		}
		h := m.deck - m.top
		for _, f := range []float64{0.02, 0.36, 0.70, 1.08} {
			c.fill(box(m.x-gap, m.top+h*f, 2*gap, 4+13*m.near), light)
		}
		for _, f := range []float64{0.06, 0.40, 0.74} {
			c.stroke(m.x-gap*0.8, m.top+h*f+12*m.near, m.x+gap*0.8, m.top+h*(f+0.29), 1+3.4*m.near, solid(steel(m.near)))
			c.stroke(m.x+gap*0.8, m.top+h*f+12*m.near, m.x-gap*0.8, m.top+h*(f+0.29), 1+3.4*m.near, solid(steel(m.near)))
		}
		c.fill(roundBox(m.x-gap*2.3, m.foot-10*m.near, gap*4.6, 10+22*m.near, 4), solid(steel(m.near).times(0.85)))
		c.lamp(m.x, m.top-14*m.near, 1+2.4*m.near, hex(0xff6a4a))
	}
	span(masts[2], end, 0.9)
	legs(masts[2])
	span(masts[1], masts[2], 0.93)
	legs(masts[1])
	span(masts[0], masts[1], 0.94)
	span(masts[0], mast{1900, 760, 400, -260, 1.45}, 0.95)
	legs(masts[0])
	c.wash(560, 720, func(x, y float64) (rgb, float64) {
		n := cloud(x/420+6, y/50, 5)
		return hex(0xf7d8b8), 0.8 * math.Exp(-math.Pow((y-650)/40, 2)) * smooth(0.36, 0.62, n) * (1 - 0.6*smooth(700, 1500, x))
	})
	c.water(684, hex(0x6a7384), 0.90, 0.16)
	c.glitter(420, 684, 150, hex(0xffdcab).times(0.6))
	c.wash(640, 760, func(_, y float64) (rgb, float64) { return hex(0xf4cfae), 0.35 * math.Exp(-math.Pow((y-690)/26, 2)) })
	// A fishing boat going out, its wake behind it.
	b := hex(0x2d3340)
	c.fill(new(path).from(700, 838).line(712, 862).line(812, 862).bend(836, 856, 846, 832).line(800, 842).line(740, 842), down(832, 862, hex(0x4d5566), b))
	c.fill(poly(728, 842, 732, 814, 764, 814, 768, 842), solid(hex(0xe4d5c0).times(0.7)))
	c.fill(box(738, 820, 20, 10), solid(hex(0x39414f)))
	c.stroke(775, 842, 775, 782, 2.2, solid(b))
	c.rope(775, 784, 842, 834, 2, 1, solid(b))
	c.person(794, 844, 36, false, solid(b))
	for range 16 { // gulls after the net
		x, y := c.roll(560, 840), c.roll(720, 812)
		w := c.roll(4, 9)
		c.stroke(x-w, y-w*0.5, x, y, 1.5, solid(hex(0xf8efe4)))
		c.stroke(x, y, x+w, y-w*0.45, 1.5, solid(hex(0xf8efe4)))
	}
	c.wash(850, 900, func(x, y float64) (rgb, float64) {
		n := noise(x/14, y/3)
		f := smooth(0.5, 0.85, n) * smooth(380, 700, x) * (1 - smooth(800, 850, x)) * math.Exp(-math.Pow((y-864)/(4+max(820-x, 0)/50), 2))
		return hex(0xffe9d2), 0.6 * clamp(f)
	})
	return &picture{c, 0.12}
}
