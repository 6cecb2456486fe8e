// Package portal holds what the bridge to the official portals needs beside the
// card: which origins are theirs, what a digest must look like that a page
// gives to be signed, and the lasting identifier that a portal is told.
//
// No official description of the portals' protocol is public. What is here was
// read in a public re-implementation (jpki/myna, folder mpa, 2026-05) and never
// tried against a real portal; docs/PORTALS.md says more.
package portal

import (
	"crypto/sha256"
	_ "embed"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"sync"
)

//go:embed origins.json
var originsJSON []byte

// A Site is one official system whose pages may use the bridge.
type Site struct {
	ID     string   `json:"id"`
	Hosts  []string `json:"hosts"`  // a name, or ".name" for every name below it
	JA     string   `json:"ja"`     // what people call it
	EN     string   `json:"en"`     //
	Source string   `json:"source"` // where it was read that the address is theirs
	Date   string   `json:"date"`   // when, 2006-01-02
}

// Sites lists the compiled-in systems.
var Sites = sync.OnceValue(func() (sites []Site) {
	var table struct {
		Sites []Site `json:"sites"`
	}
	if err := json.Unmarshal(originsJSON, &table); err != nil {
		panic(fmt.Errorf("reading origins.json: %w", err))
	}
	return table.Sites
})

// Official reports whose origin this is. Only https without a port is any
// system's.
func Official(origin string) (Site, bool) {
	host, ok := strings.CutPrefix(origin, "https://")
	if !ok || strings.ContainsAny(host, ":/@?#") {
		return Site{}, false
	}
	for _, s := range Sites() {
		if slices.ContainsFunc(s.Hosts, func(h string) bool { return covers(h, host) }) {
			return s, true
		}
	}
	return Site{}, false
}

// covers is true for the same name, and for names below a pattern with a dot in
// front. "evil-myna.go.jp" does not end in ".myna.go.jp".
func covers(pattern, host string) bool {
	if strings.HasPrefix(pattern, ".") {
		return strings.HasSuffix(host, pattern) && len(host) > len(pattern)
	}
	return host == pattern
}

// salt stands before what a combination code is made of (docs/PORTALS.md,
// combination_code).
var salt = [16]byte{0x2e, 0x71, 0xf6, 0x62, 0x0b, 0xc6, 0x54, 0xce, 0xd4, 0x94, 0xe5, 0xec, 0x34, 0xfe, 0x03, 0xc8}

// CombinationCode is the identifier of card and installation that a portal is
// told: 64 hexadecimal digits of SHA-256. manufacture is the 13 digits of the
// card's manufacture number. It is the same at every visit, which is why a
// person is told before it is handed out.
func CombinationCode(manufacture string, installation UUID) string {
	hash := sha256.New()
	hash.Write(salt[:])
	hash.Write([]byte(manufacture))
	hash.Write(installation[:])
	return hex.EncodeToString(hash.Sum(nil))
}
