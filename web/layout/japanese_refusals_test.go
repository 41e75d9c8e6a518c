package layout

import (
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"maps"
	"os"
	"path"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"gogai/fault"
)

// unheard are the sources, and single sentences, whose refusals no page for readers shows, and why.
var unheard = map[string]string{
	"web/newsroom/":          "the newsroom speaks English",
	"article/edit.go":        "the desk's form of a story",
	"article/position.go":    "the desk's list of stories",
	"storage/article.go":     "stories are made at the desk",
	"publication/":           "the desk's settings",
	"media/process.go":       "pictures are sent from the desk",
	"media/picture.go":       "pictures are described at the desk",
	"storage/picture.go":     "pictures are sent from the desk",
	"storage/publication.go": "the desk's settings",
	"desk/appoint.go":        "the desk's staff",
	"member/member.go":       "roles are given at the desk and the command line",
	"moderation/ban.go":      "the queue's form",
	"discussion/thread.go":   "the queue's form",
	"discussion/arrange.go":  "the desk's form of a story",
	"discussion/bulk.go":     "imports",
	"web/api/article.go":     "programs page through lists",
	"web/api/newsroom.go":    "programs write stories",
	"web/api/object.go":      "programs write JSON",
	"cmd/":                   "the command line speaks English",
	"archive/":               "imports",
	"sample/":                "the demo's own",
	"tools/":                 "another module",
	"media/mediatest/":       "tests",
	"storage/storagetest/":   "tests",
	"web/webtest/":           "tests",
	"This comment is %s; somebody may have decided before you.": "the queue's answer",
}

// sentences are the functions and the field that take a sentence, and which argument of theirs it is.
var sentences = map[string]int{
	"fault.New": 1, "fault.Newf": 1, "fault.Field": 1, "fault.Fieldf": 1, "fault.Wait": 1, "fault.Waitf": 1,
	"missing": 1, // package storage
}

