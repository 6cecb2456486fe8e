package trial

import (
	"encoding/json"
	"errors"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/hitofude/hitofude/internal/pin"
)

var noon = time.Date(2026, 11, 24, 3, 0, 0, 0, time.UTC)

func full(kind pin.Kind) pin.Tries { return pin.Tries{Left: kind.MaxTries(), Known: true} }

func ask(step Step, kind pin.Kind) Question {
	return Question{Step: step, Kind: kind, Tries: full(kind), Consent: true, Now: noon}
}

func reasonOf(err error) Reason {
	var refused *RefusedError
	if errors.As(err, &refused) {
		return refused.Reason
	}
	return ""
}

func TestStepsComeInTheirOrder(t *testing.T) {
	s := State{}
	for _, c := range []struct {
		done Step
		want map[Step]Reason
	}{
		{"", map[Step]Reason{Attributes: NoStatus, Sign: NoStatus, Rest: NoStatus}},
		{Status, map[Step]Reason{Attributes: "", Sign: NoAttributes, Rest: NoAttributes}},
		{Attributes, map[Step]Reason{Attributes: "", Sign: "", Rest: NoSignature}},
		{Sign, map[Step]Reason{Attributes: "", Sign: "", Rest: ""}},
	} {
		s = s.With(c.done)
		for step, want := range c.want {
			kind := map[Step]pin.Kind{Attributes: pin.InputSupport, Sign: pin.Signature, Rest: pin.Authentication}[step]
			if got := reasonOf(s.Judge(ask(step, kind))); got != want {
				t.Errorf("after %q: %s is %q, want %q", c.done, step, got, want)
			}
		}
	}
	if s.With(Attributes).Done(Rest) || len(State{}.With(Sign).Steps) != 0 {
		t.Error("a step was noted out of its turn")
	}
}

func TestFirstStepNeedsConsentAndEveryTry(t *testing.T) {
	s := State{}.With(Status)
	for tries, want := range map[pin.Tries]Reason{
		{Left: 3, Known: true}: "", {Left: 2, Known: true}: MissingTries, {Left: 1, Known: true}: MissingTries, {}: MissingTries,
	} {
		q := ask(Attributes, pin.InputSupport)
		q.Tries = tries
		if got := reasonOf(s.Judge(q)); got != want {
			t.Errorf("%v: %q, want %q", tries, got, want)
		}
	}
	q := ask(Attributes, pin.InputSupport)
	q.Consent = false
	if got := reasonOf(s.Judge(q)); got != NoConsent {
		t.Errorf("without consent: %q", got)
	}
	// Once it went well, the ordinary guard of the PIN is enough.
	q.Tries = pin.Tries{Left: 2, Known: true}
	if err := s.With(Attributes).Judge(q); err != nil {
		t.Errorf("the second time: %v", err)
	}
}

func TestNeverTwoPINsInOneSitting(t *testing.T) {
	s := State{}.With(Status).Begun(pin.InputSupport, noon)
	for _, c := range []struct {
		state State
		step  Step
		kind  pin.Kind
		after time.Duration
		want  Reason
	}{
		{s, Attributes, pin.InputSupport, time.Minute, ""},
		{s, Attributes, pin.VerificationB, time.Minute, SameSitting}, // also a number that is printed
		{s.With(Attributes), Sign, pin.Signature, 0, SameSitting},
		{s.With(Attributes), Sign, pin.Signature, time.Hour - time.Second, SameSitting},
		{s.With(Attributes), Sign, pin.Signature, time.Hour, ""},
		{s.With(Attributes).With(Sign), Rest, pin.InputSupport, time.Minute, SameSitting},
	} {
		q := ask(c.step, c.kind)
		q.Now = noon.Add(c.after)
		if got := reasonOf(c.state.Judge(q)); got != c.want {
			t.Errorf("%s after %v: %q, want %q", c.step, c.after, got, c.want)
		}
	}
	var refused *RefusedError
	q := ask(Sign, pin.Signature)
	q.Now = noon.Add(59*time.Minute + 59*time.Second)
	if !errors.As(s.With(Attributes).Judge(q), &refused) || refused.Minutes != 1 {
		t.Errorf("one second before the end: %+v", refused)
	}
}

// Who has no signature certificate can never sign, and shall not be kept from
// the rest for ever.
func TestCardWithoutSignatureCertificateGoesOn(t *testing.T) {
	q := ask(Rest, pin.Authentication)
	q.NoSignature = true
	if err := (State{}).With(Status).With(Attributes).Judge(q); err != nil {
		t.Error(err)
	}
	if got := reasonOf(State{}.With(Status).Judge(q)); got != NoAttributes {
		t.Errorf("before the attributes: %q", got)
	}
}

