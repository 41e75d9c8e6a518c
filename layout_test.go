package gogai_test

import (
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// Layers, from the leaves up.
var (
	leaves = []string{"fault", "key", "event", "markup"}
	domain = []string{"publication", "member", "media", "article", "live", "desk", "discussion", "moderation", "feed", "archive"}
	rules  = join(leaves, domain...)
	page   = join(rules, "web", "web/pagecache", "web/stream", "web/dictionary", "web/static", "web/layout")
	whole  = join(page, "web/reader", "web/newsroom", "web/api", "web/site", "metrics", "storage", "storage/sqlite", "sample")
)

// mayImport is the layering of the whole program: which packages of this module
// each package may import. A package that is not in the table fails the test, so
// that adding one is a decision and not an accident.
var mayImport = map[string][]string{
	"fault":  nil,
	"key":    {"fault"},
	"event":  {"fault", "key"},
	"markup": {"fault", "key"},

	// The rules. Those further down the list may ask those above, never the reverse.
	"publication": leaves,
	"member":      leaves,
	"media":       leaves,
	"article":     join(leaves, "publication", "member", "media"),
	"live":        join(leaves, "article"),
	"desk":        join(leaves, "publication", "member", "media", "article"),
	"discussion":  join(leaves, "publication", "member", "article", "live"),
	"moderation":  join(leaves, "publication", "member", "article", "discussion"),
	"feed":        join(leaves, "publication", "member", "media", "article", "discussion"),
	"archive":     join(leaves, "publication", "member", "media", "article", "discussion"),

	"storage":        rules,
	"storage/sqlite": join(rules, "storage"),

	// Pages know the rules and never the database behind them; the areas don't know each other.
	"web":            join(rules, "web/pagecache", "web/stream", "web/static", "web/layout"),
	"web/pagecache":  join(rules, "web/dictionary"),
	"web/stream":     {"live"},
	"web/dictionary": nil,
	"web/static":     {"web/dictionary"},
	"web/layout":     join(rules, "web/static"),
	"web/reader":     page,
	"web/newsroom":   page,
	"web/api":        join(rules, "web", "web/static"),
	"web/site":       join(page, "web/reader", "web/newsroom", "web/api"),

	// Is handed plain numbers, so that nothing else knows Prometheus.
	"metrics": nil,

	"sample":         rules,
	"sample/century": rules,
	"sample/paint":   join(rules, "sample"), // draws its pictures, before the program is built

	// The programs wire everything together; they alone pick a database.
	"cmd/gogai": whole,
	"cmd/bench": join(whole, "sample/century"),

	// For tests: the harnesses below, and packages that hold nothing else.
	"browsertest":         nil,
	"media/mediatest":     join(leaves, "media"),
	"storage/storagetest": join(rules, "storage"),
	"web/webtest":         whole,
	"e2e":                 nil,
	"e2e/crash":           nil,
	"":                    nil,
}

// harnesses are what any test may import and no program.
var harnesses = []string{"browsertest", "media/mediatest", "storage/storagetest", "web/webtest"}

// onDatabase are the rules that are tested on a real database: an import that is killed and
// goes on is nothing without one.
var onDatabase = []string{"archive"}

// impure is what the rules must not use: the world outside, the clock and chance
// come in as arguments. "/..." stands for a path and all below it.
var impure = []string{
	"crypto/rand", "database/sql/...", "embed", "html/template", "log/...", "math/rand/...", "net", "net/http/...",
	"net/smtp", "os/...", "path/filepath", "runtime", "syscall", "testing/...", "text/template",
	"time.Now", "time.Since", "time.Until",
	"github.com/a-h/templ/...", "github.com/alecthomas/kong/...", "github.com/maypok86/otter/...",
	"github.com/pressly/goose/...", "github.com/prometheus/...", "modernc.org/...",
}

// impureFor names the exceptions and their reason.
var impureFor = map[string][]string{
	"key":     {"crypto/rand"},                                               // makes identities that nobody can guess
	"media":   {"os", "path/filepath", "crypto/rand", "runtime", "time.Now"}, // keeps its pictures in a folder, and the cores for decoding them
	"archive": {"os", "path/filepath"},                                       // reads the files it imports
}

// vague are names that say nothing of a newsroom and end up holding anything.
var vague = []string{
	"base", "common", "core", "helper", "helpers", "internal", "lib", "manager", "misc", "model", "models", "pkg",
	"service", "services", "shared", "type", "types", "util", "utils",
}

// source is what the rules ask of one Go file.
type source struct {
	dir  string // of the package, from the module's root; "" is the root
	test bool
	uses []string // what it imports, and the names it takes from package time, as "time.Now"
}

const module = "gogai"

// TestLayout holds every file of the module to the rules above.
func TestLayout(t *testing.T) {
	sources, err := readSources(".")
	if err != nil {
		t.Fatal(err)
	}
	if len(sources) < 2 {
		t.Fatalf("found %d Go files: is this the module's root?", len(sources))
	}
	for name, s := range sources {
		for _, problem := range check(s) {
			t.Errorf("%s: %s", name, problem)
		}
	}
}

// check returns how a file breaks the layering.
func check(s source) []string {
	var problems []string
	problem := func(format string, args ...any) { problems = append(problems, fmt.Sprintf(format, args...)) }

	for word := range strings.SplitSeq(s.dir, "/") {
		if slices.Contains(vague, word) {
			problem("package %s: %q says nothing; name it for what it holds", s.dir, word)
		}
	}
	allowed, known := mayImport[s.dir]
	if !known {
		problem("package %s has no place yet; give it one in layout_test.go", s.dir)
		return problems
	}
	pure := slices.Contains(rules, s.dir)
	for _, used := range s.uses {
		own, ours := strings.CutPrefix(used, module+"/")
		switch {
		case ours && s.test && slices.Contains(onDatabase, s.dir) && strings.HasPrefix(own, "storage"):
		case ours && s.test && (!pure || slices.Contains(harnesses, own)):
			// A test above the rules may build what it needs, a real database included.
		case ours && own != s.dir && !slices.Contains(allowed, own):
			problem("%s may not import %s", s.dir, own)
		case pure && !s.test && matches(impure, used) && !slices.Contains(impureFor[s.dir], used):
			problem("%s holds rules, which may not use %s", s.dir, used)
		}
	}
	return problems
}

// matches reports whether one of the patterns stands for what is used.
func matches(patterns []string, used string) bool {
	return slices.ContainsFunc(patterns, func(p string) bool {
		folder, all := strings.CutSuffix(p, "/...")
		return used == folder || all && strings.HasPrefix(used, folder+"/")
	})
}

// readSources parses the Go files of the module at root, whatever their build
// tags say, and leaves out the modules below it.
func readSources(root string) (map[string]source, error) {
	sources := make(map[string]source)
	err := filepath.WalkDir(root, func(name string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if d.IsDir() && name != root {
			_, err := os.Stat(filepath.Join(name, "go.mod"))
			if err == nil || d.Name() == "testdata" || d.Name() == "node_modules" || strings.HasPrefix(d.Name(), ".") {
				return fs.SkipDir
			}
		}
		if d.IsDir() || path.Ext(name) != ".go" {
			return nil
		}
		file, err := parser.ParseFile(token.NewFileSet(), name, nil, parser.SkipObjectResolution)
		if err != nil {
			return err
		}
		name, err = filepath.Rel(root, name)
		if err != nil {
			return err
		}
		sources[name] = describe(filepath.ToSlash(name), file)
		return nil
	})
	return sources, err
}

func describe(name string, file *ast.File) source {
	s := source{dir: strings.TrimPrefix(path.Dir(name), "."), test: strings.HasSuffix(name, "_test.go")}
	for _, spec := range file.Imports {
		if imported, err := strconv.Unquote(spec.Path.Value); err == nil {
			s.uses = append(s.uses, imported)
		}
	}
	ast.Inspect(file, func(n ast.Node) bool {
		if sel, ok := n.(*ast.SelectorExpr); ok {
			if pkg, ok := sel.X.(*ast.Ident); ok && pkg.Name == "time" {
				s.uses = append(s.uses, "time."+sel.Sel.Name)
			}
		}
		return true
	})
	return s
}

// join makes one list without touching the ones it is made of.
func join(list []string, more ...string) []string { return slices.Concat(list, more) }

// The rules of this file can be broken, each of them.
func TestCheck(t *testing.T) {
	for _, c := range []struct {
		name string
		file source
		want []string
	}{
		{"a rule asks one below", source{dir: "discussion", uses: []string{"time", "gogai/article"}}, nil},
		{"a rule asks one above", source{dir: "article", uses: []string{"gogai/discussion"}},
			[]string{"article may not import discussion"}},
		{"a rule's own outside test", source{dir: "article", test: true, uses: []string{"gogai/article", "os"}}, nil},
		{"a rule's test with a database", source{dir: "article", test: true, uses: []string{"gogai/storage/sqlite"}},
			[]string{"article may not import storage/sqlite"}},
		{"a rule's test with a harness", source{dir: "media", test: true, uses: []string{"gogai/media/mediatest"}}, nil},
		{"a rule with handlers", source{dir: "article", uses: []string{"net/http/httputil"}},
			[]string{"article holds rules, which may not use net/http/httputil"}},
		{"a rule with a driver", source{dir: "key", uses: []string{"modernc.org/sqlite"}},
			[]string{"key holds rules, which may not use modernc.org/sqlite"}},
		{"a rule that parses addresses", source{dir: "markup", uses: []string{"net/url", "net/netip"}}, nil},
		{"a rule with files", source{dir: "member", uses: []string{"os"}}, []string{"member holds rules, which may not use os"}},
		{"pictures have files", source{dir: "media", uses: []string{"os"}}, nil},
		{"pictures run no programs", source{dir: "media", uses: []string{"os/exec"}},
			[]string{"media holds rules, which may not use os/exec"}},
		{"a rule reads the clock", source{dir: "article", uses: []string{"time.Now"}},
			[]string{"article holds rules, which may not use time.Now"}},
		{"a page reads the clock", source{dir: "web/reader", uses: []string{"net/http", "time.Now"}}, nil},
		{"a page with a database", source{dir: "web/reader", uses: []string{"gogai/storage"}},
			[]string{"web/reader may not import storage"}},
		{"a page's test with a database", source{dir: "web/site", test: true, uses: []string{"gogai/storage/sqlite"}}, nil},
		{"across the bar", source{dir: "web/reader", uses: []string{"gogai/web/newsroom"}},
			[]string{"web/reader may not import web/newsroom"}},
		{"storage asks a page", source{dir: "storage", uses: []string{"gogai/web"}}, []string{"storage may not import web"}},
		{"a program with a harness", source{dir: "cmd/gogai", uses: []string{"gogai/browsertest"}},
			[]string{"cmd/gogai may not import browsertest"}},
		{"a new package", source{dir: "weather"}, []string{"package weather has no place yet; give it one in layout_test.go"}},
		{"a vague name", source{dir: "article/util"}, []string{
			`package article/util: "util" says nothing; name it for what it holds`,
			"package article/util has no place yet; give it one in layout_test.go"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			if diff := cmp.Diff(c.want, check(c.file)); diff != "" {
				t.Errorf("check(%+v) (-want +got):\n%s", c.file, diff)
			}
		})
	}
}

// What check is given is read right: the folder, the kind of file, the clock.
func TestReadSources(t *testing.T) {
	root := t.TempDir()
	for name, text := range map[string]string{
		"article/publish.go":      "package article\nimport (\n\"time\"\n\"gogai/key\"\n)\nvar _ = time.Now",
		"article/publish_test.go": "package article_test\nimport \"os\"\nvar _ = os.Stat",
		"main.go":                 "package gogai",
		"tools/go.mod":            "module gogai/tools",
		"tools/main.go":           "package main",
		"article/testdata/x.go":   "package x",
	} {
		name = filepath.Join(root, name)
		if err := os.MkdirAll(filepath.Dir(name), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(name, []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	got, err := readSources(root)
	if err != nil {
		t.Fatal(err)
	}
	want := map[string]source{
		"article/publish.go":      {dir: "article", uses: []string{"time", "gogai/key", "time.Now"}},
		"article/publish_test.go": {dir: "article", test: true, uses: []string{"os"}},
		"main.go":                 {},
	}
	if diff := cmp.Diff(want, got, cmp.AllowUnexported(source{})); diff != "" {
		t.Errorf("readSources (-want +got):\n%s", diff)
	}
}
