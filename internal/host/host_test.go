package host

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/hitofude/hitofude/internal/card"
	"github.com/hitofude/hitofude/internal/messaging"
	"github.com/hitofude/hitofude/internal/pcsc"
	"github.com/hitofude/hitofude/internal/pin"
	"github.com/hitofude/hitofude/internal/sign"
)

// Every code of the protocol can be reached, and a script shows how. The ones
// named here belong to what this version does not do yet.
func TestEveryErrorCodeHasAScript(t *testing.T) {
	var file struct{ Errors []struct{ Code string } }
	data, err := os.ReadFile("../../internal/messaging/errors.json")
	if err != nil {
		t.Fatal(err)
	}
	if err := json.Unmarshal(data, &file); err != nil || len(file.Errors) == 0 {
		t.Fatal(err)
	}
	var scripts bytes.Buffer
	names, _ := filepath.Glob("testdata/*/*.txtar")
	for _, name := range names {
		data, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		scripts.Write(data)
	}
	for _, e := range file.Errors {
		if !regexp.MustCompile(`error ` + e.Code + `\b|"code": ?"` + e.Code).Match(scripts.Bytes()) {
			t.Errorf("no script reaches %s", e.Code)
		}
	}
}

func TestEveryDomainErrorHasItsCode(t *testing.T) {
	tries := func(n int) pin.Tries { return pin.Tries{Left: n, Known: true} }
	status := &card.StatusWordError{Step: "reading", SW: 0x6A82}
	for _, c := range []struct {
		err  error
		want string
	}{
		{&pin.FormError{Kind: pin.Signature, Reason: "empty"}, `PIN_FORMAT map[pin:signature reason:empty]`},
		{&pin.IncorrectError{Kind: pin.Signature, Tries: tries(2)}, `PIN_INCORRECT map[pin:signature triesLeft:2]`},
		{&pin.IncorrectError{Kind: pin.Signature}, `PIN_INCORRECT map[pin:signature triesLeft:<nil>]`},
		{&pin.IncorrectError{Kind: pin.Signature, Tries: tries(0)}, `PIN_LOCKED map[pin:signature triesLeft:0]`},
		{&pin.LockedError{Kind: pin.InputSupport}, `PIN_LOCKED map[pin:input-support triesLeft:0]`},
		{&pin.LastTryError{Kind: pin.InputSupport, Tries: tries(1)}, `PIN_LAST_TRY map[pin:input-support triesLeft:1]`},
		{&pin.LastTryError{Kind: pin.InputSupport}, `PIN_LAST_TRY map[pin:input-support triesLeft:<nil>]`},
		{status, `CARD_ERROR map[statusWord:6A82 step:reading]`},
		{fmt.Errorf("%w: %w", card.ErrUnsupported, status), `CARD_UNSUPPORTED map[]`},
		{&card.MalformedError{Step: "reading"}, `CARD_ERROR map[step:reading]`},
		{aboutKey(card.SignatureKey, card.ErrCertificateMissing), `CERTIFICATE_MISSING map[key:signature]`},
		{aboutKey(card.AuthenticationKey, sign.ErrExpired), `CERTIFICATE_EXPIRED map[key:authentication]`},
		{aboutKey(card.SignatureKey, sign.ErrNotYetValid), `CERTIFICATE_NOT_YET_VALID map[key:signature]`},
		{aboutKey(card.SignatureKey, pcsc.ErrRemoved), `CARD_REMOVED map[]`},
		{aboutKey(card.AuthenticationKey, card.ErrPINRequired), `PIN_REQUIRED map[key:authentication pin:authentication]`},
		{&pin.IncorrectError{Kind: pin.InputSupport, Tries: tries(1), Before: 1}, `PIN_INCORRECT map[confusedWith:authentication pin:input-support triesLeft:1]`},
		{&pin.IncorrectError{Kind: pin.Signature, Tries: tries(1), Before: 3, Lookalike: true}, `PIN_INCORRECT map[confusedWith:<nil> lookalike:true pin:signature triesLeft:1]`},
		{&pin.RepeatedError{Kind: pin.Signature, Tries: tries(4)}, `PIN_REPEATED map[pin:signature triesLeft:4]`},
		{&pin.FormError{Kind: pin.Signature, Reason: "four-digits"}, `PIN_FORMAT map[pin:signature reason:four-digits wants:signature]`},
		{fmt.Errorf("%w: %w", card.ErrOutcomeUnknown, pcsc.ErrRemoved), `CARD_REMOVED map[outcome:unknown]`},
		{fmt.Errorf("%w: %w", card.ErrNotSent, errCancelled), `CANCELLED map[]`},
		{&pcsc.InUseError{Reader: "R"}, `CARD_IN_USE map[reader:R]`},
		{pcsc.ErrUnavailable, `PCSC_UNAVAILABLE map[]`},
		{pcsc.ErrNoReader, `NO_READER map[]`},
		{pcsc.ErrNoCard, `NO_CARD map[]`},
		{pcsc.ErrHung, `CARD_ERROR map[]`},
		{pcsc.ErrMute, `CARD_UNSUPPORTED map[]`},
		{pcsc.ErrWrongCard, `CARD_UNSUPPORTED map[]`},
		{errTimeout, `TIMEOUT map[]`},
		{context.Canceled, `CANCELLED map[]`},
		{sign.ErrSignatureMismatch, `CARD_ERROR map[]`},
		{&sign.DocumentError{Name: "見本", Reason: "the name is empty"}, `DOCUMENT_INVALID map[reason:the name is empty]`},
		{&sign.NonceError{Reason: "short"}, `REQUEST_INVALID map[field:nonce reason:short]`},
		{errors.New("anything with 見本　花子 in it"), `INTERNAL map[]`},
		{errPanic, `INTERNAL map[]`},
	} {
		e := codeOf(c.err)
		if got := fmt.Sprintf("%s %v", e.Code, e.Params); got != c.want {
			t.Errorf("%v: %s, want %s", c.err, got, c.want)
		}
	}
}

