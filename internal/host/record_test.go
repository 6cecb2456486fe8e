package host

import (
	"bytes"
	"context"
	"crypto"
	"crypto/rsa"
	"crypto/x509"
	"encoding/hex"
	"encoding/pem"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"sync"
	"time"

	"github.com/hitofude/hitofude/internal/pcsc"
	"github.com/hitofude/hitofude/internal/virtualcard"
)

// recordedNow is the clock of recorded scripts. Certificates of a card in
// software are made relative to it, so that a script never expires.
var recordedNow = time.Date(2026, 11, 24, 6, 0, 0, 0, time.UTC)

// record makes p use the card that from names ("virtual:PROFILE" or "pcsc")
// and returns what writes the card script to path at the end.
func record(p *Parts, from, path string) func() error {
	r := &recorder{}
	profile, virtual := strings.CutPrefix(from, "virtual:")
	if virtual {
		source, err := newInProcess(profile, recordedNow)
		if err != nil {
			return func() error { return err }
		}
		r.Source = source
		p.Now = func() time.Time { return recordedNow }
	} else {
		r.Source, r.mask = pcsc.NewService(), new(textMask)
		now := time.Now().UTC().Truncate(time.Second)
		p.Now = func() time.Time { return now }
	}
	p.Readers = r
	begun := p.Now()
	return func() error {
		readers, err := r.Source.Readers(context.Background())
		if err != nil {
			return err
		}
		if r.refused != nil {
			return r.refused
		}
		return os.WriteFile(path, r.script(begun, readers), 0o600)
	}
}

// recorder writes down what goes to a card and comes back. PINs are replaced
// by TEST ones of the same length, and so is what a real card says about its
// holder: every character by one of the same kind and length, so that nothing
// in the sequence changes. A certificate names its holder in every byte and
// cannot be replaced; one that is not a TEST certificate is refused.
type recorder struct {
	pcsc.Source
	mu      sync.Mutex
	lines   []string
	app     string // the AID last selected, hex
	refused error
	mask    *textMask // nil for a card in software: its holder is nobody
}

func (r *recorder) note(format string, args ...any) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.lines = append(r.lines, fmt.Sprintf(format, args...))
}

func (r *recorder) script(now time.Time, readers []pcsc.Reader) []byte {
	var b bytes.Buffer
	fmt.Fprintf(&b, "now %s\n", now.Format(time.RFC3339))
	for i, reader := range readers {
		fmt.Fprintf(&b, "reader R%d %s\n", i+1, reader.State)
		for j := range r.lines {
			r.lines[j] = strings.ReplaceAll(r.lines[j], reader.Name, fmt.Sprintf("R%d", i+1))
		}
	}
	for _, line := range r.lines {
		fmt.Fprintln(&b, line)
	}
	return b.Bytes()
}

// Connect implements pcsc.Source.
func (r *recorder) Connect(ctx context.Context, reader string, mode pcsc.Mode) (pcsc.Conn, error) {
	conn, err := r.Source.Connect(ctx, reader, mode)
	if err != nil {
		return nil, err
	}
	r.note("connect %s %s", reader, map[pcsc.Mode]string{pcsc.Shared: "shared", pcsc.Exclusive: "exclusive"}[mode])
	return &recordedConn{Conn: conn, recorder: r}, nil
}

type recordedConn struct {
	pcsc.Conn
	recorder *recorder
}

// Insertion passes on what the real connection says.
func (c *recordedConn) Insertion() string {
	if named, ok := c.Conn.(interface{ Insertion() string }); ok {
		return named.Insertion()
	}
	return ""
}

// Transmit implements pcsc.Conn.
func (c *recordedConn) Transmit(ctx context.Context, apdu []byte) ([]byte, error) {
	r := c.recorder
	command := bytes.Clone(apdu) // the card's owner clears it
	answer, err := c.Conn.Transmit(ctx, apdu)
	if err != nil {
		return answer, err
	}
	if command[1] == 0xA4 && command[2] == 0x04 {
		r.app = hex.EncodeToString(command[5 : 5+command[4]])
	}
	masked := bytes.Clone(answer)
	line := hex.EncodeToString(maskPIN(command))
	switch {
	case r.mask != nil && command[1] == 0xB0 && r.app == inputSupport:
		offset := int(command[3])
		if command[2]&0x80 == 0 {
			offset |= int(command[2]) << 8
		}
		r.mask.piece(offset, masked[:len(masked)-2])
	case command[1] == 0xB0 && bytes.HasPrefix(masked, []byte{0x30, 0x82}) && !bytes.Contains(masked, []byte("TEST")):
		r.refused = errors.New("recording: a certificate that is not a TEST one")
	}
	clear(command)
	if token := tokenDigest(line); token != "" {
		// Every log-in token is another one, so its digest is any and the
		// script signs by itself.
		r.note("> %s\n<sign TEST-auth-user", strings.ToUpper(token))
		return answer, nil
	}
	r.note("> %s\n< %s", strings.ToUpper(line), strings.ToUpper(hex.EncodeToString(masked)))
	return answer, nil
}

// Close implements pcsc.Conn.
func (c *recordedConn) Close() error {
	c.recorder.note("unpower")
	return c.Conn.Close()
}

// testKeys is where the TEST keys of the cards in software lie.
var testKeys = keyFolder()

// inputSupport is the application whose files are about a person.
const inputSupport = "d3921000310001010408"

const authSign = "802a009733" // COMPUTE DIGITAL SIGNATURE, the authentication key

