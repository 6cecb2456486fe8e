package doctor

import (
	"context"
	"slices"

	"github.com/hitofude/hitofude/internal/install"
	"github.com/hitofude/hitofude/manifests"
)

// codes of what a browser finds.
var manifestCodes = map[install.State]string{
	install.Missing: "MANIFEST_MISSING", install.Unreadable: "MANIFEST_UNREADABLE", install.NotJSON: "MANIFEST_NOT_JSON",
	install.Misnamed: "MANIFEST_MISNAMED", install.Relative: "MANIFEST_RELATIVE", install.ProgramGone: "PROGRAM_GONE",
	install.NotExecutable: "PROGRAM_NOT_EXECUTABLE", install.Uninvited: "MANIFEST_UNINVITED", install.Other: "MANIFEST_OTHER",
}

// patient is one browser with what was found about it.
type patient struct {
	install.Browser
	found install.Found
	cage  cage
}

// Browsers looks at the browsers named, or at all that are here: sandbox,
// manifest, policies, start. A browser without a manifest is broken when it was
// named or when no other has one; else the person uses the other.
func (d Doctor) Browsers(ctx context.Context, names []string) []Finding {
	var patients []patient
	for _, b := range d.System.Browsers() {
		p := patient{b, d.System.Check(b, d.Program), d.cage(b)}
		here := d.System.Present(b) || p.found.State != install.Missing || p.cage != free
		if len(names) == 0 && here || slices.Contains(names, b.Name) {
			patients = append(patients, p)
		}
	}
	if len(patients) == 0 {
		return []Finding{finding(Browser, Bad, "BROWSER_NONE")}
	}
	registered := slices.ContainsFunc(patients, func(p patient) bool { return p.found.State != install.Missing })
	var all []Finding
	for _, p := range patients {
		all = append(all, d.browser(ctx, p, len(names) > 0 || !registered)...)
	}
	return all
}

// browser looks at one; missing says whether it is wrong to have no manifest.
func (d Doctor) browser(ctx context.Context, p patient, missing bool) []Finding {
	with := func(check string, state State, code string, more ...string) Finding {
		return finding(check, state, code, append([]string{"browser", p.Title, "name", p.Name}, more...)...)
	}
	var all []Finding
	if f, stop := d.sandbox(p, with); f != nil {
		all = append(all, *f)
		if stop {
			return all
		}
	}
	details := []string{"path", p.found.Place, "program", p.found.Path}
	switch p.found.State {
	case install.Ours:
		all = append(all, with(Manifest, OK, "", details...))
	case install.Other:
		all = append(all, with(Manifest, Note, manifestCodes[install.Other], details...))
	case install.Missing:
		if !missing {
			return append(all, with(Manifest, Note, "MANIFEST_MISSING"))
		}
		return append(all, with(Manifest, Bad, "MANIFEST_MISSING", details...), with(Start, Skipped, ""))
	default:
		return append(all, with(Manifest, Bad, manifestCodes[p.found.State], details...), with(Start, Skipped, ""))
	}
	policies := d.policies(p, with)
	all = append(all, policies...)
	return append(all, d.start(ctx, p, with))
}

// callerArgs are what a browser of the family passes to the program.
func callerArgs(family manifests.Family, manifest string) []string {
	if family == manifests.Firefox {
		return []string{manifest, manifests.Known().Firefox.IDs[0]}
	}
	return []string{"chrome-extension://" + manifests.Known().Chromium.IDs[0] + "/"}
}

// extensionID is ours, as the family's policies name it.
func extensionID(family manifests.Family) string {
	if family == manifests.Firefox {
		return manifests.Known().Firefox.IDs[0]
	}
	return manifests.Known().Chromium.IDs[0]
}
