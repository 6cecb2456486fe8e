package hitofude_test

import (
	"go/ast"
	"go/parser"
	"go/token"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// eachFile parses all Go files of the module; test tells which ones are tests.
func eachFile(t *testing.T, visit func(path string, test bool, f *ast.File, at func(token.Pos) string)) {
	t.Helper()
	files := 0
	for _, path := range tracked(t) {
		if !strings.HasSuffix(path, ".go") {
			continue
		}
		set := token.NewFileSet()
		f, err := parser.ParseFile(set, path, nil, parser.ParseComments)
		if err != nil {
			t.Fatal(err)
		}
		files++
		visit(path, strings.HasSuffix(path, "_test.go"), f, func(p token.Pos) string { return set.Position(p).String() })
	}
	if files < 20 {
		t.Fatalf("only %d Go files were found", files)
	}
}

// calls visits every call of the form name.function.
func calls(f *ast.File, visit func(pkg, function string, call *ast.CallExpr)) {
	ast.Inspect(f, func(n ast.Node) bool {
		call, ok := n.(*ast.CallExpr)
		if !ok {
			return true
		}
		if s, ok := call.Fun.(*ast.SelectorExpr); ok {
			if x, ok := s.X.(*ast.Ident); ok {
				visit(x.Name, s.Sel.Name, call)
			}
		}
		return true
	})
}

// A process that ends anywhere else leaves a card unlocked: deferred calls do not run.
func TestOnlyMainEndsTheProcess(t *testing.T) {
	mains := 0
	eachFile(t, func(path string, test bool, f *ast.File, at func(token.Pos) string) {
		calls(f, func(pkg, function string, call *ast.CallExpr) {
			ends := pkg == "os" && function == "Exit" || pkg == "log" && (strings.HasPrefix(function, "Fatal") || strings.HasPrefix(function, "Panic"))
			isMain := filepath.Base(path) == "main.go" && (strings.HasPrefix(path, "cmd/") || strings.HasPrefix(path, "examples/") || strings.HasPrefix(path, "packaging/"))
			switch {
			case ends && isMain:
				mains++
			case ends && !test:
				t.Errorf("%s: %s.%s", at(call.Pos()), pkg, function)
			}
		})
	})
	if mains == 0 {
		t.Error("no main.go under cmd ends a process: the rule looks at the wrong files")
	}
}

// Standard output of the host belongs to the browser: one stray line breaks the stream.
func TestNobodyPrintsPastTheFrames(t *testing.T) {
	eachFile(t, func(path string, test bool, f *ast.File, at func(token.Pos) string) {
		if test || strings.HasPrefix(path, "examples/") { // programs of their own
			return
		}
		calls(f, func(pkg, function string, call *ast.CallExpr) {
			if pkg == "fmt" && strings.HasPrefix(function, "Print") {
				t.Errorf("%s: fmt.%s", at(call.Pos()), function)
			}
		})
		ast.Inspect(f, func(n ast.Node) bool {
			if call, ok := n.(*ast.CallExpr); ok {
				if name, ok := call.Fun.(*ast.Ident); ok && (name.Name == "println" || name.Name == "print") {
					t.Errorf("%s: %s", at(call.Pos()), name.Name)
				}
			}
			return true
		})
	})
}

func TestNoTestIsSkipped(t *testing.T) {
	eachFile(t, func(path string, test bool, f *ast.File, at func(token.Pos) string) {
		calls(f, func(pkg, function string, call *ast.CallExpr) {
			if test && strings.HasPrefix(function, "Skip") && (pkg == "t" || pkg == "b" || pkg == "f" || pkg == "tb") {
				t.Errorf("%s: a part that cannot run is a failure, with its reason", at(call.Pos()))
			}
		})
	})
}

// A PIN in the code of a shipped program would be tried on somebody's card.
func TestShippedCodeHoldsNoPIN(t *testing.T) {
	fourDigits := regexp.MustCompile(`^["\x60]([0-9]{4}|TEST123|[0-9]{14})["\x60]$`)
	eachFile(t, func(path string, test bool, f *ast.File, at func(token.Pos) string) {
		if test || !ships(path) {
			return
		}
		ast.Inspect(f, func(n ast.Node) bool {
			if l, ok := n.(*ast.BasicLit); ok && l.Kind == token.STRING && fourDigits.MatchString(l.Value) {
				t.Errorf("%s: %s looks like a PIN", at(l.Pos()), l.Value)
			}
			return true
		})
	})
}

// ships is false for files of the card in software and of packages that only tests import.
func ships(path string) bool {
	return !strings.Contains(path, "virtualcard/") && !strings.HasSuffix(filepath.Dir(path), "test")
}

func TestExportedNamesAreExplained(t *testing.T) {
	eachFile(t, func(path string, test bool, f *ast.File, at func(token.Pos) string) {
		if test {
			return
		}
		for _, d := range f.Decls {
			if fn, ok := d.(*ast.FuncDecl); ok && fn.Name.IsExported() && fn.Doc == nil && exportedReceiver(fn) && !obvious(fn.Name.Name) {
				t.Errorf("%s: %s has no comment", at(fn.Pos()), fn.Name.Name)
			}
		}
	})
}

// exportedReceiver is true for functions and for methods of exported types.
func exportedReceiver(fn *ast.FuncDecl) bool {
	if fn.Recv == nil {
		return true
	}
	kind := fn.Recv.List[0].Type
	if star, ok := kind.(*ast.StarExpr); ok {
		kind = star.X
	}
	name, ok := kind.(*ast.Ident)
	return ok && name.IsExported()
}

// obvious names say what the standard library says about them.
func obvious(name string) bool {
	switch name {
	case "Error", "Unwrap", "Is", "As", "String", "GoString", "Format", "LogValue", "MarshalJSON", "MarshalText", "Len", "Less", "Swap":
		return true
	}
	return false
}

// testedFrom names packages that run only inside others, and where their tests stand.
var testedFrom = map[string]string{
	"internal/card/cardtest":       "internal/card",            // is itself a test, for every kind of card
	"internal/virtualcard/sandbox": "internal/virtualcard/lab", // needs a namespace and a pcscd
}

func TestEveryPackageIsTested(t *testing.T) {
	tests := map[string]int{}
	eachFile(t, func(path string, test bool, f *ast.File, at func(token.Pos) string) {
		dir := filepath.Dir(path)
		for _, d := range f.Decls {
			if fn, ok := d.(*ast.FuncDecl); ok && test && fn.Recv == nil && strings.HasPrefix(fn.Name.Name, "Test") && fn.Name.Name != "TestMain" {
				tests[dir]++
			}
		}
	})
	for _, p := range allPackages(t) {
		if tests[p.name()] == 0 && tests[testedFrom[p.name()]] == 0 {
			t.Errorf("%s has no test", p.name())
		}
	}
}

// Scripts are found by a pattern; a pattern that matches nothing would test nothing.
func TestHostHasItsScripts(t *testing.T) {
	scripts := 0
	for _, path := range tracked(t) {
		if strings.HasPrefix(path, "internal/host/testdata/") && filepath.Ext(path) == ".txtar" {
			scripts++
		}
	}
	if scripts < 40 {
		t.Errorf("there are %d scripts of recorded messages", scripts)
	}
}
