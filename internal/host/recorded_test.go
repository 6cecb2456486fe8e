package host

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/rogpeppe/go-internal/txtar"

	"github.com/hitofude/hitofude/internal/pcsc"
)

// TestRecorded writes the scripts of testdata/recorded anew when it is run
// with -record. A script says in a comment "# profile: NAME" which card in
// software it was made with. Its file "conversation" keeps what is sent; what
// comes back, and the file "card", are written.
//
// The first pass talks to the card. The second one talks to the script that
// came out of it, so that the answers in the conversation are those of the
// replaced data.
func TestRecorded(t *testing.T) {
	files, err := filepath.Glob("testdata/recorded/*.txtar")
	if err != nil || len(files) == 0 {
		t.Fatalf("%d recorded scripts, %v", len(files), err)
	}
	for _, file := range files {
		archive, err := txtar.ParseFile(file)
		if err != nil {
			t.Fatal(err)
		}
		profile := profileOf(archive)
		if section(archive, "card") == nil || section(archive, "conversation") == nil || profile == "" {
			t.Errorf("%s: not a recorded script", file)
			continue
		}
		if *recordFlag {
			recordScript(t, file, archive, profile)
		}
	}
}

func profileOf(a *txtar.Archive) string {
	for line := range strings.Lines(string(a.Comment)) {
		if profile, ok := strings.CutPrefix(strings.TrimSpace(line), "# profile: "); ok {
			return profile
		}
	}
	return ""
}

func section(a *txtar.Archive, name string) *txtar.File {
	for i := range a.Files {
		if a.Files[i].Name == name {
			return &a.Files[i]
		}
	}
	return nil
}

func recordScript(t *testing.T, file string, archive *txtar.Archive, profile string) {
	t.Helper()
	conversation, card := section(archive, "conversation"), section(archive, "card")
	var sent []string
	for line := range strings.Lines(string(conversation.Data)) {
		if !strings.HasPrefix(line, "<") {
			sent = append(sent, strings.TrimRight(line, "\n"))
		}
	}
	from := "virtual:" + profile
	if *recordFrom != "virtual" {
		from = *recordFrom
	}
	dir := t.TempDir()
	for _, f := range archive.Files { // what a script finds in its home is there while recording too
		if name, ok := strings.CutPrefix(f.Name, "home/"); ok {
			path := filepath.Join(dir, name)
			if err := errors.Join(os.MkdirAll(filepath.Dir(path), 0o700), os.WriteFile(path, f.Data, 0o600)); err != nil {
				t.Fatal(err)
			}
		}
	}
	if err := configureForTests(filepath.Join(dir, ".config")); err != nil {
		t.Fatal(err)
	}
	cardPath := filepath.Join(dir, "card")
	env := []string{"HOME=" + dir, "LANG=ja_JP.UTF-8", cardFile + "=" + cardPath}
	if _, err := converse(dir, append(env, recordTo+"="+from, "PCSCLITE_CSOCK_NAME="+os.Getenv("PCSCLITE_CSOCK_NAME")), realPINs(t, sent)); err != nil {
		t.Fatalf("%s: %v", file, err)
	}
	lines, err := converse(dir, env, sent)
	if err != nil {
		t.Fatalf("%s: replaying: %v", file, err)
	}
	if card.Data, err = os.ReadFile(cardPath); err != nil {
		t.Fatal(err)
	}
	conversation.Data = []byte(strings.Join(lines, "\n") + "\n")
	if err := os.WriteFile(file, txtar.Format(archive), 0o644); err != nil {
		t.Fatal(err)
	}
}

// realPINs asks for the PINs of a real card, once for each TEST one in the
// conversation, and puts them in. They live in this process only.
func realPINs(t *testing.T, lines []string) []string {
	t.Helper()
	if *recordFrom == "virtual" {
		return lines
	}
	real := make(map[string]string)
	out := make([]string, len(lines))
	for i, line := range lines {
		out[i] = pinField.ReplaceAllStringFunc(line, func(field string) string {
			test := pinField.FindStringSubmatch(field)[1]
			if real[test] == "" {
				p, err := controllingTerminal{}.ReadPIN(context.Background(), "PIN in place of "+test+": ")
				if err != nil {
					t.Fatal(err)
				}
				real[test] = string(p.Bytes())
			}
			return strings.Replace(field, test, real[test], 1)
		})
	}
	return out
}

// converse sends the lines and returns them with what came back after each.
func converse(dir string, env, lines []string) ([]string, error) {
	program, err := exec.LookPath("hitofude")
	if err != nil {
		return nil, err
	}
	t := &talk{program: program, dir: dir, env: env, args: []string{testChromium}}
	t.origin, t.topOrigin = "https://www.example.go.jp", "https://www.example.go.jp"
	var out []string
	for _, line := range lines {
		word, rest, _ := strings.Cut(line, " ")
		if strings.HasPrefix(word, ">") && t.cmd == nil {
			if err := t.hello(); err != nil {
				return nil, err
			}
			out = append(out, "< hello")
		}
		out = append(out, line)
		if word == "" || strings.HasPrefix(word, "#") {
			continue
		}
		if err := t.step(word, rest); err != nil {
			return nil, fmt.Errorf("%s: %w: %s", line, err, t.stderr())
		}
		if word != ">" {
			continue
		}
		answers, err := t.answers()
		if err != nil {
			return nil, fmt.Errorf("%s: %w: %s", line, err, t.stderr())
		}
		out = append(out, answers...)
	}
	if err := t.end(); err != nil {
		return nil, fmt.Errorf("%w: %s", err, t.stderr())
	}
	return out, nil
}

