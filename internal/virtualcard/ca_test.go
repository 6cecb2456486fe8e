package virtualcard

import (
	"bytes"
	"encoding/pem"
	"flag"
	"os"
	"testing"
)

var update = flag.Bool("update", false, "write the TEST CA certificates anew")

// TestCommittedCertificatesAreWhatTheCodeMakes keeps the CA certificates in testdata and the code that made them together.
func TestCommittedCertificatesAreWhatTheCodeMakes(t *testing.T) {
	keys, err := testKeys()
	if err != nil {
		t.Fatal(err)
	}
	for key, file := range map[string]string{Signature: "ca/TEST-sign-ca.pem", Authentication: "ca/TEST-auth-ca.pem"} {
		made, err := keys.purpose(key).makeCA()
		if err != nil {
			t.Fatal(err)
		}
		if *update {
			text := append([]byte("TEST certificate. Nothing may trust it.\n"), pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: made})...)
			if err := os.WriteFile("testdata/"+file, text, 0o644); err != nil {
				t.Fatal(err)
			}
			continue
		}
		committed, err := readPEM(file, "CERTIFICATE")
		if err != nil {
			t.Fatal(err)
		}
		if !bytes.Equal(made, committed) {
			t.Errorf("%s differs from what the code makes; run the test with -update", file)
		}
	}
}
