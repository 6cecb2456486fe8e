package host

import (
	"context"
	"encoding/base64"
	"encoding/binary"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"regexp"
	"strconv"
	"strings"
	"syscall"
	"time"

	"github.com/rogpeppe/go-internal/testscript"
)

// talkCommand is the script command "talk FILE": it starts the program as a
// browser does and follows the file, line by line:
//
//	args A B               start with these arguments instead of a browser's
//	origin O [TOP]         the origins of the requests that follow; - for none
//	> ID TYPE [PARAMS]     send a request
//	>raw TEXT              send a frame; >quoted "TEXT" with Go's escapes; >slow byte by byte
//	>hex BYTES             send bytes that need not be a frame
//	>blob ID NAME SIZE PIECE  send a blob of zeros in pieces, reading the answers
//	< hello                a frame must come; also:
//	< ID result JSON       "*" in JSON stands for any value
//	< ID error CODE [PARAMS]
//	< ID progress STAGE [DONE TOTAL]
//	<blob NAME SIZE        all pieces of a blob must come
//	silence MS             no frame may come
//	pause MS               give what has no answer time to be seen
//	close                  end of stdin; closeout: nobody reads stdout any more
//	signal NAME            TERM, INT, HUP, QUIT, ABRT, TSTP, KILL
//	card N JSON            a request to card N of the lab (live conversations)
//	touch FILE, await FILE
//	exit STATUS [MS]       the program must end, so soon
//
// It fails when a PIN that was sent appears in anything the program writes.
func talkCommand(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 1 {
		ts.Fatalf("usage: talk FILE")
	}
	t := &talk{dir: ts.Getenv("WORK"), env: env(ts), origin: "https://www.example.go.jp"}
	t.topOrigin = t.origin
	t.args = []string{testChromium}
	program, err := lookPath(ts.Getenv("PATH"), "hitofude")
	ts.Check(err)
	t.program = program
	err = t.follow(ts.ReadFile(args[0]))
	if t.cmd != nil {
		t.stop()
	}
	ts.Logf("%s", t.log.String())
	ts.Check(err)
}

func env(ts *testscript.TestScript) []string {
	var all []string
	for _, name := range []string{"HOME", "XDG_CONFIG_HOME", "XDG_CACHE_HOME", "LANG", "PATH", "GORACE", cardFile, recordTo, trialOn} {
		if value := ts.Getenv(name); value != "" {
			all = append(all, name+"="+value)
		}
	}
	return all
}

func lookPath(path, name string) (string, error) {
	for _, dir := range strings.Split(path, string(os.PathListSeparator)) {
		if file := dir + "/" + name; exists(file) {
			return file, nil
		}
	}
	return "", exec.ErrNotFound
}

const (
	testChromium = "chrome-extension://kmlcbhdkjefhglbcgnijekbobnecehok/"
	talkPatience = 10 * time.Second
)

type talk struct {
	program, dir      string
	args, env         []string
	origin, topOrigin string

	errTo   *os.File // in place of the file stderr
	control func(card int, request string) error

	cmd    *exec.Cmd
	stdin  io.WriteCloser
	stdout *os.File
	frames chan []byte
	ended  chan error
	over   bool
	pins   map[string]bool
	log    strings.Builder
}

func (t *talk) follow(script string) error {
	for n, line := range strings.Split(script, "\n") {
		line = strings.TrimSpace(line)
		if line == "" || strings.HasPrefix(line, "#") {
			continue
		}
		word, rest, _ := strings.Cut(line, " ")
		fmt.Fprintln(&t.log, line)
		if err := t.step(word, rest); err != nil {
			return fmt.Errorf("line %d: %s: %w\nstderr: %s", n+1, line, err, t.stderr())
		}
	}
	if err := t.end(); err != nil {
		return fmt.Errorf("at the end: %w\nstderr: %s", err, t.stderr())
	}
	return t.searchPINs(t.stderr())
}

// stderr is what the program has said so far; scripts can look at it too.
func (t *talk) stderr() []byte {
	data, _ := os.ReadFile(t.dir + "/stderr")
	return data
}

func (t *talk) step(word, rest string) error {
	fields := strings.Fields(rest)
	switch word {
	case "args":
		t.args = fields
		return nil
	case "origin":
		t.origin, t.topOrigin = fields[0], fields[len(fields)-1]
		return nil
	}
	if t.cmd == nil {
		if err := t.start(); err != nil {
			return err
		}
	}
	switch word {
	case ">":
		return t.request(rest)
	case ">raw":
		return t.frame([]byte(rest))
	case ">quoted":
		text, err := strconv.Unquote(rest)
		return errors.Join(err, t.frame([]byte(text)))
	case ">slow":
		return t.slow([]byte(rest))
	case ">hex":
		data, err := hex.DecodeString(strings.Join(fields, ""))
		return errors.Join(err, t.write(data))
	case ">blob":
		return t.sendBlob(fields)
	case "<":
		return t.expect(rest)
	case "<blob":
		return t.expectBlob(fields)
	}
	return t.command(word, fields)
}

