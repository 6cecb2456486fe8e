package pin

import (
	"bytes"
	"crypto/rand"
	"crypto/sha256"
	"slices"
)

// History is what one process remembers about the PINs of one card while it
// lies in the reader: which ones the card refused, and which number of tries a
// person was told last. A refused PIN is kept only as its HMAC-SHA-256 under a
// random key of this process; with the key gone it says nothing. The zero value
// is empty. It belongs to the goroutine that owns the card.
type History struct {
	key     []byte
	refused map[Kind]*refusals
	told    map[Kind]Tries
}

type refusals struct {
	marks [][sha256.Size]byte
	left  Tries // what the card said at the last one
}

// Forget drops everything. It must be called when the card left.
func (h *History) Forget() {
	clear(h.key)
	*h = History{}
}

// Refused notes that the card refused p, and returns how many wrong tries of
// the kind were noted before.
func (h *History) Refused(k Kind, p *PIN, left Tries) (before int) {
	if h.refused == nil {
		h.refused = make(map[Kind]*refusals)
	}
	r := h.refused[k]
	if r == nil {
		r = &refusals{}
		h.refused[k] = r
	}
	before = len(r.marks)
	r.marks, r.left = append(r.marks, h.mark(k, p)), left
	return before
}

// Accepted notes that the card accepted a PIN of the kind: the counter begins
// anew, and so does the history.
func (h *History) Accepted(k Kind) { delete(h.refused, k) }

// Told notes that a person was told how many tries are left.
func (h *History) Told(k Kind, t Tries) {
	if h.told == nil {
		h.told = make(map[Kind]Tries)
	}
	h.told[k] = t
}

// confirmed reports whether a second confirmation may be about the tries that
// the card has now. While nobody was told anything about this card there is
// nothing to mix up, and the request's word counts.
func (h *History) confirmed(k Kind, now Tries) bool {
	return len(h.told) == 0 || h.told[k] == now && h.knows(k)
}

func (h *History) knows(k Kind) bool { _, ok := h.told[k]; return ok }

// repeated reports whether the card has refused p. More tries than at the last
// refusal mean that somebody used or changed the PIN since, so that what was
// wrong then may be right now.
func (h *History) repeated(k Kind, p *PIN, now Tries) bool {
	r := h.refused[k]
	if r == nil {
		return false
	}
	if now.Known && r.left.Known && now.Left > r.left.Left {
		delete(h.refused, k)
		return false
	}
	return slices.Contains(r.marks, h.mark(k, p))
}

// Guard decides, before any VERIFY, whether p may be sent to a card that has t
// tries left: nil, a *LockedError, a *RepeatedError or a *LastTryError.
// acceptLastTry is set only by a person's explicit second confirmation, and it
// counts for the tries that this person was told.
func (h *History) Guard(k Kind, p *PIN, t Tries, acceptLastTry bool) error {
	last := Guard(k, t, acceptLastTry && h.confirmed(k, t))
	if _, locked := last.(*LockedError); locked {
		return last
	}
	if h.repeated(k, p, t) {
		return &RepeatedError{Kind: k, Tries: t}
	}
	return last
}

// mark is HMAC-SHA-256 (RFC 2104) of kind and PIN. crypto/hmac would do the
// same and leave the PIN in the buffer of its hash, which nobody can clear: a
// hash copies what is not a whole block. So the message is made exactly one
// block long here, in a buffer that is cleared.
func (h *History) mark(k Kind, p *PIN) [sha256.Size]byte {
	if h.key == nil {
		h.key = make([]byte, sha256.BlockSize)
		_, _ = rand.Read(h.key) // never fails: it ends the program instead
	}
	inner := make([]byte, 2*sha256.BlockSize)
	defer clear(inner)
	for i, b := range h.key {
		inner[i] = b ^ 0x36
	}
	message := inner[sha256.BlockSize:]
	n := copy(message[1:], k) // the longest kind has 17 letters, the longest PIN 16
	message[0] = byte(n)
	copy(message[1+n:], p.Bytes())
	sum := sha256.Sum256(inner)
	outer := append(bytes.Clone(h.key), sum[:]...)
	for i := range h.key {
		outer[i] ^= 0x5C
	}
	return sha256.Sum256(outer)
}

// Lookalike reports whether a signature PIN holds a character that is easily
// taken for another one: O and 0, I and 1.
func Lookalike(k Kind, p *PIN) bool { return k == Signature && bytes.ContainsAny(p.Bytes(), "O0I1") }
