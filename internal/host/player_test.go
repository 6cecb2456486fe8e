package host

import (
	"bufio"
	"context"
	"encoding/hex"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"sync"
	"time"

	"github.com/hitofude/hitofude/internal/pcsc"
)

// cardScript is a Source that does what a file says, line by line:
//
//	now 2026-11-24T06:00:00Z     the program's clock
//	timeout 200ms                how long it waits for a card
//	reader NAME STATE [pinpad]   before the first step: a reader
//	readers! ERROR               every listing of readers fails
//	connect READER MODE          the program must connect now (shared, exclusive)
//	connect! READER MODE ERROR   the same, and it fails
//	> APDU                       the program must send this now; .. is any byte
//	< ANSWER                     and is answered
//	<! ERROR                     or this happens: removed, hung, unavailable, panic
//	<hold NAME ANSWER            makes the file NAME.reached, waits for NAME, answers
//	<sign KEY                    answers with a signature by a TEST key
//	unpower [NAME]               the program must cut the power now; with NAME it
//	                               takes until that file is there, NAME.reached says when
//	reader NAME STATE              from then on the readers are as these lines say
//	wait [NAME]                  the program waits; when the file NAME is there,
//	reader NAME STATE              the readers are as these lines say
//
// Anything else than the next step is a failure, and so is a step that is left
// over at the end.
type cardScript struct {
	dir     string
	now     time.Time
	timeout time.Duration

	mu       sync.Mutex
	readers  []pcsc.Reader
	listing  error
	steps    []cardStep
	at       int
	failures []string
}

type cardStep struct {
	line   int
	word   string
	fields []string
}

func (s cardStep) String() string {
	return fmt.Sprintf("line %d: %s %s", s.line, s.word, strings.Join(s.fields, " "))
}

var scriptErrors = map[string]error{
	"removed": pcsc.ErrRemoved, "hung": pcsc.ErrHung, "unavailable": pcsc.ErrUnavailable,
	"no-reader": pcsc.ErrNoReader, "no-card": pcsc.ErrNoCard, "mute": pcsc.ErrMute,
	"in-use": &pcsc.InUseError{Reader: "R1"}, "denied": pcsc.ErrDenied,
}

func loadCardScript(path string) (*cardScript, error) {
	s := &cardScript{dir: filepath.Dir(path), now: time.Date(2026, 11, 24, 6, 0, 0, 0, time.UTC)}
	file, err := os.Open(path)
	if errors.Is(err, os.ErrNotExist) {
		return s, nil // a program that must touch no reader
	}
	if err != nil {
		return nil, err
	}
	defer file.Close()
	lines := bufio.NewScanner(file)
	lines.Buffer(nil, 1<<20)
	for n := 1; lines.Scan(); n++ {
		fields := strings.Fields(lines.Text())
		if len(fields) == 0 || strings.HasPrefix(fields[0], "#") {
			continue
		}
		if err := s.add(cardStep{n, fields[0], fields[1:]}); err != nil {
			return nil, fmt.Errorf("line %d: %w", n, err)
		}
	}
	return s, lines.Err()
}

func (s *cardScript) add(step cardStep) (err error) {
	switch step.word {
	case "now":
		s.now, err = time.Parse(time.RFC3339, step.fields[0])
		return err
	case "timeout":
		s.timeout, err = time.ParseDuration(step.fields[0])
		return err
	case "readers!":
		if s.listing = scriptErrors[step.fields[0]]; s.listing == nil {
			return errors.New("unknown error")
		}
		return nil
	case "reader":
		if len(s.steps) == 0 {
			s.setReader(step.fields)
			return nil
		}
	case "connect", "connect!", ">", "<", "<!", "<hold", "<sign", "unpower", "wait":
	default:
		return fmt.Errorf("unknown word %q", step.word)
	}
	s.steps = append(s.steps, step)
	return nil
}

// setReader changes one reader, or adds it. "gone" takes it away.
func (s *cardScript) setReader(fields []string) {
	r := pcsc.Reader{Name: fields[0], State: fields[1], PinPad: len(fields) > 2 && fields[2] == "pinpad"}
	for i, old := range s.readers {
		if old.Name != r.Name {
			continue
		}
		if r.State == "gone" {
			s.readers = append(s.readers[:i:i], s.readers[i+1:]...)
			return
		}
		if r.Events = old.Events; old.State != r.State {
			r.Events++
		}
		s.readers[i] = r
		return
	}
	s.readers = append(s.readers, r)
}

func (s *cardScript) finish() error {
	s.mu.Lock()
	defer s.mu.Unlock()
	if len(s.failures) > 0 {
		return errors.New(strings.Join(s.failures, "; "))
	}
	if s.at < len(s.steps) {
		return fmt.Errorf("%d steps were not reached, the next is %v", len(s.steps)-s.at, s.steps[s.at])
	}
	return nil
}

// next takes the next step if it is word; otherwise what the program does is
// not in the script.
func (s *cardScript) next(does, word string) (cardStep, error) {
	if s.at < len(s.steps) && strings.TrimSuffix(s.steps[s.at].word, "!") == word {
		s.at++
		return s.steps[s.at-1], nil
	}
	expected := "the end"
	if s.at < len(s.steps) {
		expected = s.steps[s.at].String()
	}
	return cardStep{}, s.fail("the program %s, the script has %s", does, expected)
}

