package virtualcard

import (
	"bytes"
	"embed"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"
)

//go:embed testdata/profiles/*.json
var profiles embed.FS

// LoadProfile reads a profile from a file.
func LoadProfile(file string) (*Profile, error) {
	data, err := os.ReadFile(file)
	if err != nil {
		return nil, fmt.Errorf("reading profile: %w", err)
	}
	return parseProfile(strings.TrimSuffix(filepath.Base(file), ".json"), data)
}

// BuiltIn gives one of the profiles that come with the package.
func BuiltIn(name string) (*Profile, error) {
	data, err := profiles.ReadFile(path.Join("testdata/profiles", name+".json"))
	if err != nil {
		return nil, fmt.Errorf("reading profile: %w", err)
	}
	return parseProfile(name, data)
}

// Names lists the built-in profiles.
func Names() []string {
	entries, err := profiles.ReadDir("testdata/profiles")
	if err != nil {
		return nil // the folder is embedded
	}
	var names []string
	for _, e := range entries {
		names = append(names, strings.TrimSuffix(e.Name(), ".json"))
	}
	return names
}

func parseProfile(name string, data []byte) (*Profile, error) {
	p := &Profile{Name: name}
	d := json.NewDecoder(bytes.NewReader(data))
	d.DisallowUnknownFields()
	if err := d.Decode(p); err != nil {
		return nil, fmt.Errorf("decoding profile %q: %w", name, err)
	}
	if p.Applications == nil {
		p.Applications = allApplications
	}
	if err := p.check(); err != nil {
		return nil, fmt.Errorf("checking profile %q: %w", name, err)
	}
	return p, nil
}

func (p *Profile) check() error {
	for _, a := range p.Applications {
		if !slices.Contains(allApplications, a) {
			return fmt.Errorf("unknown application %q", a)
		}
	}
	for _, f := range p.Foreign {
		if foreignAIDs[f] == nil {
			return fmt.Errorf("unknown application %q of another card", f)
		}
	}
	for kind, s := range p.Pins {
		max, known := maxTries[kind]
		switch {
		case !known:
			return fmt.Errorf("unknown kind of PIN %q", kind)
		case len(s.Value) == 0 || len(s.Value) > maxReferenceLength:
			return fmt.Errorf("the %s value must have 1 to %d bytes", kind, maxReferenceLength)
		case !within(s.Tries, max) || !within(s.Common, max):
			return fmt.Errorf("the %s tries must be 0 to %d", kind, max)
		}
	}
	for key := range p.Certificates {
		if key != Signature && key != Authentication {
			return fmt.Errorf("unknown certificate %q", key)
		}
	}
	return p.checkDigits()
}

func (p *Profile) checkDigits() error {
	for what, f := range map[string]struct {
		value  string
		length int
	}{
		"number": {p.Holder.Number, 12}, "birth": {p.Holder.Birth, 8}, "serial": {p.Body.Serial, 15},
		"municipality": {p.Body.Municipality, 5}, "expires": {p.Body.Expires, 8},
	} {
		if len(f.value) != f.length || strings.Trim(f.value, "0123456789") != "" {
			return fmt.Errorf("%s must have %d digits", what, f.length)
		}
	}
	if _, err := hex.DecodeString(p.Body.ATR); err != nil {
		return errors.New("the ATR must be hexadecimal")
	}
	return nil
}

func within(tries *int, most int) bool { return tries == nil || (*tries >= 0 && *tries <= most) }

func (p *Profile) has(application string) bool { return slices.Contains(p.Applications, application) }

func (p *Profile) atr() []byte {
	if p.Body.ATR == "" {
		return []byte{0x3B, 0xE0, 0x00, 0xFF, 0x81, 0x31, 0xFE, 0x45, 0x14}
	}
	atr, _ := hex.DecodeString(p.Body.ATR) // checked when the profile was read
	return atr
}
