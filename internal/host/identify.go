package host

import (
	"context"
	"fmt"
	"sync"
	"time"

	"github.com/hitofude/hitofude/internal/card"
	"github.com/hitofude/hitofude/internal/pcsc"
)

// knownTypes remembers what kind of card each stay of a card in a reader is,
// so that a window may ask for the readers several times a second without a
// word to the card.
type knownTypes struct {
	mu    sync.Mutex
	kinds map[string]card.Type // by stay
}

// maxStays bounds the memory: only the stays of now are of use.
const maxStays = 32

// stayOf names the stay of the card in r as pcsc's connections do.
func stayOf(r pcsc.Reader) string { return fmt.Sprintf("%s#%d", r.Name, r.Events) }

func (k *knownTypes) of(stay string) (card.Type, bool) {
	k.mu.Lock()
	defer k.mu.Unlock()
	kind, ok := k.kinds[stay]
	return kind, ok
}

func (k *knownTypes) keep(stay string, kind card.Type) {
	k.mu.Lock()
	defer k.mu.Unlock()
	if stay == "" {
		return
	}
	if k.kinds == nil || len(k.kinds) >= maxStays {
		k.kinds = make(map[string]card.Type)
	}
	k.kinds[stay] = kind
}

// identify tells what kind of card lies in each reader that holds one. A card
// that an operation is using is told from memory: looking must not disturb.
func (d *desk) identify(ctx context.Context, readers []pcsc.Reader) map[string]card.Type {
	kinds := make(map[string]card.Type)
	for _, r := range readers {
		if r.State != pcsc.Held && r.State != pcsc.InUse {
			continue
		}
		if kind, ok := d.types.of(stayOf(r)); ok {
			kinds[r.Name] = kind
		} else if kind, ok := d.look(ctx, r); ok {
			kinds[r.Name] = kind
		}
	}
	return kinds
}

// recognised notes what kind of card an operation has found; "" when it cannot
// tell. What was told in more detail before is not lost.
func (d *desk) recognised(kind card.Type) {
	if before, ok := d.types.of(d.insertion); ok && kind == card.MyNumber && before != card.Other {
		return
	}
	if kind != "" {
		d.types.keep(d.insertion, kind)
	}
}

// lookTime bounds the recognition of one card; an operation that begins
// meanwhile waits for it.
const lookTime = time.Second

// look recognises one card, unless an operation uses a card right now.
func (d *desk) look(ctx context.Context, r pcsc.Reader) (card.Type, bool) {
	if r.State != pcsc.Held || !d.mu.TryLock() {
		return "", false
	}
	defer d.mu.Unlock()
	ctx, stop := context.WithTimeout(ctx, lookTime)
	defer stop()
	conn, err := d.source.Connect(ctx, r.Name, pcsc.Shared)
	if err != nil {
		return "", false
	}
	c := card.New(&line{conn: conn, visit: visit{}}, nil)
	defer d.takeBack(c, conn)
	kind, err := c.Identify(ctx)
	if err != nil {
		return "", false
	}
	d.types.keep(stayOf(r), kind)
	return kind, true
}
