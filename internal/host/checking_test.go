package host

import (
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/hitofude/hitofude/internal/messaging"
	"github.com/hitofude/hitofude/internal/sign"
)

// onePage is a PDF of one page, 300 × 200 points, whose zero is not its corner.
func onePage(catalog string) string {
	objects := []string{
		"<< /Type /Catalog /Pages 2 0 R " + catalog + " >>",
		"<< /Type /Pages /Kids [3 0 R] /Count 1 /MediaBox [10 20 310 220] /Rotate 90 >>",
		"<< /Type /Page /Parent 2 0 R >>",
	}
	var b strings.Builder
	b.WriteString("%PDF-1.7\n")
	xref := fmt.Sprintf("xref\n0 %d\n0000000000 65535 f \n", len(objects)+1)
	for i, body := range objects {
		xref += fmt.Sprintf("%010d 00000 n \n", b.Len())
		fmt.Fprintf(&b, "%d 0 obj\n%s\nendobj\n", i+1, body)
	}
	start := b.Len()
	fmt.Fprintf(&b, "%strailer\n<< /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n", xref, len(objects)+1, start)
	return b.String()
}

// hostileDocuments cannot be signed, each for a reason of its own.
func hostileDocuments() map[string][]string {
	certified := "/Perms << /DocMDP << /Type /Sig /Reference [<< /TransformMethod /DocMDP /TransformParams << /P 1 >> >>] >> >>"
	pdfs := []string{
		"", "見本", onePage("")[:200], strings.Replace(onePage(""), "/Root 1 0 R", "/Root 1 0 R /Encrypt 1 0 R", 1), onePage(certified),
		onePage("/AcroForm << /Fields [] /XFA [] >>"), strings.Replace(onePage(""), "/Kids [3 0 R]", "/Kids [2 0 R]", 1),
		strings.Replace(onePage(""), "/Type /Page ", "/Type /Page /Type /Page ", 1),
	}
	return map[string][]string{
		"pdf-moj": pdfs, "pdf-pades-b": pdfs,
		"xmldsig-enveloped": {"", "見本", "<a", "<!DOCTYPE a><a/>", "<a>&x;</a>", `<a id="x"><b id="x"/></a>`, "<a>" + strings.Repeat("<b>", 5000), "\xff\xfe<\x00a\x00/\x00>\x00"},
		"egov-kousei":       {"", "見本", "PK\x03\x04", "PK\x05\x06" + strings.Repeat("\x00", 18), "<DataRoot/>"},
	}
}

func signParams(profile string, contents ...string) string {
	var docs []map[string]string
	for i, content := range contents {
		docs = append(docs, map[string]string{"name": fmt.Sprintf("%d", i), "content": base64.StdEncoding.EncodeToString([]byte(content))})
	}
	params, _ := json.Marshal(map[string]any{"profile": profile, "documents": docs, "pin": "TEST123"})
	return string(params)
}

// Whatever is given to be signed, a PIN is sent only for what can be signed: the
// reader of this conversation has no card, and is never asked for one.
func TestHostileDocumentsNeverReachTheCard(t *testing.T) {
	h := softwareTalk(t, "holder")
	h.must(t, "< hello")
	n := 0
	for profile, contents := range hostileDocuments() {
		for _, content := range contents {
			n++
			good := map[string]string{"egov-kousei": "", "xmldsig-enveloped": "<a/>"}[profile]
			if good == "" {
				good = onePage("")
			}
			h.must(t, fmt.Sprintf("> r%d sign %s", n, signParams(profile, good, content)), fmt.Sprintf("< r%d error DOCUMENT_INVALID \"*\"", n))
		}
	}
	h.must(t, "close", "exit 0")
	recorded, err := os.ReadFile(filepath.Join(h.dir, "card"))
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		t.Fatal(err)
	}
	if strings.Contains(string(recorded), "connect") || n < 20 {
		t.Errorf("%d documents, and the card was asked:\n%.600s", n, recorded)
	}
}

// checked asks for a check and returns its result.
func checked(t *testing.T, h *talk, params string) (result signCheckResult) {
	t.Helper()
	h.must(t, "> check sign.check "+params)
	for {
		frame, err := h.receive()
		if err != nil {
			t.Fatal(err)
		}
		var m struct {
			Type   string
			Result signCheckResult
		}
		if err := json.Unmarshal(frame, &m); err != nil || m.Type == "error" {
			t.Fatalf("%s, %v", frame, err)
		}
		if m.Type == "result" {
			return m.Result
		}
	}
}

