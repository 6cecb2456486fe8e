package host

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"log/slog"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/hitofude/hitofude/internal/card"
	"github.com/hitofude/hitofude/internal/messaging"
	"github.com/hitofude/hitofude/internal/pcsc"
	"github.com/hitofude/hitofude/internal/pin"
	"github.com/hitofude/hitofude/internal/sign"
	"github.com/hitofude/hitofude/internal/trial"
	"github.com/hitofude/hitofude/internal/virtualcard"
)

// deskTop is a computer with one reader and one card, for the steps of the trial.
// Each call of sit is a new window, a process of its own in life.
type deskTop struct {
	t        *testing.T
	reader   string
	card     *virtualcard.Card
	stay     int
	now      time.Time
	path     string
	apdus    int
	verifies int
	tests    bool // the configuration lets programs be tested
}

func newDeskTop(t *testing.T, profile string, change func(*virtualcard.Profile)) *deskTop {
	t.Helper()
	d := &deskTop{t: t, reader: "ACME Reader 00 00", now: recordedNow, path: filepath.Join(t.TempDir(), "hitofude", "trial.json")}
	d.insert(profile, change)
	return d
}

// insert puts another card in.
func (d *deskTop) insert(profile string, change func(*virtualcard.Profile)) {
	d.t.Helper()
	p, err := virtualcard.BuiltIn(profile)
	if err != nil {
		d.t.Fatal(err)
	}
	if change != nil {
		change(p)
	}
	if d.card, err = virtualcard.New(p, recordedNow); err != nil {
		d.t.Fatal(err)
	}
	d.stay++
}

// inUse makes a profile one of a card in use: no name on it says TEST.
func inUse(p *virtualcard.Profile) { p.Quirks.MadeUpNames = true }

func (d *deskTop) Readers(context.Context) ([]pcsc.Reader, error) {
	return []pcsc.Reader{{Name: d.reader, State: pcsc.Held}}, nil
}

func (d *deskTop) Wait(ctx context.Context, _ []pcsc.Reader) error {
	<-ctx.Done()
	return ctx.Err()
}

func (d *deskTop) Connect(context.Context, string, pcsc.Mode) (pcsc.Conn, error) {
	d.card.PowerOn()
	return &deskTopConn{d}, nil
}

type deskTopConn struct{ *deskTop }

func (c *deskTopConn) Transmit(ctx context.Context, apdu []byte) ([]byte, error) {
	c.apdus++
	if apdu[1] == insVerify && len(apdu) > 5 {
		c.verifies++
	}
	return c.card.Transmit(ctx, bytes.Clone(apdu))
}

func (c *deskTopConn) Insertion() string { return fmt.Sprint("stay ", c.stay) }
func (c *deskTopConn) Close() error      { c.card.PowerOff(); return nil }

func digestOf(der []byte) string {
	sum := sha256.Sum256(der)
	return hex.EncodeToString(sum[:])
}

// sit opens a window at the desk.
func (d *deskTop) sit() *operator {
	clock := func() time.Time { return d.now }
	pinned, err := sign.NewPinnedSet([]string{digestOf(d.card.CA(virtualcard.Signature))})
	if err != nil {
		d.t.Fatal(err)
	}
	if d.tests {
		pinned = pinned.WithTests()
	}
	return &operator{
		desk: newDesk(d, time.Second, slog.New(slog.DiscardHandler)), now: clock, pinned: pinned,
		gate: &gate{path: func() (string, error) { return d.path, nil }, now: clock}, progress: func(string, int, int) {},
	}
}

// outcome of one operation: the reason of TRIAL_REFUSED, another code, or "".
func outcomeOf(err error) string {
	if err == nil {
		return ""
	}
	e := codeOf(err)
	if e.Code == messaging.CodeTrialRefused {
		return e.Params["reason"].(string)
	}
	return string(e.Code)
}

var deskTopPINs = map[pin.Kind]string{
	pin.InputSupport: "1234", pin.VerificationB: "60051520351234", pin.Signature: "TEST123", pin.Authentication: "2345",
}

func (d *deskTop) secret(kind pin.Kind, consent bool) secret {
	return secret{kind: kind, pin: pin.New([]byte(deskTopPINs[kind])), acceptTrial: consent}
}

func (d *deskTop) fill(o *operator, consent bool) string {
	_, err := o.attributes(d.t.Context(), d.secret(pin.InputSupport, consent), nil)
	return outcomeOf(err)
}

func (d *deskTop) sign(o *operator, consent bool) string {
	docs := []sign.Document{sign.NewDocument("見本.txt", []byte("見本"))}
	_, err := o.sign(d.t.Context(), "cms-detached", docs, sign.Choices{}, d.secret(pin.Signature, consent))
	return outcomeOf(err)
}

