package main

import (
	"context"
	"crypto/sha256"
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
)

// japan is where the dates of a card are read.
var japan = time.FixedZone("JST", 9*60*60)

type signOptions struct {
	output  string
	force   bool
	profile string
}

// sign signs files under one PIN entry and puts each signature beside its
// file. What could be in the way is looked at before the PIN is asked for.
func (t *tool) sign(ctx context.Context, files []string, opts signOptions) error {
	if opts.output != "" && len(files) > 1 {
		return &usageError{t.say("usage.output")}
	}
	docs := make([]sign.Document, len(files))
	targets := make([]string, len(files))
	for i, file := range files {
		digest, err := digestFile(file)
		if err != nil {
			return &fileError{err}
		}
		docs[i] = sign.Document{Name: filepath.Base(file), Digest: digest}
		if targets[i] = opts.output; targets[i] == "" {
			targets[i] = file + ".p7s"
		}
		if _, err := os.Lstat(targets[i]); err == nil && !opts.force {
			return &fileError{errors.New(t.say("usage.exists", targets[i]))}
		}
	}
	o, err := t.operator(ctx)
	if err != nil {
		return err
	}
	given, err := t.askPIN(ctx, o, pin.Signature)
	if err != nil {
		return err
	}
	result, err := o.sign(ctx, opts.profile, docs, given)
	if err != nil {
		return err
	}
	for i, out := range result.Outputs {
		if err := writeFile(targets[i], out.Content, opts.force); err != nil {
			return &fileError{err}
		}
	}
	return t.show(signed{targets, result.Certificate, result.Warnings}, func() {
		for _, target := range targets {
			t.line("sign.wrote", target)
		}
		t.line("sign.revoked")
	})
}

// signed is what sign prints with --json: the files in place of their content.
type signed struct {
	Files       []string          `json:"files"`
	Certificate certificateResult `json:"certificate"`
	Warnings    []warning         `json:"warnings"`
}

func digestFile(path string) (digest [32]byte, err error) {
	file, err := os.Open(path)
	if err != nil {
		return digest, err
	}
	defer func() { _ = file.Close() }()
	hash := sha256.New()
	if _, err := io.Copy(hash, file); err != nil {
		return digest, fmt.Errorf("reading file: %w", err)
	}
	return [32]byte(hash.Sum(nil)), nil
}

// writeFile writes a whole file or none. Without force it never replaces one,
// also not one that came while the card was working.
func writeFile(path string, content []byte, force bool) (err error) {
	temporary, err := os.CreateTemp(filepath.Dir(path), ".hitofude-*")
	if err != nil {
		return fmt.Errorf("writing file: %w", err)
	}
	defer func() { _ = os.Remove(temporary.Name()) }()
	_, err = temporary.Write(content)
	if err = errors.Join(err, temporary.Chmod(0o644), temporary.Close()); err != nil {
		return fmt.Errorf("writing file: %w", err)
	}
	if force {
		return os.Rename(temporary.Name(), path)
	}
	return os.Link(temporary.Name(), path) // fails when path exists
}

type verifyResult struct {
	Intact      bool              `json:"intact"`
	Reason      string            `json:"reason,omitempty"`
	SigningTime time.Time         `json:"signingTime"`
	Dates       string            `json:"dates"` // within, expired, not-yet: at signingTime
	Certificate certificateResult `json:"certificate"`
}

// verify tells what can be told about a signature without asking J-LIS. It
// never sums it up: whether the certificate was revoked is not known.
func (t *tool) verify(signature, file string, cas []string) error {
	p7s, err := os.ReadFile(signature)
	if err != nil {
		return &fileError{err}
	}
	content, err := os.Open(file)
	if err != nil {
		return &fileError{err}
	}
	defer func() { _ = content.Close() }()
	roots, err := readCAs(cas)
	if err != nil {
		return &fileError{err}
	}
	report, err := sign.Verify(p7s, content, roots)
	if err != nil {
		return withParams(messaging.CodeDocumentInvalid, "reason", err.Error())
	}
	result := verifyResult{
		Intact: report.Intact, Reason: report.Reason, SigningTime: report.SigningTime, Dates: report.Dates,
		Certificate: newCertificateResult("signature", report.Certificate, report.Chain),
	}
	if err := t.show(result, func() { t.verifyText(result) }); err != nil {
		return err
	}
	if !report.Intact || report.Chain.State == "broken" {
		return &verdict{messaging.CodeDocumentInvalid.Number()}
	}
	return nil
}

// verdict ends the program with a status after everything was said.
type verdict struct{ status int }

func (v *verdict) Error() string { return "looking at the signature: not as it should be" }

func (t *tool) verifyText(r verifyResult) {
	if r.Intact {
		t.line("verify.intact")
	} else {
		t.line("verify.broken", t.say("reason."+r.Reason))
	}
	t.line("verify.signer", r.Certificate.Subject)
	if r.Certificate.Holder != nil {
		t.line("verify.holder", r.Certificate.Holder.Name)
	}
	t.line("verify.time", r.SigningTime.In(japan).Format("2006-01-02 15:04:05 MST"))
	t.line("verify.dates", t.say("dates."+r.Dates))
	t.line("verify.chain", t.say("chain."+r.Certificate.Chain.State, r.Certificate.Chain.Root))
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
