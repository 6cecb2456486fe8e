package pcsc

import (
	"errors"
	"sync"

	"github.com/ebfe/scard"
)

// life counts the lives of the service, as far as this process saw them. A
// restarted service counts what comes and goes from the start again, so its
// counts alone would name a card of now like one of before.
//
// It keeps a context of its own, on which nothing ever waits: a context dies
// with the service that made it. A service that would end for want of clients
// lives on until the process ends.
type life struct {
	mu      sync.Mutex
	context *scard.Context
	number  lifeNumber
}

type lifeNumber uint16

// count joins the number and a reader's own count, which has 16 bits.
func (n lifeNumber) count(events uint32) uint32 { return uint32(n)<<16 | events&0xFFFF }

// now returns the number of the service's life. What was begun before the call
// and still works belongs to this life or to an earlier one with a number that
// does not come back.
func (l *life) now() lifeNumber {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.context != nil {
		_, err := l.context.ListReaders()
		if err == nil || errors.Is(err, scard.ErrNoReadersAvailable) {
			return l.number
		}
		_ = l.context.Release()
	}
	l.number++
	l.context, _ = scard.EstablishContext() // nil: the next call counts again
	return l.number
}
