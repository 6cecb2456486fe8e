package manifests

import (
	"crypto/rsa"
	"crypto/sha256"
	"crypto/x509"
	"encoding/base64"
	"encoding/json"
	"flag"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"testing"
)

var update = flag.Bool("update", false, "rewrite the golden files")

func TestRenderedManifestsEqualGoldenFiles(t *testing.T) {
	for _, family := range []Family{Chromium, Firefox} {
		got, err := Render(family, `/opt/hito "fude"\bin/hitofude`)
		if err != nil {
			t.Fatal(err)
		}
		file := filepath.Join("testdata", string(family)+".golden.json")
		if *update {
			if err := os.WriteFile(file, got, 0o644); err != nil {
				t.Fatal(err)
			}
		}
		want, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		if string(got) != string(want) {
			t.Errorf("%s manifest:\n%s\nwant:\n%s", family, got, want)
		}
	}
}

// Chrome needs all five members and a slash after each id; Firefox shows no
// reason when it dislikes a manifest. Both are checked here, not in a browser.
func TestManifestsAreWhatBrowsersAccept(t *testing.T) {
	type manifest struct {
		Name, Description, Path, Type string
		AllowedOrigins                []string `json:"allowed_origins"`
		AllowedExtensions             []string `json:"allowed_extensions"`
	}
	origin := regexp.MustCompile(`^chrome-extension://[a-p]{32}/$`)
	for _, family := range []Family{Chromium, Firefox} {
		data, err := Render(family, "/x/hitofude")
		if err != nil {
			t.Fatal(err)
		}
		var m manifest
		if err := json.Unmarshal(data, &m); err != nil {
			t.Fatal(err)
		}
		if m.Name != "hitofude.host" || m.Description == "" || m.Path != "/x/hitofude" || m.Type != "stdio" {
			t.Errorf("%s: %+v", family, m)
		}
		switch family {
		case Chromium:
			if len(m.AllowedOrigins) == 0 || !origin.MatchString(m.AllowedOrigins[0]) || m.AllowedExtensions != nil {
				t.Errorf("allowed_origins %q", m.AllowedOrigins)
			}
		case Firefox:
			if !slices.Equal(m.AllowedExtensions, []string{"host@hitofude.invalid"}) || m.AllowedOrigins != nil {
				t.Errorf("allowed_extensions %q", m.AllowedExtensions)
			}
		}
	}
}

func TestChromiumIdBelongsToTheKey(t *testing.T) {
	der, err := base64.StdEncoding.DecodeString(Known().Chromium.Key)
	if err != nil {
		t.Fatal(err)
	}
	key, err := x509.ParsePKIXPublicKey(der)
	if err != nil {
		t.Fatal(err)
	}
	if k, ok := key.(*rsa.PublicKey); !ok || k.N.BitLen() < 2048 {
		t.Fatalf("key %T", key)
	}
	sum := sha256.Sum256(der)
	var id []byte
	for _, b := range sum[:16] {
		id = append(id, 'a'+b>>4, 'a'+b&15)
	}
	if !slices.Contains(Known().Chromium.IDs, string(id)) {
		t.Errorf("id of the key is %s, ids.json has %q", id, Known().Chromium.IDs)
	}
}

func TestUnknownFamilyIsRefused(t *testing.T) {
	if _, err := Render("safari", "/x"); err == nil {
		t.Error("no error")
	}
}
