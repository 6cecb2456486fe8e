package onetime

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"regexp"
	"strings"
	"sync"
	"testing"
	"time"
)

const number = "09000000000"

type clock struct{ at time.Time }

func (c *clock) now() time.Time { return c.at }

// pocket is a telephone that keeps what it gets.
type pocket struct {
	mu    sync.Mutex
	texts []string
	fails bool
}

func (p *pocket) Send(_ context.Context, to, text string) error {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.fails {
		return errors.New("no line, text was " + text)
	}
	p.texts = append(p.texts, to+" "+text)
	return nil
}

var digits = regexp.MustCompile(`\d{6}$`)

func (p *pocket) last() string { return digits.FindString(p.texts[len(p.texts)-1]) }

type fixture struct {
	*Codes
	t     *testing.T
	clock *clock
	phone *pocket
}

func begin(t *testing.T) *fixture {
	t.Helper()
	c, phone := &clock{time.Unix(1_800_000_000, 0)}, &pocket{}
	return &fixture{New(phone, func(code string) string { return "code " + code }, c.now), t, c, phone}
}

func (f *fixture) send(jti string) string {
	f.t.Helper()
	if err := f.Send(f.t.Context(), jti, number); err != nil {
		f.t.Fatal(err)
	}
	return f.phone.last()
}

// other is a code that is not this one.
func other(code string) string {
	if code == "000000" {
		return "000001"
	}
	return "000000"
}

func (f *fixture) want(want error, jti, code string) {
	f.t.Helper()
	if err := f.Check(jti, code); !errors.Is(err, want) {
		f.t.Errorf("got %v, want %v", err, want)
	}
}

func TestCodeWorksOnce(t *testing.T) {
	f := begin(t)
	code := f.send("a")
	f.want(nil, "a", code)
	f.want(ErrNone, "a", code)
}

func TestCodeOfAnotherLogInIsRefused(t *testing.T) {
	f := begin(t)
	first, second := f.send("a"), f.send("b")
	if first == second { // one in a million
		t.Fatal("two codes are the same")
	}
	if err := f.Check("b", first); err == nil {
		t.Error("a code passed for a log-in it was not sent for")
	}
	f.want(ErrNone, "c", first)
	f.want(nil, "a", first)
}

func TestFiveWrongGuessesEndACode(t *testing.T) {
	f := begin(t)
	code := f.send("a")
	for left := MaxTries - 1; left > 0; left-- {
		var wrong *WrongError
		if err := f.Check("a", other(code)); !errors.As(err, &wrong) || wrong.Left != left {
			t.Fatalf("got %v, want %d left", err, left)
		}
	}
	f.want(ErrTries, "a", other(code))
	f.want(ErrTries, "a", code)
}

func TestGuessesAtTheSameTimeGetNoMoreTries(t *testing.T) {
	f := begin(t)
	code := f.send("a")
	var passed, counted sync.Map
	var all sync.WaitGroup
	for i := range 50 {
		all.Go(func() {
			var wrong *WrongError
			err := f.Check("a", other(code))
			if err == nil {
				passed.Store(i, true)
			}
			if errors.As(err, &wrong) {
				counted.Store(i, true)
			}
		})
	}
	all.Wait()
	count := 0
	counted.Range(func(any, any) bool { count++; return true })
	if _, any := passed.Load(0); any || count != MaxTries-1 {
		t.Errorf("%d guesses were taken", count)
	}
	f.want(ErrTries, "a", code)
}

func TestCodeExpires(t *testing.T) {
	f := begin(t)
	code := f.send("a")
	f.clock.at = f.clock.at.Add(Lifetime)
	f.want(ErrExpired, "a", code)
	f.want(ErrNone, "a", code)
}

func TestNewCodeEndsTheOneBefore(t *testing.T) {
	f := begin(t)
	first := f.send("a")
	second := f.send("a")
	if first != second {
		if err := f.Check("a", first); err == nil {
			t.Error("an old code passed")
		}
	}
	f.want(nil, "a", second)
}

func TestNumberGetsAFewCodesAnHour(t *testing.T) {
	f := begin(t)
	for i := range CodesPerHour {
		f.send(fmt.Sprint("login ", i))
	}
	if err := f.Send(t.Context(), "one more", number); !errors.Is(err, ErrRate) {
		t.Errorf("got %v", err)
	}
	if err := f.Send(t.Context(), "another person", "08000000000"); err != nil {
		t.Errorf("another number was refused: %v", err)
	}
	f.clock.at = f.clock.at.Add(time.Hour + time.Second)
	f.send("later")
}

func TestLogInGetsThreeCodes(t *testing.T) {
	f := begin(t)
	for range CodesPerToken {
		f.send("a")
	}
	if err := f.Send(t.Context(), "a", number); !errors.Is(err, ErrRate) {
		t.Errorf("got %v", err)
	}
}

