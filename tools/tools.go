//go:build tools

// Package tools names the programs that build Gogai, so that `go mod tidy`
// keeps their versions. They have a module of their own: a tool's requirements
// must never raise a version that the program itself ships with.
package tools

import (
	_ "github.com/a-h/templ/cmd/templ"
	_ "honnef.co/go/tools/cmd/staticcheck"
)
