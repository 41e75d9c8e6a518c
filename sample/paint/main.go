// Command paint draws the sample publication's pictures and leaves their renditions in
// sample/pictures, as an editor's upload would have left them: run `go generate ./sample`.
// With -only NAME it draws one of them as a PNG to standard output, to look at while drawing.
package main

import (
	"bytes"
	"context"
	"flag"
	"fmt"
	"image/png"
	"os"
	"path/filepath"

	"gogai/media"
	"gogai/sample"
)

// scenes are the pictures by name. Each starts from dice of its own.
var scenes = map[string]func() *picture{
	"harbour-tram":    harbourTram,
	"night-ferry":     nightFerry,
	"market-hall":     marketHall,
	"hillside-houses": hillsideHouses,
	"weather-buoy":    weatherBuoy,
	"night-train":     nightTrain,
	"canal-city":      canalCity,
	"offshore-wind":   offshoreWind,
	"tea-terraces":    teaTerraces,
	"observatory":     observatory,
	"seagrass":        seagrass,
	"laboratory":      laboratory,
	"museum":          museum,
	"lantern-street":  lanternStreet,
	"stadium":         stadium,
	"bay-bridge":      bayBridge,
}

// picture is a finished scene and how strongly its lights bloom.
type picture struct {
	*canvas
	bloom float64
}

func main() {
	only := flag.String("only", "", "draw one picture as a PNG to standard output")
	into := flag.String("into", "pictures", "folder for the renditions")
	flag.Parse()
	if err := run(context.Background(), *only, *into); err != nil {
		fmt.Fprintln(os.Stderr, "paint:", err)
		os.Exit(1)
	}
}

func run(ctx context.Context, only, into string) error {
	if only != "" {
		scene, ok := scenes[only]
		if !ok {
			return fmt.Errorf("there is no picture %q", only)
		}
		p := scene()
		return png.Encode(os.Stdout, p.develop(p.bloom))
	}
	drawings, err := sample.Drawings()
	if err != nil {
		return err
	}
	for _, d := range drawings {
		scene, ok := scenes[d.Name]
		if !ok {
			return fmt.Errorf("a story asks for the picture %q, which nobody draws", d.Name)
		}
		p := scene()
		var original bytes.Buffer
		if err := png.Encode(&original, p.develop(p.bloom)); err != nil {
			return err
		}
		made, err := media.Process(ctx, original.Bytes(), d.Rights)
		if err != nil {
			return fmt.Errorf("%s: %w", d.Name, err)
		}
		for _, r := range made.Renditions {
			if r.Format == media.JPEG && r.WidthPx == width {
				continue // as heavy as all others together, and every browser takes the WebP
			}
			name := filepath.Join(into, fmt.Sprintf("%s-%d.%s", d.Name, r.WidthPx, r.Format))
			if err := os.WriteFile(name, r.Data, 0o644); err != nil {
				return err
			}
			fmt.Printf("%-40s %7d bytes\n", name, len(r.Data))
		}
	}
	return nil
}
