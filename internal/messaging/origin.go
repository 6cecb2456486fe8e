package messaging

import (
	"errors"
	"fmt"
	"net/netip"
	"strconv"
	"strings"
)

// OriginUI is the origin of windows that no page opened.
const OriginUI = "hitofude:ui"

const maxOrigin = 255

var errOrigin = errors.New("checking origin: not an origin that may ask")

// CheckOrigin reports whether origin is one that may ask: https without path,
// exactly as a browser serialises it (HTML standard, "ASCII serialisation of
// an origin"), or OriginUI. http passes only for a loopback host that allowed
// lists; an entry of allowed without a port stands for every port.
//
// The host cannot know which page is really open. It checks the form, so that
// whatever is shown to a person or put into a token is unambiguous.
func CheckOrigin(origin string, allowed []string) error {
	if origin == OriginUI {
		return nil
	}
	scheme, authority, ok := strings.Cut(origin, "://")
	if !ok || len(origin) > maxOrigin {
		return errOrigin
	}
	host, port, ok := splitPort(authority)
	if !ok || !isHost(host) {
		return errOrigin
	}
	switch {
	case scheme == "https" && port != "443":
		return nil
	case scheme == "http" && port != "80" && isLoopback(host) && listed(host, port, allowed):
		return nil
	}
	return errOrigin
}

// splitPort parts host and port; port is "" when there is none.
func splitPort(authority string) (host, port string, ok bool) {
	i := strings.LastIndexByte(authority, ':')
	if i < 0 || strings.HasSuffix(authority, "]") {
		return authority, "", true
	}
	host, port = authority[:i], authority[i+1:]
	n, err := strconv.ParseUint(port, 10, 16)
	return host, port, err == nil && n > 0 && strconv.FormatUint(n, 10) == port
}

// isHost holds for a name or address as a browser writes it: lower case,
// punycode, canonical addresses.
func isHost(host string) bool {
	if inner, ok := strings.CutPrefix(host, "["); ok {
		inner, ok = strings.CutSuffix(inner, "]")
		addr, err := netip.ParseAddr(inner)
		return ok && err == nil && addr.Is6() && addr.Zone() == "" && serialised(addr) == inner
	}
	labels := strings.Split(host, ".")
	for _, label := range labels {
		if !isLabel(label) {
			return false
		}
	}
	if last := labels[len(labels)-1]; last[0] >= '0' && last[0] <= '9' {
		addr, err := netip.ParseAddr(host) // browsers read such a host as IPv4 only
		return err == nil && addr.Is4()
	}
	return true
}

// serialised writes an IPv6 address as a browser does (URL standard, "IPv6
// serializer"): netip alone writes a mapped IPv4 address with dots.
func serialised(addr netip.Addr) string {
	if addr.Is4In6() {
		b := addr.As16()
		return fmt.Sprintf("::ffff:%x:%x", uint16(b[12])<<8|uint16(b[13]), uint16(b[14])<<8|uint16(b[15]))
	}
	return addr.String()
}

func isLabel(label string) bool {
	if label == "" || len(label) > 63 || label[0] == '-' || label[len(label)-1] == '-' {
		return false
	}
	for i := range len(label) {
		c := label[i]
		if !(c >= 'a' && c <= 'z' || c >= '0' && c <= '9' || c == '-' || c == '_') {
			return false
		}
	}
	return true
}

func isLoopback(host string) bool {
	if host == "localhost" || strings.HasSuffix(host, ".localhost") {
		return true
	}
	addr, err := netip.ParseAddr(strings.Trim(host, "[]"))
	return err == nil && addr.IsLoopback()
}

// IsLoopbackOrigin reports whether an entry of a list of allowed origins is one
// that CheckOrigin would heed: http on this computer.
func IsLoopbackOrigin(entry string) bool {
	authority, ok := strings.CutPrefix(entry, "http://")
	host, _, wellFormed := splitPort(authority)
	return ok && wellFormed && isHost(host) && isLoopback(host)
}

func listed(host, port string, allowed []string) bool {
	for _, entry := range allowed {
		authority, ok := strings.CutPrefix(entry, "http://")
		if !ok {
			continue
		}
		h, p, ok := splitPort(authority)
		if ok && h == host && (p == "" || p == port) {
			return true
		}
	}
	return false
}
