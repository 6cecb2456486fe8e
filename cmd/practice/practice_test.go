package main

import (
	"bytes"
	"context"
	"crypto/x509"
	"encoding/base64"
	"encoding/binary"
	"encoding/json"
	"io"
	"os"
	"os/exec"
	"strings"
	"testing"

	"github.com/hitofude/hitofude/internal/host"
	"github.com/hitofude/hitofude/manifests"
)

const ui = "hitofude:ui"

// talk runs the program as a browser would, sends the requests, TYPE ORIGIN
// PARAMS each, one when the last is answered, and returns every message that
// came, hello first.
func talk(t *testing.T, requests ...[3]string) []map[string]any {
	t.Helper()
	stdin, more := io.Pipe()
	window := &window{requests: requests, more: more}
	caller := "chrome-extension://" + manifests.Known().Chromium.IDs[0] + "/"
	status := host.Run(context.Background(), nil, stdin, window, io.Discard, []string{"hitofude-practice", caller}, practice())
	if status != 0 {
		t.Fatalf("status %d", status)
	}
	return messages(t, window.heard.Bytes())
}

// window is the other end of the pipes. It asks the next thing when the last was
// answered, and closes when nothing is left to ask.
type window struct {
	heard    bytes.Buffer
	requests [][3]string
	asked    int
	more     *io.PipeWriter
}

func (w *window) Write(frame []byte) (int, error) {
	w.heard.Write(frame)
	if bytes.Contains(frame, []byte(`"type":"progress"`)) {
		return len(frame), nil
	}
	if w.asked == len(w.requests) {
		return len(frame), w.more.Close()
	}
	r := w.requests[w.asked]
	request, err := json.Marshal(map[string]any{
		"id": string(rune('a' + w.asked)), "type": r[0], "origin": r[1], "topOrigin": r[1], "params": json.RawMessage(r[2]),
	})
	w.asked++
	// The program reads while it writes; this goroutine must go on.
	go func() {
		_, _ = w.more.Write(append(binary.NativeEndian.AppendUint32(nil, uint32(len(request))), request...))
	}()
	return len(frame), err
}

func messages(t *testing.T, stream []byte) (list []map[string]any) {
	t.Helper()
	for len(stream) > 0 {
		size := binary.NativeEndian.Uint32(stream)
		var m map[string]any
		if err := json.Unmarshal(stream[4:4+size], &m); err != nil {
			t.Fatal(err)
		}
		list, stream = append(list, m), stream[4+size:]
	}
	return list
}

// answerTo finds the message that ended the request.
func answerTo(list []map[string]any, id string) map[string]any {
	for _, m := range list {
		if m["id"] == id && m["type"] != "progress" {
			return m
		}
	}
	return nil
}

func code(m map[string]any) any {
	e, _ := m["error"].(map[string]any)
	return e["code"]
}

func TestEveryMessageSaysThatItIsPractice(t *testing.T) {
	list := talk(t,
		[3]string{"card.attributes", ui, `{"pin":"1234","fields":["name"]}`},
		[3]string{"card.attributes", "https://www.example.go.jp", `{"pin":"1234","fields":["name"]}`},
		[3]string{"no.such", ui, `{}`},
	)
	for _, m := range list {
		if m["practice"] != true {
			t.Errorf("unmarked: %v", m)
		}
	}
	name := answerTo(list, "a")["result"].(map[string]any)["attributes"].(map[string]any)["name"]
	if !strings.Contains(name.(string), "練習用") {
		t.Errorf("the card's name is %v", name)
	}
}

