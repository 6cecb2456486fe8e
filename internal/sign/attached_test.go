package sign

import (
	"bytes"
	"os"
	"path/filepath"
	"testing"
	"time"
)

// The head of an attached signature is written by hand, so every length at
// which DER changes its form is tried, and openssl must find the content in it.
func TestOpensslFindsTheContentOfAnAttachedSignature(t *testing.T) {
	for _, n := range []int{0, 1, 127, 128, 255, 256, 65535, 65536, 1 << 20} {
		content := bytes.Repeat([]byte("見本0"), n/7+1)[:n]
		out, err := signAll(t.Context(), attached{}, &softSigner{id: identity()}, []Document{NewDocument("申請 見本.xml", content)}, time.Now())
		if err != nil {
			t.Fatal(err)
		}
		if out[0].Name != "申請 見本.xml.p7m" {
			t.Errorf("output is called %s", out[0].Name)
		}
		p7m := bytesOf(t, out[0])
		got := filepath.Join(t.TempDir(), "content")
		verify := func(p7m []byte) (string, error) {
			return openssl(t, "cms", "-verify", "-cades", "-binary", "-inform", "DER", "-in", writeFile(t, "s.p7m", p7m),
				"-CAfile", writeFile(t, "ca.pem", pemOf(identity().ca)), "-out", got)
		}
		if text, err := verify(p7m); err != nil {
			t.Fatalf("%d bytes: %s", n, text)
		}
		if found, err := os.ReadFile(got); err != nil || !bytes.Equal(found, content) {
			t.Errorf("%d bytes: %d found, %v", n, len(found), err)
		}
		if n > 0 {
			i := bytes.Index(p7m, content)
			p7m[i+n/2] ^= 1
			if _, err := verify(p7m); err == nil {
				t.Errorf("%d bytes: accepted with a byte of the content changed", n)
			}
		}
	}
}

func TestContentThatIsMissingIsNoticedBeforeTheCard(t *testing.T) {
	s := &softSigner{id: identity()}
	if _, err := signAll(t.Context(), attached{}, s, []Document{{Name: "a", Digest: [32]byte{1}}}, time.Now()); err == nil || s.count != 0 {
		t.Errorf("%v, %d calls", err, s.count)
	}
}
