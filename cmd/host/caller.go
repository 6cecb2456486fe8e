package main

import (
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"sync"

	"github.com/hitofude/hitofude/manifests"
)

// caller is who started the process.
type caller int

const (
	person   caller = iota // no browser's arguments
	known                  // a browser, for an extension of ours
	stranger               // a browser, for another extension
)

// geckoID is the form of a Firefox extension's id; compiled only when Firefox
// calls.
var geckoID = sync.OnceValue(func() *regexp.Regexp {
	return regexp.MustCompile(`^(\{[0-9a-fA-F-]{36}\}|[A-Za-z0-9._-]*@[A-Za-z0-9._-]+)$`)
})

// callerOf looks at the arguments after the program's name. Chromium and its
// kin pass chrome-extension://ID/, on Windows with --parent-window=N beside
// it; Firefox passes the manifest's path and the extension's id. Unknown
// switches beside them are the browser's affair.
func callerOf(args []string) caller {
	plain := slices.DeleteFunc(slices.Clone(args), func(a string) bool { return strings.HasPrefix(a, "--") })
	switch {
	case len(plain) == 1 && strings.Contains(plain[0], "-extension://"):
		id, ok := strings.CutPrefix(plain[0], "chrome-extension://")
		id, slash := strings.CutSuffix(id, "/")
		return listed(ok && slash && slices.Contains(manifests.Known().Chromium.IDs, id))
	case len(plain) == 2 && filepath.IsAbs(plain[0]) && strings.HasSuffix(plain[0], ".json") && geckoID().MatchString(plain[1]):
		ours := filepath.Base(plain[0]) == manifests.FileName()
		return listed(ours && slices.Contains(manifests.Known().Firefox.IDs, plain[1]))
	}
	return person
}

func listed(ok bool) caller {
	if ok {
		return known
	}
	return stranger
}