// A browser that does not read must not hold up whoever owns the card.
func TestStalledBrowserIsTakenForGone(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		r, w := io.Pipe() // a Write waits until somebody reads
		defer r.Close()
		out := newOutbox(messaging.NewWriter(w))
		for range queueLength + 2 {
			out.send(messaging.NewProgress("a", messaging.StageReading, 0, 0))
		}
		select {
		case <-out.gone:
		default:
			t.Error("still waiting for the browser")
		}
		if err := out.sendLarge("x"); err != errBrowserGone {
			t.Errorf("sendLarge: %v", err)
		}
		begun := time.Now()
		out.flush(time.Second)
		if time.Since(begun) > time.Second {
			t.Error("flush waits for ever")
		}
	})
}

func TestAnswerThatFitsNoFrameIsAnError(t *testing.T) {
	var written bytes.Buffer
	out := newOutbox(messaging.NewWriter(&written))
	out.send(messaging.NewResult("a", strings.Repeat("x", messaging.MaxFrame)))
	out.send(messaging.NewResult("b", func() {}))
	out.send(messaging.NewResult("c", 1))
	out.flush(talkPatience)
	for _, want := range []string{
		`{"id":"a","type":"error","error":{"code":"INTERNAL"}}`, `{"id":"b","type":"error","error":{"code":"INTERNAL"}}`, `{"id":"c","type":"result","result":1}`,
	} {
		frame, err := readTestFrame(&written)
		if err != nil || string(frame) != want {
			t.Errorf("%s %v, want %s", frame, err, want)
		}
	}
	select {
	case <-out.gone:
		t.Error("the browser is taken for gone")
	default:
	}
}

func piece(blob string, size int64, seq, n int) *messaging.BlobParams {
	return &messaging.BlobParams{Blob: blob, Size: size, Seq: seq, Data: make([]byte, n)}
}

func TestBlobsEndAfterFiveMinutes(t *testing.T) {
	now := time.Date(2026, 11, 24, 6, 0, 0, 0, time.UTC)
	b := newBlobs(func() time.Time { return now })
	for i := range messaging.MaxBlobs {
		if _, err := b.take(piece(fmt.Sprint(i), 3, 0, 3)); err != nil {
			t.Fatal(err)
		}
	}
	if _, err := b.take(piece("more", 3, 0, 3)); codeOf(err).Code != messaging.CodeDocumentInvalid {
		t.Errorf("a ninth blob: %v", err)
	}
	now = now.Add(blobLife + time.Second)
	if len(b.claim([]string{"0"})) > 0 {
		t.Error("an old blob is still there")
	}
	if _, err := b.take(piece("more", 3, 0, 3)); err != nil {
		t.Errorf("after the others have ended: %v", err)
	}
}

