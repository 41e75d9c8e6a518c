package main

import "math"

// nightTrain: blue hour in high mountains, a lit train on a stone viaduct.
func nightTrain() *picture {
	c := newCanvas(6)
	c.sky(stop{0, hex(0x1b2f52)}, stop{330, hex(0x4a6488)}, stop{560, hex(0xc0a79f)}, stop{640, hex(0xd9b598)})
	c.clouds(30, 480, 2.2, 0.52, 520, hex(0xdcb7a8), hex(0x4c5f80), 0.7)
	c.peaks(560, 330, 420, 3.3, hex(0xb3b9c9), hex(0x5f7391), 0.55)
	c.wash(420, 760, func(x, y float64) (rgb, float64) {
		return hex(0xb9b0b6), 0.55 * math.Exp(-math.Pow((y-590)/90, 2)) * (0.6 + 0.8*cloud(x/300, y/90, 4))
	})
	c.peaks(720, 300, 300, 11.8, hex(0xa9b6cc), hex(0x2c3f5e), 0.2)
	c.wash(560, 900, func(x, y float64) (rgb, float64) {
		return hex(0x8b95a8), 0.6 * math.Exp(-math.Pow((y-790)/80, 2)) * (0.5 + cloud(x/260+4, y/80, 4))
	})

	// Firs on the far bank.
	for i := range 3 {
		t := float64(i) / 2
		col := hex(0x4d5f78).to(hex(0x16233a), t)
		ground := func(x float64) float64 {
			return 830 + 60*t + 90*math.Pow(math.Abs(x-820)/800, 1.6)*-1.6 + 26*(cloud(x/120+float64(i)*9, 1, 3)-0.5)
		}
		c.fill(under(-3, width+3, height, ground), solid(col))
		for range 190 {
			x := c.roll(-20, width+20)
			c.fir(x, ground(x)+8, c.roll(26, 58)*(0.7+0.7*t), col.times(c.roll(0.85, 1.1)))
		}
	}

	// The viaduct.
	const top, thick = 640.0, 26.0
	stone := hex(0x6c6a74)
	lit := func(px, py float64) (rgb, float64) {
		brick := noise(px/7, math.Floor(py/7)*3.3)
		return stone.to(hex(0x2c3040), smooth(top, 1000, py)).times(0.8 + 0.35*brick), 1
	}
	for x := -70.0; x < width; x += 168 {
		c.fill(poly(x, top+thick, x-13, height, x+55, height, x+42, top+thick), func(px, py float64) (rgb, float64) {
			col, a := lit(px, py)
			return col.times(1 - 0.45*smooth(x+4, x+44, px)), a
		})
		arch := new(path).from(x+42, top+thick-1).line(x+168, top+thick-1).line(x+168, top+130).
			bend(x+162, top+50, x+105, top+48).bend(x+48, top+50, x+42, top+130)
		c.fill(arch, lit)
	}
	c.fill(box(-5, top, width+10, thick), lit)
	c.fill(box(-5, top-7, width+10, 8), solid(hex(0x878591)))

	// The train: a locomotive and sleeping cars.
	warm := hex(0xffc873)
	car := func(x, w float64, loco bool) {
		body := hex(0x1f3350)
		if loco {
			body = hex(0x5a1f26)
		}
		c.fill(roundBox(x, top-66, w, 56, 9), down(top-66, top-10, body.times(1.7), body.times(0.7)))
		c.fill(roundBox(x+4, top-70, w-8, 10, 5), solid(hex(0x3a4556)))
		c.fill(box(x, top-24, w, 4), solid(hex(0xb89a5c).times(0.6)))
		for b := x + 18; b < x+w; b += w - 66 {
			c.fill(roundBox(b, top-12, 30, 9, 3), solid(hex(0x11161f)))
		}
		if loco {
			return
		}
		for k := 0.0; k < 10; k++ {
			bright := c.roll(0.8, 1.6)
			if c.dice.Float64() < 0.22 {
				bright = 0.12
			}
			c.fill(roundBox(x+14+k*(w-30)/10, top-54, 15, 20, 2.5), solid(warm.times(bright)))
		}
		c.glow(x+w/2, top-44, 105, warm.times(0.07))
		c.flare(x+w/2, top+6, 100, 10, warm.times(0.16))
	}
	for k := 0.0; k < 5; k++ {
		car(230+k*232, 226, false)
	}
	car(1392, 190, true)
	c.stroke(1440, top-70, 1462, top-92, 2.4, solid(hex(0x20242e)))
	c.stroke(1462, top-92, 1446, top-112, 2.4, solid(hex(0x20242e)))
	c.stroke(1436, top-112, 1458, top-112, 2.4, solid(hex(0x20242e)))
	for x := 60.0; x < width; x += 336 {
		c.stroke(x, top, x, top-122, 3.6, solid(hex(0x262c38)))
		c.stroke(x, top-116, x+26, top-108, 2.4, solid(hex(0x262c38)))
		c.rope(x+26, top-122, x+362, top-122, 9, 1.1, veil(hex(0x262c38), 0.9))
		c.stroke(x+26, top-112, x+362, top-112, 1.2, veil(hex(0x262c38), 0.9))
	}
	for _, y := range []float64{-26, -50} {
		c.lamp(1578, top+y, 3.2, hex(0xfff0cc))
	}
	c.flare(1640, top-34, 130, 26, hex(0xfff0cc).times(0.35))

	// Snow on the near bank, with firs.
	near := func(x float64) float64 { return 1000 - 120*math.Pow((x-900)/900, 2) + 22*(cloud(x/90, 8, 3)-0.5) }
	c.fill(under(-3, width+3, height, near), func(x, y float64) (rgb, float64) {
		return hex(0x8fa0bd).to(hex(0x394a68), smooth(0, 120, y-near(x))+0.4*(cloud(x/50, y/14, 4)-0.5)), 1
	})
	for range 26 {
		x := c.roll(-30, width+30)
		if math.Abs(x-880) > 330 {
			c.fir(x, near(x)+c.roll(8, 40), c.roll(110, 240), hex(0x0c1626))
		}
	}
	return &picture{c, 0.20}
}

