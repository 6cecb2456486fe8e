//go:build linux

package lab

import (
	"bytes"
	"crypto/x509"
	"encoding/pem"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// OpenSC is the judge here: a program we did not write, through the real pcscd and the real vpcd.

const selectJPKI = "00A4040C0AD392F000260100000001"

// run runs a program against the lab and returns what it said, with its error.
func (l *Lab) run(program string, args ...string) (string, error) {
	l.t.Helper()
	cmd := exec.Command(program, args...)
	cmd.Env = append(l.Env(), "LC_ALL=C")
	out, err := cmd.CombinedOutput()
	if _, started := err.(*exec.ExitError); err != nil && !started {
		l.t.Fatalf("%s (package opensc): %v", program, err)
	}
	return string(out), err
}

func (l *Lab) must(program string, args ...string) string {
	l.t.Helper()
	out, err := l.run(program, args...)
	if err != nil {
		l.t.Fatalf("%s %s: %v\n%s", program, strings.Join(args, " "), err, out)
	}
	return out
}

func TestOpenSCDumpsTheCard(t *testing.T) {
	t.Parallel()
	l := Start(t, Options{Profiles: []string{"holder"}})
	if name := l.must("opensc-tool", "--name"); !strings.HasSuffix(strings.TrimSpace(name), "jpki") {
		t.Errorf("opensc-tool --name: %s", name)
	}
	dump := l.must("pkcs15-tool", "--dump")
	for _, want := range []string{
		"PIN [User Authentication PIN]", "Tries left     : 3", "PIN [Digital Signature PIN]", "Tries left     : 5",
		"Private RSA Key [User Authentication Key]", "Private RSA Key [Digital Signature Key]",
		"X.509 Certificate [User Authentication Certificate]", "X.509 Certificate [Digital Signature Certificate CA]",
	} {
		if !strings.Contains(dump, want) {
			t.Errorf("the dump lacks %q:\n%s", want, dump)
		}
	}
	if n := l.State(0).Verifies; n != 0 {
		t.Errorf("%d VERIFY were sent", n)
	}
}

func TestOpenSCReadsFreeCertificatesAndTheGuardedOneOnlyWithItsPIN(t *testing.T) {
	t.Parallel()
	l := Start(t, Options{Profiles: []string{"holder"}})
	for id, ca := range map[string]string{"1": "auth", "3": "auth", "4": "sign"} {
		checkIssued(t, l.must("pkcs15-tool", "--read-certificate", id), ca)
	}
	if out, err := l.run("pkcs15-tool", "--read-certificate", "2"); err == nil || strings.Contains(out, "BEGIN CERTIFICATE") {
		t.Errorf("the signature certificate was read without its PIN:\n%s", out)
	}
	checkIssued(t, l.must("pkcs15-tool", "--read-certificate", "2", "--verify-pin", "--auth-id", "2", "--pin", "TEST123"), "sign")
}

// checkIssued checks that the program printed a certificate, signed by the TEST CA.
func checkIssued(t *testing.T, printed, ca string) {
	t.Helper()
	authority, err := os.ReadFile("../testdata/ca/TEST-" + ca + "-ca.pem")
	if err != nil {
		t.Fatal(err)
	}
	var certs []*x509.Certificate
	for _, text := range []string{printed, string(authority)} {
		block, _ := pem.Decode([]byte(text))
		if block == nil {
			t.Fatalf("no certificate in\n%s", text)
		}
		cert, err := x509.ParseCertificate(block.Bytes)
		if err != nil {
			t.Fatal(err)
		}
		certs = append(certs, cert)
	}
	if err := certs[0].CheckSignatureFrom(certs[1]); err != nil {
		t.Error(err)
	}
}

func TestOpenSCSignsWithBothKeysAndOpenSSLAgrees(t *testing.T) {
	t.Parallel()
	l := Start(t, Options{Profiles: []string{"holder"}})
	module := pkcs11Module(t)
	document := filepath.Join(t.TempDir(), "document")
	if err := os.WriteFile(document, bytes.Repeat([]byte("見本 "), 200), 0o600); err != nil {
		t.Fatal(err)
	}
	for _, k := range []struct{ id, token, pin string }{
		{"01", "JPKI (User Authentication PIN)", "2345"}, {"02", "JPKI (Digital Signature PIN)", "TEST123"},
	} {
		before := l.State(0).Signatures
		signature, key := document+k.id+".sig", document+k.id+".pem"
		l.must("pkcs11-tool", "--module", module, "--token-label", k.token, "--login", "--pin", k.pin, "--sign",
			"--mechanism", "SHA256-RSA-PKCS", "--id", k.id, "--input-file", document, "--output-file", signature)
		if l.State(0).Signatures != before+1 {
			t.Errorf("the card did not sign once")
		}
		cert := l.must("pkcs15-tool", "--read-certificate", strings.TrimLeft(k.id, "0")) // the PIN of 2 is still verified
		if err := os.WriteFile(key, []byte(cert), 0o600); err != nil {
			t.Fatal(err)
		}
		public := l.must("openssl", "x509", "-in", key, "-noout", "-pubkey")
		if err := os.WriteFile(key, []byte(public), 0o600); err != nil {
			t.Fatal(err)
		}
		if out := l.must("openssl", "dgst", "-sha256", "-verify", key, "-signature", signature, document); !strings.Contains(out, "Verified OK") {
			t.Errorf("openssl: %s", out)
		}
		if out, err := l.run("openssl", "dgst", "-sha256", "-verify", key, "-signature", signature, "/etc/hostname"); err == nil {
			t.Errorf("openssl accepts the signature for another file: %s", out)
		}
	}
}

func pkcs11Module(t *testing.T) string {
	t.Helper()
	found, err := filepath.Glob("/usr/lib/*/opensc-pkcs11.so")
	if err != nil || len(found) == 0 {
		t.Fatal("opensc-pkcs11.so (package opensc-pkcs11) is not installed")
	}
	return found[0]
}

func TestOpenSCSeesWrongPINsCountAndLock(t *testing.T) {
	t.Parallel()
	l := Start(t, Options{Profiles: []string{"last-try"}})
	if dump := l.must("pkcs15-tool", "--dump"); strings.Count(dump, "Tries left     : 1") != 2 {
		t.Errorf("one try is left for both PINs:\n%s", dump)
	}
	out, err := l.run("pkcs15-tool", "--verify-pin", "--auth-id", "1", "--pin", "9999")
	if err == nil || l.State(0).Tries["authentication"] != 0 {
		t.Errorf("after a wrong last try: %v, %v\n%s", err, l.State(0).Tries, out)
	}
	out, err = l.run("pkcs15-tool", "--verify-pin", "--auth-id", "1", "--pin", "2345")
	if err == nil || len(l.State(0).Unlocked) != 0 {
		t.Errorf("a locked PIN was opened by the right value: %v\n%s", err, out)
	}
	last := l.APDUs(0)[len(l.APDUs(0))-1]
	if !strings.HasPrefix(last, "> 0020008004xxxxxxxx < 6984") {
		t.Errorf("the last APDU is %s", last)
	}
	if _, err := l.run("pkcs15-tool", "--verify-pin", "--auth-id", "2", "--pin", "TEST123"); err != nil || l.State(0).Tries["signature"] != 5 {
		t.Errorf("the right PIN at the last try: %v, %v", err, l.State(0).Tries)
	}
}

func TestOpenSCRefusesALockedCard(t *testing.T) {
	t.Parallel()
	l := Start(t, Options{Profiles: []string{"locked"}})
	if dump := l.must("pkcs15-tool", "--dump"); strings.Count(dump, "Tries left     : 0") != 2 {
		t.Errorf("no try is left for both PINs:\n%s", dump)
	}
	out, err := l.run("pkcs11-tool", "--module", pkcs11Module(t), "--token-label", "JPKI (Digital Signature PIN)", "--login", "--pin", "TEST123",
		"--sign", "--mechanism", "SHA256-RSA-PKCS", "--id", "02", "--input-file", "/etc/hostname", "--output-file", "/dev/null")
	if err == nil || l.State(0).Signatures != 0 {
		t.Errorf("a locked card signed: %v\n%s", err, out)
	}
}

func TestVerifyOutlivesTheProgramUntilTheCardIsOut(t *testing.T) {
	t.Parallel()
	l := Start(t, Options{Profiles: []string{"holder"}})
	// pcscd cuts the power of a card that nobody uses for some seconds; a busy computer may need as long to start a program.
	var certificate string
	var err error
	for range 3 {
		l.must("pkcs15-tool", "--verify-pin", "--auth-id", "2", "--pin", "TEST123")
		if certificate, err = l.run("pkcs15-tool", "--read-certificate", "2"); err == nil {
			break
		}
	}
	checkIssued(t, certificate, "sign") // as on the real card: this is why a client must lock it
	l.Control(0, map[string]any{"do": "remove"})
	time.Sleep(poll)
	l.Control(0, map[string]any{"do": "insert"})
	l.untilPowered(0)
	if out, err := l.run("pkcs15-tool", "--read-certificate", "2"); err == nil {
		t.Errorf("the certificate is still readable:\n%s", out)
	}
}

// untilPowered waits until pcscd noticed the card again.
func (l *Lab) untilPowered(i int) {
	l.t.Helper()
	for range 400 {
		trace, err := os.ReadFile(l.ready.Trace[i])
		if err != nil {
			l.t.Fatal(err)
		}
		if bytes.LastIndex(trace, []byte("# power on")) > bytes.LastIndex(trace, []byte("# inserted")) {
			return
		}
		time.Sleep(10 * time.Millisecond)
	}
	l.t.Fatal("pcscd did not notice the card")
}
