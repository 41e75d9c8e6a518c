package main

import "math"

// offshoreWind: a row of turbines goes off into the morning haze.
func offshoreWind() *picture {
	c := newCanvas(8)
	haze := hex(0xe9d9c6)
	c.sky(stop{0, hex(0x7fa3b5)}, stop{330, hex(0xb9c9c8)}, stop{640, hex(0xecd9bf)}, stop{705, hex(0xf2dcbd)})
	c.clouds(20, 640, 3.1, 0.5, 420, hex(0xf7eee2), hex(0x9fb2bb), 0.75)
	c.glow(1130, 560, 260, hex(0xffd9a0).times(0.35))
	c.glow(1130, 560, 46, hex(0xfff0d0).times(1.1))
	c.hills(690, 8, 22, 2, haze.to(hex(0xa9b7ba), 0.35), hex(0x9fb0b6), 12)

	turbine := func(x, foot, tall, turn, near float64) {
		col := haze.to(hex(0x3f5260), 0.30+0.64*near)
		body := func(px, _ float64) (rgb, float64) { return col.to(hex(0xf6efe4), 0.22*smooth(-2, tall*0.01, px-x)), 1 }
		w := tall * 0.011
		c.fill(poly(x-w, foot, x-w*0.45, foot-tall, x+w*0.45, foot-tall, x+w, foot), body)
		hub := foot - tall
		for k := range 3 {
			a := turn + float64(k)*2*math.Pi/3
			dx, dy := math.Sin(a), -math.Cos(a)
			n := tall * 0.62
			root := tall * 0.016
			c.fill(new(path).from(x-dy*root*0.4, hub+dx*root*0.4).
				bend(x+dx*n*0.25-dy*root*1.6, hub+dy*n*0.25+dx*root*1.6, x+dx*n, hub+dy*n).
				line(x+dy*root*0.5, hub-dx*root*0.5), body)
		}
		c.fill(roundBox(x-tall*0.014, hub-tall*0.012, tall*0.045, tall*0.024, tall*0.01), body)
		c.fill(oval(x, hub, tall*0.015, tall*0.015), body)
		c.fill(poly(x-w*2.6, foot, x-w*1.7, foot-tall*0.045, x+w*1.7, foot-tall*0.045, x+w*2.6, foot), solid(haze.to(hex(0xc08a2e), 0.3+0.6*near)))
	}
	for _, t := range [][4]float64{{1330, 120, 0.3, 0.05}, {1010, 150, 1.2, 0.1}, {1205, 170, 0.7, 0.14}, {860, 235, 0.2, 0.3}, {640, 330, 0.9, 0.55}} {
		turbine(t[0], 704, t[1], t[2], t[3])
	}
	turbine(330, 708, 560, 0.42, 1)

	c.water(706, hex(0x44606b), 0.86, 0.22)
	c.glitter(1130, 706, 190, hex(0xffe0ad).times(0.55))
	c.wash(640, 800, func(_, y float64) (rgb, float64) { return haze, 0.45 * math.Exp(-math.Pow((y-706)/34, 2)) })
	// A workboat gives the size.
	boat := hex(0x2c3a42)
	c.fill(poly(905, 772, 925, 788, 1001, 788, 1016, 768, 985, 772), solid(boat))
	c.fill(poly(925, 772, 930, 750, 958, 750, 962, 772), solid(hex(0xd9d2c4)))
	c.stroke(944, 750, 944, 726, 1.6, solid(boat))
	c.wash(788, 806, func(x, y float64) (rgb, float64) {
		return boat, 0.4 * smooth(900, 925, x) * (1 - smooth(995, 1020, x)) * (1 - (y-788)/18)
	})
	return &picture{c, 0.10}
}