// peaks is a range with snow on the sides that the last light reaches.
func (c *canvas) peaks(base, rise, length, seed float64, snow, rock rgb, air float64) {
	shape := func(x, y float64) float64 { // ridged noise: sharp crests
		s, w := 0.0, 1.0
		for range 6 {
			s += w * (1 - math.Abs(2*noise(x, y)-1))
			x, y, w = x*2.03+7, y*2.03+3, w*0.5
		}
		return s / 2
	}
	line := func(x float64) float64 { return base - rise*(shape(x/length+seed, seed)-0.35)*1.7 }
	c.fill(under(-3, width+3, height, line), func(x, y float64) (rgb, float64) {
		d := (y - line(x)) / rise
		u, v := x/length*2.4+seed, y/length*2.4
		slope := shape(u+0.035, v) - shape(u-0.035, v)
		h := shape(u, v)
		light := smooth(-0.22, 0.26, slope)
		col := rock.to(snow, smooth(0.44, 0.66, h-0.34*d+0.16))
		col = col.times(0.30+0.95*light).to(hex(0xf0c3a0), 0.35*light*(1-smooth(0, 0.5, d)))
		return col.to(hex(0xb3a9b4), air*smooth(0, 1.1, d)), 1
	})
}

func (c *canvas) fir(x, foot, tall float64, col rgb) {
	for k := range 7 {
		t := float64(k) / 7
		y := foot - tall*(0.08+0.80*t)
		w := tall * 0.19 * (1 - t) * c.roll(0.85, 1.15)
		c.fill(poly(x-w, y, x-w*0.2, y-tall*0.10, x, foot-tall*(0.34+0.66*t)-tall*0.08, x+w*0.2, y-tall*0.10, x+w, y, x, y-tall*0.03), solid(col))
	}
	c.fill(box(x-tall*0.012, foot-tall*0.12, tall*0.024, tall*0.12), solid(col))
}

