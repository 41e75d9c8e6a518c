// Package dictionary compresses an answer against one that its reader holds already: the same
// page before the last comment, the style sheet of the release before (Compression Dictionary
// Transport, RFC 9842). What both have in common costs a few bytes.
//
// An answer offers itself by the header Use-As-Dictionary. A browser that kept it sends its hash
// in Available-Dictionary with later requests that match, and "dcz" in Accept-Encoding. Only a
// server that still has those very bytes can make use of it: any other answers as ever.
package dictionary

import (
	"bytes"
	"crypto/sha256"
	"encoding/base64"
	"fmt"
	"strings"
	"sync"

	"github.com/klauspost/compress/zstd"
)

// Encoding is the name in Accept-Encoding and Content-Encoding of what Encode makes.
const Encoding = "dcz"

// Vary is the Vary header of every answer that has an encoding by dictionary, of the others
// under the same address too.
const Vary = "Accept-Encoding, Available-Dictionary"

// A Hash is the SHA-256 of a dictionary, by which browser and server speak of it.
type Hash [sha256.Size]byte

// Sum returns the hash of a dictionary: of the answer's body as it was before any encoding.
func Sum(content []byte) Hash { return sha256.Sum256(content) }

// Available reads the header Available-Dictionary, a byte sequence of 32 bytes between colons
// (RFC 9842 §2.2, RFC 9651 §3.3.5). It is false for one that is missing, or anything else.
func Available(header string) (Hash, bool) {
	item, _, _ := strings.Cut(header, ";") // parameters mean nothing here
	item = strings.Trim(item, " ")
	const length = len("::") + (len(Hash{})+2)/3*4
	if len(item) != length || item[0] != ':' || item[length-1] != ':' {
		return Hash{}, false
	}
	sum, err := base64.StdEncoding.DecodeString(item[1 : length-1])
	if err != nil || len(sum) != len(Hash{}) {
		return Hash{}, false
	}
	return Hash(sum), true
}

// magic opens a body in the encoding: to a decoder of plain zstd it is a frame to skip, of the
// 32 bytes that the hash takes (RFC 9842 §5).
const magic = "\x5e\x2a\x4d\x18\x20\x00\x00\x00"

// Encode appends to dst the content in the encoding, to be read by who has the dictionary, and
// returns the longer slice. It may be called from many goroutines. An encoder holds about 4 MB,
// however long content and dictionary are.
func Encode(dst, content, dictionary []byte) []byte {
	hash := Sum(dictionary)
	dst = append(dst, magic...)
	dst = append(dst, hash[:]...)

	// What is further back than the window is out of reach, so the encoder need not see it.
	history := dictionary[max(0, len(dictionary)-window):]
	out := bytes.NewBuffer(dst)
	e := encoders.Get().(*zstd.Encoder)
	defer encoders.Put(e)
	// The dictionary's number 0 stands for none: the frame must not name one, or browsers look
	// for a dictionary of that number.
	err := e.ResetWithOptions(out, zstd.WithEncoderDictRaw(0, history))
	if err == nil {
		_, err = e.Write(content)
	}
	if err == nil {
		err = e.Close()
	}
	if err != nil {
		panic(fmt.Sprintf("dictionary: %v", err)) // a bytes.Buffer takes everything
	}
	return out.Bytes()
}

// window is how far back, in bytes, the encoder looks: enough to find all of a page of half a
// MiB in a dictionary like it. Browsers grant 8 MiB (RFC 9842 §2.3).
const window = 1 << 20

// encoders are kept for their tables, whose making costs several times what an encoding does.
// Of the levels: the fastest one's table is too small to find its way in 200 KB, and those above
// the default save a tenth of very little and take four times as long or more.
var encoders = sync.Pool{New: func() any {
	e, err := zstd.NewWriter(nil,
		zstd.WithEncoderLevel(zstd.SpeedDefault),
		zstd.WithAllLitEntropyCompression(true), // also of what shares nothing with the dictionary
		zstd.WithWindowSize(window),
		zstd.WithEncoderConcurrency(1), // no goroutines: a request has its own
		zstd.WithLowerEncoderMem(true),
		zstd.WithEncoderCRC(false), // the transport has its own
	)
	if err != nil {
		panic(fmt.Sprintf("dictionary: %v", err)) // the options are constants
	}
	return e
}}
