package messaging

import (
	"reflect"
	"strings"
	"testing"
)

func typeOf(v any) reflect.Type { return reflect.TypeOf(v) }

func TestOriginRules(t *testing.T) {
	allowed := []string{"http://127.0.0.1", "http://localhost:8080", "http://[::1]", "http://example.com", "https://x"}
	good := []string{
		"https://www.example.go.jp", "https://a.jp:8443", "https://xn--wgv71a119e.jp", "https://127.0.0.1", "https://[2001:db8::1]:444",
		"https://a_b.example.jp", "https://" + strings.Repeat("a.", 122) + "jp", OriginUI,
		"http://127.0.0.1", "http://127.0.0.1:8000", "http://localhost:8080", "https://[::ffff:7f00:1]", "https://[::ffff:102:304]:8443", "https://[::]", "https://[1:0:0:2::3]", "http://[::1]:3000",
	}
	bad := []string{
		"", "null", "file://", "https://", "https:///", "www.example.go.jp", "ftp://a.jp", "HTTPS://a.jp", "hitofude:UI", "hitofude:ui/",
		"https://a.jp/", "https://a.jp/path", "https://a.jp?q", "https://a.jp#f", "https://u@a.jp", "https://u:p@a.jp", "https://a.jp:443",
		"https://a.jp:0443", "https://a.jp:0", "https://a.jp:65536", "https://a.jp:", "https://a.jp:8x", "https://A.jp", "https://日本.jp",
		"https://a..jp", "https://.a.jp", "https://a.jp.", "https://-a.jp", "https://a%20.jp", "https://a.jp\n", " https://a.jp", "https://a b.jp",
		"https://1.2.3", "https://0x7f.0.0.1", "https://127.0.0.01", "https://[::1", "https://[0:0:0:0:0:0:0:1]", "https://[::1%25eth0]", "https://[::ffff:127.0.0.1]", "https://[::ffff:7f00:0001]", "https://[1::2:0:0:0:3]", "http://[::ffff:7f00:1]", "https://[::ffff:1.2.3.4",
		"https://" + strings.Repeat("a.", 123) + "jp",
		"http://a.jp", "http://example.com", "http://127.0.0.1:80", "http://127.0.0.2", "http://localhost", "http://localhost:8081", "http://127.0.0.1.evil.jp",
		"chrome-extension://kmlcbhdkjefhglbcgnijekbobnecehok", "data:text/html,x", "javascript://a.jp",
	}
	for _, origin := range good {
		if err := CheckOrigin(origin, allowed); err != nil {
			t.Errorf("%q is refused", origin)
		}
	}
	for _, origin := range bad {
		if CheckOrigin(origin, allowed) == nil {
			t.Errorf("%q passes", origin)
		}
	}
	if CheckOrigin("http://127.0.0.1", nil) == nil {
		t.Error("loopback http passes without being listed")
	}
}
