package pin

import (
	"reflect"

	"github.com/go-playground/validator/v10"
)

// Register adds the tag `pin=KIND` (for example `pin=input-support`) for
// fields of type PIN and *PIN. The rule sees the PIN's own bytes; no string
// is made.
//
// validator.FieldError.Value of a failed field IS the PIN's bytes. It must
// never be printed, wrapped or logged.
func Register(v *validator.Validate) error {
	v.RegisterCustomTypeFunc(func(field reflect.Value) any {
		p, _ := field.Interface().(PIN)
		return p.Bytes()
	}, PIN{})
	return v.RegisterValidation("pin", func(fl validator.FieldLevel) bool {
		b, ok := fl.Field().Interface().([]byte)
		return ok && Check(Kind(fl.Param()), New(b)) == nil
	})
}
