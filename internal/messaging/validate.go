package messaging

import (
	"errors"
	"reflect"
	"strings"
	"sync"
	"unicode"

	"github.com/go-playground/validator/v10"

	"github.com/hitofude/hitofude/internal/pin"
)

// validatorOnce is built at the first request, not at start: hello must not
// wait for it.
var validatorOnce = sync.OnceValue(func() *validator.Validate {
	v := validator.New(validator.WithRequiredStructEnabled())
	v.RegisterTagNameFunc(func(f reflect.StructField) string {
		name, _, _ := strings.Cut(f.Tag.Get("json"), ",")
		return name
	})
	must(pin.Register(v))
	must(v.RegisterValidation("filename", isFilename))
	v.RegisterStructValidation(kindFromField, CertificateParams{}, PINChangeParams{})
	return v
})

// must panics on a rule that cannot be registered: that is a mistake in this
// file, and a program without its rules must not touch a card.
func must(err error) {
	if err != nil {
		panic("messaging: registering rule: " + err.Error())
	}
}

// isFilename holds for a name without folders and control characters: outputs
// are named after it, and the person reads it before signing.
func isFilename(fl validator.FieldLevel) bool {
	name := fl.Field().String()
	if name == "." || name == ".." || strings.ContainsAny(name, `/\`) {
		return false
	}
	for _, r := range name {
		// Bidirectional controls make a name read as another one (exe.fdp as pdf.exe).
		if unicode.IsControl(r) || unicode.Is(unicode.Bidi_Control, r) || r == unicode.ReplacementChar {
			return false
		}
	}
	return true
}

// kindFromField checks PINs whose kind stands in another field.
func kindFromField(sl validator.StructLevel) {
	params, ok := reflect.New(sl.Current().Type()).Interface().(Params)
	if !ok {
		return
	}
	reflect.ValueOf(params).Elem().Set(sl.Current())
	for _, s := range params.Secrets() {
		if s.PIN != nil && s.Kind.Known() && pin.Check(s.Kind, s.PIN) != nil {
			sl.ReportError(nil, s.Field, s.Field, "pin", string(s.Kind)) // nil: the value is a PIN
		}
	}
}

// validate checks params by their tags and returns an *Error or nil; with
// withoutPINs a PIN that is not there is no error. The validator's own errors
// hold the rejected values and end here.
func validate(params Params, withoutPINs bool) error {
	err := validatorOnce().Struct(params)
	if err == nil {
		return nil
	}
	var fields validator.ValidationErrors
	if !errors.As(err, &fields) {
		return invalid(errors.New("parameters cannot be checked"))
	}
	secrets := params.Secrets()
	var last *Error
	for _, f := range fields {
		s, isPIN := secretOf(secrets, f.Field())
		if !isPIN {
			return fieldError(f)
		}
		if last == nil && !(withoutPINs && s.PIN == nil) {
			last = secretError(s, f.Tag())
		}
	}
	if last == nil {
		return nil
	}
	return last
}

func secretOf(secrets []Secret, field string) (Secret, bool) {
	for _, s := range secrets {
		if s.Field == field {
			return s, true
		}
	}
	return Secret{}, false
}

func fieldError(f validator.FieldError) *Error {
	_, path, _ := strings.Cut(f.Namespace(), ".")
	for _, embedded := range []string{"CardParams.", "SignWhat."} { // no names in the JSON
		path = strings.TrimPrefix(path, embedded)
	}
	return &Error{Code: CodeRequestInvalid, Params: map[string]any{"reason": "rule " + f.Tag(), "field": path}}
}

// secretError makes the error of a PIN field: absent, superfluous, or not of
// the form. Reason is one of package pin's words.
func secretError(s Secret, tag string) *Error {
	params := map[string]any{"pin": string(s.Kind), "field": s.Field}
	if s.PIN == nil {
		return &Error{Code: CodePINRequired, Params: params}
	}
	var form *pin.FormError
	if err := pin.Check(s.Kind, s.PIN); !errors.As(err, &form) {
		return &Error{Code: CodeRequestInvalid, Params: map[string]any{"reason": "rule " + tag, "field": s.Field}}
	}
	params["reason"] = form.Reason
	if form.WrongBox() {
		params["wants"] = string(s.Kind)
	}
	return &Error{Code: CodePINFormat, Params: params}
}
