package host

import (
	"fmt"

	"github.com/hitofude/hitofude/internal/card"
	"github.com/hitofude/hitofude/internal/messaging"
)

// glance prints a status so that each line of it that needs something done is
// followed by the one next step, and nothing is said twice.
func (t *tool) glance(s *statusResult) {
	t.line("status.reader", s.Card.Reader)
	if s.Card.Type != nil {
		t.line("status.card", t.say("card."+string(*s.Card.Type)))
		if note := "note." + string(*s.Card.Type); t.say(note) != note {
			fmt.Fprintf(t.stdout, "  → %s\n", t.say(note))
		}
	}
	if s.Card.Expires != nil {
		t.line("status.expires", *s.Card.Expires)
	}
	t.nextSteps(s, "days", "")
	t.line("status.pins")
	for _, p := range s.Pins {
		fmt.Fprintf(t.stdout, "  %s: %s\n", p.Kind.Text(t.lang).Name, t.triesText(s, p))
		t.nextSteps(s, "pin", string(p.Kind))
	}
	t.line("status.certs")
	for _, c := range s.Certificates {
		fmt.Fprintf(t.stdout, "  %s: %s\n", t.say("key."+c.Key), t.certificateText(c))
		t.nextSteps(s, "key", c.Key)
	}
	if len(s.Advice) == 0 && s.Card.Type != nil && *s.Card.Type == card.MyNumber {
		t.line("status.fine")
	}
	t.steps(s.Trial)
}

// nextSteps prints what advice there is about one thing: what to do, and for
// the card and its certificates also how it is, which is not in the line above.
func (t *tool) nextSteps(s *statusResult, param, value string) {
	for _, advice := range s.Advice {
		about, _ := advice.Params[param].(string)
		_, aboutKey := advice.Params["key"]
		_, aboutPIN := advice.Params["pin"]
		if param == "days" && (aboutKey || aboutPIN) || param != "days" && about != value {
			continue
		}
		cause, next := advice.Text(t.lang)
		if !aboutPIN && advice.Code != messaging.CodeCertificateMissing {
			fmt.Fprintf(t.stdout, "    %s\n", cause)
		}
		fmt.Fprintf(t.stdout, "    → %s\n", next)
	}
}

func (t *tool) triesText(s *statusResult, p pinResult) string {
	left, known := p.TriesLeft.(int)
	for _, c := range s.Certificates {
		if c.Key == string(p.Kind) && !c.Present { // the PIN of a key has the key's name
			return t.say("tries.unused")
		}
	}
	if s.Card.Type != nil && *s.Card.Type == card.FaceAuth && !p.Kind.Printed() {
		return t.say("tries.never")
	}
	switch {
	case p.Locked:
		return t.say("tries.locked")
	case known:
		return t.say("tries.left", left)
	}
	return t.say("tries.unknown")
}

func (t *tool) certificateText(c certificateDates) string {
	switch {
	case c.Present && c.NotAfter != nil:
		return t.say("cert.until", c.NotAfter.In(japan).Format("2006-01-02"), renewable(*c.NotAfter).In(japan).Format("2006-01-02"))
	case c.Present:
		return t.say("cert.present")
	}
	return t.say("cert.absent")
}

// health prints the warnings about the certificate of a signature.
func (t *tool) health(warnings []warning) {
	for _, w := range warnings {
		switch w.Code {
		case certificateDiffers:
			t.line("sign.differs")
		case string(messaging.CodeCertificateExpiring):
			cause, next := withParams(messaging.CodeCertificateExpiring, "key", "signature", "days", w.Days).Text(t.lang)
			fmt.Fprintf(t.stdout, "%s\n%s\n", cause, next)
		}
	}
}