func (t *talk) hello() error {
	if err := t.start(); err != nil {
		return err
	}
	_, err := t.receive()
	return err
}

// answers reads to the end of a request and returns the short forms.
func (t *talk) answers() ([]string, error) {
	var lines []string
	for {
		frame, err := t.receive()
		if err != nil {
			return nil, err
		}
		var m struct {
			ID, Type, Stage string
			Done            *int
			Total           int
			Result          json.RawMessage
			Error           struct {
				Code   string
				Params json.RawMessage
			}
		}
		if err := json.Unmarshal(frame, &m); err != nil {
			return nil, err
		}
		switch m.Type {
		case "progress":
			line := fmt.Sprintf("< %s progress %s", m.ID, m.Stage)
			if m.Done != nil {
				line += fmt.Sprintf(" %d %d", *m.Done, m.Total)
			}
			lines = append(lines, line)
		case "error":
			return append(lines, strings.TrimSpace(fmt.Sprintf("< %s error %s %s", m.ID, m.Error.Code, m.Error.Params))), nil
		case "result":
			result := m.Result
			if bytes.HasPrefix(result, []byte(`{"token":`)) {
				result = []byte(`{"token":"*"}`)
			}
			return append(lines, fmt.Sprintf("< %s result %s", m.ID, result)), nil
		}
	}
}

// A recording of a real card must hold nothing of its owner.
func TestRecorderReplacesPinsAndHolder(t *testing.T) {
	secrets := []string{"5318", "SECRET9", "山田", "太郎", "大阪府", "19770308"}
	file := "\xff\x20\x82\x00\x44\xdf\x21\x08\x00\x0d\x00\x1f\x00\x2d\x00\x38\xdf\x22\x81\x0f山田　太郎\xdf\x23\x15大阪府大阪市１\xdf\x24\x0819770308\xdf\x25\x011"
	ok := []byte{0x90, 0}
	// The second READ begins in the middle of a character.
	fake := &scriptedAnswers{answers: [][]byte{ok, ok, append([]byte(file[:25]), ok...), append([]byte(file[25:]), ok...), ok, ok}}
	r := &recorder{Source: fake, mask: new(textMask)}
	conn, err := r.Connect(context.Background(), "My reader", pcsc.Exclusive)
	if err != nil {
		t.Fatal(err)
	}
	for _, apdu := range []string{
		"\x00\xA4\x04\x0C\x0A\xD3\x92\x10\x00\x31\x00\x01\x01\x04\x08", "\x00\x20\x00\x91\x045318", "\x00\xB0\x82\x00\x00", "\x00\xB0\x00\x19\x00",
		"\x00\x20\x00\x9B\x07SECRET9", "\x00\x24\x01\x80\x045318",
	} {
		if _, err := conn.Transmit(context.Background(), []byte(apdu)); err != nil {
			t.Fatal(err)
		}
	}
	script := string(r.script(recordedNow, []pcsc.Reader{{Name: "My reader", State: pcsc.Held}}))
	for _, s := range append(secrets, "My reader") {
		if strings.Contains(script, s) || strings.Contains(script, strings.ToUpper(fmt.Sprintf("%x", s))) {
			t.Errorf("%q is in the recording:\n%s", s, script)
		}
	}
	for _, s := range []string{"TESTPI1", "\xdf\x23\x15見見見見見見見\xdf\x24\x0811111111\xdf\x25\x011"} {
		if !strings.Contains(script, fmt.Sprintf("%X", s)) {
			t.Errorf("no %q in the recording:\n%s", s, script)
		}
	}
}

func TestRecorderRefusesACertificateOfARealPerson(t *testing.T) {
	fake := &scriptedAnswers{answers: [][]byte{append([]byte("0\x82\x05\x00 O=JPKI CN=somebody"), 0x90, 0)}}
	r := &recorder{Source: fake}
	conn, err := r.Connect(context.Background(), "R", pcsc.Shared)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := conn.Transmit(context.Background(), []byte{0x00, 0xB0, 0x81, 0x00, 0x00}); err != nil {
		t.Fatal(err)
	}
	if r.refused == nil {
		t.Error("the certificate would be written")
	}
}

// scriptedAnswers is a Source whose card answers by turns.
type scriptedAnswers struct {
	inProcess
	answers [][]byte
}

func (s *scriptedAnswers) Connect(context.Context, string, pcsc.Mode) (pcsc.Conn, error) {
	return s, nil
}

func (s *scriptedAnswers) Transmit(context.Context, []byte) ([]byte, error) {
	answer := s.answers[0]
	s.answers = s.answers[1:]
	return answer, nil
}

func (s *scriptedAnswers) Close() error { return nil }
