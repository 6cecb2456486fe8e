package host

import (
	"path/filepath"
	"slices"
	"strings"

	"github.com/hitofude/hitofude/manifests"
)

// caller is who started the process.
type caller int

const (
	person   caller = iota // no browser's arguments
	known                  // a browser, for an extension of ours
	stranger               // a browser, for another extension
)

// callerOf looks at the arguments after the program's name. Chromium and its
// kin pass chrome-extension://ID/, on Windows with --parent-window=N beside
// it; Firefox passes the manifest's path and the extension's id. Unknown
// switches beside them are the browser's affair. more returns ids that an
// installation allowed beside those of ids.json; it is asked about strangers only.
func callerOf(args []string, host string, more func() []string) caller {
	plain := slices.DeleteFunc(slices.Clone(args), func(a string) bool { return strings.HasPrefix(a, "--") })
	switch {
	case len(plain) == 1 && strings.Contains(plain[0], "-extension://"):
		id, ok := strings.CutPrefix(plain[0], "chrome-extension://")
		id, slash := strings.CutSuffix(id, "/")
		return listed(ok && slash && allowed(manifests.Chromium, manifests.Known().Chromium.IDs, id, more))
	case len(plain) == 2 && filepath.IsAbs(plain[0]) && strings.HasSuffix(plain[0], ".json") && manifests.GeckoID().MatchString(plain[1]):
		ours := filepath.Base(plain[0]) == host+".json"
		return listed(ours && allowed(manifests.Firefox, manifests.Known().Firefox.IDs, plain[1], more))
	}
	return person
}

func allowed(family manifests.Family, known []string, id string, more func() []string) bool {
	return slices.Contains(known, id) || manifests.FamilyOf(id) == family && slices.Contains(more(), id)
}

func listed(ok bool) caller {
	if ok {
		return known
	}
	return stranger
}
