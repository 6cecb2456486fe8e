package virtualcard

import "crypto/subtle"

// reference is a PIN or a check number (照合番号) in an IEF, with its counter.
type reference struct {
	kind     string // one of the Kind constants, "" for what no person has
	value    []byte
	form     form
	tries    int
	max      int
	verified bool
}

// form is what a new value of a PIN must look like.
type form struct {
	min, max   int
	upperAlnum bool // capital letters and digits; otherwise digits alone
}

var (
	fourDigits   = form{min: 4, max: 4}
	passwordForm = form{min: 6, max: 16, upperAlnum: true}
	notChanged   = form{} // check numbers never change
)

func (f form) fits(value []byte) bool {
	if len(value) < f.min || len(value) > f.max {
		return false
	}
	for _, c := range value {
		digit := c >= '0' && c <= '9'
		letter := f.upperAlnum && c >= 'A' && c <= 'Z'
		if !digit && !letter {
			return false
		}
	}
	return true
}

// verify compares the bytes as they are; the card never turns letters into capitals. Success is the only thing that gives
// tries back, and a wrong value also ends an earlier success. The caller has seen that the PIN is not locked.
func (r *reference) verify(value []byte) bool {
	if len(value) == len(r.value) && subtle.ConstantTimeCompare(value, r.value) == 1 {
		r.tries, r.verified = r.max, true
		return true
	}
	r.tries--
	r.verified = false
	return false
}

func (r *reference) left() status { return swTriesLeft | status(r.tries) }