func TestCheckTellsOfEveryDocumentAndOfTheCardWithoutAPIN(t *testing.T) {
	h := softwareTalk(t, "holder")
	h.must(t, "< hello")
	params := signParams("pdf-moj", onePage(""), "見本", onePage("/AcroForm << /Fields [] /XFA [] >>"))
	params = strings.Replace(params, `,"pin":"TEST123"`, `,"stamp":{"page":0,"rect":[100,100,200,150]}`, 1)
	got := checked(t, h, params)
	if len(got.Documents) != 3 || len(got.Problems) != 2 {
		t.Fatalf("%+v", got)
	}
	first := got.Documents[0]
	digest := fmt.Sprintf("%x", sign.NewDocument("", []byte(onePage(""))).Digest)
	if first.Kind != sign.KindPDF || first.Pages != 1 || !slices.Equal(first.PageSize, []float64{300, 200}) || !slices.Equal(first.PageBox, []float64{10, 20, 310, 220}) ||
		first.Rotate != 90 || !slices.Equal(first.Notes, []string{"rotated"}) || first.Target != "0.signed.pdf" || first.SHA256 != digest || first.Size != int64(len(onePage(""))) {
		t.Errorf("%+v", first)
	}
	for i, want := range []string{"not-pdf", "xfa"} {
		p := got.Problems[i]
		if p.Code != messaging.CodeDocumentInvalid || p.Name != fmt.Sprint(i+1) || p.Params["reason"] != want || p.Params["document"] != p.Name {
			t.Errorf("%+v", p)
		}
	}
	if k := got.Certificate; k == nil || !k.Present || k.ChainPinned == nil || !*k.ChainPinned || k.Root != "test" {
		t.Errorf("%+v", k)
	}
	outside := checked(t, h, strings.Replace(params, "[100,100,200,150]", "[400,400,500,450]", 1))
	if len(outside.Problems) != 3 || outside.Problems[0].Params["reason"] != "stamp" {
		t.Errorf("a stamp outside of the page: %+v", outside.Problems)
	}
	h.must(t, `> other sign.check {"profile":"none","documents":[{"name":"a","blob":"b9"}]}`, "< other result {\"documents\":[],\"problems\":\"*\",\"certificate\":\"*\"}")
	h.must(t, "close", "exit 0")
	recorded, err := os.ReadFile(filepath.Join(h.dir, "card"))
	if err != nil || strings.Contains(string(recorded), "> 0020") || strings.Contains(string(recorded), "exclusive") {
		t.Errorf("a check used a PIN file, %v:\n%.300s", err, recorded)
	}
}

func TestCheckIsForOurOwnWindowAlone(t *testing.T) {
	h := softwareTalk(t, "holder")
	h.origin, h.topOrigin = "https://www.example.go.jp", "https://www.example.go.jp"
	h.must(t, "< hello", `> a sign.check {"profile":"cms-detached","documents":[{"name":"a","content":"MQ=="}]}`, "< a error ORIGIN_REFUSED", "close", "exit 0")
}

func TestCardWithoutASignatureCertificateIsToldOfBeforeThePIN(t *testing.T) {
	h := softwareTalk(t, "no-signature")
	h.must(t, "< hello")
	got := checked(t, h, `{"profile":"cms-detached","documents":[{"name":"a","content":"MQ=="}]}`)
	if got.Certificate == nil || got.Certificate.Present || len(got.Problems) != 1 || got.Problems[0].Code != messaging.CodeCertificateMissing || got.Problems[0].Name != "" {
		t.Errorf("%+v %+v", got.Certificate, got.Problems)
	}
	h.must(t, "close", "exit 0")
}

// The blobs of a check are there for the signature, and end with that.
func TestBlobsOutliveTheCheckAndEndWithTheSignature(t *testing.T) {
	h := softwareTalk(t, "holder")
	h.must(t, "< hello", ">blob x b1 300000 262144")
	for range 2 {
		got := checked(t, h, `{"profile":"cms-detached","documents":[{"name":"a","blob":"b1"}]}`)
		if len(got.Problems) != 0 || got.Documents[0].Size != 300000 || !slices.Equal(got.Documents[0].Notes, []string{"digest-only"}) {
			t.Fatalf("%+v", got)
		}
	}
	request := `{"profile":"cms-detached","documents":[{"name":"a","blob":"b1"}],"pin":"TEST123"}`
	h.must(t, "> s sign "+request, "< s progress verifying-pin", "< s progress reading", "< s progress signing 0 1", `< s result "*"`,
		"> u sign "+request, `< u error DOCUMENT_INVALID {"reason":"no such blob"}`, "close", "exit 0")
}

// Fingerprints of the configuration are pinned beside the compiled-in ones; one
// that is none is no reason to use fewer rules than were asked for.
func TestConfiguredCAsArePinned(t *testing.T) {
	t.Setenv("XDG_CONFIG_HOME", t.TempDir())
	path, err := configPath()
	if err != nil {
		t.Fatal(err)
	}
	for text, good := range map[string]bool{`{"signCAs":["` + strings.Repeat("AB", 32) + `"]}`: true, `{"signCAs":["ab"]}`: false, `{}`: true} {
		if err := errors.Join(os.MkdirAll(filepath.Dir(path), 0o700), os.WriteFile(path, []byte(text), 0o600)); err != nil {
			t.Fatal(err)
		}
		c, err := readConfig()
		if (err == nil) != good || c.pinned().Extended() != strings.Contains(text, "ABAB") {
			t.Errorf("%s: %v", text, err)
		}
	}
}
