// Package hitofude_test holds the rules of this repository as tests: who may
// import whom, what a shipped program must not contain, what documents have to
// agree with. A rule that nobody checks is a wish.
package hitofude_test

import (
	"encoding/json"
	"errors"
	"io"
	"os"
	"os/exec"
	"slices"
	"strings"
	"sync"
	"testing"
)

const module = "github.com/hitofude/hitofude"

// mayImport lists, for each package, what it may import of this module
// (docs/DESIGN.md, "Who may import whom"). Arrows point downwards only.
var mayImport = map[string]string{
	"cmd/host":               "internal/host",
	"internal/host":          "internal/autofill internal/card internal/doctor internal/guide internal/install internal/messaging internal/number internal/pcsc internal/pin internal/pinentry internal/portal internal/sign internal/sign/pdf internal/trial manifests",
	"cmd/practice":           "internal/host internal/pcsc internal/virtualcard",
	"cmd/virtualcard":        "internal/virtualcard internal/virtualcard/*",
	"examples/site":          "examples/site/onetime examples/site/verifier",
	"examples/site/onetime":  "",
	"examples/site/verifier": "",
	"internal/autofill":      "",
	"internal/autofill/gen":  "",
	"internal/card":          "internal/pin",
	"internal/card/cardtest": "internal/card internal/pin",
	"internal/doctor":        "internal/install manifests",
	"internal/guide":         "internal/pin",
	"internal/install":       "manifests",
	"internal/messaging":     "internal/pin",
	"internal/number":        "",
	"internal/pcsc":          "",
	"internal/pin":           "",
	"internal/pinentry":      "internal/pin",
	"internal/portal":        "",
	"internal/sign":          "internal/sign/pdf internal/sign/xmldoc",
	"internal/sign/pdf":      "",
	"internal/sign/xmldoc":   "",
	"internal/trial":         "internal/pin",
	"internal/virtualcard":   "",
	"internal/virtualcard/*": "internal/virtualcard internal/virtualcard/*",
	"manifests":              "",
	"packaging/pack":         "internal/install manifests",
}

type goPackage struct {
	ImportPath, Dir, Doc               string
	GoFiles, CgoFiles, TestGoFiles     []string
	Imports, TestImports, XTestImports []string
	XTestGoFiles                       []string
}

func (p goPackage) name() string {
	return strings.TrimPrefix(strings.TrimPrefix(p.ImportPath, module), "/")
}

// packages asks the go command once for all packages of the module.
var packages = sync.OnceValues(func() ([]goPackage, error) {
	out, err := exec.Command("go", "list", "-json", "./...").Output()
	if err != nil {
		return nil, err
	}
	var list []goPackage
	for d := json.NewDecoder(strings.NewReader(string(out))); ; {
		var p goPackage
		if err := d.Decode(&p); errors.Is(err, io.EOF) {
			return list, nil
		} else if err != nil {
			return nil, err
		}
		if p.name() != "" { // this package of rules
			list = append(list, p)
		}
	}
})

func allPackages(t *testing.T) []goPackage {
	t.Helper()
	list, err := packages()
	if err != nil || len(list) == 0 {
		t.Fatalf("listing packages: %d, %v", len(list), err)
	}
	return list
}

// deps lists everything that is linked into a package.
func deps(t *testing.T, pkg string) []string {
	t.Helper()
	out, err := exec.Command("go", "list", "-deps", pkg).Output()
	if err != nil {
		t.Fatalf("listing what %s links: %v", pkg, err)
	}
	return strings.Fields(string(out))
}

func read(t *testing.T, path string) string {
	t.Helper()
	b, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return string(b)
}

// ruleName puts the parts of the card in software, which nothing ships, under one rule.
func ruleName(name string) string {
	if strings.HasPrefix(name, "internal/virtualcard/") {
		return "internal/virtualcard/*"
	}
	return name
}

func TestImportsRunDownwards(t *testing.T) {
	for _, p := range allPackages(t) {
		allowed, listed := mayImport[ruleName(p.name())]
		if !listed {
			t.Errorf("%s is not in the table: decide what it may import", p.name())
			continue
		}
		for _, path := range p.Imports {
			name, ours := strings.CutPrefix(path, module+"/")
			if ours && !slices.Contains(strings.Fields(allowed), ruleName(name)) {
				t.Errorf("%s imports %s", p.name(), name)
			}
		}
	}
}

func TestEveryPackageSaysWhatItIs(t *testing.T) {
	for _, p := range allPackages(t) {
		if len(p.Doc) < 40 {
			t.Errorf("%s has no package comment worth the name: %q", p.name(), p.Doc)
		}
	}
}

func TestHostLinksNoNetworkAndNoCardInSoftware(t *testing.T) {
	for _, path := range deps(t, "./cmd/host") {
		if path == "net/http" || path == "net/smtp" || path == "net/rpc" || strings.HasPrefix(path, module+"/internal/virtualcard") || strings.HasSuffix(path, "test") && strings.HasPrefix(path, module) {
			t.Errorf("bin/hitofude links %s", path)
		}
	}
}

func TestOnlyOnePackageKnowsTheReaderLibrary(t *testing.T) {
	for _, p := range allPackages(t) {
		every := slices.Concat(p.Imports, p.TestImports, p.XTestImports)
		if slices.Contains(every, "github.com/ebfe/scard") != (p.name() == "internal/pcsc") {
			t.Errorf("%s and ebfe/scard: only internal/pcsc imports it", p.name())
		}
		if len(p.CgoFiles) > 0 {
			t.Errorf("%s has C code of its own", p.name())
		}
	}
}

// Packages that never see a frame, a reader or the process.
func TestDomainPackagesKnowNoProcess(t *testing.T) {
	for _, p := range allPackages(t) {
		if !slices.Contains([]string{"internal/card", "internal/pin", "internal/sign", "internal/autofill"}, p.name()) {
			continue
		}
		for _, path := range p.Imports {
			if slices.Contains([]string{"os", "os/exec", "os/signal", "log", "log/slog", "net", "syscall"}, path) &&
				!(p.name() == "internal/pin" && path == "log/slog") { // pin.PIN masks itself in logs
				t.Errorf("%s imports %s", p.name(), path)
			}
		}
	}
}

func TestModuleReplacesNothing(t *testing.T) {
	if strings.Contains(read(t, "go.mod"), "replace") {
		t.Error("go.mod replaces a module: a build elsewhere would not be this one")
	}
}