func TestBlobsTogetherHaveALimit(t *testing.T) {
	b := newBlobs(time.Now)
	if _, err := b.take(piece("a", messaging.MaxBlob-messaging.MinPiece, 0, messaging.MinPiece)); err != nil {
		t.Fatal(err)
	}
	if _, err := b.take(piece("b", messaging.MinPiece+1, 0, messaging.MinPiece)); codeOf(err).Code != messaging.CodeDocumentTooLarge {
		t.Errorf("one byte over 1 GiB: %v", err)
	}
	if len(b.claim([]string{"a", "none"})) != 1 {
		t.Error("the first blob is not there")
	}
	if _, err := b.take(piece("b", messaging.MinPiece+1, 0, messaging.MinPiece)); err != nil {
		t.Errorf("after the first has gone: %v", err)
	}
	if _, err := b.claim([]string{"b"})["b"].digest(); codeOf(err).Code != messaging.CodeDocumentInvalid {
		t.Errorf("an incomplete blob has a digest: %v", err)
	}
}

// What a check holds counts: else blobs begun meanwhile would come on top.
func TestBlobsOfACheckKeepTheirPart(t *testing.T) {
	b := newBlobs(time.Now)
	begin := func(name string, size int64) messaging.Code {
		if _, err := b.take(piece(name, size, 0, messaging.MinPiece)); err != nil {
			return codeOf(err).Code
		}
		return ""
	}
	names := []string{}
	for i := range messaging.MaxBlobs {
		names = append(names, fmt.Sprint(i))
		if code := begin(names[i], messaging.MaxBlob/messaging.MaxBlobs); code != "" {
			t.Fatal(code)
		}
	}
	lent := b.lend(names)
	if code := begin("more", messaging.MinPiece); code != messaging.CodeDocumentInvalid {
		t.Errorf("a ninth blob during a check: %q", code)
	}
	b.restore(lent)
	if code := begin("more", messaging.MinPiece); code != messaging.CodeDocumentInvalid || len(b.open) != messaging.MaxBlobs {
		t.Errorf("a ninth blob after a check: %q, %d", code, len(b.open))
	}
	dropAll(b.claim(names[1:]))
	lent = b.lend(names[:1])
	if code := begin("most", messaging.MaxBlob); code != messaging.CodeDocumentTooLarge {
		t.Errorf("over 1 GiB during a check: %q", code)
	}
	b.restore(lent)
	dropAll(b.claim(names[:1]))
	if code := begin("most", messaging.MaxBlob); code != "" {
		t.Errorf("after all have gone: %q", code)
	}
}

// Whoever logs reads stdin or holds a card.
func TestFullStderrHoldsUpNobody(t *testing.T) {
	h := softwareTalk(t, "holder")
	read, write, err := os.Pipe()
	if err != nil {
		t.Fatal(err)
	}
	defer read.Close() // nobody reads it
	defer write.Close()
	h.errTo = write
	h.must(t, "< hello")
	for range 1500 { // over 64 KiB of log
		h.must(t, `>raw {}`, `< - error REQUEST_INVALID {"reason":"*"}`)
	}
	h.must(t, `> a card.attributes {"pin":"1234","fields":["sex"]}`)
	if code := h.code(t, "a"); code != "" {
		t.Errorf("answered %s", code)
	}
	h.must(t, "close", "exit 0 1000")
}

