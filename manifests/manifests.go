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
	"text/template"
)

//go:embed ids.json *.json.tmpl
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
func Render(family Family, path string) ([]byte, error) {
	t, err := template.New("").Funcs(template.FuncMap{"json": toJSON}).ParseFS(files, "*.json.tmpl")
	if err != nil {
		return nil, fmt.Errorf("reading manifest templates: %w", err)
	}
	var b bytes.Buffer
	data := struct {
		IDs
		Path string
	}{Known(), path}
	if err := t.ExecuteTemplate(&b, string(family)+".json.tmpl", data); err != nil {
		return nil, fmt.Errorf("rendering %s manifest: %w", family, err)
	}
	return b.Bytes(), nil
}

// toJSON quotes a value for a template: a path may hold quotes or backslashes.
func toJSON(v any) (string, error) {
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	err := e.Encode(v)
	return string(bytes.TrimSpace(b.Bytes())), err
}
