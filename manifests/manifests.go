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
	Version  string `json:"version"` // of host and extension alike
	Host     string `json:"host"`    // name of the native host
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
func Render(family Family, path string) ([]byte, error) {
	template, err := files.ReadFile(string(family) + ".json")
	if err != nil {
		return nil, fmt.Errorf("reading manifest template: %w", err)
	}
	for placeholder, value := range map[string]any{"@HOST@": Known().Host, "@PATH@": path, "@CALLERS@": callers(family)} {
		text, err := toJSON(value)
		if err != nil {
			return nil, fmt.Errorf("rendering %s manifest: %w", family, err)
		}
		template = bytes.ReplaceAll(template, []byte(`"`+placeholder+`"`), text)
	}
	return template, nil
}

// callers lists the extensions that may start the host, as a browser of family
// writes them.
func callers(family Family) []string {
	if family == Firefox {
		return Known().Firefox.IDs
	}
	var origins []string
	for _, id := range Known().Chromium.IDs {
		origins = append(origins, "chrome-extension://"+id+"/")
	}
	return origins
}

// toJSON quotes a value: a path may hold quotes, backslashes or <&>.
func toJSON(v any) ([]byte, error) {
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	err := e.Encode(v)
	return bytes.TrimSpace(b.Bytes()), err
}