func (d *deskTop) change(o *operator) string {
	_, err := o.changePIN(d.t.Context(), d.secret(pin.Authentication, true), pin.New([]byte("5739")), pin.Hints{}, false)
	return outcomeOf(err)
}

func (d *deskTop) status(o *operator) *trialResult {
	d.t.Helper()
	s, err := o.status(d.t.Context())
	if err != nil {
		d.t.Fatal(err)
	}
	return s.Trial
}

func (d *deskTop) want(what, got, want string, verifies int) {
	d.t.Helper()
	if got != want || d.verifies != verifies {
		d.t.Errorf("%s: %q, want %q; %d PINs sent, want %d", what, got, want, d.verifies, verifies)
	}
	d.verifies = 0
}

// The whole way of a card in use, from the first status to an ordinary card.
func TestCardInUseIsMetStepByStep(t *testing.T) {
	d := newDeskTop(t, "holder", inUse)
	o := d.sit()
	d.want("fill before a status", d.fill(o, true), "status", 0)
	d.want("sign before a status", d.sign(o, true), "status", 0)
	if s := d.status(o); s == nil || s.Attributes.Answer != "consent" || s.Sign.Params["reason"] != "attributes" || s.Rest.Answer != "no" {
		t.Errorf("first status: %+v", s)
	}
	d.want("fill without consent", d.fill(o, false), "consent", 0)
	d.want("sign before filling", d.sign(o, true), "attributes", 0)
	d.want("change before filling", d.change(o), "attributes", 0)
	d.want("fill", d.fill(o, true), "", 1)
	d.want("fill again", d.fill(o, false), "", 1)
	d.want("sign in the same sitting", d.sign(o, true), "sitting", 0)

	o = d.sit() // another window opens no new sitting
	if s := d.status(o); s.Attributes.Answer != "yes" || s.Sign.Params["minutes"] != 60 || s.Rest.Params["reason"] != "sign" {
		t.Errorf("status after filling: %+v", s)
	}
	d.want("sign in another window", d.sign(o, true), "sitting", 0)

	d.now = d.now.Add(time.Hour)
	d.want("sign without consent", d.sign(o, false), "consent", 0)
	d.want("change before signing", d.change(o), "sign", 0)
	d.want("sign", d.sign(o, true), "", 1)
	d.want("change right after", d.change(o), "sitting", 0)
	d.now = d.now.Add(time.Hour)
	if s := d.status(o); s.Attributes.Answer != "yes" || s.Sign.Answer != "yes" || s.Rest.Answer != "yes" {
		t.Errorf("status at the end: %+v", s)
	}
	d.want("change", d.change(o), "", 1)
	d.want("sign as usual", d.sign(o, false), "", 1)
}

// A test card costs what it always did, wherever it lies, and nothing is written.
func TestTestCardMeetsNoSteps(t *testing.T) {
	for _, reader := range []string{"ACME Reader 00 00", "Virtual PCD 00 00"} {
		d := newDeskTop(t, "holder", nil)
		d.reader, d.tests = reader, true
		o := d.sit()
		d.want("fill", d.fill(o, false), "", 1)
		if software := reader == "Virtual PCD 00 00"; software && d.apdus != 5 {
			t.Errorf("filling costs %d commands", d.apdus)
		}
		d.apdus = 0
		if s := d.status(o); s != nil || d.apdus > 15 {
			t.Errorf("status: %+v, %d commands", s, d.apdus)
		}
		d.apdus = 0
		d.want("fill after status", d.fill(o, false), "", 1)
		if d.apdus != 5 {
			t.Errorf("filling after a status costs %d commands", d.apdus)
		}
		d.apdus = 0
		d.want("sign", d.sign(o, false), "", 1)
		if d.apdus > 7 { // 7: this test pins a CA of its own
			t.Errorf("signing costs %d commands", d.apdus)
		}
		d.want("change", d.change(o), "", 1)
		if _, err := os.Stat(d.path); !errors.Is(err, os.ErrNotExist) {
			t.Errorf("something was written: %v", err)
		}
	}
}

func TestFirstStepWantsEveryTry(t *testing.T) {
	d := newDeskTop(t, "holder", func(p *virtualcard.Profile) {
		inUse(p)
		two := 2
		p.Pins["input-support"] = virtualcard.PinSetting{Value: "1234", Tries: &two}
	})
	o := d.sit()
	if s := d.status(o); s.Attributes.Params["reason"] != "tries" || s.Attributes.Params["triesLeft"] != 2 || s.VerificationB.Answer != "consent" {
		t.Errorf("%+v", s)
	}
	d.want("fill", d.fill(o, true), "tries", 0)
	_, err := o.attributes(t.Context(), d.secret(pin.VerificationB, true), nil)
	d.want("fill by the card's face", outcomeOf(err), "", 1)
}

