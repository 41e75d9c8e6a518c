//go:build !unix

package main

import "os"

// lockFile only opens the file where there is no flock: see to it there that one program
// serves a folder.
func lockFile(name string) (*os.File, error) { return os.OpenFile(name, os.O_CREATE|os.O_RDWR, 0o600) }
