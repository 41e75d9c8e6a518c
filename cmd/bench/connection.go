package main

import (
	"bufio"
	"bytes"
	"fmt"
	"net"
	"strconv"
)

// connection speaks just enough HTTP/1.1 to be answered. net/http's client takes as much of the
// processor as a server does, and would be what is measured.
type connection struct {
	net.Conn
	in *bufio.Reader
}

func dial(address string) (*connection, error) {
	c, err := net.Dial("tcp", address)
	if err != nil {
		return nil, err
	}
	return &connection{c, bufio.NewReaderSize(c, 64<<10)}, nil
}

// do sends a request and reads its answer to the end.
func (c *connection) do(request []byte) (status int, err error) {
	if _, err := c.Write(request); err != nil {
		return 0, err
	}
	line, err := c.in.ReadSlice('\n')
	if err != nil {
		return 0, err
	}
	if len(line) < 12 {
		return 0, fmt.Errorf("the answer begins with %q", line)
	}
	if status, err = strconv.Atoi(string(line[9:12])); err != nil {
		return 0, err
	}
	length, chunked := 0, false
	for {
		line, err = c.in.ReadSlice('\n')
		if err != nil {
			return 0, err
		}
		line = bytes.TrimRight(line, "\r\n")
		if len(line) == 0 {
			break
		}
		if value, ok := bytes.CutPrefix(line, []byte("Content-Length: ")); ok {
			if length, err = strconv.Atoi(string(value)); err != nil {
				return 0, err
			}
		} else if bytes.Equal(line, []byte("Transfer-Encoding: chunked")) {
			chunked = true
		}
	}
	if chunked {
		return status, c.discardChunks()
	}
	_, err = c.in.Discard(length)
	return status, err
}

func (c *connection) discardChunks() error {
	for {
		line, err := c.in.ReadSlice('\n')
		if err != nil {
			return err
		}
		size, err := strconv.ParseInt(string(bytes.TrimRight(line, "\r\n")), 16, 32)
		if err != nil {
			return err
		}
		if _, err := c.in.Discard(int(size) + len("\r\n")); err != nil || size == 0 {
			return err
		}
	}
}

// get is a browser's request for a page; more are lines of its head.
func get(address, path string, more ...string) []byte {
	return asking(address, path, "gzip, br, zstd", more...)
}

// getGzip asks for what a server can hold ready in a file.
func getGzip(address, path string, more ...string) []byte {
	return asking(address, path, "gzip", more...)
}

func asking(address, path, encodings string, more ...string) []byte {
	request := "GET " + path + " HTTP/1.1\r\nHost: " + address + "\r\nAccept-Encoding: " + encodings + "\r\n"
	for _, line := range more {
		request += line + "\r\n"
	}
	return []byte(request + "\r\n")
}

// send is a script's request to the API.
func send(method, address, path, token, body string) []byte {
	return []byte(method + " /api/v1" + path + " HTTP/1.1\r\nHost: " + address + "\r\nAuthorization: Bearer " + token +
		"\r\nContent-Type: application/json\r\nContent-Length: " + strconv.Itoa(len(body)) + "\r\n\r\n" + body)
}
