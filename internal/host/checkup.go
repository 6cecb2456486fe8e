package host

import (
	"context"
	"encoding/json"
	"errors"
	"os"
	"strings"
	"time"

	"github.com/hitofude/hitofude/internal/card"
	"github.com/hitofude/hitofude/internal/doctor"
	"github.com/hitofude/hitofude/internal/install"
	"github.com/hitofude/hitofude/internal/messaging"
	"github.com/hitofude/hitofude/internal/pcsc"
	"github.com/hitofude/hitofude/manifests"
)

// checkup is one examination, for a terminal or for a window.
type checkup struct {
	doctor doctor.Doctor
	source pcsc.Source
	desk   *desk
	now    func() time.Time
	office office
}

// newCheckup prepares one for this process, with the environment env.
func newCheckup(p Parts, d *desk, o office, env []string) *checkup {
	system := install.Here(env)
	system.Root = p.Root
	self, _ := os.Executable() // "" is told as PROGRAM_UNKNOWN
	return &checkup{
		doctor: doctor.Doctor{
			System: system, Program: self, Version: manifests.Known().Version, Protocol: messaging.Version,
			Run: doctor.Run, Processes: func() []string { return doctor.Processes(p.Root) },
		},
		source: p.Readers, desk: d, now: p.Now, office: o,
	}
}

func found(check string, state doctor.State, code string, pairs ...any) doctor.Finding {
	f := doctor.Finding{Check: check, State: state, Code: code}
	if len(pairs) > 0 {
		f.Params = withParams("", pairs...).Params
	}
	return f
}

// settings looks at the configuration and at where PINs are typed.
func (c *checkup) settings() []doctor.Finding {
	path, err := configPath()
	_, wrong := readConfig()
	f := found(doctor.Config, doctor.OK, "", "path", path)
	var syntax *json.SyntaxError
	var kind *json.UnmarshalTypeError
	switch {
	case err != nil:
		f = found(doctor.Config, doctor.Bad, "CONFIG_UNKNOWN")
	case errors.As(wrong, &syntax), errors.Is(wrong, os.ErrPermission):
		f = found(doctor.Config, doctor.Bad, "CONFIG_BROKEN", "path", path)
	case errors.As(wrong, &kind):
		f = found(doctor.Config, doctor.Bad, "CONFIG_VALUE", "path", path, "detail", kind.Field)
	case wrong != nil:
		f = found(doctor.Config, doctor.Bad, "CONFIG_VALUE", "path", path, "detail", valueIn(wrong))
	}
	return []doctor.Finding{f, c.entry()}
}

// valueIn names the value that an error of readConfig is about.
func valueIn(err error) string {
	for _, name := range []string{"pinEntry", "signCAs", "level"} {
		if strings.Contains(err.Error(), name) {
			return name
		}
	}
	return "?"
}

// entry says where a PIN is typed when a browser asks for it.
func (c *checkup) entry() doctor.Finding {
	asker := c.office.asker
	switch {
	case asker == nil:
		return found(doctor.Entry, doctor.OK, "ENTRY_WINDOW")
	case !asker.found:
		return found(doctor.Entry, doctor.Bad, string(messaging.CodePINEntryUnavailable))
	}
	return found(doctor.Entry, doctor.OK, "ENTRY_HOST", "program", asker.entry.Program)
}

// behind are the links that cannot be looked at while an earlier one is broken.
func behind(checks ...string) []doctor.Finding {
	var all []doctor.Finding
	for _, check := range checks {
		all = append(all, found(check, doctor.Skipped, ""))
	}
	return all
}

// hardware looks at the service, the readers, the card and its counters. It
// waits for nobody and spends no try.
func (c *checkup) hardware(ctx context.Context) []doctor.Finding {
	readers, err := c.source.Readers(ctx)
	switch {
	case errors.Is(err, pcsc.ErrDenied):
		return append([]doctor.Finding{c.doctor.Service(doctor.Denied)}, behind(doctor.Reader, doctor.Card, doctor.Application, doctor.Counters)...)
	case err != nil && !errors.Is(err, pcsc.ErrNoReader):
		return append([]doctor.Finding{c.doctor.Service(doctor.Unavailable)}, behind(doctor.Reader, doctor.Card, doctor.Application, doctor.Counters)...)
	}
	all := []doctor.Finding{found(doctor.Service, doctor.OK, "")}
	if len(readers) == 0 {
		all = append(all, c.doctor.NoReader())
		return append(all, behind(doctor.Card, doctor.Application, doctor.Counters)...)
	}
	var holding []pcsc.Reader
	for _, r := range readers {
		all = append(all, found(doctor.Reader, doctor.OK, "", "reader", r.Name))
		if r.State != pcsc.Empty {
			holding = append(holding, r)
		}
	}
	if len(holding) == 0 {
		all = append(all, found(doctor.Card, doctor.Bad, string(messaging.CodeNoCard)))
		return append(all, behind(doctor.Application, doctor.Counters)...)
	}
	return append(all, c.cards(ctx, holding)...)
}

