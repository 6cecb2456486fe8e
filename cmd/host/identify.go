package main

import (
	"context"
	"sync"
	"time"

	"github.com/hitofude/hitofude/internal/card"
	"github.com/hitofude/hitofude/internal/pcsc"
)

// stay is one card from the moment it was put on a reader until it leaves.
type stay struct {
	reader string
	events uint32
}

// knownTypes remembers what kind of card each stay is, so that a window may
// ask for the readers several times a second without a word to the card.
type knownTypes struct {
	mu    sync.Mutex
	types map[string]typedStay // by reader: older stays are of no use
}

type typedStay struct {
	stay
	kind card.Type
}

func (k *knownTypes) of(r pcsc.Reader) (card.Type, bool) {
	k.mu.Lock()
	defer k.mu.Unlock()
	t, ok := k.types[r.Name]
	return t.kind, ok && t.events == r.Events
}

func (k *knownTypes) keep(r pcsc.Reader, kind card.Type) {
	k.mu.Lock()
	defer k.mu.Unlock()
	if k.types == nil {
		k.types = make(map[string]typedStay)
	}
	k.types[r.Name] = typedStay{stay{r.Name, r.Events}, kind}
}

// identify tells what kind of card lies in each reader that holds one. A card
// that an operation is using is told from memory: looking must not disturb.
func (d *desk) identify(ctx context.Context, readers []pcsc.Reader) map[string]card.Type {
	kinds := make(map[string]card.Type)
	for _, r := range readers {
		if r.State != pcsc.Held && r.State != pcsc.InUse {
			continue
		}
		if kind, ok := d.types.of(r); ok {
			kinds[r.Name] = kind
		} else if kind, ok := d.look(ctx, r); ok {
			kinds[r.Name] = kind
		}
	}
	return kinds
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
	c := card.New(&line{conn: conn, desk: d, visit: visit{}}, nil)
	defer d.takeBack(c, conn)
	kind, err := c.Identify(ctx)
	if err != nil {
		return "", false
	}
	d.types.keep(r, kind)
	return kind, true
}
