package card

import (
	"bytes"
	"context"
	"errors"
	"strings"
)

// Maker says for what a card was made, as far as the names in its certificates
// tell. The private keys behind a test card are nobody's, so nothing is lost
// with it; a card for use has tries that its holder pays for with a walk to the
// municipal office.
type Maker int

// The answers.
const (
	MakerUnknown Maker = iota // no certificate was seen, or none could be read
	MakerTest                 // an issuer's or subject's name says TEST
	MakerOther                // names were read, and none says so
)

// Maker tells what has been seen of the card by now, without a command: the
// first bytes of the authentication certificate in a status, or a CA certificate.
func (c *Card) Maker() Maker { return c.memory.maker }

// Lacks reports that the card has said it holds no certificate of key.
func (c *Card) Lacks(key Key) bool { return c.memory.presence.lacks(key) }

// FindMaker is Maker, reading the beginning of a CA certificate where nothing
// was seen yet: SELECT of the JPKI application and READ BINARY. No PIN is
// involved. What the card declines leaves MakerUnknown and is no error.
func (c *Card) FindMaker(ctx context.Context) (Maker, error) {
	if c.memory.maker != MakerUnknown {
		return c.memory.maker, nil
	}
	err := c.Open(ctx, JPKI)
	for _, key := range []Key{AuthenticationKey, SignatureKey} {
		if err != nil || c.memory.maker != MakerUnknown {
			break
		}
		err = tolerable(c.readMaker(ctx, key))
	}
	return c.memory.maker, tolerable(err)
}

// readMaker notes the maker by the beginning of key's CA certificate.
func (c *Card) readMaker(ctx context.Context, key Key) error {
	head, err := c.readHead(ctx, "reading CA certificate", keyFiles[key].ca, 0)
	if err == nil {
		c.noteMaker(head)
	}
	return err
}

// noteMaker remembers what a certificate, or its beginning, says. A name that
// says TEST stands, whatever another certificate says.
func (c *Card) noteMaker(certificate []byte) {
	if m := makerOf(certificate); m == MakerTest || c.memory.maker == MakerUnknown {
		c.memory.maker = m
	}
}

// makerOf reads the names of a certificate from its beginning (RFC 5280 section
// 4.1): issuer, and subject as far as it is there. As certificateValidity it
// is no parser to trust; a card's own word decides only how careful to be.
func makerOf(head []byte) Maker {
	data, err := intoCertificate(head)
	if err != nil {
		return MakerUnknown
	}
	issuer, rest, ok, err := next(data)
	if err != nil || !ok || issuer.tag != 0x30 {
		return MakerUnknown
	}
	if bytes.Contains(bytes.ToUpper(issuer.value), []byte(testWord)) {
		return MakerTest
	}
	if _, rest, ok, err = next(rest); err == nil && ok { // validity
		if subject, _, ok, err := next(rest); err == nil && ok && subjectSaysTest(subject.value) {
			return MakerTest
		}
	}
	return MakerOther
}

const testWord = "TEST"

// subjectSaysTest looks at each value of a name. A subject holds a number made of
// letters and digits at random, so the four letters count only as a word or at
// the beginning of a value.
func subjectSaysTest(name []byte) bool {
	for {
		set, rest, ok, err := next(name)
		if err != nil || !ok {
			return false
		}
		pair, _, _, err := next(set.value)
		if err != nil {
			return false
		}
		_, value, _, err := next(pair.value) // behind the attribute's identifier
		if err != nil {
			return false
		}
		if text, _, ok, err := next(value); err == nil && ok && saysTest(string(text.value)) {
			return true
		}
		name = rest
	}
}

func saysTest(text string) bool {
	upper := strings.ToUpper(text)
	words := strings.FieldsFunc(upper, func(r rune) bool { return r < '0' || r > 'Z' || r > '9' && r < 'A' })
	for _, word := range words {
		if word == testWord {
			return true
		}
	}
	return strings.HasPrefix(upper, testWord)
}

// missingMaker looks for the maker of a card in a status whose authentication
// certificate was not there to tell: the command that would have read it is
// spent on a CA certificate.
func (c *Card) missingMaker(ctx context.Context, err error) error {
	var declined *StatusWordError
	if c.SeekMaker && c.memory.maker == MakerUnknown && (err == nil || errors.As(err, &declined)) {
		return errors.Join(err, tolerable(c.readMaker(ctx, AuthenticationKey)))
	}
	return err
}
