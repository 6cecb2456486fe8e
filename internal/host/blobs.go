package host

import (
	"crypto/sha256"
	"fmt"
	"hash"
	"os"
	"sync"
	"time"

	"github.com/hitofude/hitofude/internal/messaging"
)

// blobLife is how long a blob waits for its next piece or its request.
const blobLife = 5 * time.Minute

// blobs are the documents on their way in. Most profiles need a document's
// digest only, so each piece is hashed and forgotten; those that a profile needs
// again lie in a file that has no name.
type blobs struct {
	now func() time.Time

	mu   sync.Mutex
	open map[string]*blob
	lent map[*blob]bool // to a check, which gives them back: they count
}

type blob struct {
	size, got int64
	next      int
	hash      hash.Hash
	touched   time.Time
	file      *os.File // nil where only the hash is kept
}

func newBlobs(now func() time.Time) *blobs {
	return &blobs{now: now, open: make(map[string]*blob), lent: make(map[*blob]bool)}
}

func badBlob(reason string) *messaging.Error {
	return withParams(messaging.CodeDocumentInvalid, "reason", reason)
}

// take adds one piece and returns the number of the next one. A piece that is
// out of order or of a wrong size ends its blob: a signature over the wrong
// bytes must not be possible.
func (b *blobs) take(p *messaging.BlobParams) (next int, err error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.expire()
	current := b.open[p.Blob]
	if p.Seq == 0 {
		current.drop() // one of that name which was not finished, or not used
		delete(b.open, p.Blob)
		if current, err = b.begin(p); err != nil {
			return 0, err
		}
	}
	if current == nil {
		return 0, badBlob("no such blob")
	}
	if err := current.add(p); err != nil {
		current.drop()
		delete(b.open, p.Blob)
		return 0, err
	}
	current.touched = b.now()
	return current.next, nil
}

func (b *blobs) begin(p *messaging.BlobParams) (*blob, error) {
	total := p.Size
	for _, other := range b.open {
		total += other.size
	}
	for other := range b.lent {
		total += other.size
	}
	if len(b.open)+len(b.lent) >= messaging.MaxBlobs {
		return nil, badBlob("too many blobs")
	}
	if p.Size > messaging.MaxBlob || total > messaging.MaxBlob {
		return nil, withParams(messaging.CodeDocumentTooLarge, "limit", messaging.MaxBlob)
	}
	started := &blob{size: p.Size, hash: sha256.New(), touched: b.now()}
	if p.Keep {
		file, err := nameless()
		if err != nil {
			return nil, err
		}
		started.file = file
	}
	b.open[p.Blob] = started
	return started, nil
}

func (b *blob) add(p *messaging.BlobParams) error {
	n := int64(len(p.Data))
	last := b.got+n == b.size
	switch {
	case p.Seq != b.next:
		return badBlob("piece out of order")
	case p.Size != b.size:
		return badBlob("size changed")
	case b.got+n > b.size:
		return badBlob("longer than its size")
	case n > messaging.MaxPiece, n < messaging.MinPiece && !last:
		return badBlob("piece of a wrong length")
	}
	if b.file != nil {
		if _, err := b.file.Write(p.Data); err != nil {
			return fmt.Errorf("keeping blob: %w", err)
		}
	}
	b.hash.Write(p.Data)
	b.got += n
	b.next++
	return nil
}

// claim hands over the blobs that a request names. They are gone from here
// whatever becomes of the request: a refused one must not leave any behind.
// What there is not is not in the result.
func (b *blobs) claim(names []string) map[string]*blob {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.expire()
	claimed := make(map[string]*blob, len(names))
	for _, name := range names {
		if found := b.open[name]; found != nil {
			claimed[name] = found
			delete(b.open, name)
		}
	}
	return claimed
}

// lend hands over as claim does, until restore: what is lent keeps its part of the
// limits.
func (b *blobs) lend(names []string) map[string]*blob {
	claimed := b.claim(names)
	b.mu.Lock()
	defer b.mu.Unlock()
	for _, one := range claimed {
		b.lent[one] = true
	}
	return claimed
}

// restore takes back what lend handed over. A blob begun meanwhile under the
// same name stays.
func (b *blobs) restore(claimed map[string]*blob) {
	b.mu.Lock()
	defer b.mu.Unlock()
	for name, one := range claimed {
		delete(b.lent, one)
		if b.open[name] != nil {
			one.drop()
			continue
		}
		one.touched = b.now()
		b.open[name] = one
	}
}

// digest returns the SHA-256 of a whole blob; b may be nil.
func (b *blob) digest() ([32]byte, error) {
	switch {
	case b == nil:
		return [32]byte{}, badBlob("no such blob")
	case b.got != b.size:
		return [32]byte{}, badBlob("blob is not complete")
	}
	return [32]byte(b.hash.Sum(nil)), nil
}

func (b *blobs) expire() {
	for name, blob := range b.open {
		if b.now().Sub(blob.touched) > blobLife {
			blob.drop()
			delete(b.open, name)
		}
	}
}

// nameless makes a file that is gone when it is closed, whatever becomes of
// this process. On Windows an open file keeps its name until then.
func nameless() (*os.File, error) {
	file, err := os.CreateTemp("", "hitofude-*")
	if err != nil {
		return nil, fmt.Errorf("keeping blob: %w", err)
	}
	_ = os.Remove(file.Name())
	return file, nil
}

// drop lets go of the bytes; b may be nil.
func (b *blob) drop() {
	if b == nil || b.file == nil {
		return
	}
	_ = b.file.Close()
	_ = os.Remove(b.file.Name())
	b.file = nil
}

func dropAll(blobs map[string]*blob) {
	for _, b := range blobs {
		b.drop()
	}
}
