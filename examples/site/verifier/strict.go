package verifier

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"slices"
)

// strict decodes one JSON object with exactly these keys, each once and spelt exactly so. encoding/json alone takes the
// last of two equal keys and any case, so two readers could see two different tokens.
func strict(data []byte, into any, keys ...string) error {
	found, err := keysOf(data)
	if err != nil {
		return errors.New("it is not one JSON object")
	}
	slices.Sort(found)
	slices.Sort(keys)
	if !slices.Equal(found, keys) {
		return fmt.Errorf("it does not have exactly the keys %v", keys)
	}
	if json.Unmarshal(data, into) != nil {
		return errors.New("a value is of another type")
	}
	return nil
}

func keysOf(data []byte) ([]string, error) {
	decoder := json.NewDecoder(bytes.NewReader(data))
	if start, err := decoder.Token(); err != nil || start != json.Delim('{') {
		return nil, errors.New("no object")
	}
	var keys []string
	for decoder.More() {
		key, err := decoder.Token()
		if err != nil {
			return nil, err
		}
		name, ok := key.(string)
		var value json.RawMessage
		if err := decoder.Decode(&value); err != nil || !ok || bytes.Equal(value, []byte("null")) {
			return nil, errors.New("no value")
		}
		keys = append(keys, name)
	}
	if _, err := decoder.Token(); err != nil {
		return nil, err
	}
	if _, err := decoder.Token(); !errors.Is(err, io.EOF) {
		return nil, errors.New("more than one value")
	}
	return keys, nil
}
