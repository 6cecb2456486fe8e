// Package onetime is the second factor of a site: a code of six digits, sent to the number that belongs to the account,
// bound to the one token (its jti) for which it was sent. It protects an account when card and PIN are in wrong hands;
// it has nothing to do with the PINs of the card, which no message can reset.
package onetime

import (
	"context"
	"crypto/hmac"
	"crypto/rand"
	"crypto/sha256"
	"errors"
	"fmt"
	"math/big"
	"sync"
	"time"
)

// The limits. A code is worth 5 guesses out of a million; a number gets 4 codes in an hour and 20 wrong guesses in a
// day, however often somebody logs in anew with the card.
const (
	Digits        = 6
	Lifetime      = 5 * time.Minute
	MaxTries      = 5
	CodesPerToken = 3
	CodesPerHour  = 4
	WrongPerDay   = 20
	maxOpen       = 100_000
)

// Refusals. Which one it was may be told to the person: it helps nobody to guess.
var (
	ErrNone     = errors.New("checking the code: none was sent for this log-in, or it was used")
	ErrExpired  = errors.New("checking the code: it has expired")
	ErrTries    = errors.New("checking the code: it was entered wrongly too often")
	ErrRate     = errors.New("sending a code: too many were sent to this number or for this log-in")
	ErrTooMany  = errors.New("sending a code: too many log-ins are open")
	ErrNotSent  = errors.New("sending a code: the gateway did not take it")
	errNoNumber = errors.New("sending a code: token and number are needed")
)

// WrongError is a wrong guess; Left is how many are left for this code.
type WrongError struct{ Left int }

func (e *WrongError) Error() string {
	return fmt.Sprintf("checking the code: it is wrong, %d tries left", e.Left)
}

// Sender delivers a text to a telephone number in national form, digits only. It must not log the text.
type Sender interface {
	Send(ctx context.Context, number, text string) error
}

// Codes holds the open codes of a site, hashed under a key of this process. Many goroutines may use it.
type Codes struct {
	sender Sender
	words  func(code string) string
	now    func() time.Time
	key    []byte

	mu      sync.Mutex
	open    map[string]*code // by jti
	numbers map[string]*history
	swept   time.Time
}

type code struct {
	number string
	mac    []byte // nil: used, or not sent
	until  time.Time
	tries  int
	sent   int
}

// New returns a store. words makes the text of a message; now may be nil.
func New(sender Sender, words func(code string) string, now func() time.Time) *Codes {
	if now == nil {
		now = time.Now
	}
	key := make([]byte, 32)
	_, _ = rand.Read(key) // never fails: crypto/rand ends the program instead
	return &Codes{sender: sender, words: words, now: now, key: key, open: map[string]*code{}, numbers: map[string]*history{}}
}

// Send makes a code for the log-in with this token and sends it. A code sent before for the same token ends.
func (c *Codes) Send(ctx context.Context, jti, number string) error {
	if jti == "" || number == "" {
		return errNoNumber
	}
	text, err := random()
	if err != nil {
		return err
	}
	if err := c.reserve(jti, number, text); err != nil {
		return err
	}
	if err := c.sender.Send(ctx, number, c.words(text)); err != nil {
		c.withdraw(jti)
		return ErrNotSent // the gateway's own words may hold the text
	}
	return nil
}

// reserve counts before anything is sent: what a slow gateway is asked at once counts as well.
func (c *Codes) reserve(jti, number, text string) error {
	c.mu.Lock()
	defer c.mu.Unlock()
	now := c.now()
	c.sweep(now)
	if len(c.open) >= maxOpen || len(c.numbers) >= maxOpen {
		return ErrTooMany
	}
	one := c.open[jti]
	if one == nil {
		one = &code{number: number}
	}
	past := c.history(number)
	if one.number != number || one.sent >= CodesPerToken || past.sentSince(now.Add(-time.Hour)) >= CodesPerHour ||
		past.wrongSince(now.Add(-24*time.Hour)) >= WrongPerDay {
		return ErrRate
	}
	one.mac, one.until, one.tries = c.mac(jti, text), now.Add(Lifetime), 0
	one.sent++
	past.sent = append(past.sent, now)
	c.open[jti] = one
	return nil
}

func (c *Codes) withdraw(jti string) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if one := c.open[jti]; one != nil {
		one.mac = nil
	}
}

// Check says whether text is the open code of this token, and ends the code when it is. Every call counts as a try,
// before anything is compared.
func (c *Codes) Check(jti, text string) error {
	c.mu.Lock()
	defer c.mu.Unlock()
	now := c.now()
	one := c.open[jti]
	if one == nil || one.mac == nil {
		return ErrNone
	}
	if !one.until.After(now) {
		one.mac = nil
		return ErrExpired
	}
	past := c.history(one.number)
	if one.tries >= MaxTries || past.wrongSince(now.Add(-24*time.Hour)) >= WrongPerDay {
		return ErrTries
	}
	one.tries++
	if !hmac.Equal(one.mac, c.mac(jti, text)) {
		past.wrong = append(past.wrong, now)
		return c.wrong(one)
	}
	one.mac = nil
	return nil
}

func (c *Codes) wrong(one *code) error {
	if one.tries >= MaxTries {
		return ErrTries
	}
	return &WrongError{MaxTries - one.tries}
}

// mac binds a code to its token. A plain hash of six digits would be found in a second.
func (c *Codes) mac(jti, text string) []byte {
	mac := hmac.New(sha256.New, c.key)
	_, _ = fmt.Fprintf(mac, "%d:%s:%s", len(jti), jti, text) // a hash takes everything
	return mac.Sum(nil)
}

// random has six digits, each of the million with the same likelihood: rand.Int draws again instead of reducing.
func random() (string, error) {
	n, err := rand.Int(rand.Reader, big.NewInt(1_000_000))
	if err != nil {
		return "", fmt.Errorf("making a code: %w", err)
	}
	return fmt.Sprintf("%0*d", Digits, n), nil
}
