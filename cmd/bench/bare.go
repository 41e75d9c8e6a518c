package main

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"maps"
	"net"
	"net/http"
)

// serveBare answers every request with one answer, which it reads from in, and does nothing else:
// no page can be served faster by net/http. It ends with ctx.
func serveBare(ctx context.Context, in io.Reader, out io.Writer) error {
	var a answer
	if err := json.NewDecoder(in).Decode(&a); err != nil {
		return err
	}
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return err
	}
	context.AfterFunc(ctx, func() { l.Close() })
	fmt.Fprintf(out, "listening on http://%s\n", l.Addr())
	err = http.Serve(l, http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		maps.Copy(w.Header(), a.Header)
		w.Write(a.Body)
	}))
	if ctx.Err() != nil {
		return nil
	}
	return err
}