// teaTerraces: rows of bushes follow the slopes down into the mist.
func teaTerraces() *picture {
	c := newCanvas(9)
	c.sky(stop{0, hex(0xaac4c4)}, stop{260, hex(0xdfe0cc)}, stop{420, hex(0xf1e4c8)})
	c.glow(380, 230, 330, hex(0xfff0c8).times(0.35))
	c.hills(300, 42, 74, 4, hex(0xcfd6c6), hex(0x7f9a8e), 5.5)
	mist := func(y, thick, seed, most float64) {
		c.wash(y-3*thick, y+3*thick, func(x, yy float64) (rgb, float64) {
			n := cloud(x/340+seed, yy/70, 5)
			return hex(0xf4ecd9), most * math.Exp(-math.Pow((yy-y-60*(cloud(x/400, seed, 3)-0.5))/thick, 2)) * smooth(0.28, 0.62, n)
		})
	}
	mist(440, 60, 2, 0.95)
	type slope struct{ base, tilt, bulge, at, wide, step float64 }
	for i, s := range []slope{
		{500, -0.10, 70, 1250, 430, 9}, {590, 0.13, 90, 260, 420, 12},
		{690, -0.16, 110, 1400, 560, 17}, {800, 0.10, 130, 420, 620, 25}, {960, -0.06, 110, 1150, 700, 38},
	} {
		t := float64(i) / 4
		line := func(x float64) float64 {
			return s.base + s.tilt*(x-800) - s.bulge*math.Exp(-math.Pow((x-s.at)/s.wide, 2)) + 16*(cloud(x/230+float64(i)*5, 3, 3)-0.5)
		}
		air := 0.62 * (1 - t)
		c.fill(under(-3, width+3, height, line), func(x, y float64) (rgb, float64) {
			d := y - line(x)
			// Rows keep their distance on the ground; seen along the slope they close up at the top.
			row := math.Pow(max(d, 0), 0.86)/s.step + 1.1*cloud(x/360+float64(i), float64(i), 2)*3
			frac := row - math.Floor(row)
			round := math.Sin(math.Pi * math.Min(frac/0.80, 1)) // a bush is round, the path between is flat
			leaf := cloud(x/(2.5+4*t), y/(2.5+3.2*t), 3)
			col := hex(0x24432a).to(hex(0x9fb552), smooth(0.15, 1, round)*(0.55+0.75*leaf))
			if frac > 0.80 {
				col = hex(0x2f3b22).to(hex(0x8a7a4c), 0.35*leaf)
			}
			sun := 0.75 + 0.5*smooth(1500, 100, x)*(0.7+0.6*cloud(x/260, y/160, 2))
			return col.times(sun).to(hex(0xe3e2ca), air*(0.75+0.25*smooth(0, 160, d))), 1
		})
		if i == 1 || i == 3 {
			for k := range 3 + i { // trees between the fields
				x := s.at + 200 + float64(k)*c.roll(40, 120) - 300*float64(i%2)
				c.tree(x, line(x)+6, c.roll(50, 90)*(0.5+t), hex(0x3d5a45).to(hex(0xd8dcc6), air))
			}
		}
		mist(s.base+60, 46+18*t, 3+float64(i), 0.85*(1-0.55*t))
		if i == 3 { // a grower on the path
			c.person(905, line(905)+118, 74, true, solid(hex(0x1e2c26)))
			c.fill(poly(880, line(905)+52, 905, line(905)+36, 930, line(905)+52, 905, line(905)+57), solid(hex(0xcdb98a)))
			c.fill(oval(924, line(905)+86, 12, 15), solid(hex(0x6b5334)))
		}
	}
	return &picture{c, 0.10}
}

// tree is a trunk under a crown of many leaves.
func (c *canvas) tree(x, foot, tall float64, col rgb) {
	c.stroke(x, foot, x, foot-tall*0.5, tall*0.05, solid(col.times(0.6)))
	for range 46 {
		a, r := c.roll(0, 2*math.Pi), math.Sqrt(c.roll(0, 1))
		dx, dy := math.Cos(a)*r*tall*0.30, math.Sin(a)*r*tall*0.36
		shade := 0.75 + 0.5*clamp(0.5-dy/tall-dx/tall)
		c.fill(oval(x+dx, foot-tall*0.66+dy, tall*0.085, tall*0.065), veil(col.times(shade), 0.8))
	}
}

