package sign

import (
	"bytes"
	"encoding/base64"
	"encoding/hex"
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// A specimen is one signed file, or a copy of it with one thing changed, as the
// judges get it.
type specimen struct {
	profile, sample string
	changed         string // "" nothing, "content", "signature", "certificate"
	path            string // the signed file; of an application the 構成管理XML in its unpacked folder
	twin            string // egov-kousei: the same with a reference that xmlsec1 can follow
	content         string // cms-detached: the document
	signatures      int
}

// A judge is a program that is not ours. It says of each specimen whether it
// accepts it.
type judge struct {
	name     string
	profiles string
	// structure judges look at the file and not at its signatures.
	structure bool
	judge     func(t *testing.T, j *jury, specimens []specimen) []bool
}

// jury holds what the judges are given: the CA that they trust.
type jury struct{ ca, nss string }

var judges = []judge{
	{"openssl", "cms-detached cms-attached", false, each(opensslJudges)},
	{"certtool", "cms-detached cms-attached", false, each(certtoolJudges)},
	{"Bouncy Castle", "cms-detached cms-attached", false, bouncyCastleJudges},
	{"xmlsec1", "egov-kousei xmldsig-enveloped", false, each(xmlsecJudges)},
	{"JDK", "egov-kousei xmldsig-enveloped", false, jdkJudges},
	{"pdfsig", "pdf-moj pdf-pades-b", false, each(pdfsigJudges)},
	{"PDFBox + Bouncy Castle", "pdf-moj pdf-pades-b", false, pdfboxJudges},
	{"mutool", "pdf-moj pdf-pades-b", false, each(mutoolJudges)},
	{"qpdf --check", "pdf-moj pdf-pades-b", true, each(qpdfJudges)},
}

func each(one func(t *testing.T, j *jury, s specimen) bool) func(*testing.T, *jury, []specimen) []bool {
	return func(t *testing.T, j *jury, specimens []specimen) (verdicts []bool) {
		for _, s := range specimens {
			verdicts = append(verdicts, one(t, j, s))
		}
		return verdicts
	}
}

func opensslJudges(t *testing.T, j *jury, s specimen) bool {
	args := []string{"cms", "-verify", "-cades", "-binary", "-inform", "DER", "-in", s.path, "-CAfile", j.ca, "-out", os.DevNull}
	if s.content != "" {
		args = append(args, "-content", s.content)
	}
	_, err := openssl(t, args...)
	return err == nil
}

func certtoolJudges(t *testing.T, j *jury, s specimen) bool {
	args := []string{"--p7-verify", "--inder", "--load-ca-certificate", j.ca, "--infile", s.path}
	if s.content != "" {
		args = append(args, "--load-data", s.content)
	}
	out, err := run(t, "certtool", args...)
	return err == nil && strings.Contains(out, "Signature status: ok")
}

// javaJudge starts a judge in Java once for all specimens. A verdict that is
// missing is a failure of the test, not of a specimen.
func javaJudge(t *testing.T, classPath, source string, lines []string, args ...string) (answers []string) {
	t.Helper()
	java := exec.Command("java", append([]string{"-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-cp", classPath, "testdata/" + source}, args...)...)
	java.Stdin = strings.NewReader(strings.Join(lines, "\n") + "\n")
	var stderr bytes.Buffer
	java.Stderr = &stderr
	out, err := java.Output()
	if answers = strings.Split(strings.TrimSpace(string(out)), "\n"); err != nil || len(answers) != len(lines) {
		t.Fatalf("%s cannot judge: %v, %d answers to %d questions: %s", source, err, len(answers), len(lines), &stderr)
	}
	return answers
}

func bouncyCastleJudges(t *testing.T, j *jury, specimens []specimen) (verdicts []bool) {
	var lines []string
	for _, s := range specimens {
		lines = append(lines, strings.TrimSuffix(s.path+"\t"+s.content, "\t"))
	}
	for _, answer := range javaJudge(t, jars, "JudgeCMS.java", lines, j.ca) {
		verdicts = append(verdicts, answer == "1")
	}
	return verdicts
}

// The attribute that names the element has to be told to xmlsec1. It looks for
// an identifier as the reference writes it, so it gets the twin of an
// application: the same bytes but for a reference that is not percent-encoded.
func xmlsecJudges(t *testing.T, j *jury, s specimen) bool {
	path, attribute, element := s.path, "id", "様式"
	if s.twin != "" {
		path, attribute, element = s.twin, "ID", "構成情報"
	}
	for n := 1; n <= s.signatures; n++ {
		cmd := exec.Command("xmlsec1", "--verify", "--trusted-pem", j.ca, "--id-attr:"+attribute, element, //
			"--node-xpath", fmt.Sprintf("(//*[local-name()='Signature'])[%d]", n), path)
		cmd.Dir = filepath.Dir(path)
		if out, err := cmd.CombinedOutput(); err != nil {
			if !strings.Contains(string(out), "FAIL") && s.changed == "" {
				t.Errorf("xmlsec1: %v: %s", err, out)
			}
			return false
		}
	}
	return true
}

func jdkJudges(t *testing.T, j *jury, specimens []specimen) (verdicts []bool) {
	var lines []string
	for _, s := range specimens {
		lines = append(lines, s.path)
	}
	for i, answer := range javaJudge(t, ".", "VerifyXML.java", lines, j.ca) {
		verdicts = append(verdicts, answer == fmt.Sprint(specimens[i].signatures))
	}
	return verdicts
}

func pdfsigJudges(t *testing.T, j *jury, s specimen) bool {
	out, err := run(t, "pdfsig", "-nssdir", "sql:"+j.nss, s.path)
	return err == nil && strings.Count(out, "Signature is Valid") == s.signatures && strings.Count(out, "Certificate is Trusted") == s.signatures &&
		strings.Contains(out, "Total document signed")
}

func pdfboxJudges(t *testing.T, j *jury, specimens []specimen) (verdicts []bool) {
	var lines []string
	for _, s := range specimens {
		lines = append(lines, s.path)
	}
	for i, answer := range javaJudge(t, jars, "JudgePDF.java", lines, "verify", j.ca) {
		verdicts = append(verdicts, strings.HasPrefix(answer, fmt.Sprint(specimens[i].signatures)+" name="))
	}
	return verdicts
}

// mutool checks the digest, and what came after a signature; it trusts no CA of
// ours, so what it says of the certificate is left aside.
func mutoolJudges(t *testing.T, _ *jury, s specimen) bool {
	out, _ := run(t, "mutool", "sign", "-v", s.path)
	earlier := strings.Count(out, "The signature is valid but there have been edits since signing.")
	last := strings.HasSuffix(strings.TrimSpace(out), "The document is unchanged since signing.")
	return last && earlier == s.signatures-1 && strings.Count(out, "Verifying signature") == s.signatures
}

func qpdfJudges(t *testing.T, _ *jury, s specimen) bool {
	_, err := run(t, "qpdf", "--check", s.path)
	return err == nil
}

// The three changes. random chooses the byte where there is a choice.

var contentsHex = regexp.MustCompile(`/Contents <([0-9A-Fa-f]+)>`)

// otherLetter is another character of the same alphabet.
func otherLetter(alphabet string, c byte, random *rand.Rand) byte {
	for {
		if d := alphabet[random.IntN(len(alphabet))]; d != c {
			return d
		}
	}
}

const base64Letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789"

// breakSignature changes one byte of the value of the last signature.
func breakSignature(t *testing.T, profile string, signed []byte, random *rand.Rand) []byte {
	t.Helper()
	changed := bytes.Clone(signed)
	switch {
	case strings.HasPrefix(profile, "cms"):
		changed[len(changed)-1-random.IntN(256)] ^= byte(1 + random.IntN(255))
	case strings.HasPrefix(profile, "pdf"):
		all := contentsHex.FindAllSubmatchIndex(signed, -1)
		from, to := all[len(all)-1][2], all[len(all)-1][3]
		der, err := hex.DecodeString(string(signed[from:to]))
		must(t, err)
		end := from + 2*len(padded(der)) // the message ends in the 256 bytes of the signature
		at := end - 2*256 + random.IntN(2*256)
		changed[at] = otherLetter("0123456789abcdef", bytes.ToLower(changed[at : at+1])[0], random)
	default:
		from := bytes.LastIndex(signed, []byte("<SignatureValue>")) + len("<SignatureValue>")
		at := from + random.IntN(340)
		changed[at] = otherLetter(base64Letters, changed[at], random)
	}
	return changed
}

// swapCertificate puts the certificate of another key, of the same name, issuer
// and number, in place of the signer's.
func swapCertificate(t *testing.T, profile string, signed []byte, leaf, other []byte) []byte {
	t.Helper()
	write := func(der []byte) []byte { return der }
	switch {
	case strings.HasPrefix(profile, "pdf"):
		write = func(der []byte) []byte { return []byte(hex.EncodeToString(der)) }
	case !strings.HasPrefix(profile, "cms"):
		write = func(der []byte) []byte { return []byte(base64.StdEncoding.EncodeToString(der)) }
	}
	changed := bytes.Replace(signed, write(leaf), write(other), 1)
	if len(leaf) != len(other) || bytes.Equal(changed, signed) {
		t.Fatalf("%s: the certificate is not found, or of another length", profile)
	}
	return changed
}
