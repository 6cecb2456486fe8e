// Package manifests holds the native-messaging manifests that tell a browser
// where the host is and which extensions may start it, and the list of those
// extensions. ids.json is the one place where the ids and the version of both
// halves stand; the extension's build reads it too.
package manifests

import (
	"bytes"
	"embed"
	"encoding/json"
	"fmt"
	"regexp"
	"slices"
	"sync"
)

//go:embed ids.json chromium.json firefox.json
var files embed.FS

// Family is a kind of browser that has its own form of manifest.
type Family string

// The two families: browsers on Chromium's code, and Firefox and its kin.
const (
	Chromium Family = "chromium"
	Firefox  Family = "firefox"
)

// IDs is the content of ids.json.
type IDs struct {
	Version  string `json:"version"`  // of host and extension alike
	Host     string `json:"host"`     // name of the native host
	Practice string `json:"practice"` // name of the practice host
	Chromium struct {
		Key string   `json:"key"` // public key of the unpacked extension, SPKI in base64
		IDs []string `json:"ids"` // 32 letters a-p each
	} `json:"chromium"`
	Firefox struct {
		IDs []string `json:"ids"`
	} `json:"firefox"`
}

// Known returns ids.json. It panics when the embedded file is broken, which a
// test rules out.
var Known = sync.OnceValue(func() IDs {
	var ids IDs
	data, err := files.ReadFile("ids.json")
	if err == nil {
		err = json.Unmarshal(data, &ids)
	}
	if err != nil {
		panic("manifests: reading ids.json: " + err.Error())
	}
	return ids
})

// FileName is the name a manifest must have in every browser's folder.
func FileName() string { return Known().Host + ".json" }

// Render returns the manifest of a browser family for the host program at
// path, which must be absolute.
//
// The templates are JSON with three strings to replace. text/template would
// keep every method of every type in the program, a megabyte of it resident in
// each window's host.
func Render(family Family, path string) ([]byte, error) { return RenderFor(family, path, nil) }

// RenderFor is Render with more extensions that may start the host: ids of 32
// letters for Chromium's family, with an @ or in braces for Firefox's. Each
// family takes its own and leaves the others.
func RenderFor(family Family, path string, extensions []string) ([]byte, error) {
	return RenderHost(Known().Host, family, path, extensions)
}

// RenderHost is RenderFor for one of our hosts by its name: Known().Host, or
// Known().Practice for the card in software.
func RenderHost(host string, family Family, path string, extensions []string) ([]byte, error) {
	template, err := files.ReadFile(string(family) + ".json")
	if err != nil {
		return nil, fmt.Errorf("reading manifest template: %w", err)
	}
	for placeholder, value := range map[string]any{"@HOST@": host, "@PATH@": path, "@CALLERS@": Callers(family, extensions)} {
		text, err := toJSON(value)
		if err != nil {
			return nil, fmt.Errorf("rendering %s manifest: %w", family, err)
		}
		template = bytes.ReplaceAll(template, []byte(`"`+placeholder+`"`), text)
	}
	return template, nil
}

// Callers lists the extensions that may start the host, as a browser of family
// writes them: those of ids.json, and the ones of extensions that have its form.
func Callers(family Family, extensions []string) []string {
	known := Known().Firefox.IDs
	if family == Chromium {
		known = Known().Chromium.IDs
	}
	var list []string
	for _, id := range slices.Concat(known, extensions) {
		if FamilyOf(id) != family {
			continue
		}
		if family == Chromium {
			id = "chrome-extension://" + id + "/"
		}
		if !slices.Contains(list, id) {
			list = append(list, id)
		}
	}
	return list
}

// FamilyOf tells by its form whose browsers use an extension id; "" for what is
// none.
func FamilyOf(id string) Family {
	switch {
	case chromiumID().MatchString(id):
		return Chromium
	case GeckoID().MatchString(id):
		return Firefox
	}
	return ""
}

// Compiled when an id is looked at; a host that Chromium starts does without.
var (
	chromiumID = sync.OnceValue(func() *regexp.Regexp { return regexp.MustCompile(`^[a-p]{32}$`) })
	// GeckoID is the form of a Firefox extension's id.
	GeckoID = sync.OnceValue(func() *regexp.Regexp {
		return regexp.MustCompile(`^(\{[0-9a-fA-F-]{36}\}|[A-Za-z0-9._-]*@[A-Za-z0-9._-]+)$`)
	})
)

// toJSON quotes a value: a path may hold quotes, backslashes or <&>.
func toJSON(v any) ([]byte, error) {
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	err := e.Encode(v)
	return bytes.TrimSpace(b.Bytes()), err
}