// observatory: a dome on its ridge under the Milky Way.
func observatory() *picture {
	c := newCanvas(14)
	c.sky(stop{0, hex(0x070d1d)}, stop{480, hex(0x11203a)}, stop{760, hex(0x2b4159)}, stop{880, hex(0x6a6a66)}, stop{930, hex(0x9a8062)})
	// The band runs from the lower left to the upper right.
	const bx, by = 0.74, -0.67
	c.wash(0, 930, func(x, y float64) (rgb, float64) {
		along, across := (x-760)*bx+(y-420)*by, (x-760)*by*-1+(y-420)*bx
		across += 60 * (cloud(along/420, 2, 3) - 0.5)
		band := math.Exp(-math.Pow(across/150, 2))
		core := math.Exp(-math.Pow(across/64, 2)) * math.Exp(-math.Pow((along+120)/430, 2))
		dust := smooth(0.47, 0.68, cloud(x/120+3, y/120+9, 6)) * math.Exp(-math.Pow((across-10)/58, 2))
		n := 0.45 + 1.1*cloud(x/80, y/80, 5)
		light := hex(0x8fa4c4).times(0.20 * band * n).plus(hex(0xe8c9a8).times(0.30 * core * n))
		fade := 1 - smooth(620, 930, y)
		return c.at(int(x), int(y)).plus(light.times(fade)).to(hex(0x0a1122), 0.62*dust*fade), 1
	})
	for range 5200 {
		x, y := c.roll(0, width), c.roll(0, 900)
		across := (x-760)*by*-1 + (y-420)*bx
		if c.dice.Float64() > 0.28+0.72*math.Exp(-math.Pow(across/210, 2)) {
			continue
		}
		m := math.Pow(c.dice.Float64(), 7)
		col := hex(0xcfdcff).to(hex(0xffdcb4), c.dice.Float64())
		r := 0.55 + 1.25*m
		c.fill(oval(x, y, r, r), veil(col.times(0.7+1.6*m), (0.25+0.75*m)*(1-smooth(560, 900, y))))
		if m > 0.92 {
			c.glow(x, y, 6, col.times(0.35))
		}
	}
	c.hills(900, 26, 44, 3, hex(0x39485a), hex(0x141d2b), 31)
	for range 60 {
		c.lamp(c.roll(0, 620), c.roll(905, 935), 0.9, hex(0xffbf80).times(0.8))
	}
	c.glow(240, 930, 220, hex(0xffb877).times(0.12))
	ground := func(x float64) float64 {
		return 905 + 70*math.Pow((x-1080)/700, 2) + 30*smooth(1300, 1700, x) + 16*(cloud(x/70, 6, 4)-0.5)
	}
	rock := hex(0x0b111b)
	// The dome: a drum, the shell with its ribs, the open slit.
	const x, y, r = 1085.0, 742.0, 188.0
	shell := func(px, py float64) (rgb, float64) {
		u := (px - x) / r
		sky := 0.22 + 0.5*smooth(0.7, -0.9, u) + 0.18*smooth(y, y-r, py)
		rib := math.Mod(math.Abs(math.Asin(clamp(math.Abs(u))))*9, 1)
		return hex(0x54657b).times(sky * (1 - 0.22*smooth(0.86, 1, rib))), 1
	}
	c.fill(box(x-r*0.94, y, 2*r*0.94, 200), func(px, py float64) (rgb, float64) {
		col, _ := shell(px, y-10)
		return col.times(0.72 - 0.3*smooth(y, y+190, py)), 1
	})
	c.fill(new(path).from(x-r, y).cube(x-r, y-r*1.25, x+r, y-r*1.25, x+r, y), shell)
	c.fill(box(x-r*1.03, y-7, 2.06*r, 15), func(px, py float64) (rgb, float64) {
		col, _ := shell(px, y-20)
		return col.times(1.25), 1
	})
	slit := new(path).from(x+8, y-9).bend(x+10, y-130, x-36, y-179).line(x+10, y-181).bend(x+72, y-130, x+74, y-9)
	c.fill(slit, down(y-180, y, hex(0x1a0d12), hex(0x5c2016)))
	c.fill(poly(x+20, y-9, x+2, y-122, x+30, y-131, x+62, y-9), down(y-130, y, hex(0x12141c), hex(0x2d1614)))
	c.stroke(x+6, y-118, x+30, y-126, 7, solid(hex(0x6d7c90)))
	c.glow(x+40, y-30, 60, hex(0xff5a3a).times(0.10))
	c.fill(box(x+60, y+70, 34, 64), solid(hex(0xc04a2c).times(0.55)))
	c.glow(x+77, y+104, 60, hex(0xff6a40).times(0.10))
	for k := -2.0; k < 2; k++ {
		c.fill(box(x+k*70-10, y+52, 20, 24), solid(hex(0x161c28)))
	}
	c.fill(under(-3, width+3, height, ground), func(px, py float64) (rgb, float64) {
		n := cloud(px/34, py/22, 4)
		return rock.to(hex(0x263243), 0.8*smooth(30, 0, py-ground(px))*n), 1
	})
	c.person(842, ground(842)+4, 66, true, solid(hex(0x070a10)))
	c.stroke(800, ground(800)+2, 812, ground(800)-46, 2.4, solid(hex(0x070a10)))
	c.stroke(824, ground(824)+2, 812, ground(800)-46, 2.4, solid(hex(0x070a10)))
	c.stroke(800, ground(800)-38, 830, ground(800)-60, 6, solid(hex(0x070a10)))
	return &picture{c, 0.14}
}
