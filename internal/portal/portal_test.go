package portal

import (
	"bytes"
	"crypto/sha1"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

func TestOnlyTheSystemsThemselvesAreOfficial(t *testing.T) {
	for _, origin := range []string{"https://myna.go.jp", "https://www.myna.go.jp", "https://a.b.myna.go.jp", "https://login.e-tax.nta.go.jp", "https://www.keisan.nta.go.jp"} {
		if _, ok := Official(origin); !ok {
			t.Errorf("%s is not taken", origin)
		}
	}
	for _, origin := range []string{
		"http://myna.go.jp", "https://myna.go.jp:8443", "https://evil-myna.go.jp", "https://xmyna.go.jp", "https://myna.go.jp.evil.example",
		"https://.myna.go.jp", "https://e-tax.nta.go.jp.example", "https://user@myna.go.jp", "https://go.jp", "https://nta.go.jp", "hitofude:ui", "", "https://",
		"https://myna.go.jp/", "https://MYNA.go.jp", "https://keisan.nta.go.jp", "https://www.example.go.jp",
	} {
		if s, ok := Official(origin); ok {
			t.Errorf("%s is taken for %s", origin, s.ID)
		}
	}
}

func TestEverySiteHasSourceAndDate(t *testing.T) {
	if len(Sites()) < 2 {
		t.Fatal("sites are missing")
	}
	for _, s := range Sites() {
		_, err := time.Parse(time.DateOnly, s.Date)
		if err != nil || s.ID == "" || s.JA == "" || s.EN == "" || s.Source == "" || len(s.Hosts) == 0 {
			t.Errorf("%+v: %v", s, err)
		}
		for _, h := range s.Hosts {
			if !strings.HasSuffix(h, ".go.jp") {
				t.Errorf("%s is no name of the government", h)
			}
		}
	}
}

func info(prefix string, n int) []byte {
	raw, err := hex.DecodeString(prefix)
	if err != nil {
		panic(err)
	}
	return append(raw, bytes.Repeat([]byte{0xAB}, n)...)
}

const (
	head256 = "3031300d060960864801650304020105000420"
	head512 = "3051300d060960864801650304020305000440"
)

func TestTheThreeDigestInfosAreTaken(t *testing.T) {
	for prefix, n := range map[string]int{head256: 32, "3041300d060960864801650304020205000430": 48, head512: 64} {
		d, err := ParseDigestInfo(info(prefix, n))
		if err != nil || len(d.Sum) != n || !bytes.Equal(d.Info, info(prefix, n)) {
			t.Errorf("%s: %+v, %v", prefix, d, err)
		}
	}
}

// Each of these, signed, would be something else than the person agreed to.
func TestEverythingElseIsRefusedWithItsReason(t *testing.T) {
	tls := sha256.Sum256([]byte("handshake")) // what a TLS 1.2 client signs is a DigestInfo; what 1.3 signs is 64 spaces and text
	for _, c := range []struct {
		name   string
		info   []byte
		reason string
	}{
		{"nothing", nil, ReasonNotDER},
		{"text", []byte("please sign"), ReasonNotDER},
		{"bare SHA-256", tls[:], ReasonBareHash},
		{"bare SHA-1", make([]byte, sha1.Size), ReasonBareHash},
		{"bare SHA-512", make([]byte, 64), ReasonBareHash},
		{"MD5 and SHA-1 of TLS", make([]byte, 36), ReasonMD5SHA1},
		{"TLS 1.3", append(bytes.Repeat([]byte{' '}, 64), "TLS 1.3, client CertificateVerify\x00"...), ReasonNotDER},
		{"SHA-1", info("3021300906052b0e03021a05000414", 20), ReasonSHA1},
		{"SHA-1 without parameters", info("301f300706052b0e03021a0414", 20), ReasonSHA1},
		{"MD5", info("3020300c06082a864886f70d020505000410", 16), ReasonAlgorithm},
		{"SHA-224", info("302d300d06096086480165030402040500041c", 28), ReasonAlgorithm},
		{"SHA3-256", info("3031300d060960864801650304020805000420", 32), ReasonAlgorithm},
		{"SHA-256 without parameters", info("302f300b06096086480165030402010420", 32), ReasonAlgorithm},
		{"a byte too many", info(head256, 33), ReasonTrailing},
		{"twice", append(info(head256, 32), info(head256, 32)...), ReasonTrailing},
		{"a byte too few", info(head256, 31), ReasonLength},
		{"SHA-512 of 32 bytes", info(head512, 32), ReasonLength},
		{"long form of the length", append([]byte{0x30, 0x81, 0x31}, info(head256, 32)[2:]...), ReasonNotDER},
		{"indefinite length", append([]byte{0x30, 0x80}, info(head256, 32)[2:]...), ReasonNotDER},
	} {
		var refused *DigestError
		if _, err := ParseDigestInfo(c.info); !errors.As(err, &refused) || refused.Reason != c.reason {
			t.Errorf("%s: %v, want %s", c.name, err, c.reason)
		}
	}
}

// The salt stands here byte by byte, as reference clients send it, and not by its name in the code.
func TestCombinationCodeIsMadeOfItsParts(t *testing.T) {
	sum := sha256.Sum256([]byte("\x2e\x71\xf6\x62\x0b\xc6\x54\xce\xd4\x94\xe5\xec\x34\xfe\x03\xc8" + "0000012719843" + "\x00\x01\x02\x03\x04\x05\x06\x07\x08\x09\x0a\x0b\x0c\x0d\x0e\x0f"))
	got := CombinationCode("0000012719843", UUID{0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15})
	if got != hex.EncodeToString(sum[:]) {
		t.Errorf("%s", got)
	}
}

func TestInstallationStaysUntilItIsReset(t *testing.T) {
	path := filepath.Join(t.TempDir(), "hitofude", "installation.json")
	now := time.Date(2026, 11, 24, 12, 0, 0, 0, time.UTC)
	first, err := LoadInstallation(path, now)
	if err != nil || first.Created != "2026-11-24" {
		t.Fatal(first, err)
	}
	stat, err := os.Stat(path)
	if err != nil || stat.Mode().Perm() != 0o600 {
		t.Errorf("%v, %v", stat.Mode(), err)
	}
	again, err := LoadInstallation(path, now.AddDate(1, 0, 0))
	if err != nil || again != first {
		t.Errorf("%v, %v", again, err)
	}
	fresh, err := ResetInstallation(path, now)
	if err != nil || fresh.UUID == first.UUID {
		t.Errorf("%v, %v", fresh, err)
	}
	if err := os.WriteFile(path, []byte(`{"uuid":"zz"}`), 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := LoadInstallation(path, now); err == nil {
		t.Error("a damaged file is replaced in silence")
	}
}

// Two windows of a new installation must not tell a portal two names.
func TestFirstUseByTwoWindowsMakesOneInstallation(t *testing.T) {
	path := filepath.Join(t.TempDir(), "hitofude", "installation.json")
	made := make(chan UUID)
	for range 16 {
		go func() {
			i, err := LoadInstallation(path, time.Now())
			if err != nil {
				t.Error(err)
			}
			made <- i.UUID
		}()
	}
	first := <-made
	for range 15 {
		if other := <-made; other != first {
			t.Errorf("%v beside %v", other, first)
		}
	}
	if rest, err := os.ReadDir(filepath.Dir(path)); err != nil || len(rest) != 1 {
		t.Errorf("%v, %v", rest, err)
	}
}

// The encoding has no freedom: whatever one byte before the hash says instead
// is refused, and so is every other length.
func TestEveryOtherByteAndLengthIsRefused(t *testing.T) {
	for prefix, n := range map[string]int{head256: 32, "3041300d060960864801650304020205000430": 48, head512: 64} {
		whole := info(prefix, n)
		for at := range len(whole) - n {
			for b := range 256 {
				changed := bytes.Clone(whole)
				if changed[at] = byte(b); bytes.Equal(changed, whole) {
					continue
				}
				if _, err := ParseDigestInfo(changed); err == nil {
					t.Errorf("%x at %d of %s is taken", b, at, prefix)
				}
			}
		}
		for length := range 128 {
			padded := append(bytes.Clone(whole), make([]byte, 128)...)[:length]
			if _, err := ParseDigestInfo(padded); (err == nil) != (length == len(whole)) {
				t.Errorf("%d bytes of %s: %v", length, prefix, err)
			}
		}
	}
}

func FuzzParseDigestInfo(f *testing.F) {
	f.Add(info(head256, 32))
	f.Add(info(head512, 64))
	f.Add(make([]byte, 36))
	f.Fuzz(func(t *testing.T, data []byte) {
		d, err := ParseDigestInfo(data)
		if err != nil {
			return
		}
		if len(d.Info) != len(d.Sum)+19 || len(d.Info) != 51 && len(d.Info) != 67 && len(d.Info) != 83 || d.Info[0] != 0x30 {
			t.Errorf("%x is taken", data)
		}
	})
}