func tokenDigest(line string) string {
	if !strings.HasPrefix(line, authSign) {
		return ""
	}
	const info = 19 // bytes of DigestInfo before the digest
	keep := len(authSign) + 2*info
	return line[:keep] + strings.Repeat("..", 32) + line[keep+64:]
}

// maskPIN replaces the data of VERIFY and of the commands that change a PIN.
func maskPIN(apdu []byte) []byte {
	switch apdu[1] {
	case 0x20, 0x24, 0x32:
		if len(apdu) > 5 {
			return append(append([]byte(nil), apdu[:5]...), testPIN(apdu[5:])...)
		}
	}
	return apdu
}

// testPIN returns a PIN of the same length and form that is nobody's. The TEST
// cards' own are their own replacement, so that a script of theirs stays as it
// is.
func testPIN(p []byte) []byte {
	for _, own := range []string{"1234", "2345", "3456", "8046", "9999", "0000", "TEST123", "TEST101", "TEST999", "123456789018", "60051520351234"} {
		if string(p) == own {
			return p
		}
	}
	const letters, numbers = "TESTPINTESTPINTE", "12345678901234"
	if len(p) >= 6 && len(p) <= 16 && bytes.ContainsAny(p, "ABCDEFGHIJKLMNOPQRSTUVWXYZ") {
		return []byte(letters[:len(p)-1] + "1")
	}
	return []byte(strings.Repeat(numbers, 2)[:len(p)])
}

// textMask replaces the text in the file of the four attributes, whose READs
// may come in several pieces: every character by one of the same kind and
// length in UTF-8. Tags, lengths and offsets stay.
type textMask struct {
	file   []byte // as far as it was read
	within int    // bytes of the present character seen so far
	width  int
}

type span struct{ from, to int }

// piece masks data, which lies at offset of the file.
func (m *textMask) piece(offset int, data []byte) {
	m.file = append(m.file[:min(offset, len(m.file))], data...)
	values := textSpans(m.file)
	for i := range data {
		for _, v := range values {
			if at := offset + i; at >= v.from && at < v.to {
				data[i] = m.replace(data[i])
			}
		}
	}
}

func (m *textMask) replace(b byte) byte {
	const kanji = "見"
	switch {
	case b >= 0xE0:
		m.within, m.width = 0, 3
	case b >= 0x80 && m.width == 3:
		m.within++
	case b >= '0' && b <= '9':
		m.width = 0
		return '1'
	case b < 0x80:
		m.width = 0
		return 'A'
	}
	if m.within < len(kanji) && m.width == 3 {
		return kanji[m.within]
	}
	return b
}

// textSpans finds the values of the objects DF22 and up. Lengths may have one
// to three bytes, also when fewer would do.
func textSpans(file []byte) []span {
	length := func(at int) (n, next int) {
		switch {
		case at < len(file) && file[at] < 0x80:
			return int(file[at]), at + 1
		case at+1 < len(file) && file[at] == 0x81:
			return int(file[at+1]), at + 2
		case at+2 < len(file) && file[at] == 0x82:
			return int(file[at+1])<<8 | int(file[at+2]), at + 3
		}
		return 0, len(file)
	}
	var spans []span
	_, at := length(2)
	for at+2 < len(file) && file[at] == 0xDF {
		n, start := length(at + 2)
		if file[at+1] != 0x21 {
			spans = append(spans, span{start, start + n})
		}
		at = start + n
	}
	return spans
}

// signLikeCard makes the signature that a card with this TEST key makes over
// the DigestInfo in apdu.
func signLikeCard(key string, apdu []byte) ([]byte, error) {
	data, err := os.ReadFile(testKeys + key + ".key.pem")
	if err != nil {
		return nil, err
	}
	block, _ := pem.Decode(data)
	if block == nil {
		return nil, errors.New("no key in " + key)
	}
	parsed, err := x509.ParsePKCS8PrivateKey(block.Bytes)
	if err != nil {
		return nil, err
	}
	signature, err := rsa.SignPKCS1v15(nil, parsed.(*rsa.PrivateKey), crypto.Hash(0), apdu[5:len(apdu)-1])
	return append(signature, 0x90, 0x00), err
}

// inProcess is a reader with a card in software, without PC/SC.
type inProcess struct {
	card *virtualcard.Card
}

func newInProcess(profile string, now time.Time) (*inProcess, error) {
	p, err := virtualcard.BuiltIn(profile)
	if err != nil {
		return nil, err
	}
	card, err := virtualcard.New(p, now)
	return &inProcess{card}, err
}

func (s *inProcess) Readers(context.Context) ([]pcsc.Reader, error) {
	return []pcsc.Reader{{Name: "Card in software", State: pcsc.Held}}, nil
}

func (s *inProcess) Wait(ctx context.Context, _ []pcsc.Reader) error {
	<-ctx.Done()
	return ctx.Err()
}

func (s *inProcess) Connect(context.Context, string, pcsc.Mode) (pcsc.Conn, error) {
	s.card.PowerOn()
	return &inProcessConn{s.card}, nil
}

type inProcessConn struct{ *virtualcard.Card }

func (c *inProcessConn) Insertion() string { return "Card in software#0" }

func (c *inProcessConn) Close() error { c.PowerOff(); return nil }

// keyFolder finds the keys from this file's own place: the program under test
// runs in the script's folder.
func keyFolder() string {
	_, file, _, _ := runtime.Caller(0)
	return filepath.Join(filepath.Dir(file), "../../internal/virtualcard/testdata/keys") + "/"
}