func TestLogInCannotChangeItsNumber(t *testing.T) {
	f := begin(t)
	f.send("a")
	if err := f.Send(t.Context(), "a", "08000000000"); !errors.Is(err, ErrRate) {
		t.Errorf("got %v", err)
	}
}

// With card and PIN somebody can log in anew for fresh codes; the number remembers their guesses.
func TestWrongGuessesOfADayAreLimitedOverAllLogIns(t *testing.T) {
	f := begin(t)
	guesses := 0
	for login := 0; guesses < WrongPerDay; login++ {
		jti := fmt.Sprint(login)
		if login > 0 && login%CodesPerHour == 0 {
			f.clock.at = f.clock.at.Add(time.Hour + time.Second)
		}
		code := f.send(jti)
		for range MaxTries {
			if f.Check(jti, other(code)) == nil {
				t.Fatal("a wrong code passed")
			}
			guesses++
		}
	}
	f.clock.at = f.clock.at.Add(time.Hour + time.Second)
	if err := f.Send(t.Context(), "again", number); !errors.Is(err, ErrRate) {
		t.Errorf("got %v after %d guesses", err, guesses)
	}
	f.clock.at = f.clock.at.Add(24 * time.Hour)
	f.want(nil, "tomorrow", f.send("tomorrow"))
}

func TestFailedSendLeavesNoCodeAndNamesNone(t *testing.T) {
	f := begin(t)
	f.phone.fails = true
	err := f.Send(t.Context(), "a", number)
	if !errors.Is(err, ErrNotSent) || digits.MatchString(err.Error()) {
		t.Errorf("got %v", err)
	}
	f.want(ErrNone, "a", "000000")
}

func TestCodesAreSixDigitsOfAllKinds(t *testing.T) {
	const draws = 60_000
	var counts [Digits][10]int
	for range draws {
		code, err := random()
		if err != nil || len(code) != Digits || !digits.MatchString(code) {
			t.Fatal(code, err)
		}
		for place, digit := range code {
			counts[place][digit-'0']++
		}
	}
	// 6,000 are expected each; a deviation of 500 is more than six standard deviations.
	for place := range counts {
		for digit, count := range counts[place] {
			if count < 5_500 || count > 6_500 {
				t.Errorf("digit %d at place %d: %d times", digit, place, count)
			}
		}
	}
}

func TestStoreHoldsNoCode(t *testing.T) {
	f := begin(t)
	code := f.send("a")
	if text := fmt.Sprintf("%+v %s", f.open["a"], f.open["a"].mac); strings.Contains(text, code) {
		t.Error("the code stands in the store")
	}
	if bytes.Equal(f.mac("a", code), f.mac("b", code)) || bytes.Equal(f.mac("a", code), New(f.phone, nil, nil).mac("a", code)) {
		t.Error("a stored code fits another log-in or another process")
	}
}

func TestGatewayGetsNumberAndTextUnderTheKey(t *testing.T) {
	var got map[string]string
	var headers http.Header
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		body, _ := io.ReadAll(r.Body)
		_ = json.Unmarshal(body, &got)
		headers = r.Header
		w.WriteHeader(http.StatusAccepted)
	}))
	defer server.Close()
	gateway, err := NewGateway(server.URL, "TEST-key")
	if err != nil {
		t.Fatal(err)
	}
	codes := New(gateway, func(code string) string { return "code " + code }, nil)
	if err := codes.Send(t.Context(), "a", number); err != nil {
		t.Fatal(err)
	}
	if got["to"] != number || headers.Get("Authorization") != "Bearer TEST-key" {
		t.Errorf("%v %v", got, headers)
	}
	if err := codes.Check("a", digits.FindString(got["text"])); err != nil {
		t.Error(err)
	}
}

func TestGatewayThatFailsOrSendsAwayIsAnError(t *testing.T) {
	reached := false
	elsewhere := httptest.NewServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) { reached = true }))
	defer elsewhere.Close()
	for _, status := range []int{http.StatusInternalServerError, http.StatusUnauthorized, http.StatusTemporaryRedirect} {
		server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Location", elsewhere.URL)
			w.WriteHeader(status)
		}))
		gateway, err := NewGateway(server.URL, "TEST-key")
		if err != nil {
			t.Fatal(err)
		}
		if err := gateway.Send(t.Context(), number, "code 123456"); err == nil || strings.Contains(err.Error(), "123456") {
			t.Errorf("%d: %v", status, err)
		}
		server.Close()
	}
	if reached {
		t.Error("a code followed a redirect")
	}
}

func TestGatewayMustBeEncryptedOrLocal(t *testing.T) {
	for address, fine := range map[string]bool{
		"https://sms.example/send": true, "http://127.0.0.1:1/": true, "http://[::1]:1/": true,
		"http://sms.example/": false, "http://127.0.0.1.evil.example/": false, "http://localhost/": false,
		"ftp://127.0.0.1/": false, "": false, "https://user:secret@sms.example/": false,
	} {
		if _, err := NewGateway(address, "k"); (err == nil) != fine {
			t.Errorf("%q: %v", address, err)
		}
	}
}