func TestPagesAndPortalsAreRefused(t *testing.T) {
	page := talk(t, [3]string{"card.attributes", "https://www.myna.go.jp", `{"pin":"1234","fields":["name"]}`})
	if got := code(answerTo(page, "a")); got != "ORIGIN_REFUSED" {
		t.Errorf("a page: %v", got)
	}
	list := talk(t,
		[3]string{"portal.identity", ui, `{}`},
		[3]string{"authenticate", ui, `{"nonce":"MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY=","pin":"2345"}`},
		[3]string{"card.number", ui, `{"pin":"1234","purpose":"tax","label":"個人番号"}`},
		[3]string{"doctor", ui, `{}`},
	)
	for _, id := range []string{"a", "b", "c", "d"} {
		if got := code(answerTo(list, id)); got != "REQUEST_UNKNOWN" {
			t.Errorf("%s: %v", id, got)
		}
	}
	for _, name := range list[0]["capabilities"].([]any) {
		if name == "portal" || name == "authenticate" || name == "number" {
			t.Errorf("offers %v", name)
		}
	}
}

// A key that two programs had would be a key somebody could sign with.
func TestKeysAreNewEachTimeAndSayTest(t *testing.T) {
	keys := map[string]bool{}
	for range 2 {
		list := talk(t, [3]string{"certificate", ui, `{"key":"signature","pin":"TEST123"}`})
		result := answerTo(list, "a")["result"].(map[string]any)
		der, err := base64.StdEncoding.DecodeString(result["certificate"].(string))
		if err != nil {
			t.Fatal(err)
		}
		c, err := x509.ParseCertificate(der)
		if err != nil {
			t.Fatal(err)
		}
		if !strings.Contains(c.Subject.String(), "TEST") || !strings.Contains(c.Issuer.String(), "TEST") {
			t.Errorf("%s, issued by %s", c.Subject, c.Issuer)
		}
		keys[string(c.RawSubjectPublicKeyInfo)] = true
	}
	if len(keys) != 2 {
		t.Error("the same key twice")
	}
}

func TestPracticeSigns(t *testing.T) {
	list := talk(t, [3]string{"sign", ui, `{"profile":"cms-detached","documents":[{"name":"practice.txt","content":"dGVzdA=="}],"pin":"TEST123"}`})
	if a := answerTo(list, "a"); code(a) != nil {
		t.Errorf("%v", a)
	}
}

// It shall leave nothing behind, and no configuration shall change it.
func TestNothingIsReadOrWrittenBesideTheMessages(t *testing.T) {
	home := t.TempDir()
	t.Setenv("XDG_CONFIG_HOME", home)
	t.Setenv("XDG_CACHE_HOME", home)
	if err := os.MkdirAll(home+"/hitofude", 0o700); err != nil {
		t.Fatal(err)
	}
	file := home + "/hitofude/config.json"
	if err := os.WriteFile(file, []byte(`{"allowOrigins":["http://127.0.0.1"],"pinEntry":"host","log":{"file":"x.log"}}`), 0o600); err != nil {
		t.Fatal(err)
	}
	list := talk(t,
		[3]string{"card.status", ui, `{}`},
		[3]string{"card.attributes", ui, `{"pin":"1234","fields":["sex"]}`},
	)
	if code(answerTo(list, "b")) != nil {
		t.Errorf("%v", answerTo(list, "b"))
	}
	entries, err := os.ReadDir(home + "/hitofude")
	if err != nil || len(entries) != 1 {
		t.Errorf("%v, %v", entries, err)
	}
}

func TestAPersonIsToldWhatItIsFor(t *testing.T) {
	var out bytes.Buffer
	status := host.Run(context.Background(), []string{"LANG=ja_JP.UTF-8"}, strings.NewReader(""), &out, io.Discard,
		[]string{"hitofude-practice"}, practice())
	if status != 0 || !strings.HasPrefix(out.String(), "これは練習用のプログラムです。") {
		t.Errorf("%d %q", status, out.String())
	}
}

func TestPracticeLinksNoNetwork(t *testing.T) {
	out, err := exec.Command("go", "list", "-deps", ".").Output()
	if err != nil {
		t.Fatal(err)
	}
	for _, path := range strings.Fields(string(out)) {
		if path == "net/http" || path == "net/smtp" || strings.HasSuffix(path, "internal/virtualcard/lab") {
			t.Errorf("links %s", path)
		}
	}
}
