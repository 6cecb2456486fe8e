package virtualcard

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"strings"
	"sync"
	"time"
)

// Kinds of PIN, the words internal/pin uses; the card is not allowed to import it, so that a mistake there cannot hide here.
const (
	Signature        = "signature"
	Authentication   = "authentication"
	InputSupport     = "input-support"
	ResidentRegister = "resident-register"
	VerificationA    = "verification-a"
	VerificationB    = "verification-b"
)

// ErrUnpowered is what [Card.Transmit] returns while the card has no power.
var ErrUnpowered = errors.New("card has no power")

// Card is one card. Its methods may be called from several goroutines; commands are carried out one after the other.
type Card struct {
	mu       sync.Mutex
	profile  *Profile
	quirks   Quirks
	keys     *keySet
	counters Counters

	applications []*application
	domain       *application      // the ISD, nil when the card does not answer its AID
	objects      map[uint16][]byte // GET DATA
	current      *application
	ef           *file
	powered      bool
	fresh        bool // no command since power-on

	certificates map[string][]byte
}

// Load reads a profile (JSON, see [Profile]) and makes its card, with power. Certificate dates count from now.
func Load(file string) (*Card, error) {
	p, err := LoadProfile(file)
	if err != nil {
		return nil, err
	}
	return New(p, time.Now())
}

// Open makes the card of one of the built-in profiles by its name, for example "holder".
func Open(name string) (*Card, error) {
	p, err := BuiltIn(name)
	if err != nil {
		return nil, err
	}
	return New(p, time.Now())
}

// Find makes a card from a file, or from a built-in profile when the name has neither a folder nor an ending.
func Find(profile string) (*Card, error) {
	if strings.ContainsAny(profile, "/.") {
		return Load(profile)
	}
	return Open(profile)
}

// New makes a card with power. Certificate dates count from now.
func New(p *Profile, now time.Time) (*Card, error) {
	keys, err := testKeys()
	if err != nil {
		return nil, err
	}
	return newCard(p, keys, now)
}

// Fresh makes a card like New, with keys and CAs that exist in this process alone. That takes about a second.
func Fresh(p *Profile, now time.Time) (*Card, error) {
	keys, err := freshKeys()
	if err != nil {
		return nil, err
	}
	return newCard(p, keys, now)
}

// CA is the certificate, DER, of the CA above the holder's certificate of a kind.
func (c *Card) CA(kind string) []byte { return bytes.Clone(c.keys.caCertificates[kind]) }

func newCard(p *Profile, keys *keySet, now time.Time) (*Card, error) {
	if p.Quirks.MadeUpNames {
		var err error
		if keys, err = keys.underMadeUpNames(); err != nil {
			return nil, fmt.Errorf("making card %q: %w", p.Name, err)
		}
	}
	c := &Card{profile: p, quirks: p.Quirks, keys: keys, certificates: map[string][]byte{}}
	if err := c.personalise(now); err != nil {
		return nil, fmt.Errorf("making card %q: %w", p.Name, err)
	}
	c.PowerOn()
	return c, nil
}

// ATR is the answer to reset, as the reader reports it.
func (c *Card) ATR() []byte { return c.profile.atr() }

// Profile is what the card was made from. It is not to be changed.
func (c *Card) Profile() *Profile { return c.profile }

// PowerOn is a cold reset: nothing is selected, nothing is verified. Counters of tries stay.
func (c *Card) PowerOn() {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.forget()
	c.powered, c.fresh = true, true
}

// PowerOff ends every security status.
func (c *Card) PowerOff() {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.forget()
	c.powered = false
}

// Reset is a warm reset. As on the real card it changes neither the selection nor the security status (measured by the
// myna-sign project), which is why a client must not rely on it to lock the card.
func (c *Card) Reset() { c.wake() }

func (c *Card) forget() {
	for _, a := range c.applications {
		a.lock()
	}
	c.current, c.ef = nil, nil
}

// Process carries out one command APDU and returns the answer with its status word; nil when the card has no power.
func (c *Card) Process(apdu []byte) []byte {
	c.mu.Lock()
	defer c.mu.Unlock()
	if !c.powered {
		return nil
	}
	signatures := c.counters.Signatures
	out := c.dispatch(apdu).bytes()
	c.counters.add(len(apdu), len(out), c.counters.Signatures-signatures)
	return out
}

// Transmit is [Card.Process] in the form clients take. It fails with [ErrUnpowered] or with the context's error.
func (c *Card) Transmit(ctx context.Context, apdu []byte) ([]byte, error) {
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	out := c.Process(apdu)
	if out == nil {
		return nil, ErrUnpowered
	}
	return out, nil
}

// wake powers the card if it has no power, as a reader does when a client connects.
func (c *Card) wake() {
	c.mu.Lock()
	defer c.mu.Unlock()
	if !c.powered {
		c.powered, c.fresh = true, true
	}
}
