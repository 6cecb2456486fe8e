package main

import (
	"context"
	"fmt"
	"runtime/debug"
	"slices"

	"github.com/hitofude/hitofude/internal/messaging"
	"github.com/hitofude/hitofude/internal/pin"
	"github.com/hitofude/hitofude/manifests"
)

func (t *tool) status(ctx context.Context) error {
	o, err := t.operator(ctx)
	if err != nil {
		return err
	}
	status, err := o.status(ctx)
	if err != nil {
		return err
	}
	return t.show(status, func() { t.statusText(status) })
}

func (t *tool) statusText(s *statusResult) {
	t.line("status.reader", s.Card.Reader)
	if s.Card.Expires != nil {
		t.line("status.expires", *s.Card.Expires)
	}
	t.line("status.pins")
	for _, p := range s.Pins {
		fmt.Fprintf(t.stdout, "  %s: %s\n", p.Kind.Text(t.lang).Name, t.triesText(p))
	}
	t.line("status.certs")
	for _, c := range s.Certificates {
		text := t.say("cert.absent")
		switch {
		case c.Present && c.NotAfter != nil:
			text = t.say("cert.until", c.NotAfter.In(japan).Format("2006-01-02"))
		case c.Present:
			text = t.say("cert.present")
		}
		fmt.Fprintf(t.stdout, "  %s: %s\n", t.say("key."+c.Key), text)
	}
	for _, advice := range s.Advice {
		cause, next := advice.Text(t.lang)
		fmt.Fprintf(t.stdout, "\n%s\n%s\n", cause, next)
	}
}

func (t *tool) triesText(p pinResult) string {
	left, known := p.TriesLeft.(int)
	switch {
	case p.Locked:
		return t.say("tries.locked")
	case known:
		return t.say("tries.left", left)
	}
	return t.say("tries.unknown")
}

func (t *tool) fill(ctx context.Context, verificationB bool) error {
	o, err := t.operator(ctx)
	if err != nil {
		return err
	}
	kind := pin.InputSupport
	if verificationB {
		kind = pin.VerificationB
	}
	given, err := t.askPIN(ctx, o, kind)
	if err != nil {
		return err
	}
	result, err := o.attributes(ctx, given, nil)
	if err != nil {
		return err
	}
	return t.show(result, func() {
		a := result.Attributes
		for _, field := range []struct {
			name  string
			value *string
		}{{"name", a.Name}, {"address", a.Address}, {"birth", a.Birth}, {"sex", a.Sex}} {
			fmt.Fprintf(t.stdout, "%s: %s\n", t.say("field."+field.name), *field.value)
		}
	})
}

// changeable are the PINs that a person can change with a program of their own.
func changeable() []pin.Kind {
	return []pin.Kind{pin.Signature, pin.Authentication, pin.InputSupport}
}

func (t *tool) changePIN(ctx context.Context, kind pin.Kind, acceptWeak bool) error {
	if !slices.Contains(changeable(), kind) {
		return &usageError{t.say("usage.pinKind", kind)}
	}
	o, err := t.operator(ctx)
	if err != nil {
		return err
	}
	current, err := t.askPIN(ctx, o, kind)
	if err != nil {
		return err
	}
	fresh, err := t.askNewPIN(ctx, kind)
	if err != nil {
		current.pin.Clear()
		return err
	}
	result, err := o.changePIN(ctx, current, fresh, pin.Hints{}, acceptWeak)
	if err != nil {
		return err
	}
	return t.show(result, func() { t.line("pin.changed", kind.Text(t.lang).Name) })
}

// askNewPIN asks twice, because nobody sees what is typed and a slip would be
// the new PIN.
func (t *tool) askNewPIN(ctx context.Context, kind pin.Kind) (*pin.PIN, error) {
	if t.pinFD != noFD {
		fresh, err := t.readFD()
		if err != nil {
			return nil, err
		}
		return fresh, pin.Check(kind, fresh)
	}
	fresh, err := t.prompt(ctx, "pin.new", kind)
	if err != nil {
		return nil, err
	}
	if err := pin.Check(kind, fresh); err != nil {
		fresh.Clear()
		return nil, err
	}
	again, err := t.prompt(ctx, "pin.again", kind)
	defer again.Clear()
	if err == nil && !fresh.Equal(again) {
		t.note("pin.differ")
		err = &messaging.Error{Code: messaging.CodeCancelled}
	}
	if err != nil {
		fresh.Clear()
	}
	return fresh, err
}

type versionResult struct {
	Version  string `json:"version"`
	Protocol int    `json:"protocol"`
	Commit   string `json:"commit,omitempty"`
	Go       string `json:"go"`
}

func (t *tool) version() error {
	v := versionResult{Version: manifests.Known().Version, Protocol: messaging.Version}
	if info, ok := debug.ReadBuildInfo(); ok {
		v.Go = info.GoVersion
		for _, s := range info.Settings {
			if s.Key == "vcs.revision" {
				v.Commit = s.Value
			}
		}
	}
	return t.show(v, func() { fmt.Fprintf(t.stdout, "hitofude %s\n", v.Version) })
}
