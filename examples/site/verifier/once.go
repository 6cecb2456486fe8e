package verifier

import (
	"crypto/rand"
	"crypto/sha256"
	"crypto/subtle"
	"encoding/base64"
	"sync"
	"time"
)

// maxOpen bounds the memory: whoever asks for pages all day must not fill it.
const maxOpen = 100_000

// once remembers texts that count one time, until they end. A site with several servers keeps them in its database.
type once struct {
	mu      sync.Mutex
	entries map[[32]byte]entry
	swept   time.Time
}

type entry struct {
	owner [32]byte
	until time.Time
}

func newOnce() *once { return &once{entries: map[[32]byte]entry{}} }

// put adds a text. It returns false when the text is there already, or when there are too many.
func (o *once) put(text, owner string, now, until time.Time) bool {
	o.mu.Lock()
	defer o.mu.Unlock()
	o.sweep(now)
	key := sha256.Sum256([]byte(text))
	if known, ok := o.entries[key]; ok && known.until.After(now) || len(o.entries) >= maxOpen {
		return false
	}
	o.entries[key] = entry{sha256.Sum256([]byte(owner)), until}
	return true
}

// take removes a text and says whether it was there, for this owner, in time.
func (o *once) take(text, owner string, now time.Time) bool {
	o.mu.Lock()
	defer o.mu.Unlock()
	key := sha256.Sum256([]byte(text))
	known, ok := o.entries[key]
	mine := sha256.Sum256([]byte(owner))
	if !ok || subtle.ConstantTimeCompare(known.owner[:], mine[:]) != 1 {
		return false
	}
	delete(o.entries, key)
	return known.until.After(now)
}

func (o *once) sweep(now time.Time) {
	if now.Sub(o.swept) < time.Minute {
		return
	}
	o.swept = now
	for key, known := range o.entries {
		if !known.until.After(now) {
			delete(o.entries, key)
		}
	}
}

// random has 32 random bytes in base64: 44 characters, the least Hitofude takes.
func random() string {
	var raw [32]byte
	_, _ = rand.Read(raw[:]) // never fails: crypto/rand ends the program instead
	return base64.StdEncoding.EncodeToString(raw[:])
}
