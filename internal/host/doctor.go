package host

import (
	"context"
	"fmt"
	"log/slog"

	"github.com/hitofude/hitofude/internal/doctor"
	"github.com/hitofude/hitofude/internal/messaging"
)

type doctorOptions struct {
	browsers []string
	report   bool
}

// examined is a finding with its words.
type examined struct {
	doctor.Finding
	Name  string `json:"name"`
	OK    bool   `json:"ok"` // it stops nothing
	Cause string `json:"detail,omitempty"`
	Next  string `json:"next,omitempty"`
}

// doctor looks at every link, also after one was found broken, and ends with
// the status of the first that is.
func (t *tool) doctor(ctx context.Context, o doctorOptions) error {
	if err := t.check(installOptions{browsers: o.browsers}); err != nil {
		return err
	}
	quiet := slog.New(slog.DiscardHandler)
	c := newCheckup(t.parts, newDesk(t.parts.Readers, checkupPatience, quiet), newOffice(t.env), t.env)
	all := c.settings()
	if c.doctor.Program == "" {
		all = append(all, found("program", doctor.Bad, "PROGRAM_UNKNOWN"))
	} else {
		all = append(all, c.doctor.Browsers(ctx, o.browsers)...)
	}
	all = append(all, c.hardware(ctx)...)
	if err := t.tell(c, all, o); err != nil {
		return err
	}
	if first := doctor.First(all); first != nil {
		return &verdict{exitOf(first.Code)}
	}
	return nil
}

func (t *tool) tell(c *checkup, all []doctor.Finding, o doctorOptions) error {
	report := c.doctor.Report(all, platform())
	if o.report && t.json {
		return t.printJSON(map[string]string{"report": report})
	}
	if o.report {
		_, err := fmt.Fprint(t.stdout, report)
		return err
	}
	words := []examined{}
	for _, f := range all {
		words = append(words, t.inWords(f))
	}
	return t.show(words, func() {
		for _, f := range words {
			t.tellOne(f)
		}
		if doctor.First(all) == nil {
			t.line("doctor.fine")
		}
	})
}

func (t *tool) tellOne(f examined) {
	fmt.Fprintf(t.stdout, "[%s] %s", f.Mark(t.lang), f.Name)
	if f.Cause != "" {
		fmt.Fprintf(t.stdout, ": %s", f.Cause)
	}
	fmt.Fprintln(t.stdout)
	if f.Next != "" {
		fmt.Fprintf(t.stdout, "     → %s\n", f.Next)
	}
}

// inWords puts a finding into the person's language: its own words, else those
// of the protocol's error of that code.
func (t *tool) inWords(f doctor.Finding) examined {
	e := examined{Finding: f, Name: f.Name(t.lang), OK: f.State == doctor.OK || f.State == doctor.Note}
	var known bool
	if e.Cause, e.Next, known = f.Text(t.lang); known {
		return e
	}
	if f.Code == "" {
		e.Cause = shown(f)
		return e
	}
	if code := messaging.Code(f.Code); code.Known() {
		e.Cause, e.Next = (&messaging.Error{Code: code, Params: f.Params}).Text(t.lang)
	}
	return e
}

// shown is what is worth reading of a link that is as it should be.
func shown(f doctor.Finding) string {
	for _, name := range []string{"reader", "version"} {
		if value, ok := f.Params[name].(string); ok {
			return value
		}
	}
	return ""
}

// exitOf is the number of an error of the protocol, else that of trouble with
// something of the person's own.
func exitOf(code string) int {
	if c := messaging.Code(code); c.Known() {
		return c.Number()
	}
	return exitFile
}
