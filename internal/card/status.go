package card

import (
	"context"
	"errors"
	"time"

	"github.com/hitofude/hitofude/internal/pin"
)

// Status is what a card tells without any PIN.
type Status struct {
	Pins              []PinStatus // in the order of pin.Kinds
	HasSignature      bool        // also true when the card does not tell
	HasAuthentication bool        // likewise
	// AuthenticationValidity is the validity of the authentication
	// certificate; zero times when it could not be read. The signature
	// certificate's is behind its PIN.
	AuthenticationValidity Validity
	Expires                string // the card's own end, "2035-02-17", "" when unknown
	// Type is what kind of card this is, "" when it does not tell: one without
	// the input support application and without a token label.
	Type Type
}

// PinStatus is the counter of one PIN.
type PinStatus struct {
	Kind     pin.Kind
	Tries    pin.Tries // not Known when the card does not tell or has no such PIN
	MaxTries int
	Locked   bool
}

// Validity is the period of a certificate.
type Validity struct{ NotBefore, NotAfter time.Time }

// Status reads all counters, which certificates there are, and how long the
// authentication certificate and the card last. At most 15 APDUs with the
// closing one, unless the card was left unlocked by another program. A card
// without some application is no error: what it does not tell stays unknown.
func (c *Card) Status(ctx context.Context) (*Status, error) {
	defer c.finish(ctx)
	s := &Status{}
	tries := make(map[pin.Kind]pin.Tries)
	visits := []struct {
		app   Application
		kinds []pin.Kind
		more  func(context.Context, *Status) error
	}{
		{JPKI, []pin.Kind{pin.Authentication, pin.Signature}, c.certificateStatus},
		{InputSupport, []pin.Kind{pin.InputSupport, pin.VerificationA, pin.VerificationB}, nil},
		{ResidentRegister, []pin.Kind{pin.ResidentRegister}, nil},
		{Common, []pin.Kind{pin.ResidentRegister}, c.expiry},
	}
	for i, v := range visits {
		err := c.Open(ctx, v.app)
		if i > 0 && tolerable(err) != nil || i == 0 && err != nil {
			return nil, err
		}
		if err != nil {
			continue
		}
		if err := c.counters(ctx, v.app, v.kinds, tries); err != nil {
			return nil, err
		}
		if v.more == nil {
			continue
		}
		if err := tolerable(v.more(ctx, s)); err != nil {
			return nil, err
		}
	}
	s.Pins = pinStatus(tries)
	if s.Type = s.kind(); s.Type == "" {
		if err := tolerable(c.kindByLabel(ctx, s)); err != nil {
			return nil, err
		}
	}
	for _, p := range s.Pins {
		c.memory.history.Told(p.Kind, p.Tries)
	}
	return s, nil
}

// tolerable drops the errors by which a card says that it lacks something.
func tolerable(err error) error {
	var declined *StatusWordError
	var malformed *MalformedError
	if errors.Is(err, ErrUnsupported) || errors.As(err, &declined) || errors.As(err, &malformed) {
		return nil
	}
	return err
}

func (c *Card) counters(ctx context.Context, app Application, kinds []pin.Kind, tries map[pin.Kind]pin.Tries) error {
	for _, kind := range kinds {
		for _, r := range references[kind] {
			if r.app != app {
				continue
			}
			t, _, err := c.queryLocked(ctx, r, c.memory.form)
			if err := tolerable(err); err != nil {
				return err
			}
			if before, seen := tries[kind]; seen && before.Known && (!t.Known || before.Left < t.Left) {
				t = before
			}
			tries[kind] = t
		}
	}
	return nil
}

func pinStatus(tries map[pin.Kind]pin.Tries) []PinStatus {
	var pins []PinStatus
	for _, kind := range pin.Kinds() {
		t := tries[kind]
		pins = append(pins, PinStatus{Kind: kind, Tries: t, MaxTries: kind.MaxTries(), Locked: t.Known && t.Left == 0})
	}
	return pins
}

// certificateStatus reads EF 0008 and the beginning of the authentication
// certificate.
//
// When the list is remembered from before, its APDU is spent on the CA
// certificate of the signature key, so that a signature in the same window
// knows its chain.
func (c *Card) certificateStatus(ctx context.Context, s *Status) error {
	spare := c.memory.presence.known
	if err := c.readPresence(ctx); err != nil {
		return err
	}
	s.HasSignature = !c.memory.presence.lacks(SignatureKey)
	s.HasAuthentication = !c.memory.presence.lacks(AuthenticationKey)
	if spare && s.HasSignature && c.memory.ca[SignatureKey] == nil && c.memory.extended < extendedRefused {
		if err := c.readCA(ctx, SignatureKey); err != nil {
			return err
		}
	}
	if !s.HasAuthentication {
		return c.missingMaker(ctx, nil)
	}
	head, err := c.readHead(ctx, "reading authentication certificate", keyFiles[AuthenticationKey].certificate, 0)
	var declined *StatusWordError
	if errors.As(err, &declined) && declined.SW == swNotFound {
		s.HasAuthentication = false // whatever the list says, or without one
	}
	if err != nil {
		return c.missingMaker(ctx, err)
	}
	c.noteMaker(head)
	validity, err := certificateValidity(head)
	if errors.Is(err, errShortBER) {
		// An issuer's name longer than JPKI's: the dates are in the rest.
		if head, err = c.readFile(ctx, "reading authentication certificate", keyFiles[AuthenticationKey].certificate, false); err != nil {
			return err
		}
		c.noteMaker(head)
		validity, _ = certificateValidity(head)
	}
	s.AuthenticationValidity = validity
	return nil
}

// efSerial is 共通カードAP/0001, a file of records. Record 1 is the simple TLV
// 01 1C with 28 digits: serial 15, municipality 5, expiry YYYYMMDD.
const efSerial = 0x01

func (c *Card) expiry(ctx context.Context, s *Status) error {
	const step = "reading card expiry"
	data, sw, err := c.readBinary(ctx, step, []byte{0x00, 0xB2, 0x01, efSerial<<3 | 0x04, 0x00})
	if err != nil || sw != swOK {
		return orStatus(step, sw, err)
	}
	s.Expires = recordExpiry(data)
	c.memory.manufacture = recordManufacture(data)
	return nil
}

// recordExpiry returns the date at the end of record 1 as 2006-01-02, or "".
func recordExpiry(record []byte) string {
	value := simpleTLV(record, 0x01)
	if len(value) != 28 || !digits(value) {
		return ""
	}
	date, err := time.Parse("20060102", string(value[20:]))
	if err != nil {
		return ""
	}
	return date.Format(time.DateOnly)
}

// simpleTLV returns the value of the first object if it has this tag: one tag
// byte, then a length of one byte or FF and two bytes (ISO 7816-4 section
// 5.2.1). It is not BER.
func simpleTLV(data []byte, tag byte) []byte {
	if len(data) < 2 || data[0] != tag {
		return nil
	}
	length, start := int(data[1]), 2
	if data[1] == 0xFF {
		if len(data) < 4 {
			return nil
		}
		length, start = int(data[2])<<8|int(data[3]), 4
	}
	if len(data)-start < length {
		return nil
	}
	return data[start : start+length]
}