// nightFerry: the night boat under a broken, moonlit sky, with an island ahead.
func nightFerry() *picture {
	c := newCanvas(2)
	c.sky(stop{0, hex(0x0a1424)}, stop{380, hex(0x16273c)}, stop{600, hex(0x2d4257)}, stop{640, hex(0x3c4f60)})
	c.wash(0, 420, func(x, y float64) (rgb, float64) {
		n := noise(x*1.7+300, y*1.7)
		return hex(0xdfe8ff), smooth(0.985, 1, n) * (1 - y/420) * 0.9
	})
	c.clouds(-90, 620, 9.4, 0.47, 380, hex(0x6d8096), hex(0x13202f), 0.9)
	c.glow(1210, 210, 330, hex(0x8fa9c8).times(0.22))
	c.glow(1210, 210, 90, hex(0xdbe7f5).times(0.35))
	c.fill(oval(1210, 210, 25, 25), solid(hex(0xfdf6e3).times(1.5)))
	c.clouds(150, 330, 4.2, 0.52, 300, hex(0x8c9cad), hex(0x1b2a3a), 0.85)
	island := func(x float64) float64 {
		return 640 - 128*math.Exp(-math.Pow((x-1270)/190, 2)) - 74*math.Exp(-math.Pow((x-1060)/120, 2)) - 14*(cloud(x/40, 2, 4)-0.5) + 8
	}
	c.fill(under(760, width+3, 645, island), down(500, 645, hex(0x131f2c), hex(0x263747)))
	for range 26 {
		x := c.roll(960, 1500)
		c.lamp(x, 632-c.roll(0, 16), 1.1, hex(0xffc887))
	}
	c.lamp(1402, 560, 2.6, hex(0xfff1cf))
	c.glow(1402, 560, 60, hex(0xfff1cf).times(0.25))

	// The ship, broadside, under way to the right.
	hull, paint := hex(0x0f1a26), hex(0x95a2ab)
	c.fill(new(path).from(300, 664).line(322, 596).line(850, 590).bend(905, 588, 950, 566).bend(926, 630, 900, 664), down(570, 664, hex(0x213246), hull))
	c.fill(poly(316, 620, 322, 606, 936, 596, 930, 610), solid(hex(0x8d2f2a).times(0.55)))
	deck := func(x, y, w, h float64) {
		c.fill(roundBox(x, y, w, h, 7), down(y, y+h, paint.times(0.62), paint.times(0.36)))
	}
	deck(352, 548, 490, 50)
	deck(396, 506, 400, 46)
	deck(470, 470, 270, 40)
	c.fill(poly(690, 474, 700, 440, 778, 440, 798, 474), down(440, 474, paint.times(0.7), paint.times(0.45)))
	c.fill(poly(500, 472, 512, 408, 566, 408, 574, 472), down(408, 472, hex(0x7c3129).times(0.8), hex(0x3a1c1c)))
	c.fill(box(511, 420, 56, 11), solid(hex(0xcfc8b8).times(0.5)))
	c.stroke(640, 470, 640, 392, 3, solid(paint.times(0.5)))
	c.rope(640, 394, 940, 566, 12, 1, veil(paint, 0.4))
	c.rope(640, 394, 322, 590, 12, 1, veil(paint, 0.3))
	warm := hex(0xffca7a)
	row := func(x0, x1, y, w, h, gap, lit float64) {
		for x := x0; x < x1; x += gap {
			bright := 0.25
			if c.dice.Float64() < lit {
				bright = c.roll(1.0, 1.7)
			}
			c.fill(roundBox(x, y, w, h, 2), solid(warm.times(bright)))
		}
	}
	row(368, 830, 562, 15, 14, 24, 0.8)
	row(410, 786, 519, 15, 14, 24, 0.72)
	row(484, 690, 482, 13, 13, 22, 0.6)
	row(704, 784, 449, 17, 13, 20, 0.9)
	row(350, 860, 634, 5, 5, 30, 0.5)
	for _, l := range [][2]float64{{345, 590}, {640, 390}, {846, 583}, {932, 560}, {470, 466}, {740, 436}} {
		c.lamp(l[0], l[1], 2.6, hex(0xffe2ac))
	}
	c.glow(600, 560, 330, warm.times(0.10))
	c.wash(380, 470, func(x, y float64) (rgb, float64) { // smoke trails behind
		n := cloud(x/70+8, y/40, 4)
		f := smooth(0.42, 0.8, n) * smooth(60, 520, x) * (1 - smooth(500, 560, x)) * math.Exp(-math.Pow((y-415-(540-x)*0.03)/22, 2))
		return hex(0x46525e), 0.6 * f
	})
	c.water(652, hex(0x0b1622), 0.9, 0.34)
	c.glitter(1210, 652, 110, hex(0xcfdcec).times(0.6))
	c.wash(650, 690, func(x, y float64) (rgb, float64) { // bow wave and wake
		n := noise(x/9, y/4)
		f := smooth(0.45, 0.9, n) * math.Exp(-math.Pow((y-664-3*math.Sin(x/60))/5, 2)) * smooth(60, 320, x) * (1 - smooth(880, 930, x))
		return hex(0x93a7b5), 0.5 * f
	})
	return &picture{c, 0.20}
}