// Whatever the program can refuse to a reader, it can say in Japanese, and it has no Japanese for
// what it never says.
func TestJapaneseRefusals(t *testing.T) {
	heard, files := map[string]string{}, map[string]*ast.File{} // by sentence and by name
	set := token.NewFileSet()
	err := filepath.WalkDir("../..", func(name string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if d.IsDir() {
			if d.Name() == "testdata" || d.Name() == "node_modules" || strings.HasPrefix(d.Name(), ".") && d.Name() != ".." {
				return fs.SkipDir
			}
			return nil
		}
		slashed := filepath.ToSlash(strings.TrimPrefix(name, filepath.Join("..", "..")+string(os.PathSeparator)))
		for prefix := range unheard {
			if strings.HasPrefix(slashed, prefix) {
				return nil
			}
		}
		if path.Ext(name) == ".go" && !strings.HasSuffix(name, "_test.go") {
			files[slashed], err = parser.ParseFile(set, name, nil, parser.SkipObjectResolution)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	for name, file := range files {
		for _, said := range refusals(file, filesOf(files, path.Dir(name))) {
			where := name + ":" + strconv.Itoa(set.Position(said.at.Pos()).Line)
			switch {
			case said.texts == nil:
				t.Errorf("%s: this test can't read the sentence; write it here, as a constant or in a table", where)
			default:
				for _, text := range said.texts {
					heard[text] = where
				}
			}
		}
	}
	if len(heard) < 50 {
		t.Fatalf("found %d sentences: are these the sources?", len(heard))
	}
	for _, text := range slices.Sorted(maps.Keys(heard)) {
		japanese, ok := japaneseRefusals[text]
		switch {
		case unheard[text] != "":
		case !ok:
			t.Errorf("%s: no Japanese for %q", heard[text], text)
		case !maps.Equal(verbs(text), verbs(japanese)):
			t.Errorf("%s: %q is made from other things than %q", heard[text], japanese, text)
		}
	}
	for text := range japaneseRefusals {
		if heard[text] == "" {
			t.Errorf("nothing says %q any more", text)
		}
	}
}

func filesOf(all map[string]*ast.File, dir string) []*ast.File {
	var files []*ast.File
	for name, file := range all {
		if path.Dir(name) == dir {
			files = append(files, file)
		}
	}
	return files
}

// A said is a place where a sentence is made, and what can be said there; nothing when that is
// more than the test can read.
type said struct {
	at    ast.Node
	texts []string
}

// refusals finds where a file, of a package with the given files, makes sentences.
func refusals(file *ast.File, pkg []*ast.File) []said {
	var found []said
	for _, decl := range file.Decls {
		if f, ok := decl.(*ast.FuncDecl); ok {
			if _, passesOn := sentences[f.Name.Name]; passesOn { // its callers have the sentence
				continue
			}
		}
		ast.Inspect(decl, func(n ast.Node) bool {
			switch n := n.(type) {
			case *ast.CallExpr:
				if i, ok := sentences[named(n.Fun)]; ok {
					found = append(found, said{n, texts(n.Args[i], pkg)})
				}
			case *ast.CompositeLit:
				if name := named(n.Type); name != "fault.Fault" && (name != "Fault" || file.Name.Name != "fault") {
					return true
				}
				for _, element := range n.Elts {
					// Package fault makes its own from what it is given, but for one.
					if kv, ok := element.(*ast.KeyValueExpr); ok && named(kv.Key) == "Sentence" {
						if can := texts(kv.Value, pkg); can != nil || file.Name.Name != "fault" {
							found = append(found, said{n, can})
						}
					}
				}
			}
			return true
		})
	}
	return found
}

// named writes a name as it is used: fault.New, missing.
func named(e ast.Expr) string {
	switch e := e.(type) {
	case *ast.Ident:
		return e.Name
	case *ast.SelectorExpr:
		return named(e.X) + "." + e.Sel.Name
	}
	return ""
}

// texts are the texts that an expression can be: a literal, a sum of them, a name or a table's
// entry of the package.
func texts(e ast.Expr, pkg []*ast.File) []string {
	switch e := e.(type) {
	case *ast.BasicLit:
		text, err := strconv.Unquote(e.Value)
		if err != nil {
			return nil
		}
		return []string{text}
	case *ast.BinaryExpr:
		var sums []string
		for _, x := range texts(e.X, pkg) {
			for _, y := range texts(e.Y, pkg) {
				sums = append(sums, x+y)
			}
		}
		return sums
	case *ast.Ident:
		return texts(value(e.Name, pkg), pkg)
	case *ast.IndexExpr:
		return texts(e.X, pkg)
	case *ast.CompositeLit:
		var all []string
		for _, element := range e.Elts {
			kv, ok := element.(*ast.KeyValueExpr)
			if !ok {
				return nil
			}
			all = append(all, texts(kv.Value, pkg)...)
		}
		return all
	}
	return nil
}

// value is what a package says that a name of its own is.
func value(name string, pkg []*ast.File) ast.Expr {
	for _, file := range pkg {
		for _, decl := range file.Decls {
			group, ok := decl.(*ast.GenDecl)
			if !ok {
				continue
			}
			for _, spec := range group.Specs {
				if v, ok := spec.(*ast.ValueSpec); ok && len(v.Values) == len(v.Names) {
					for i := range v.Names {
						if v.Names[i].Name == name {
							return v.Values[i]
						}
					}
				}
			}
		}
	}
	return nil
}

var verb = regexp.MustCompile(`%(?:\[(\d+)\])?([-+# 0-9.]*[a-zA-Z%])`)

// verbs are a format's, by the argument that each is for.
func verbs(format string) map[string]bool {
	found, next := map[string]bool{}, 1
	for _, m := range verb.FindAllStringSubmatch(format, -1) {
		if m[2] == "%" {
			continue
		}
		if m[1] != "" {
			next, _ = strconv.Atoi(m[1])
		}
		found[strconv.Itoa(next)+m[2]] = true
		next++
	}
	return found
}

func TestVerbs(t *testing.T) {
	for _, c := range []struct {
		a, b string
		same bool
	}{
		{"%d of %s", "%[2]sの%[1]d", true},
		{"%d of %s", "%sの%d", false},
		{"U+%04X", "U+%04X。", true},
		{"U+%04X", "U+%X。", false},
		{"%d%%", "%d", true},
		{"at most %d", "まで", false},
	} {
		if got := maps.Equal(verbs(c.a), verbs(c.b)); got != c.same {
			t.Errorf("%q and %q: same is %v", c.a, c.b, got)
		}
	}
}

func TestSentence(t *testing.T) {
	midnight := fault.Instant(time.Date(2026, 3, 8, 15, 0, 0, 0, time.UTC))
	for _, c := range []struct {
		name   string
		err    error
		en, ja string
	}{
		{"as it stands", fault.New(fault.NotFound, "There is no such story."), "There is no such story.", "お探しの記事はありません。"},
		{"with a number", fault.Fieldf("handle", "A handle has at least %d characters.", 3),
			"A handle has at least 3 characters.", "ハンドルは3文字以上にしてください。"},
		{"in another field", fault.At("note", fault.Newf(fault.Invalid, "Line %d holds the control character U+%04X. Take it out and send it again.", 2, 7)),
			"Line 2 holds the control character U+0007. Take it out and send it again.",
			"2行目に制御文字 U+0007 があります。取り除いて、もう一度お送りください。"},
		{"with an instant", fault.Newf(fault.Forbidden, "You can't write here until %s: %s", midnight, "spam"),
			"You can't write here until 8 March 2026, 15:00 UTC: spam",
			"2026年3月9日 00:00(JST)まで、書き込みと投票はご利用いただけません。理由:spam"},
		{"with a delay", fault.Waitf(time.Second, "Too many requests. Try again %s.", fault.Delay(time.Second)),
			"Too many requests. Try again in a minute.", "短い時間に多くのアクセスがありました。1分ほど待ってから、もう一度お試しください。"},
		{"without Japanese", fault.New(fault.Conflict, "Nobody has said this yet."), "Nobody has said this yet.", "Nobody has said this yet."},
	} {
		t.Run(c.name, func(t *testing.T) {
			for lang, want := range map[string]string{"en": c.en, "ja": c.ja} {
				page := NewPage(Site{Lang: lang, Zone: tokyo}, Sheet, "", time.Time(midnight))
				if got := page.Sentence(fault.Of(c.err)); got != want {
					t.Errorf("in %s: %q, want %q", lang, got, want)
				}
			}
		})
	}
}
