package main

import (
	"context"
	"fmt"
	"log/slog"
	"time"

	"github.com/hitofude/hitofude/internal/card"
	"github.com/hitofude/hitofude/internal/install"
	"github.com/hitofude/hitofude/internal/messaging"
	"github.com/hitofude/hitofude/internal/pcsc"
)

// finding is one link of the chain from browser to card, looked at alone.
type finding struct {
	Check  string           `json:"check"`
	OK     bool             `json:"ok"`
	Detail string           `json:"detail,omitempty"`
	Next   string           `json:"next,omitempty"`
	Error  *messaging.Error `json:"error,omitempty"`
}

// doctor looks at every link, also after one was found broken, and ends with
// the status of the first that is.
func (t *tool) doctor(ctx context.Context) error {
	findings := append(t.examineConfig(), t.examineManifests()...)
	findings = append(findings, t.examineCard(ctx)...)
	err := t.show(findings, func() {
		for _, f := range findings {
			mark := t.say("doctor.ok")
			if !f.OK {
				mark = t.say("doctor.bad")
			}
			fmt.Fprintf(t.stdout, "[%s] %s: %s\n", mark, f.Check, f.Detail)
			if f.Next != "" {
				fmt.Fprintf(t.stdout, "     %s\n", f.Next)
			}
		}
	})
	for _, f := range findings {
		if err == nil && f.Error != nil {
			err = &verdict{f.Error.Code.Number()}
		} else if err == nil && !f.OK {
			err = &verdict{exitFile}
		}
	}
	return err
}

func (t *tool) examineConfig() []finding {
	path, err := configPath()
	if err == nil {
		_, err = readConfig()
	}
	f := finding{Check: t.say("doctor.config"), OK: err == nil, Detail: path}
	if err != nil {
		f.Detail = err.Error()
	}
	return []finding{f, t.examineEntry()}
}

// examineEntry says where a PIN is typed when a browser asks for it.
func (t *tool) examineEntry() finding {
	o := newOffice(t.env)
	f := finding{Check: t.say("doctor.entry"), OK: true, Detail: t.say("entry.window")}
	if o.asker == nil {
		return f
	}
	f.Detail = t.say("entry.host", o.asker.entry.Program)
	if !o.asker.found {
		e := &messaging.Error{Code: messaging.CodePINEntryUnavailable}
		f.OK, f.Error = false, e
		f.Detail, f.Next = e.Text(t.lang)
	}
	return f
}

func (t *tool) examineManifests() []finding {
	self, err := program()
	if err != nil {
		return []finding{{Check: "hitofude", Detail: err.Error()}}
	}
	var findings []finding
	c := t.computer()
	for _, b := range c.Browsers() {
		f := finding{Check: t.say("doctor.manifest", b.Title)}
		found := c.Check(b, self)
		switch {
		case found.State == install.Missing && !c.Present(b):
			f.OK, f.Detail = true, t.say("doctor.unused")
		case found.State == install.Ours:
			f.OK, f.Detail = true, t.say("manifest.ours")
		case found.State == install.Other:
			f.OK, f.Detail = true, t.say("manifest.other", found.Path)
		case found.State == install.Missing:
			f.Detail, f.Next = t.say("manifest.missing"), t.say("doctor.reinstall", b.Name)
		default:
			f.Detail, f.Next = t.say("manifest.broken"), t.say("doctor.reinstall", b.Name)
		}
		findings = append(findings, f)
	}
	return findings
}

func (t *tool) examineCard(ctx context.Context) []finding {
	readers, err := t.parts.Readers.Readers(ctx)
	service := finding{Check: t.say("doctor.service"), OK: err == nil}
	if err != nil {
		return []finding{t.broken(service, err)}
	}
	findings := []finding{service}
	if len(readers) == 0 {
		return append(findings, t.broken(finding{Check: t.say("doctor.reader")}, pcsc.ErrNoReader))
	}
	desk := newDesk(t.parts.Readers, time.Second, slog.New(slog.DiscardHandler))
	kinds := desk.identify(ctx, readers)
	found := false
	for _, r := range readers {
		findings = append(findings, finding{Check: t.say("doctor.reader"), OK: true, Detail: r.Name})
		if r.State == pcsc.Empty {
			continue
		}
		found = true
		findings = append(findings, t.examineKind(r, kinds))
	}
	if !found {
		findings = append(findings, t.broken(finding{Check: t.say("doctor.card")}, pcsc.ErrNoCard))
	}
	return findings
}

func (t *tool) examineKind(r pcsc.Reader, kinds map[string]card.Type) finding {
	kind, known := kinds[r.Name]
	f := finding{Check: t.say("doctor.card"), OK: kind == card.MyNumber, Detail: t.say("card." + string(kind))}
	switch {
	case r.State == pcsc.InUse:
		return t.broken(f, &pcsc.InUseError{Reader: r.Name})
	case !known:
		f.Detail = t.say("card.unknown")
		return t.broken(f, pcsc.ErrMute)
	case !f.OK:
		return t.broken(f, card.ErrUnsupported)
	}
	return f
}

// broken adds the words of an error to a finding.
func (t *tool) broken(f finding, err error) finding {
	f.OK, f.Error = false, codeOf(err)
	cause, next := f.Error.Text(t.lang)
	if f.Detail == "" {
		f.Detail = cause
	}
	f.Next = next
	return f
}