// weatherBuoy: open sea, a long swell, one instrument.
func weatherBuoy() *picture {
	c := newCanvas(5)
	c.sky(stop{0, hex(0x3f5a6b)}, stop{260, hex(0x7d949c)}, stop{455, hex(0xd6d3c2)})
	c.clouds(-20, 452, 21.3, 0.40, 560, hex(0xf0ece0), hex(0x56697a), 0.95)
	c.glow(470, 300, 330, hex(0xfff3d8).times(0.22))
	buoyAt := 6
	for i := range 11 { // swells from the horizon to the bow
		t := float64(i) / 10
		y := 448 + 560*t*t
		rise, length := 4+64*t*t, 130+560*t
		crest := func(x float64) float64 {
			return y - rise*2*(cloud(x/length+float64(i)*7.7, float64(i)*3.1, 3)-0.5) - rise*0.14*(cloud(x/length*9, float64(i), 3)-0.5)
		}
		deep := hex(0x5d757d).to(hex(0x132c36), math.Sqrt(t))
		lit := hex(0xb9c4bd).to(hex(0x5d8a88), t)
		depth := 24 + 190*t
		c.fill(under(-3, width+3, height, crest), func(x, yy float64) (rgb, float64) {
			d := (yy - crest(x)) / depth
			ripple := cloud(x/(14+70*t), yy/(2.2+7*t)+float64(i), 4)
			col := lit.to(deep, smooth(-0.05, 0.55, d+1.1*(ripple-0.5)))
			sheen := math.Exp(-math.Pow((x-520)/(300+300*t), 2)) * smooth(0.60, 0.86, ripple) * (1 - 0.6*smooth(0, 1.4, d))
			return col.plus(hex(0xf4e8cb).times(0.5 * sheen)), 1
		})
		c.wash(y-rise*2, y+depth*0.5, func(x, yy float64) (rgb, float64) { // foam along the crest
			d := yy - crest(x)
			if d < 0 || t < 0.15 {
				return rgb{}, 0
			}
			where := smooth(0.60, 0.72, noise(x/(120+260*t)+float64(i)*4.4, 3)) // few crests break
			n := cloud(x/(9+26*t), yy/(3+7*t)+float64(i)*3, 5)
			return hex(0xe8ebe4), 0.9 * where * smooth(0.44, 0.62, n-d/(90+60*t)) * math.Exp(-d/(6+16*t))
		})
		if i == buoyAt {
			c.buoy(1010, crest(1010)+34)
		}
	}
	return &picture{c, 0.08}
}