// cards looks at what lies in the readers. One My Number card is enough: what
// else is there is then only noted.
func (c *checkup) cards(ctx context.Context, holding []pcsc.Reader) []doctor.Finding {
	kinds := c.desk.identify(ctx, holding)
	var good, others []doctor.Finding
	for _, r := range holding {
		kind, known := kinds[r.Name]
		switch {
		case r.State == pcsc.Mute:
			others = append(others, found(doctor.Card, doctor.Bad, "CARD_MUTE", "reader", r.Name))
		case r.State == pcsc.InUse && !known:
			others = append(others, c.doctor.InUse(r.Name))
		case usable(kind) || !known:
			good = append(good, c.status(ctx, r)...)
		default:
			others = append(others, found(doctor.Card, doctor.OK, "", "reader", r.Name), otherCard(kind))
		}
	}
	if len(good) == 0 {
		return append(others, behind(doctor.Counters)...)
	}
	for i := range others {
		if others[i].State == doctor.Bad {
			others[i].State = doctor.Note
		}
	}
	return append(good, others...)
}

// otherCard says which card lies there in place of the right one.
func otherCard(kind card.Type) doctor.Finding {
	switch kind {
	case card.FaceAuth:
		return found(doctor.Application, doctor.Bad, "CARD_FACE_AUTH")
	case card.Juki, card.Phone, card.DrivingLicence, card.ProfessionalsID:
		return found(doctor.Application, doctor.Bad, "CARD_OTHER", "card", string(kind))
	}
	return found(doctor.Application, doctor.Bad, "CARD_OTHER", "card", string(card.Other))
}

func usable(kind card.Type) bool { return kind == card.MyNumber || kind == card.NoCertificates }

// patience with a card that somebody else holds for a moment.
const checkupPatience = 5 * time.Second

// status reads counters and certificates of the card in one reader.
func (c *checkup) status(ctx context.Context, r pcsc.Reader) []doctor.Finding {
	ctx, stop := context.WithTimeout(ctx, checkupPatience)
	defer stop()
	o := &operator{desk: c.desk, now: c.now, reader: r.Name, progress: func(string, int, int) {}}
	status, err := o.status(ctx)
	if err != nil {
		return c.noStatus(err, r)
	}
	all := []doctor.Finding{found(doctor.Card, doctor.OK, "", "reader", r.Name)}
	if kind := status.Card.Type; kind != nil && !usable(*kind) {
		return append(append(all, otherCard(*kind)), behind(doctor.Counters)...)
	}
	all = append(all, found(doctor.Application, doctor.OK, ""))
	for _, advice := range status.Advice {
		state := doctor.Note
		switch advice.Code {
		case messaging.CodePINLocked, messaging.CodeCertificateExpired, messaging.CodeCertificateNotYetValid, messaging.CodeCardExpired:
			state = doctor.Bad
		}
		all = append(all, doctor.Finding{Check: doctor.Counters, State: state, Code: string(advice.Code), Params: advice.Params})
	}
	if len(status.Advice) == 0 {
		all = append(all, found(doctor.Counters, doctor.OK, ""))
	}
	return all
}

func (c *checkup) noStatus(err error, r pcsc.Reader) []doctor.Finding {
	var inUse *pcsc.InUseError
	f := doctor.Finding{Check: doctor.Card, State: doctor.Bad}
	switch {
	case errors.As(err, &inUse):
		f = c.doctor.InUse(r.Name)
	case errors.Is(err, pcsc.ErrMute):
		f.Code, f.Params = "CARD_MUTE", map[string]any{"reader": r.Name}
	case errors.Is(err, card.ErrUnsupported), errors.Is(err, errTimeout), errors.Is(err, context.DeadlineExceeded):
		f = found(doctor.Application, doctor.Bad, "CARD_OTHER", "card", string(card.Other))
	default:
		e := codeOf(err)
		f.Code, f.Params = string(e.Code), e.Params
	}
	return append([]doctor.Finding{f}, behind(doctor.Counters)...)
}

// doctorResult is the answer to the request doctor.
type doctorResult struct {
	Findings []doctor.Finding `json:"findings"`
	Report   string           `json:"report"` // text without personal data
}

// examine is what a window may ask: everything but the browsers, as one of them
// has just started this process.
func (s *server) examine(ctx context.Context) *doctorResult {
	o := office{config: s.config(), asker: s.asker}
	c := newCheckup(s.parts, s.desk, o, os.Environ())
	all := append(c.settings(), c.hardware(ctx)...)
	return &doctorResult{all, c.doctor.Report(all, platform())}
}
