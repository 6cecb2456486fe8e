package sign

import (
	"bytes"
	"context"
	"crypto/sha256"
	"crypto/x509"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"regexp"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/smallstep/pkcs7"
)

var letter = []byte("見本の申請書\r\n\x00binary\n")

func signLetter(t *testing.T, at time.Time) []byte {
	t.Helper()
	p, _ := Lookup("cms-detached")
	outputs, err := signAll(t.Context(), p, &softSigner{id: identity()},
		[]Document{{Name: "申請書.pdf", Digest: sha256.Sum256(letter)}}, at)
	if err != nil {
		t.Fatal(err)
	}
	if o := outputs[0]; o.Name != "申請書.pdf.p7s" || o.MediaType != "application/pkcs7-signature" {
		t.Errorf("output is %s, %s", o.Name, o.MediaType)
	}
	return bytesOf(t, outputs[0])
}

// openssl runs the judge that people at counters and in law firms have at hand.
func openssl(t *testing.T, args ...string) (string, error) {
	t.Helper()
	out, err := exec.Command("openssl", args...).CombinedOutput()
	if errors.Is(err, exec.ErrNotFound) {
		t.Fatal("openssl is not installed: the signatures cannot be judged")
	}
	return string(out), err
}

func opensslVerify(t *testing.T, p7s, content []byte) error {
	t.Helper()
	out, err := openssl(t, "cms", "-verify", "-cades", "-binary", "-inform", "DER",
		"-in", writeFile(t, "s.p7s", p7s), "-content", writeFile(t, "content", content),
		"-CAfile", writeFile(t, "ca.pem", pemOf(identity().ca)), "-out", "/dev/null")
	if err != nil {
		return fmt.Errorf("%w: %s", err, out)
	}
	return nil
}

func TestOpensslAcceptsTheSignature(t *testing.T) {
	if err := opensslVerify(t, signLetter(t, time.Now()), letter); err != nil {
		t.Error(err)
	}
}

func TestOpensslRefusesOneChangedByteOfContent(t *testing.T) {
	p7s := signLetter(t, time.Now())
	for i := range letter {
		changed := bytes.Clone(letter)
		changed[i] ^= 1
		if opensslVerify(t, p7s, changed) == nil {
			t.Errorf("accepted with byte %d of the content changed", i)
		}
	}
}

func TestOpensslRefusesOneChangedByteOfSignature(t *testing.T) {
	p7s := signLetter(t, time.Now())
	for _, back := range []int{1, 100, 256} { // the signature is the end of the file
		changed := bytes.Clone(p7s)
		changed[len(changed)-back] ^= 1
		if opensslVerify(t, changed, letter) == nil {
			t.Errorf("accepted with the byte %d before the end changed", back)
		}
	}
}

func TestSecondCheckerAcceptsTheSignature(t *testing.T) {
	parsed, err := pkcs7.Parse(signLetter(t, time.Now()))
	if err != nil {
		t.Fatal(err)
	}
	parsed.Content = letter
	ca, err := x509.ParseCertificate(identity().ca)
	if err != nil {
		t.Fatal(err)
	}
	roots := x509.NewCertPool()
	roots.AddCert(ca)
	if err := parsed.VerifyWithChain(roots); err != nil {
		t.Error(err)
	}
	parsed.Content = append(bytes.Clone(letter), '!')
	if parsed.Verify() == nil {
		t.Error("accepted with a byte added to the content")
	}
}

// The shape is what openssl asn1parse prints, without offsets, lengths and
// values. It changes only when somebody changes the format on purpose.
func TestShapeOfTheSignatureIsKept(t *testing.T) {
	out, err := openssl(t, "asn1parse", "-inform", "DER", "-in", writeFile(t, "s.p7s", signLetter(t, time.Now())))
	if err != nil {
		t.Fatal(err, out)
	}
	want, err := os.ReadFile("testdata/cms-detached.shape")
	if err != nil {
		t.Fatal(err)
	}
	if got := shape(out); got != string(want) {
		t.Errorf("the shape is now\n%s", got)
	}
}

var parsedLine = regexp.MustCompile(`:d=(\d+) +hl=\d+ l= *\d+ (?:cons|prim): (.{17})[^:]*(:.*)?$`)

// shape keeps depth, tag and the names of objects, and leaves out the
// certificate, which is the card's and not ours.
func shape(asn1parse string) string {
	var kept strings.Builder
	inCertificate := false
	for line := range strings.Lines(asn1parse) {
		m := parsedLine.FindStringSubmatch(strings.TrimRight(line, "\n"))
		if m == nil {
			continue
		}
		depth, _ := strconv.Atoi(m[1])
		tag := strings.TrimSpace(m[2])
		if inCertificate && depth > 3 {
			continue
		}
		inCertificate = depth == 3 && tag == "cont [ 0 ]"
		if tag == "OBJECT" {
			tag += " " + m[3][1:]
		}
		fmt.Fprintf(&kept, "%*s%s\n", depth, "", tag)
	}
	return kept.String()
}