// buoy leans on the swell, its float half under water.
func (c *canvas) buoy(x, y float64) {
	const lean = 0.16
	at := func(dx, dy float64) (float64, float64) {
		return x + dx*math.Cos(lean) + dy*math.Sin(lean), y - dy*math.Cos(lean) + dx*math.Sin(lean)
	}
	shape := func(t tint, points ...float64) {
		q := make([]float64, len(points))
		for i := 0; i < len(points); i += 2 {
			q[i], q[i+1] = at(points[i], points[i+1])
		}
		c.fill(poly(q...), t)
	}
	bar := func(x0, y0, x1, y1, w float64) {
		a, b := at(x0, y0)
		d, e := at(x1, y1)
		c.stroke(a, b, d, e, w, func(px, _ float64) (rgb, float64) { return hex(0x40474a).to(hex(0xa9a48f), smooth(a+6, a-6, px)), 1 })
	}
	yellow := func(px, py float64) (rgb, float64) {
		across := ((px-x)*math.Cos(lean) + (py-y)*math.Sin(lean) + 80) / 160
		grime := cloud(px/22, py/30, 4)
		col := hex(0xf0c04a).to(hex(0x8a5a18), smooth(0.2, 1, across))
		return col.times(0.75+0.45*grime).to(hex(0x3c3a2c), smooth(30, -20, (y-py))*0.7), 1
	}
	shape(yellow, -78, -30, -84, 8, -70, 34, 70, 34, 84, 8, 78, -30)
	shape(solid(hex(0xf6d57a)), -70, 34, -62, 42, 62, 42, 70, 34)
	bar(-52, 40, -16, 190, 7)
	bar(52, 40, 16, 190, 7)
	bar(-6, 40, 0, 190, 5)
	bar(-40, 92, 40, 92, 5)
	bar(-28, 140, 28, 140, 5)
	shape(solid(hex(0x1d2b3c)), -38, 100, -24, 134, 22, 134, 36, 100)
	shape(veil(hex(0x8fb3c6), 0.5), -34, 104, -23, 130, -4, 130, -6, 104)
	shape(solid(hex(0x5a5f5c)), -26, 190, -26, 198, 26, 198, 26, 190)
	bar(0, 196, 0, 268, 4)
	bar(-22, 250, 22, 250, 3)
	shape(solid(hex(0xc9c4b2)), -30, 244, -30, 256, -20, 260, -20, 240)
	shape(solid(hex(0xb4472f)), -9, 198, -9, 222, 9, 222, 9, 198)
	lx, ly := at(0, 272)
	c.lamp(lx, ly, 4, hex(0xffe9b8))
	// The sea closes over the foot of it.
	c.wash(y-6, y+62, func(px, py float64) (rgb, float64) {
		edge := y + 8 + 9*(cloud(px/26, 3, 3)-0.5)*2 + (px-x)*0.06
		f := smooth(edge-3, edge+4, py) * (1 - smooth(96, 120, math.Abs(px-x)))
		n := cloud(px/20, py/7, 4)
		return hex(0x4f7477).to(hex(0xe6e8df), smooth(0.5, 0.72, n)*math.Exp(-math.Abs(py-edge)/18)), f
	})
}

