package host

import (
	"context"
	"encoding/pem"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"time"

	"github.com/hitofude/hitofude/internal/messaging"
	"github.com/hitofude/hitofude/internal/pin"
	"github.com/hitofude/hitofude/internal/sign"
	"github.com/hitofude/hitofude/internal/sign/pdf"
	"github.com/hitofude/hitofude/internal/trial"
)

// japan is where the dates of a card are read.
var japan = time.FixedZone("JST", 9*60*60)

type signOptions struct {
	output  string
	force   bool
	profile string
	stamp   []float64 // page from 1, then the rectangle; empty: none
	xml     sign.XMLChoices
}

// sign signs files under one PIN entry and puts each result beside its file.
// What could be in the way is looked at before the PIN is asked for.
func (t *tool) sign(ctx context.Context, files []string, opts signOptions) error {
	if opts.output != "" && len(files) > 1 {
		return &usageError{t.say("usage.output")}
	}
	choices, err := opts.choices(t)
	if err != nil {
		return err
	}
	docs, closeAll, err := openDocuments(files)
	defer closeAll()
	if err != nil {
		return err
	}
	targets, err := t.signTargets(files, docs, opts, choices)
	if err != nil {
		return err
	}
	o, err := t.operator(ctx)
	if err != nil {
		return err
	}
	given, err := t.askPIN(ctx, o, trial.Sign, pin.Signature)
	if err != nil {
		return err
	}
	result, err := o.sign(ctx, opts.profile, docs, choices, given)
	if err != nil {
		return err
	}
	for i, out := range result.Outputs {
		if err := writeFile(targets[i], out.file, opts.force); err != nil {
			return &fileError{err}
		}
	}
	return t.show(signed{targets, result.Certificate, result.Warnings}, func() {
		for _, target := range targets {
			t.line("sign.wrote", target)
		}
		t.line("sign.revoked")
		t.health(result.Warnings)
	})
}

func (o signOptions) choices(t *tool) (c sign.Choices, err error) {
	c.XML = o.xml
	switch len(o.stamp) {
	case 0:
	case 5:
		c.PDF.Stamp = &pdf.Stamp{Page: int(o.stamp[0]) - 1, Rect: [4]float64(o.stamp[1:])}
	default:
		err = &usageError{t.say("usage.stamp")}
	}
	return c, err
}

// openDocuments opens files, and packs folders, which are applications.
func openDocuments(files []string) (docs []sign.Document, closeAll func(), err error) {
	var open []*os.File
	closeAll = func() {
		for _, f := range open {
			_ = f.Close()
		}
	}
	for _, name := range files {
		if info, err := os.Stat(name); err == nil && info.IsDir() {
			doc, err := sign.PackFolder(filepath.Base(filepath.Clean(name)), os.DirFS(name))
			if err != nil {
				return nil, closeAll, err
			}
			docs = append(docs, doc)
			continue
		}
		file, err := os.Open(name)
		if err != nil {
			return nil, closeAll, &fileError{err}
		}
		open = append(open, file)
		info, err := file.Stat()
		if err != nil {
			return nil, closeAll, &fileError{err}
		}
		content := io.NewSectionReader(file, 0, info.Size())
		digest, err := sign.Digest(content)
		if err != nil {
			return nil, closeAll, &fileError{err}
		}
		docs = append(docs, sign.Document{Name: filepath.Base(name), Digest: digest, Content: content, Size: info.Size()})
	}
	return docs, closeAll, nil
}

// signTargets are where the results go: nothing is overwritten that was not meant
// to be, and a document that cannot be signed is told of now.
func (t *tool) signTargets(files []string, docs []sign.Document, opts signOptions, choices sign.Choices) ([]string, error) {
	p, ok := sign.Lookup(opts.profile)
	if !ok {
		return nil, &messaging.Error{Code: messaging.CodeProfileUnknown}
	}
	batch, err := sign.Prepare(p, docs, choices)
	if err != nil {
		return nil, t.refusedDocuments(p, docs, choices, err)
	}
	targets := batch.Targets()
	for i := range targets {
		if targets[i] = filepath.Join(filepath.Dir(filepath.Clean(files[i])), targets[i]); opts.output != "" {
			targets[i] = opts.output
		}
		if _, err := os.Lstat(targets[i]); err == nil && !opts.force {
			return nil, &fileError{errors.New(t.say("usage.exists", targets[i]))}
		}
	}
	return targets, nil
}

// refusedDocuments tells of every document that cannot be signed, not only of
// the first, and returns the error about the last of them. For scripts the first
// is all.
func (t *tool) refusedDocuments(p sign.Profile, docs []sign.Document, choices sign.Choices, first error) error {
	if t.json {
		return first
	}
	last := error(nil)
	for _, doc := range docs {
		_, err := sign.Try(p, doc, choices)
		if err != nil && last != nil {
			t.report(last)
		}
		if err != nil {
			last = err
		}
	}
	if last == nil {
		return first
	}
	return last
}

// signed is what sign prints with --json: the files in place of their content.
type signed struct {
	Files       []string          `json:"files"`
	Certificate certificateResult `json:"certificate"`
	Warnings    []warning         `json:"warnings"`
}