func (t *talk) command(word string, fields []string) error {
	switch word {
	case "silence":
		ms, err := strconv.Atoi(fields[0])
		if err != nil {
			return err
		}
		select {
		case frame, ok := <-t.frames:
			return fmt.Errorf("not silent: %s, %v", frame, ok)
		case <-time.After(time.Duration(ms) * time.Millisecond):
			return nil
		}
	case "pause":
		ms, err := strconv.Atoi(fields[0])
		time.Sleep(time.Duration(ms) * time.Millisecond)
		return err
	case "close":
		return t.stdin.Close()
	case "closeout":
		return t.stdout.Close()
	case "signal":
		signals := map[string]os.Signal{"TERM": syscall.SIGTERM, "INT": syscall.SIGINT, "HUP": syscall.SIGHUP,
			"QUIT": syscall.SIGQUIT, "ABRT": syscall.SIGABRT, "TSTP": syscall.SIGTSTP, "KILL": syscall.SIGKILL}
		return t.cmd.Process.Signal(signals[fields[0]])
	case "card":
		n, err := strconv.Atoi(fields[0])
		if err != nil {
			return err
		}
		return t.control(n, strings.Join(fields[1:], " "))
	case "touch":
		return os.WriteFile(t.dir+"/"+fields[0], nil, 0o600)
	case "await":
		ctx, stop := context.WithTimeout(context.Background(), talkPatience)
		defer stop()
		return awaitFile(ctx, t.dir+"/"+fields[0])
	case "exit":
		return t.exit(fields)
	}
	return errors.New("unknown word")
}

func (t *talk) start() (err error) {
	t.cmd = exec.Command(t.program, t.args...)
	t.cmd.Env, t.cmd.Dir = t.env, t.dir
	t.cmd.SysProcAttr = &syscall.SysProcAttr{Setpgid: true} // SIGTSTP stops nobody in an orphaned group
	t.pins = make(map[string]bool)
	if t.stdin, err = t.cmd.StdinPipe(); err != nil {
		return err
	}
	// Files of our own: Wait closes the pipes of StdoutPipe under the reader.
	stderr, err := os.Create(t.dir + "/stderr")
	if err != nil {
		return err
	}
	defer stderr.Close()
	if t.cmd.Stderr = stderr; t.errTo != nil {
		t.cmd.Stderr = t.errTo
	}
	read, write, err := os.Pipe()
	if err != nil {
		return err
	}
	defer write.Close()
	t.stdout, t.cmd.Stdout = read, write
	if err := t.cmd.Start(); err != nil {
		return err
	}
	t.frames, t.ended = make(chan []byte, 100), make(chan error, 1)
	go func() {
		defer close(t.frames)
		for {
			frame, err := readTestFrame(t.stdout)
			if err != nil {
				return
			}
			t.frames <- frame
		}
	}()
	return nil
}

func readTestFrame(r io.Reader) ([]byte, error) {
	var size uint32
	if err := binary.Read(r, binary.NativeEndian, &size); err != nil {
		return nil, err
	}
	frame := make([]byte, size)
	_, err := io.ReadFull(r, frame)
	return frame, err
}

func (t *talk) write(data []byte) error {
	_, err := t.stdin.Write(data)
	return err
}

var pinField = regexp.MustCompile(`"(?:pin|current|new|verificationA|verificationB)"\s*:\s*"([^"]{4,})"`)

func (t *talk) frame(body []byte) error {
	for _, m := range pinField.FindAllSubmatch(body, -1) {
		t.pins[string(m[1])] = true
	}
	return t.write(append(binary.NativeEndian.AppendUint32(nil, uint32(len(body))), body...))
}

func (t *talk) slow(body []byte) error {
	for _, b := range append(binary.NativeEndian.AppendUint32(nil, uint32(len(body))), body...) {
		if err := t.write([]byte{b}); err != nil {
			return err
		}
	}
	return nil
}

func (t *talk) request(rest string) error {
	id, rest, _ := strings.Cut(rest, " ")
	kind, params, _ := strings.Cut(rest, " ")
	if params == "" {
		params = "{}"
	}
	origins := ""
	if t.origin != "-" {
		origins = fmt.Sprintf(`"origin":%q,"topOrigin":%q,`, t.origin, t.topOrigin)
	}
	return t.frame([]byte(fmt.Sprintf(`{"id":%q,"type":%q,%s"params":%s}`, id, kind, origins, params)))
}

func (t *talk) sendBlob(fields []string) error {
	size, err := strconv.Atoi(fields[2])
	piece, err2 := strconv.Atoi(fields[3])
	if err := errors.Join(err, err2); err != nil {
		return err
	}
	for seq, at := 0, 0; at < size; seq++ {
		n := min(piece, size-at)
		data := base64.StdEncoding.EncodeToString(make([]byte, n))
		if err := t.request(fmt.Sprintf(`%s blob {"blob":%q,"size":%d,"seq":%d,"data":%q}`, fields[0], fields[1], size, seq, data)); err != nil {
			return err
		}
		if err := t.expect(fmt.Sprintf(`%s result {"next":%d}`, fields[0], seq+1)); err != nil {
			return err
		}
		at += n
	}
	return nil
}

// exit waits for the end of the program and compares its status.
func (t *talk) exit(fields []string) error {
	want, err := strconv.Atoi(fields[0])
	if err != nil {
		return err
	}
	limit := talkPatience
	if len(fields) > 1 {
		ms, err := strconv.Atoi(fields[1])
		if err != nil {
			return err
		}
		limit = time.Duration(ms) * time.Millisecond
	}
	go func() { t.ended <- t.cmd.Wait() }()
	select {
	case <-t.ended:
	case <-time.After(limit):
		return fmt.Errorf("still running after %v", limit)
	}
	t.over = true
	for frame := range t.frames {
		return fmt.Errorf("a frame too many: %s", frame)
	}
	if got := t.cmd.ProcessState.ExitCode(); got != want {
		return fmt.Errorf("status %d", got)
	}
	return nil
}

// end closes stdin and expects a clean end, unless the script did.
func (t *talk) end() error {
	if t.cmd == nil || t.over {
		return nil
	}
	_ = t.stdin.Close()
	return t.exit([]string{"0"})
}

func (t *talk) stop() {
	if !t.over {
		_ = t.cmd.Process.Kill()
	}
}
