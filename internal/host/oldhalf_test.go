package host

import "testing"

// The messages of the first extension: no parameter that came later. A newer
// program serves them all, and adds only fields that it ignored.
func TestFirstExtensionIsServed(t *testing.T) {
	h := softwareTalk(t, "holder")
	h.must(t, "< hello", `> ping ping {"version":"0.0.1","protocol":1}`, "< ping result {}")
	for _, c := range []struct{ id, request string }{
		{"a", `readers {}`},
		{"b", `card.status {}`},
		{"c", `card.attributes {"pin":"1234","fields":["name","address","birth","sex"]}`},
		{"d", `certificate {"key":"authentication"}`},
		{"e", `sign {"profile":"cms-detached","documents":[{"name":"a.txt","digest":"AQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQE="}],"pin":"TEST123"}`},
		{"f", `sign {"profile":"cms-detached","documents":[{"name":"a.txt","content":"YQ=="}],"pin":"TEST123"}`},
		{"g", `pin.change {"kind":"input-support","current":"1234","new":"5739"}`},
		{"h", `cancel {"id":"nobody"}`},
	} {
		h.must(t, "> "+c.id+" "+c.request)
		if code := h.code(t, c.id); code != "" {
			t.Errorf("%s: %s", c.request, code)
		}
	}
	h.must(t, "close", "exit 0 2000")
}
