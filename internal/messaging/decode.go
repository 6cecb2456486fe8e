package messaging

import (
	"bytes"
	"encoding/json"
	"errors"
	"reflect"
	"unicode/utf8"
)

// Decode reads one frame strictly and checks it by the rules of its type. The
// error is always an *Error: REQUEST_INVALID, REQUEST_UNKNOWN, PIN_REQUIRED,
// PIN_FORMAT or DOCUMENT_TOO_LARGE. The request is never nil; when there is an
// error it carries no more than what could be read of ID, Type (a known one) and
// Blobs, and all PINs that were decoded are cleared.
//
// No part of the frame is kept except what the typed parameters copy, so the
// caller can clear it at once.
func Decode(frame []byte) (*Request, error) { return decode(frame, false) }

// DecodeWithoutPINs is Decode for a host that asks for PINs itself: a request may
// leave out what only a person knows.
func DecodeWithoutPINs(frame []byte) (*Request, error) { return decode(frame, true) }

func decode(frame []byte, withoutPINs bool) (*Request, error) {
	e := envelope{}
	err := walk(frame, nil, e.member)
	e.readID()
	r := &Request{ID: e.id}
	if err == nil {
		err = e.check()
	}
	if err != nil {
		return r, invalid(err)
	}
	kind, _ := text(e.kind)
	makeParams, known := newParams[kind]
	if !known {
		return r, &Error{Code: CodeRequestUnknown}
	}
	r.Type = kind
	params := makeParams()
	err = decodeParams(e.params, params, withoutPINs)
	r.Blobs = blobsOf(params)
	if err != nil {
		clearAll(params)
		return r, err
	}
	r.Params = params
	return r, r.readOrigins(&e)
}

func (r *Request) readOrigins(e *envelope) error {
	var okOrigin, okTop bool
	r.Origin, okOrigin = text(e.origin)
	r.TopOrigin, okTop = text(e.topOrigin)
	absent := e.origin == nil && e.topOrigin == nil
	if absent && r.needsNoOrigin() || okOrigin && okTop && r.Origin != "" && r.TopOrigin != "" {
		return nil
	}
	r.Clear()
	return invalid(errors.New("origin or topOrigin missing"))
}

// envelope holds where the members of the outermost object stand in the frame.
type envelope struct {
	idText, kind, origin, topOrigin, params []byte

	id      string
	ids     int
	unknown bool
}

func (e *envelope) member(key, value []byte) {
	switch string(key) {
	case "id":
		e.idText = value
		e.ids++
	case "type":
		e.kind = value
	case "origin":
		e.origin = value
	case "topOrigin":
		e.topOrigin = value
	case "params":
		e.params = value
	default:
		e.unknown = true
	}
}

// readID takes the id when the frame has exactly one and it is of the form, so
// that also the answer to a broken request can name it.
func (e *envelope) readID() {
	id, ok := text(e.idText)
	if n := utf8.RuneCountInString(id); ok && e.ids == 1 && n >= 1 && n <= 64 {
		e.id = id
	}
}

func (e *envelope) check() error {
	switch _, isText := text(e.kind); {
	case e.unknown:
		return errUnknown
	case e.id == "":
		return errors.New("id missing or not 1-64 characters")
	case !isText:
		return errors.New("type missing")
	}
	return nil
}

// text decodes a JSON string; false when value is anything else.
func text(value []byte) (string, bool) {
	var s string
	if len(value) == 0 || value[0] != '"' || json.Unmarshal(value, &s) != nil {
		return "", false
	}
	return s, true
}

// decodeParams reads value, a slice of the frame, straight into the typed
// struct. Absent parameters are an empty object.
func decodeParams(value []byte, params Params, withoutPINs bool) error {
	if value == nil {
		value = []byte("{}")
	}
	if err := walk(value, reflect.TypeOf(params), nil); err != nil {
		return invalid(err)
	}
	if err := json.Unmarshal(value, params); err != nil {
		return invalid(errors.New("a parameter has the wrong type")) // err may quote the input
	}
	return validate(params, withoutPINs)
}

func blobsOf(params Params) (names []string) {
	var documents []Document
	switch p := params.(type) {
	case *SignParams:
		documents = p.Documents
	case *SignCheckParams:
		documents = p.Documents
	}
	for _, d := range documents {
		if d.Blob != "" {
			names = append(names, d.Blob)
		}
	}
	return names
}

func clearAll(params Params) {
	for _, s := range params.Secrets() {
		s.PIN.Clear()
	}
	if p, ok := params.(*PINChangeParams); ok {
		p.Hints().Clear()
	}
}

// invalid makes REQUEST_INVALID. The reason is for the developer of the other
// half and is one of our own fixed texts.
func invalid(reason error) *Error {
	return &Error{Code: CodeRequestInvalid, Params: map[string]any{"reason": reason.Error()}}
}

// unslash undoes the one escape that can stand inside base64.
func unslash(text []byte) []byte {
	if bytes.IndexByte(text, '\\') < 0 {
		return text
	}
	return bytes.ReplaceAll(text, []byte(`\/`), []byte(`/`))
}
