package host

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"github.com/hitofude/hitofude/internal/card"
	"github.com/hitofude/hitofude/internal/messaging"
	"github.com/hitofude/hitofude/internal/pin"
	"github.com/hitofude/hitofude/internal/pinentry"
)

// office is what the configuration decides before the first word is said.
type office struct {
	config    config
	configErr error
	asker     *asker // nil: the extension's window asks for PINs
}

// asker asks for PINs in a window of the desktop. The browser never has them.
type asker struct {
	entry pinentry.Entry
	found bool // the program is there
	lang  string
	// unread: the configuration could not be read, so nobody knows who shall ask.
	unread bool
}

// errConfigUnread is a pinentry.ErrUnavailable with a remedy of its own.
var errConfigUnread = fmt.Errorf("reading where PINs are typed: %w", pinentry.ErrUnavailable)

// newOffice reads the configuration and decides who asks. "host" stays with the
// host when there is no program: whoever wanted PINs out of the browser gets an
// error and no other window. So does everybody while the file cannot be read:
// it may have said "host".
func newOffice(env []string) office {
	c, err := readConfig()
	o := office{config: c, configErr: err}
	if err != nil {
		o.asker = &asker{lang: language(env, nil), unread: true}
		return o
	}
	if c.PINEntry == entryWindow || c.PINEntry == entryAuto && !pinentry.HasDisplay(env) {
		return o
	}
	entry, found := pinentry.Find(c.PinentryProgram, env)
	if found || c.PINEntry == entryHost {
		o.asker = &asker{entry: entry, found: found, lang: language(env, nil)}
	}
	return o
}

// maxAsked is how often one window after another is opened for a PIN that cannot
// be right. None of them costs a try.
const maxAsked = 5

// ask opens the window until something of the right form was typed.
func (a *asker) ask(ctx context.Context, kind pin.Kind, label string, description []string) (*pin.PIN, error) {
	if !a.found {
		return nil, pinentry.ErrUnavailable
	}
	p := pinentry.Prompt{
		Title: say(a.lang, "entry.title"), Description: strings.Join(description, "\n"), Label: label,
		OK: say(a.lang, "entry.ok"), Cancel: say(a.lang, "entry.cancel"), Timeout: cardTimeout,
	}
	for asked := 1; ; asked++ {
		typed, err := a.entry.Ask(ctx, p)
		if err != nil {
			return nil, err
		}
		err = pin.Check(kind, typed)
		var form *pin.FormError
		if !errors.As(err, &form) {
			return typed, err
		}
		typed.Clear()
		if asked == maxAsked {
			return nil, err
		}
		p.Error = form.Sentence(a.lang)
	}
}

// describe says for whom, which PIN, what it looks like, and what a wrong one
// does.
func (a *asker) describe(site string, kind pin.Kind, tries pin.Tries) []string {
	text := kind.Text(a.lang)
	lines := []string{say(a.lang, "entry.site", site)}
	if site == messaging.OriginUI {
		lines[0] = say(a.lang, "entry.own")
	}
	lines = append(lines, say(a.lang, "pin.which", text.Name, text.Form))
	if tries.Known && tries.Left > 1 {
		return append(lines, say(a.lang, "pin.tries", tries.Left))
	}
	_, consequence := codeOf(&pin.LastTryError{Kind: kind, Tries: tries}).Text(a.lang)
	return append(lines, consequence)
}

// obtain asks for the PIN of s. The tries are read first, in a visit of their
// own: the person is told them, and nobody is asked for a PIN that may not be
// sent. Nothing holds the card while the window is open.
func (o *operator) obtain(ctx context.Context, app card.Application, s *secret) error {
	if o.asker.unread {
		return errConfigUnread
	}
	var tries pin.Tries
	_, err := o.desk.lend(ctx, visit{
		reader: o.reader, app: app, secret: s, stage: func(stage string) { o.progress(stage, 0, 0) },
	}, o.steps(s, false, func(ctx context.Context, c *card.Card) (err error) {
		if tries, err = c.Tries(ctx, s.kind, s.acceptLastTry); err == nil {
			o.desk.showed()
		}
		return err
	}))
	if err != nil {
		return err
	}
	o.progress(messaging.StageAsking, 0, 0)
	s.pin, err = o.asker.ask(ctx, s.kind, s.kind.Text(o.asker.lang).Short, o.asker.describe(o.site, s.kind, tries))
	return err
}

// obtainBoth asks for the present PIN and the new one, where the request has
// none. The new one is asked for twice, because nobody sees what is typed.
func (o *operator) obtainBoth(ctx context.Context, current *secret, fresh *pin.PIN) (*pin.PIN, error) {
	if current.pin == nil {
		if err := o.obtain(ctx, applicationOf(current.kind), current); err != nil {
			return fresh, err
		}
	}
	if fresh != nil {
		return fresh, nil
	}
	fresh, err := o.obtainNew(ctx, current.kind)
	if err != nil {
		current.pin.Clear()
	}
	return fresh, err
}

func (o *operator) obtainNew(ctx context.Context, kind pin.Kind) (*pin.PIN, error) {
	a, text := o.asker, kind.Text(o.asker.lang)
	description := []string{say(a.lang, "entry.new", text.Name, text.Form)}
	for range maxAsked {
		fresh, err := a.ask(ctx, kind, say(a.lang, "entry.new.label"), description)
		if err != nil {
			return nil, err
		}
		again, err := a.ask(ctx, kind, say(a.lang, "entry.again.label"), []string{say(a.lang, "entry.again", text.Name)})
		same := err == nil && fresh.Equal(again)
		again.Clear()
		if same {
			return fresh, nil
		}
		fresh.Clear()
		if err != nil {
			return nil, err
		}
		description = []string{say(a.lang, "pin.differ"), say(a.lang, "entry.new", text.Name, text.Form)}
	}
	return nil, errCancelled
}
