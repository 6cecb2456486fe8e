package hitofude_test

import (
	"bytes"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"sync"
	"testing"
)

// trackedFiles asks git once for what is in the repository or about to be.
var trackedFiles = sync.OnceValues(func() ([]string, error) {
	out, err := exec.Command("git", "ls-files", "-z", "--cached", "--others", "--exclude-standard").Output()
	if err != nil {
		return nil, err
	}
	var files []string
	for name := range strings.SplitSeq(string(out), "\x00") {
		if info, err := os.Stat(name); err == nil && info.Mode().IsRegular() {
			files = append(files, name)
		}
	}
	return files, nil
})

func tracked(t *testing.T) []string {
	t.Helper()
	files, err := trackedFiles()
	if err != nil || len(files) < 50 {
		t.Fatalf("listing the repository's files: %d, %v", len(files), err)
	}
	return files
}

// eachText visits all files that are text.
func eachText(t *testing.T, visit func(path, content string)) {
	t.Helper()
	for _, path := range tracked(t) {
		if content := read(t, path); !strings.Contains(content, "\x00") {
			visit(path, content)
		}
	}
}

func isCode(path string) bool {
	return slices.Contains([]string{".go", ".ts", ".mjs", ".js", ".css", ".html", ".sh"}, filepath.Ext(path)) &&
		!strings.Contains(path, "testdata/")
}

func TestLongFilesSayWhy(t *testing.T) {
	reason := regexp.MustCompile(`(?m)^\s*(//|#|<!--|/?\*) long: \S`)
	eachText(t, func(path, content string) {
		if lines := strings.Count(content, "\n"); isCode(path) && lines > 400 && !reason.MatchString(content) {
			t.Errorf("%s has %d lines and no line \"// long: …\" that says why", path, lines)
		}
	})
}

// What a build machine is called is nobody's business, and a lock file that
// names a mirror cannot be installed from elsewhere.
func TestNothingNamesThisMachine(t *testing.T) {
	names := append(mirrors(t), here(t)...)
	eachText(t, func(path, content string) {
		for _, name := range names {
			if strings.Contains(content, name) {
				t.Errorf("%s names %s", path, name)
			}
		}
	})
}

// here is the folder of this clone and the one above it.
func here(t *testing.T) []string {
	t.Helper()
	dir, err := os.Getwd()
	if err != nil {
		t.Fatal(err)
	}
	names := []string{dir + "/"}
	if above := filepath.Dir(dir); strings.Count(above, "/") > 1 {
		names = append(names, above+"/")
	}
	return names
}

// mirrors are the hosts of package registries that this machine is set to use,
// but for the public ones.
func mirrors(t *testing.T) []string {
	t.Helper()
	goproxy, err := exec.Command("go", "env", "GOPROXY").Output()
	if err != nil {
		t.Fatal(err)
	}
	npm, err := exec.Command("npm", "config", "get", "registry").Output()
	if err != nil {
		t.Fatal(err)
	}
	var hosts []string
	for address := range strings.FieldsFuncSeq(string(goproxy)+","+string(npm), func(r rune) bool { return strings.ContainsRune(",|\n", r) }) {
		u, err := url.Parse(address)
		public := []string{"", "proxy.golang.org", "registry.npmjs.org"}
		if err == nil && !slices.Contains(public, u.Hostname()) {
			hosts = append(hosts, u.Host)
		}
	}
	return hosts
}

// A 個人番号 is 12 digits whose last checks the others. Only the test number may
// stand in a file, and the one of a published test vector where vectors are.
func TestNoIndividualNumberButTheTestNumber(t *testing.T) {
	// Not inside longer words, and not the data of an APDU written as "06 6162…".
	twelve := regexp.MustCompile(`(?:^|[^0-9A-Za-z+/. ]|[^0-9A-F] )([0-9]{12})(?:[^0-9A-Za-z+/]|$)`)
	eachText(t, func(path, content string) {
		for _, m := range twelve.FindAllStringSubmatch(content, -1) {
			number := m[1]
			vector := number == "5376"+"8667"+"7188" && // in the traces of a published test card
				(strings.HasPrefix(path, "internal/virtualcard/") || path == "internal/card/ber_test.go")
			if checkDigit(number) && number != "123456789018" && !vector {
				t.Errorf("%s holds a number that could be somebody's 個人番号", path)
			}
		}
	})
	if !checkDigit("123456789018") || checkDigit("123456789012") {
		t.Error("the check digit is computed wrongly")
	}
}

// checkDigit follows 総務省令85号 (2014) §5.
func checkDigit(number string) bool {
	sum := 0
	for n := 1; n <= 11; n++ {
		p, q := int(number[11-n]-'0'), n+1
		if n > 6 {
			q = n - 5
		}
		sum += p * q
	}
	digit := 0
	if r := sum % 11; r > 1 {
		digit = 11 - r
	}
	return int(number[11]-'0') == digit
}

// A result is never called valid: revocation is not known to this program.
func TestNoTextCallsASignatureValid(t *testing.T) {
	claim := regexp.MustCompile(`(?i)(signature|certificate) is valid|valid signature|署名は有効|有効な署名`)
	checked := 0
	eachText(t, func(path, content string) {
		shown := strings.HasPrefix(path, "extension/src/") || strings.HasPrefix(path, "extension/_locales/") ||
			strings.HasPrefix(path, "internal/host/") || strings.HasSuffix(path, "errors.json") || path == "README.md"
		if !shown {
			return
		}
		checked++
		if m := claim.FindString(content); m != "" {
			t.Errorf("%s says %q", path, m)
		}
	})
	if checked == 0 {
		t.Error("no text was looked at")
	}
}

func TestNothingIsLeftForLater(t *testing.T) {
	later := regexp.MustCompile(`\b(TO` + `DO|FIX` + `ME|XX` + `X)\b`)
	eachText(t, func(path, content string) {
		if isCode(path) && later.MatchString(content) {
			t.Errorf("%s leaves something for later: %s", path, later.FindString(content))
		}
	})
}

// Keys that sign test certificates say TEST in their file's name; there is no other key.
func TestEveryPrivateKeyIsATestKey(t *testing.T) {
	for _, path := range tracked(t) {
		content, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		if bytes.Contains(content, []byte("PRIVATE"+" KEY-----\nM")) && !strings.Contains(filepath.Base(path), "TEST") {
			t.Errorf("%s holds a private key", path)
		}
	}
}