func TestAlgorithmParametersAreWhatTheRFCsAskFor(t *testing.T) {
	p7s := signLetter(t, time.Now())
	sha256Absent := []byte{0x30, 0x0B, 0x06, 0x09, 0x60, 0x86, 0x48, 0x01, 0x65, 0x03, 0x04, 0x02, 0x01}
	if n := bytes.Count(p7s, sha256Absent); n != 2 {
		t.Errorf("sha256 without parameters stands %d times, want 2", n)
	}
	rsaNull := []byte{0x30, 0x0D, 0x06, 0x09, 0x2A, 0x86, 0x48, 0x86, 0xF7, 0x0D, 0x01, 0x01, 0x0B, 0x05, 0x00}
	if i := bytes.LastIndex(p7s, rsaNull); i != len(p7s)-256-4-len(rsaNull) {
		t.Error("sha256WithRSAEncryption with NULL does not stand right before the signature")
	}
}

func TestSigningTimeIsTheTimeGiven(t *testing.T) {
	for _, c := range []struct {
		at   time.Time
		want string
	}{
		{time.Date(2026, 3, 15, 23, 0, 0, 999, time.FixedZone("JST", 9*3600)), "\x17\x0d260315140000Z"},
		{time.Date(2049, 12, 31, 23, 59, 59, 0, time.UTC), "\x17\x0d491231235959Z"},
		{time.Date(2050, 1, 1, 0, 0, 0, 0, time.UTC), "\x18\x0f20500101000000Z"},
	} {
		if !bytes.Contains(signLetter(t, c.at), []byte(c.want)) {
			t.Errorf("%v is not written as %q", c.at, c.want)
		}
	}
}

func TestEachDocumentCostsOneCallOfTheCard(t *testing.T) {
	p, _ := Lookup("cms-detached")
	s := &softSigner{id: identity()}
	docs := []Document{{Name: "一.txt", Digest: [32]byte{1}}, {Name: "二.txt", Digest: [32]byte{2}}, {Name: "三.txt", Digest: [32]byte{3}}}
	outputs, err := signAll(t.Context(), p, s, docs, time.Now())
	if err != nil || len(outputs) != 3 || s.count != 3 {
		t.Errorf("%d outputs, %d calls, %v", len(outputs), s.count, err)
	}
	for i, o := range outputs {
		if o.Name != docs[i].Name+".p7s" {
			t.Errorf("output %d is called %s", i, o.Name)
		}
	}
}

func TestNonsenseFromTheCardIsNotHandedOut(t *testing.T) {
	p, _ := Lookup("cms-detached")
	for name, spoil := range map[string]func([]byte) []byte{
		"one bit":   func(sig []byte) []byte { sig[7] ^= 4; return sig },
		"short":     func(sig []byte) []byte { return sig[:255] },
		"empty":     func([]byte) []byte { return nil },
		"with tail": func(sig []byte) []byte { return append(sig, 0) },
	} {
		s := &softSigner{id: identity(), spoil: spoil}
		outputs, err := signAll(t.Context(), p, s, []Document{{Name: "a", Digest: [32]byte{1}}}, time.Now())
		if !errors.Is(err, ErrSignatureMismatch) || outputs != nil {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestBadDocumentsAreRefusedWithoutTheCard(t *testing.T) {
	p, _ := Lookup("cms-detached")
	for _, docs := range [][]Document{
		nil,
		{{Name: "", Digest: [32]byte{1}}},
		{{Name: "..", Digest: [32]byte{1}}},
		{{Name: "a/b", Digest: [32]byte{1}}},
		{{Name: `a\b`, Digest: [32]byte{1}}},
		{{Name: "a\nb", Digest: [32]byte{1}}},
		{{Name: "a\u202Efdp.exe", Digest: [32]byte{1}}},
		{{Name: "\xff", Digest: [32]byte{1}}},
		{{Name: strings.Repeat("あ", 86), Digest: [32]byte{1}}},
		{{Name: "no digest", Digest: [32]byte{}}},
		{{Name: "good", Digest: [32]byte{1}}, {Name: "", Digest: [32]byte{1}}},
	} {
		s := &softSigner{id: identity()}
		_, err := signAll(t.Context(), p, s, docs, time.Now())
		var documentError *DocumentError
		if !errors.As(err, &documentError) || s.count != 0 {
			t.Errorf("%v: %v, %d calls", docs, err, s.count)
		}
	}
}

func TestCancelBetweenDocumentsStopsSigning(t *testing.T) {
	p, _ := Lookup("cms-detached")
	ctx, cancel := context.WithCancel(t.Context())
	s := &softSigner{id: identity()}
	s.spoil = func(sig []byte) []byte { cancel(); return sig }
	_, err := signAll(ctx, p, s, []Document{{Name: "a", Digest: [32]byte{1}}, {Name: "b", Digest: [32]byte{2}}}, time.Now())
	if !errors.Is(err, context.Canceled) || s.count != 1 {
		t.Errorf("%v after %d calls", err, s.count)
	}
}
