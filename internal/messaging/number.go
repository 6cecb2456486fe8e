package messaging

import (
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
	before := fmt.Sprintf(`{"id":%s,"type":"result","result":{"number":"`, quoted)
	const behind = `"}}`
	frame := make([]byte, headerSize, headerSize+len(before)+len(n.Digits)+len(behind))
	frame = append(frame, before...)
	// One by one: a block copy would leave them in the processor's vector registers,
	// which a signal of Go's scheduler writes to memory nobody clears.
	for _, digit := range n.Digits {
		if digit < '0' || digit > '9' {
			return nil, fmt.Errorf("encoding number: not digits")
		}
		frame = append(frame, digit)
	}
	frame = append(frame, behind...)
	binary.NativeEndian.PutUint32(frame, uint32(len(frame)-headerSize))
	return frame, nil
}
