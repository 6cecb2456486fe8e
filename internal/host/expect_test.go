package host

import (
	"encoding/json"
	"errors"
	"fmt"
	"reflect"
	"regexp"
	"strconv"
	"strings"
	"time"
)

func (t *talk) receive() ([]byte, error) {
	select {
	case frame, ok := <-t.frames:
		if !ok {
			return nil, errors.New("the program ended")
		}
		fmt.Fprintf(&t.log, "    %.300s\n", frame)
		return frame, t.searchPINs(frame)
	case <-time.After(talkPatience):
		return nil, errors.New("no frame came")
	}
}

func (t *talk) searchPINs(text []byte) error {
	for pin := range t.pins {
		// Four digits may stand anywhere by chance; as a word of their own they do not.
		if regexp.MustCompile(`(^|[^0-9A-Za-z+/=])` + regexp.QuoteMeta(pin) + `([^0-9A-Za-z+/=]|$)`).Match(text) {
			return fmt.Errorf("a PIN is in %.200s", text)
		}
	}
	return nil
}

func (t *talk) expect(rest string) error {
	want, err := expected(rest)
	if err != nil {
		return err
	}
	frame, err := t.receive()
	if err != nil {
		return err
	}
	var got any
	if err := json.Unmarshal(frame, &got); err != nil {
		return err
	}
	if !matches(want, got) {
		return fmt.Errorf("got %s", frame)
	}
	return nil
}

// expected reads the short form of a frame.
func expected(rest string) (want any, err error) {
	id, rest, _ := strings.Cut(rest, " ")
	if id == "hello" {
		return map[string]any{"type": "hello", "protocol": 1.0, "version": "*", "platform": "*", "capabilities": "*"}, nil
	}
	kind, rest, _ := strings.Cut(rest, " ")
	message := map[string]any{"type": kind}
	if id != "-" {
		message["id"] = id
	}
	switch kind {
	case "result":
		var result any
		err = json.Unmarshal([]byte(rest), &result)
		message["result"] = result
	case "error":
		code, text, _ := strings.Cut(rest, " ")
		e := map[string]any{"code": code}
		if text != "" {
			var params any
			err = json.Unmarshal([]byte(text), &params)
			e["params"] = params
		}
		message["error"] = e
	case "progress":
		fields := strings.Fields(rest)
		message["stage"] = fields[0]
		if len(fields) == 3 {
			done, err1 := strconv.ParseFloat(fields[1], 64)
			total, err2 := strconv.ParseFloat(fields[2], 64)
			message["done"], message["total"], err = done, total, errors.Join(err1, err2)
		}
	default:
		err = fmt.Errorf("unknown frame %q", kind)
	}
	return message, err
}

// matches compares what JSON gave; "*" stands for anything.
func matches(want, got any) bool {
	if want == "*" {
		return true
	}
	switch w := want.(type) {
	case map[string]any:
		g, ok := got.(map[string]any)
		if !ok || len(g) != len(w) {
			return false
		}
		for key := range w {
			if _, has := g[key]; !has || !matches(w[key], g[key]) {
				return false
			}
		}
		return true
	case []any:
		g, ok := got.([]any)
		if !ok || len(g) != len(w) {
			return false
		}
		for i := range w {
			if !matches(w[i], g[i]) {
				return false
			}
		}
		return true
	}
	return reflect.DeepEqual(want, got)
}

func (t *talk) expectBlob(fields []string) error {
	size, err := strconv.Atoi(fields[1])
	if err != nil {
		return err
	}
	for seq, got := 0, 0; got < size; seq++ {
		frame, err := t.receive()
		if err != nil {
			return err
		}
		var piece struct {
			Type, Blob string
			Size, Seq  int
			Data       []byte
		}
		if err := json.Unmarshal(frame, &piece); err != nil {
			return err
		}
		if piece.Type != "blob" || piece.Blob != fields[0] || piece.Size != size || piece.Seq != seq || len(piece.Data) == 0 {
			return fmt.Errorf("got %.200s", frame)
		}
		got += len(piece.Data)
	}
	return nil
}
