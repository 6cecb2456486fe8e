// Package autofill turns the four attributes of a card into the values a form
// may ask for: name and address in parts, birth date in both calendars, age.
//
// It owns every value. The extension decides where a value goes and never
// computes one. What the card does not say stays unknown (empty or null): a
// guessed birth date on a tax form is worse than an empty box.
//
// Parts of a name or an address are substrings of what the card says, in its
// own characters. Nothing is rewritten, lost or said twice.
package autofill

import "time"

// A Profile is what the extension may put into a form, as it goes over the wire.
type Profile struct {
	Name    Name    `json:"name"`
	Address Address `json:"address"`
	Birth   *Birth  `json:"birth"` // nil when any part of the date is unknown
	Age     *int    `json:"age"`   // whole years on the day of reading in Japan
	Sex     Sex     `json:"sex"`

	// PostalCode is of seven digits, and "" unless the table leaves no doubt.
	// PostalCodes are then those that are possible, at most 12, the likeliest first.
	PostalCode  string   `json:"postalCode,omitempty"`
	PostalCodes []string `json:"postalCodes,omitempty"`

	// JIS0208 is the Reduction of name and address.
	JIS0208 map[string]string `json:"jis0208,omitempty"`
}

// Sex is the code of the card (JIS X 0303) and its word on Japanese forms.
type Sex struct {
	Code  string `json:"code"`
	Label string `json:"label"` // 男, 女, or "" for 9 (not applicable) and unknown codes
}

// Make reads name, address, birth (YYYYMMDD) and sex as they stand on the card.
func Make(name, address, birth, sex string, now time.Time) *Profile {
	p := &Profile{
		Name:  splitName(name),
		Birth: readBirth(birth),
		Sex:   Sex{Code: sex, Label: map[string]string{"1": "男", "2": "女"}[sex]},
	}
	found := splitAddress(address)
	p.Address = found.Address
	p.PostalCode, p.PostalCodes = postalCode(found)
	p.JIS0208 = Reduction(name, address)
	p.Age = ageOn(p.Birth, now)
	return p
}