// In the terminal, progress is said while the card is unlocked.
func TestFullStderrDoesNotKeepTheCardUnlocked(t *testing.T) {
	program, err := exec.LookPath("hitofude")
	if err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	read, write, err := os.Pipe()
	if err != nil {
		t.Fatal(err)
	}
	defer read.Close() // nobody reads it
	defer write.Close()
	_ = write.SetWriteDeadline(time.Now().Add(100 * time.Millisecond))
	if n, err := write.Write(make([]byte, 1<<20)); err == nil {
		t.Fatalf("the pipe took %d bytes", n)
	}
	for _, name := range []string{"a", "b"} {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(name), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	ctx, stop := context.WithTimeout(t.Context(), talkPatience)
	defer stop()
	if err := configureForTests(filepath.Join(dir, ".config")); err != nil {
		t.Fatal(err)
	}
	cmd := exec.CommandContext(ctx, program, "sign", "--pin-fd", "0", "a", "b")
	cmd.Dir, cmd.Stdin, cmd.Stderr = dir, strings.NewReader("TEST123\n"), write
	cmd.Env = []string{"HOME=" + dir, recordTo + "=virtual:holder", cardFile + "=" + filepath.Join(dir, "card")}
	if err := cmd.Run(); err != nil {
		t.Error(err)
	}
}

func TestLogKeepsItsOrderAndSaysWhatItDropped(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		r, w := io.Pipe()
		q := newLogQueue(w)
		log := slog.New(slog.NewTextHandler(q, nil))
		for i := range logLines + 11 { // one is being written, ten find no place
			log.Info("line", "n", i)
			synctest.Wait()
		}
		begun := time.Now()
		q.flush(time.Second)
		if waited := time.Since(begun); waited != time.Second {
			t.Errorf("flush waited %v", waited)
		}
		var all bytes.Buffer
		go func() { _, _ = io.Copy(&all, r) }()
		q.flush(time.Second)
		_ = w.Close()
		synctest.Wait()
		lines := strings.Split(strings.TrimSpace(all.String()), "\n")
		if len(lines) != logLines+2 || !strings.HasSuffix(lines[1], "msg=\"lines dropped\" lines=10") || !strings.HasSuffix(lines[len(lines)-1], fmt.Sprintf("n=%d", logLines)) {
			t.Errorf("%d lines, %q, %q", len(lines), lines[1], lines[len(lines)-1])
		}
		close(q.lines)
	})
}

func TestLogTurnsBelowItsLimit(t *testing.T) {
	path := filepath.Join(t.TempDir(), "folder", "host.log")
	file, err := openLog(path)
	if err != nil {
		t.Fatal(err)
	}
	log := slog.New(slog.NewTextHandler(file, nil))
	line := strings.Repeat("x", 1000)
	for range 3 * maxLog / len(line) {
		log.Info(line)
	}
	for _, name := range []string{path, path + ".1"} {
		info, err := os.Stat(name)
		if err != nil {
			t.Fatal(err)
		}
		if info.Size() > maxLog || info.Mode().Perm() != 0o600 {
			t.Errorf("%s: %d bytes, %v", name, info.Size(), info.Mode())
		}
	}
	entries, _ := os.ReadDir(filepath.Dir(path))
	if len(entries) != 2 {
		t.Errorf("%d log files", len(entries))
	}
}

func TestWordsExistForWhateverIsSaid(t *testing.T) {
	files, err := filepath.Glob("*.go")
	if err != nil {
		t.Fatal(err)
	}
	said := regexp.MustCompile(`\b(?:say|note|line|prompt)\((?:t\.lang, |ctx, )?"([a-zA-Z.]+)"`)
	n := 0
	for _, file := range files {
		if strings.HasSuffix(file, "_test.go") {
			continue
		}
		data, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		for _, m := range said.FindAllSubmatch(data, -1) {
			key := string(m[1])
			n++
			if _, ok := words()[key]; !ok && !strings.HasSuffix(key, ".") {
				t.Errorf("%s: no words for %q", file, key)
			}
		}
	}
	if n < 30 {
		t.Errorf("only %d keys found", n)
	}
	keys := []string{}
	for _, r := range sign.Reasons() {
		keys = append(keys, "reason."+r)
	}
	for _, kind := range []card.Type{card.MyNumber, card.Juki, card.Phone, card.Other} {
		keys = append(keys, "card."+string(kind))
	}
	for _, key := range keys {
		if _, ok := words()[key]; !ok {
			t.Errorf("no words for %q", key)
		}
	}
	for key, pair := range words() {
		if pair[0] == "" || pair[1] == "" || strings.Count(pair[0], "%") != strings.Count(pair[1], "%") {
			t.Errorf("%s: %q", key, pair)
		}
	}
}
