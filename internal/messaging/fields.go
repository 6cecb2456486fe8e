package messaging

import (
	"encoding/json"
	"reflect"
	"strings"
	"sync"
)

var unmarshaler = reflect.TypeFor[json.Unmarshaler]()

// fieldCache: reflect.Type → map of JSON name to the member's type. Request
// types are few and fixed.
var fieldCache sync.Map

// fieldsOf returns the member names that a struct of type t (or a pointer to
// one) takes, exactly as its tags spell them; nil when t takes any or is no
// struct. A type with an UnmarshalJSON of its own reads the value itself.
func fieldsOf(t reflect.Type) map[string]reflect.Type {
	if t == nil {
		return nil
	}
	for t.Kind() == reflect.Pointer {
		t = t.Elem()
	}
	if t.Kind() != reflect.Struct || reflect.PointerTo(t).Implements(unmarshaler) {
		return nil
	}
	if known, ok := fieldCache.Load(t); ok {
		return known.(map[string]reflect.Type)
	}
	fields := make(map[string]reflect.Type)
	for i := range t.NumField() {
		f := t.Field(i)
		if f.Anonymous {
			for name, inner := range fieldsOf(f.Type) {
				fields[name] = inner
			}
			continue
		}
		name, _, _ := strings.Cut(f.Tag.Get("json"), ",")
		fields[name] = f.Type
	}
	fieldCache.Store(t, fields)
	return fields
}

// elemOf returns the element type of a slice type, nil for anything else.
func elemOf(t reflect.Type) reflect.Type {
	if t == nil || t.Kind() != reflect.Slice {
		return nil
	}
	return t.Elem()
}