func TestStateComesBackAsItWasWritten(t *testing.T) {
	path := filepath.Join(t.TempDir(), "new", "trial.json")
	want := State{}.With(Status).With(Attributes).Begun(pin.InputSupport, noon)
	if err := want.Save(path); err != nil {
		t.Fatal(err)
	}
	got := Load(path, noon)
	if !got.Done(Attributes) || got.Done(Sign) || *got.Sitting != *want.Sitting {
		t.Errorf("%+v", got)
	}
	info, err := os.Stat(path)
	if err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("%v %v", info.Mode(), err)
	}
	entries, err := os.ReadDir(filepath.Dir(path))
	if err != nil || len(entries) != 1 {
		t.Errorf("%v %v", entries, err)
	}
	data, err := os.ReadFile(path)
	if err != nil || string(data) != `{"version":1,"steps":["status","attributes"],"sitting":{"pin":"input-support","at":"2026-11-24T03:00:00Z"}}`+"\n" {
		t.Errorf("what is kept: %s", data)
	}
}

// Whatever lies there, nobody gets further than by an empty file, and a PIN may
// have been typed when it was written.
func TestBrokenStateIsTheMostCarefulOne(t *testing.T) {
	dir := t.TempDir()
	path := filepath.Join(dir, "trial.json")
	whole := `{"version":1,"steps":["status","attributes","sign"]}`
	texts := []string{
		"", "x", "[]", `{"version":2,"steps":["status","attributes","sign"]}`, `{"version":1,"steps":["sign"]}`, `{"steps":["status"]}`,
		`{"version":1,"steps":["attributes","status"]}`, `{"version":1,"steps":["status","status"]}`,
		`{"version":1,"steps":["status","attributes","sign","rest"]}`, `{"version":1,"steps":["status"],"sitting":{"pin":"other","at":"2026-11-24T03:00:00Z"}}`,
		`{"version":1,"steps":["status"],"sitting":{"pin":"signature","at":"soon"}}`, strings.Repeat(" ", maxState) + whole,
	}
	r := rand.New(rand.NewPCG(1, 2))
	for range 200 {
		cut := []byte(whole)
		cut[r.IntN(len(cut))] ^= byte(1 + r.IntN(255))
		if json.Unmarshal(cut, &State{}) != nil {
			texts = append(texts, string(cut))
		}
	}
	for _, text := range texts {
		if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		written := noon.Add(-10 * time.Minute)
		if err := os.Chtimes(path, written, written); err != nil {
			t.Fatal(err)
		}
		s := Load(path, noon)
		if len(s.Steps) > 0 || s.Sitting == nil || s.Sitting.PIN != unknownPIN {
			t.Errorf("%.80q: %+v", text, s)
		}
		q := ask(Attributes, pin.InputSupport)
		if got := reasonOf(s.With(Status).Judge(q)); got != SameSitting {
			t.Errorf("%.80q: a PIN goes out: %q", text, got)
		}
		if q.Now = noon.Add(time.Hour); len(text) < maxState && s.With(Status).Judge(q) != nil {
			t.Errorf("%.80q: still closed after an hour", text)
		}
	}
	for _, place := range []string{dir, filepath.Join(path, "below-a-file")} {
		if s := Load(place, noon); len(s.Steps) > 0 || s.Sitting == nil {
			t.Errorf("%s: %+v", place, s)
		}
	}
	if s := Load(filepath.Join(dir, "none"), noon); s.Sitting != nil || len(s.Steps) > 0 {
		t.Errorf("no file: %+v", s)
	}
}

func TestWrongClockKeepsNobodyOutForYears(t *testing.T) {
	path := filepath.Join(t.TempDir(), "trial.json")
	if err := (State{}).With(Status).Begun(pin.InputSupport, noon.AddDate(40, 0, 0)).Save(path); err != nil {
		t.Fatal(err)
	}
	if s := Load(path, noon); !s.Sitting.At.Equal(noon) {
		t.Errorf("%v", s.Sitting)
	}
}

func TestStateThatCannotBeWrittenIsAnError(t *testing.T) {
	file := filepath.Join(t.TempDir(), "file")
	if err := os.WriteFile(file, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	if err := (State{}).Save(filepath.Join(file, "trial.json")); err == nil {
		t.Error("written below a file")
	}
}

// The trial ends by a decision, and not before reports are on file.
func TestTrialDoesNotEndWithoutReports(t *testing.T) {
	r := Known()
	if r.Needed < 3 || r.Over && r.Whole() < r.Needed {
		t.Errorf("over %v with %d whole reports of %d", r.Over, r.Whole(), r.Needed)
	}
	for _, one := range r.Reports {
		if _, err := time.Parse(time.DateOnly, one.Date); err != nil || one.Reader == "" || one.System == "" || one.Version == "" || one.Card == "" || one.Link == "" {
			t.Errorf("%+v: %v", one, err)
		}
	}
	if n := (Reports{Reports: []Report{{Steps: order}, {Steps: order[:2]}, {Steps: []Step{Sign}}}}).Whole(); n != 1 {
		t.Errorf("%d whole reports", n)
	}
}
