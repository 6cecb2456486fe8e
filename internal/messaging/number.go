package messaging

import (
	"bytes"
	"encoding/binary"
	"encoding/json"
	"fmt"
)

// NumberResult is the answer to card.number: {"number":"123456789018"}. It never
// goes through encoding/json, whose buffers are kept for the next message and not
// cleared.
type NumberResult struct {
	Digits []byte // ASCII; the Writer clears them when they are written
}

// Clear overwrites the number.
func (n *NumberResult) Clear() { clear(n.Digits) }

// MarshalJSON is for nobody: what is not written by the Writer is a fault.
func (n *NumberResult) MarshalJSON() ([]byte, error) {
	return nil, fmt.Errorf("encoding number: only as the whole result of a request")
}

// secretIn returns the number that a message carries, or nil.
func secretIn(message any) *NumberResult {
	if result, ok := message.(Result); ok {
		if number, ok := result.Result.(*NumberResult); ok {
			return number
		}
	}
	return nil
}

// frame is the whole message, header included, in one buffer of the right size.
func (n *NumberResult) frame(id string) ([]byte, error) {
	quoted, err := json.Marshal(id)
	if err != nil {
		return nil, fmt.Errorf("encoding message: %w", err)
	}
	for _, digit := range n.Digits {
		if digit < '0' || digit > '9' {
			return nil, fmt.Errorf("encoding number: not digits")
		}
	}
	parts := [][]byte{make([]byte, headerSize), []byte(`{"id":`), quoted, []byte(`,"type":"result","result":{"number":"`), n.Digits, []byte(`"}}`)}
	frame := bytes.Join(parts, nil)
	binary.NativeEndian.PutUint32(frame, uint32(len(frame)-headerSize))
	return frame, nil
}