// seagrass: four metres down, looking up through the meadow.
func seagrass() *picture {
	c := newCanvas(15)
	c.sky(stop{0, hex(0xc9efe2)}, stop{150, hex(0x7cc9c4)}, stop{430, hex(0x2f8f98)}, stop{800, hex(0x115766)}, stop{1067, hex(0x0a3644)})
	c.wash(0, 330, func(x, y float64) (rgb, float64) { // the surface from below
		s := 0.3 + y/330
		n := cloud(x/(150/s)+3, y/(26/s), 4)
		v := math.Abs(n - 0.5)
		return hex(0xf4fff4).times(1.1), (1 - smooth(0, 0.085, v)) * (1 - smooth(40, 300, y)) * (0.35 + 0.65*math.Exp(-math.Pow((x-980)/480, 2)))
	})
	c.glow(980, -20, 420, hex(0xeafff0).times(0.55))
	for range 17 {
		x := c.roll(620, 1340)
		w := c.roll(14, 70)
		far := x + (x-980)*1.25
		c.beam(x, x+w, -5, far-30, far+w*2.6, c.roll(620, 960), hex(0xc8fff0), c.roll(0.05, 0.2))
	}
	blade := func(x, foot, tall, lean, w float64, root, tip rgb) {
		tx := x + lean
		ty := foot - tall
		c.fill(new(path).from(x-w, foot).cube(x-w+lean*0.02, foot-tall*0.45, tx-lean*0.75-w, ty+tall*0.22, tx, ty).
			cube(tx-lean*0.75+w, ty+tall*0.25, x+w+lean*0.05, foot-tall*0.4, x+w, foot), func(px, py float64) (rgb, float64) {
			u := (foot - py) / tall
			return root.to(tip, u*u).times(0.85 + 0.35*noise(px/3, py/60)), 1
		})
	}
	layers := 6
	for i := range layers {
		t := float64(i) / float64(layers-1)
		water := hex(0x2b8790)
		root := water.to(hex(0x072a24), 0.25+0.75*t)
		tip := water.to(hex(0x8fbf5a), 0.2+0.6*t)
		base := 760 + 330*t
		if i > 0 {
			c.fill(under(-3, width+3, height, func(x float64) float64 {
				return base - 30 - 40*(cloud(x/300+float64(i), 1, 3)-0.5)
			}), solid(root))
		}
		n := 210 - int(120*t)
		for range n {
			x := c.roll(-60, width+60)
			sway := 60 + 90*t
			lean := sway*(noise(x/260+float64(i)*5, 2)-0.25)*1.6 + c.roll(-18, 18)
			tall := (150 + 300*t) * c.roll(0.55, 1.1)
			light := math.Exp(-math.Pow((x-980)/620, 2))
			blade(x, base+20, tall, lean, 2+6.5*t*c.roll(0.7, 1.1), root, tip.times(0.65+0.75*light))
		}
		if i == 2 {
			for range 15 {
				c.fish(c.roll(380, 1250), c.roll(430, 690), c.roll(14, 30), c.roll(-0.25, 0.2), 0.5)
			}
			c.wash(300, height, func(_, y float64) (rgb, float64) { return hex(0x2b8790), 0.20 * smooth(300, 520, y) })
		}
		if i == 3 {
			for range 6 {
				c.fish(c.roll(300, 820), c.roll(470, 650), c.roll(34, 52), c.roll(-0.3, 0.05), 0.9)
			}
		}
	}
	c.wash(0, height, func(x, y float64) (rgb, float64) { // specks in the water
		n := noise(x/3.1+70, y/3.1)
		return hex(0xe4fff2), 0.5 * smooth(0.965, 1, n) * smooth(0.45, 0.7, noise(x/160, y/160))
	})
	return &picture{c, 0.14}
}

// fish swims to the right, or to the left when its length is negative.
func (c *canvas) fish(x, y, n, tilt, solidity float64) {
	at := func(dx, dy float64) (float64, float64) {
		return x + n*(dx*math.Cos(tilt)-dy*math.Sin(tilt)), y + n*(dx*math.Sin(tilt)+dy*math.Cos(tilt))
	}
	p := new(path)
	p.from(at(1, 0))
	curve := func(ax, ay, bx, by, dx, dy float64) {
		a, b := at(ax, ay)
		d, e := at(bx, by)
		f, g := at(dx, dy)
		p.cube(a, b, d, e, f, g)
	}
	curve(0.6, -0.42, -0.2, -0.46, -0.75, -0.07)
	p.line(at(-1.2, -0.36))
	p.line(at(-1.08, 0))
	p.line(at(-1.2, 0.34))
	p.line(at(-0.75, 0.07))
	curve(-0.2, 0.42, 0.6, 0.36, 1, 0)
	c.fill(p, func(_, py float64) (rgb, float64) {
		return hex(0x0d4250).to(hex(0xbfe6d6), smooth(-0.25*n, 0.4*n, py-y)), solidity
	})
	ex, ey := at(0.68, -0.07)
	c.fill(oval(ex, ey, n*0.05, n*0.05), veil(hex(0x04202a), solidity))
}