func (s *cardScript) fail(format string, args ...any) error {
	err := fmt.Errorf(format, args...)
	s.failures = append(s.failures, err.Error())
	return fmt.Errorf("%w: %w", pcsc.ErrUnavailable, err)
}

// Readers implements pcsc.Source.
func (s *cardScript) Readers(context.Context) ([]pcsc.Reader, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	return append([]pcsc.Reader(nil), s.readers...), s.listing
}

// Connect implements pcsc.Source.
func (s *cardScript) Connect(ctx context.Context, reader string, mode pcsc.Mode) (pcsc.Conn, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	does := fmt.Sprintf("connects %s %s", reader, map[pcsc.Mode]string{pcsc.Shared: "shared", pcsc.Exclusive: "exclusive"}[mode])
	step, err := s.next(does, "connect")
	if err != nil {
		return nil, err
	}
	if want := "connects " + strings.Join(step.fields[:2], " "); want != does {
		return nil, s.fail("the program %s, the script has %v", does, step)
	}
	if step.word == "connect!" {
		return nil, scriptErrors[step.fields[2]]
	}
	insertion := ""
	for _, r := range s.readers {
		if r.Name == reader {
			insertion = fmt.Sprintf("%s#%d", reader, r.Events)
		}
	}
	return &scriptConn{script: s, insertion: insertion}, nil
}

// Wait implements pcsc.Source.
func (s *cardScript) Wait(ctx context.Context, _ []pcsc.Reader) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.at >= len(s.steps) || s.steps[s.at].word != "wait" {
		s.mu.Unlock()
		<-ctx.Done() // nothing changes any more
		s.mu.Lock()
		return ctx.Err()
	}
	step := s.steps[s.at]
	s.at++
	if len(step.fields) > 0 {
		s.mu.Unlock()
		err := awaitFile(ctx, filepath.Join(s.dir, step.fields[0]))
		s.mu.Lock()
		if err != nil {
			return err
		}
	}
	s.changeReaders()
	return nil
}

// changeReaders does the "reader" lines that come next.
func (s *cardScript) changeReaders() {
	for s.at < len(s.steps) && s.steps[s.at].word == "reader" {
		s.setReader(s.steps[s.at].fields)
		s.at++
	}
}

func awaitFile(ctx context.Context, path string) error {
	for {
		if _, err := os.Stat(path); err == nil {
			return nil
		}
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-time.After(2 * time.Millisecond):
		}
	}
}

type scriptConn struct {
	script    *cardScript
	insertion string
	dead      error // as with the real one: any error ends the connection
	closed    bool
}

// Insertion names the stay of the card, as the real connection does.
func (c *scriptConn) Insertion() string { return c.insertion }

var anyByte = regexp.MustCompile(`\.\.`)

// Transmit implements pcsc.Conn.
func (c *scriptConn) Transmit(ctx context.Context, apdu []byte) ([]byte, error) {
	s := c.script
	s.mu.Lock()
	defer s.mu.Unlock()
	if c.dead != nil {
		return nil, c.dead
	}
	sent := strings.ToUpper(hex.EncodeToString(apdu))
	step, err := s.next("sends "+sent, ">")
	if err != nil {
		return nil, err
	}
	want := regexp.MustCompile("^" + anyByte.ReplaceAllString(strings.ToUpper(strings.Join(step.fields, "")), "[0-9A-F]{2}") + "$")
	if !want.MatchString(sent) {
		return nil, s.fail("the program sends %s, the script has %v", sent, step)
	}
	if s.at >= len(s.steps) {
		return nil, s.fail("no answer to %v", step)
	}
	answer := s.steps[s.at]
	s.at++
	data, err := c.answer(answer, apdu)
	c.dead = err
	return data, err
}

func (c *scriptConn) answer(step cardStep, apdu []byte) ([]byte, error) {
	switch s := c.script; step.word {
	case "<":
		return hex.DecodeString(strings.Join(step.fields, ""))
	case "<sign":
		return signLikeCard(step.fields[0], apdu)
	case "<hold":
		name := filepath.Join(s.dir, step.fields[0])
		if err := os.WriteFile(name+".reached", nil, 0o600); err != nil {
			return nil, s.fail("holding: %v", err)
		}
		s.mu.Unlock()
		err := awaitFile(context.Background(), name)
		s.mu.Lock()
		if err != nil {
			return nil, err
		}
		return hex.DecodeString(strings.Join(step.fields[1:], ""))
	case "<!":
		if step.fields[0] == "panic" {
			panic("scripted panic")
		}
		if err := scriptErrors[step.fields[0]]; err != nil {
			return nil, err
		}
	}
	return nil, c.script.fail("not an answer: %v", step)
}

// Close implements pcsc.Conn.
func (c *scriptConn) Close() error {
	c.script.mu.Lock()
	defer c.script.mu.Unlock()
	if c.closed {
		return nil
	}
	c.closed = true
	s := c.script
	if at := s.at; at < len(s.steps) && s.steps[at].word == "unpower" && len(s.steps[at].fields) > 0 {
		name := filepath.Join(s.dir, s.steps[at].fields[0])
		if err := os.WriteFile(name+".reached", nil, 0o600); err != nil {
			return s.fail("holding: %v", err)
		}
		s.mu.Unlock()
		err := awaitFile(context.Background(), name)
		s.mu.Lock()
		if err != nil {
			return err
		}
	}
	_, err := s.next("cuts the power", "unpower")
	s.changeReaders()
	return err
}