// After a wrong first PIN no other one goes out, whichever window asks.
func TestWrongFirstPINEndsTheSitting(t *testing.T) {
	d := newDeskTop(t, "holder", inUse)
	o := d.sit()
	d.status(o)
	wrong := secret{kind: pin.InputSupport, pin: pin.New([]byte("9999")), acceptTrial: true}
	_, err := o.attributes(t.Context(), wrong, nil)
	d.want("wrong", outcomeOf(err), "PIN_INCORRECT", 1)
	d.want("again", d.fill(o, true), "tries", 0)
	for _, one := range []*operator{o, d.sit()} {
		_, err = one.attributes(t.Context(), d.secret(pin.VerificationB, true), nil)
		d.want("by the card's face", outcomeOf(err), "sitting", 0)
		d.want("sign", d.sign(one, true), "attributes", 0)
	}
}

// A card that was put in after the status is looked at anew, also in a reader
// made of software, where a card in use has been met.
func TestExchangedCardIsLookedAtAnew(t *testing.T) {
	for _, reader := range []string{"ACME Reader 00 00", "Virtual PCD 00 00"} {
		d := newDeskTop(t, "holder", inUse)
		d.reader, d.tests = reader, true
		o := d.sit()
		d.status(o)
		d.insert("holder", nil)
		d.want("a test card", d.fill(o, false), "", 1)
		d.insert("holder", inUse)
		d.want("a card in use", d.fill(o, false), "consent", 0)
		d.want("a card in use, agreed to", d.fill(o, true), "", 1)
	}
	d := newDeskTop(t, "holder", inUse)
	d.reader = "Virtual PCD 00 00" // a signature reads the CA before the PIN anyway
	d.want("sign", d.sign(d.sit(), true), "status", 0)
}

// vpcd passes on real cards too: its name lets nobody past the steps.
func TestRelayedCardMeetsTheSteps(t *testing.T) {
	d := newDeskTop(t, "holder", inUse)
	d.reader = "Virtual PCD 00 00"
	d.want("fill", d.fill(d.sit(), true), "status", 0)
	d.want("change", d.change(d.sit()), "status", 0)
}

// A card without a word of its own is careful ground, except in a reader of software
// on a computer on which programs are tested.
func TestCardThatSaysNothingIsTakenForOneInUse(t *testing.T) {
	bare := func(p *virtualcard.Profile) { p.Applications = []string{"input-support", "common", "isd"} }
	d := newDeskTop(t, "holder", bare)
	d.want("in a reader", d.fill(d.sit(), true), "status", 0)
	d = newDeskTop(t, "holder", bare)
	d.reader = "Virtual PCD 00 00"
	d.want("passed on", d.fill(d.sit(), true), "status", 0)
	d.tests = true
	d.want("in software", d.fill(d.sit(), false), "", 1)
}

func TestNothingIsSentThatCannotBeWrittenDown(t *testing.T) {
	d := newDeskTop(t, "holder", inUse)
	o := d.sit()
	d.status(o)
	if err := os.RemoveAll(filepath.Dir(d.path)); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Dir(d.path), nil, 0o600); err != nil { // a file in place of the folder
		t.Fatal(err)
	}
	if s := d.status(o); s.Attributes.Params["reason"] != "record" || s.Rest.Params["reason"] != "record" {
		t.Errorf("%+v", s)
	}
	if got := d.fill(o, true); got == "" || d.verifies != 0 {
		t.Errorf("%q, %d PINs sent", got, d.verifies)
	}
}

// Where the host asks for the PIN itself, nobody is asked in vain.
func TestNobodyIsAskedForAPINThatWouldNotBeSent(t *testing.T) {
	d := newDeskTop(t, "holder", inUse)
	o := d.sit()
	d.status(o)
	o.asker = &asker{found: true, lang: "ja"} // opening it would fail otherwise
	stages := ""
	o.progress = func(stage string, _, _ int) { stages += stage + " " }
	_, err := o.sign(t.Context(), "cms-detached", []sign.Document{sign.NewDocument("見本.txt", []byte("見本"))}, sign.Choices{}, secret{kind: pin.Signature, acceptTrial: true})
	d.want("sign", outcomeOf(err), "attributes", 0)
	if bytes.Contains([]byte(stages), []byte(messaging.StageAsking)) {
		t.Error("a person was asked:", stages)
	}
}

// The program that ships has the gate, the practice program has none, and it goes
// with the trial.
func TestGateStandsInTheProgramThatShips(t *testing.T) {
	if got := newGate(Real()) != nil; got == trial.Known().Over {
		t.Errorf("gate %v, trial over %v", got, trial.Known().Over)
	}
	practice := Real()
	practice.Practice, practice.Trial = true, false
	if newGate(practice) != nil {
		t.Error("practice meets steps")
	}
	if card.MakerUnknown != 0 {
		t.Error("what is not known must be the zero value")
	}
}