// writeFile writes a whole file or none. Without force it never replaces one,
// also not one that came while the card was working.
func writeFile(path string, content io.WriterTo, force bool) (err error) {
	temporary, err := os.CreateTemp(filepath.Dir(path), ".hitofude-*")
	if err != nil {
		return fmt.Errorf("writing file: %w", err)
	}
	defer func() { _ = os.Remove(temporary.Name()) }()
	_, err = content.WriteTo(temporary)
	if err = errors.Join(err, temporary.Chmod(0o644), temporary.Close()); err != nil {
		return fmt.Errorf("writing file: %w", err)
	}
	if force {
		return os.Rename(temporary.Name(), path)
	}
	return os.Link(temporary.Name(), path) // fails when path exists
}

type verifyResult struct {
	Profile     string             `json:"profile,omitempty"`
	Intact      bool               `json:"intact"`
	Reason      string             `json:"reason,omitempty"`
	Covers      string             `json:"covers,omitempty"` // whole, part, earlier
	SigningTime *time.Time         `json:"signingTime,omitempty"`
	Dates       string             `json:"dates,omitempty"` // within, expired, not-yet: at signingTime; not-claimed without one
	Certificate *certificateResult `json:"certificate,omitempty"`
}

func newVerifyResult(r *sign.Report) verifyResult {
	result := verifyResult{Profile: r.Profile, Intact: r.Intact, Reason: r.Reason, Covers: r.Covers, Dates: r.Dates}
	if !r.SigningTime.IsZero() {
		result.SigningTime = &r.SigningTime
	}
	if r.Certificate != nil {
		described := newCertificateResult("signature", r.Certificate, r.Chain)
		result.Certificate = &described
	}
	return result
}

// verify tells what can be told about the signatures of a file without asking
// J-LIS: those inside of it, or a detached one over content. It never sums it
// up: whether a certificate was revoked is not known.
func (t *tool) verify(file, content string, cas []string) error {
	roots, err := readCAs(cas)
	if err != nil {
		return &fileError{err}
	}
	reports, err := look(file, content, roots)
	var missing *fileError
	if errors.As(err, &missing) {
		return err
	}
	if err != nil {
		return t.nothingToVerify(err)
	}
	results := make([]verifyResult, len(reports))
	good := true
	for i, r := range reports {
		results[i] = newVerifyResult(r)
		good = good && r.Intact && r.Chain.State != "broken"
	}
	var shown any = struct {
		Signatures []verifyResult `json:"signatures"`
	}{results}
	if content != "" {
		shown = results[0]
	}
	if err := t.show(shown, func() { t.verifyText(results) }); err != nil {
		return err
	}
	if !good {
		return &verdict{messaging.CodeDocumentInvalid.Number()}
	}
	return nil
}

// nothingToVerify says so in words about signatures; why the file could not be
// read as one is for the developer.
func (t *tool) nothingToVerify(err error) error {
	e := withParams(messaging.CodeDocumentInvalid, "reason", err.Error())
	if t.json {
		_ = t.printJSON(map[string]any{"error": e})
	}
	said := "verify.none"
	var unread *pdf.Error
	if errors.As(err, &unread) {
		said = "verify.unread"
	}
	fmt.Fprintf(t.stderr, "hitofude: %s\n", t.say(said))
	return &verdict{e.Code.Number()}
}

func look(file, content string, roots [][]byte) ([]*sign.Report, error) {
	if content != "" {
		p7s, err := os.ReadFile(file)
		if err != nil {
			return nil, &fileError{err}
		}
		signed, err := os.Open(content)
		if err != nil {
			return nil, &fileError{err}
		}
		defer func() { _ = signed.Close() }()
		report, err := sign.Verify(p7s, signed, roots)
		return []*sign.Report{report}, err
	}
	signed, err := os.Open(file)
	if err != nil {
		return nil, &fileError{err}
	}
	defer func() { _ = signed.Close() }()
	info, err := signed.Stat()
	if err != nil {
		return nil, &fileError{err}
	}
	return sign.VerifyFile(io.NewSectionReader(signed, 0, info.Size()), roots)
}

// verdict ends the program with a status after everything was said.
type verdict struct{ status int }

func (v *verdict) Error() string { return "looking at the signature: not as it should be" }

func (t *tool) verifyText(results []verifyResult) {
	for i, r := range results {
		if len(results) > 1 {
			t.line("verify.number", i+1, len(results))
		}
		if r.Intact {
			t.line("verify.intact")
		} else {
			t.line("verify.broken", t.say("reason."+r.Reason))
		}
		if r.Intact && r.Covers != "whole" {
			t.line("verify." + r.Covers)
		}
		if r.Certificate == nil {
			continue
		}
		t.line("verify.signer", r.Certificate.Subject)
		if r.Certificate.Holder != nil {
			t.line("verify.holder", r.Certificate.Holder.Name)
		}
		if r.SigningTime != nil {
			t.line("verify.time", r.SigningTime.In(japan).Format("2006-01-02 15:04:05 MST"))
			t.line("verify.dates", t.say("dates."+r.Dates))
		}
		t.line("verify.chain", t.say("chain."+r.Certificate.Chain.State, r.Certificate.Chain.Root))
	}
	t.line("sign.revoked")
}

// readCAs reads CA certificates, PEM or DER.
func readCAs(paths []string) ([][]byte, error) {
	var roots [][]byte
	for _, path := range paths {
		data, err := os.ReadFile(path)
		if err != nil {
			return nil, err
		}
		found := false
		for block, rest := pem.Decode(data); block != nil; block, rest = pem.Decode(rest) {
			if block.Type == "CERTIFICATE" {
				roots, found = append(roots, block.Bytes), true
			}
		}
		if !found {
			roots = append(roots, data)
		}
	}
	return roots, nil
}
