package card

import (
	"crypto/x509"
	"errors"
	"testing"
	"time"

	"github.com/hitofude/hitofude/internal/pin"
	"github.com/hitofude/hitofude/internal/virtualcard"
)

func TestIdentifyGoesByTheToken(t *testing.T) {
	for profile, want := range map[string]Type{"holder": MyNumber, "quirky": MyNumber, "juki": Juki, "phone": Phone, "not-mynumber": Other,
		"licence": DrivingLicence, "profession": ProfessionalsID, "no-certificates": NoCertificates, "specified-residence": MyNumber, "foreign": MyNumber} {
		card := insert(t, profile)
		got, err := New(card, nil).Identify(t.Context())
		if err != nil || got != want {
			t.Errorf("%s: %q, %v", profile, got, err)
		}
		if card.verifies() != 0 || card.count("00B082") != 0 {
			t.Errorf("%s: more than the label was touched", profile)
		}
	}
	for label, want := range map[string]Type{"JPKIAPIOSTOKEN": Phone, "JPKIAPICCTOKEN\x00\x00": Juki, "JPKIAPICCTOKEN3   ": MyNumber, "X": Other, "": Other} {
		if got := typeOf([]byte(label)); got != want {
			t.Errorf("%q: %q", label, got)
		}
	}
}

// declineRead answers READ BINARY of file ef in the card's place.
func declineRead(ef byte, sw string) func(int, []byte) ([]byte, error, bool) {
	return func(_ int, apdu []byte) ([]byte, error, bool) {
		return unhex(sw), nil, apdu[1] == 0xB0 && apdu[2] == 0x80|ef
	}
}

func TestIdentifyWithoutALabelGoesByTheApplications(t *testing.T) {
	for _, sw := range []string{"6A82", "6982", "6F00"} {
		card := insert(t, "holder")
		card.instead = declineRead(efToken, sw)
		if got, err := New(card, nil).Identify(t.Context()); err != nil || got != MyNumber {
			t.Errorf("%s: %q, %v", sw, got, err)
		}
		for _, profile := range []string{"phone", "juki"} {
			card := insert(t, profile)
			card.instead = declineRead(efToken, sw)
			got, err := New(card, nil).Identify(t.Context())
			var declined *StatusWordError
			if got != "" || !errors.As(err, &declined) {
				t.Errorf("%s, %s: %q, %v; nobody can know that", profile, sw, got, err)
			}
		}
	}
}

func TestStatusBelievesTheCertificateFileOverTheList(t *testing.T) {
	for _, list := range []string{"6A82", "010100 9000"} {
		for sw, has := range map[string]bool{"6A82": false, "6982": true, "6F00": true} {
			card := insert(t, "holder")
			card.instead = func(n int, apdu []byte) ([]byte, error, bool) {
				if answer, err, ok := declineRead(efPresence, list)(n, apdu); ok {
					return answer, err, ok
				}
				return declineRead(keyFiles[AuthenticationKey].certificate, sw)(n, apdu)
			}
			s, err := New(card, nil).Status(t.Context())
			if err != nil || s.HasAuthentication != has || !s.HasSignature || s.AuthenticationValidity != (Validity{}) {
				t.Errorf("list %s, certificate %s: %+v, %v", list, sw, s, err)
			}
		}
	}
}

func TestStatusTellsEverything(t *testing.T) {
	card := insert(t, "holder")
	s, err := New(card, nil).Status(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	for i, kind := range pin.Kinds() {
		want := PinStatus{Kind: kind, Tries: pin.Tries{Left: kind.MaxTries(), Known: true}, MaxTries: kind.MaxTries()}
		if s.Pins[i] != want {
			t.Errorf("%+v, want %+v", s.Pins[i], want)
		}
	}
	leaf, err := x509.ParseCertificate(card.card.Certificate("authentication"))
	if err != nil {
		t.Fatal(err)
	}
	if s.AuthenticationValidity != (Validity{leaf.NotBefore, leaf.NotAfter}) || s.AuthenticationValidity.NotAfter.Before(time.Now()) {
		t.Errorf("%+v, want %v %v", s.AuthenticationValidity, leaf.NotBefore, leaf.NotAfter)
	}
	if !s.HasSignature || !s.HasAuthentication || s.Expires != "2035-05-15" {
		t.Errorf("%+v", s)
	}
}

// What a status alone says about the kind of card. A 特定在留カード is told by the
// application it has, whatever else it answers to.
func TestStatusTellsTheKindOfCard(t *testing.T) {
	for profile, want := range map[string]Type{
		"holder": MyNumber, "foreign": MyNumber, "specified-residence": MyNumber, "no-signature": MyNumber, "locked": MyNumber, "last-try": MyNumber,
		"no-certificates": NoCertificates, "face-auth": FaceAuth, "phone": Phone, "juki": Juki,
	} {
		s, err := New(insert(t, profile), nil).Status(t.Context())
		if err != nil || s.Type != want {
			t.Errorf("%s: %q, want %q, %v", profile, s.Type, want, err)
		}
	}
}

func TestStatusOfEveryProfile(t *testing.T) {
	for _, profile := range virtualcard.Names() {
		card := insert(t, profile)
		s, err := New(card, nil).Status(t.Context())
		if foreignProfile(profile) {
			if !errors.Is(err, ErrUnsupported) {
				t.Errorf("%s: %v", profile, err)
			}
			continue
		}
		if err != nil {
			t.Errorf("%s: %v", profile, err)
			continue
		}
		tries := card.card.Tries()
		for _, p := range s.Pins {
			left, has := tries[string(p.Kind)]
			switch {
			case !has && p.Tries.Known && p.Tries.Left != 0, has && p.Tries != (pin.Tries{Left: left, Known: true}), p.Locked != (p.Tries == pin.Tries{Known: true}):
				t.Errorf("%s: %+v, the card has %d (%v)", profile, p, left, has)
			}
		}
		profileCertificates := card.card.Profile().Certificates
		if s.HasSignature != (profileCertificates["signature"] != nil) || s.HasAuthentication != (profileCertificates["authentication"] != nil) {
			t.Errorf("%s: %+v", profile, s)
		}
	}
}

func TestResidentRegisterCountsTheSmallerCounter(t *testing.T) {
	for _, c := range []struct{ first, second, want int }{{3, 1, 1}, {1, 3, 1}, {2, 0, 0}, {0, 3, 0}, {3, 3, 3}} {
		card := insertChanged(t, "holder", func(p *virtualcard.Profile) {
			setting := p.Pins["resident-register"]
			setting.Tries, setting.Common = &c.first, &c.second
			p.Pins["resident-register"] = setting
		})
		s, err := New(card, nil).Status(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		for _, p := range s.Pins {
			if p.Kind == pin.ResidentRegister && (p.Tries != pin.Tries{Left: c.want, Known: true} || p.Locked != (c.want == 0)) {
				t.Errorf("%+v: %+v", c, p)
			}
		}
	}
}

func TestExpiryComesFromTheSimpleTLV(t *testing.T) {
	digits := "400000012719843" + "13221" + "20350217"
	for in, want := range map[string]string{
		"\x01\x1c" + digits:               "2035-02-17",
		"\x01\xff\x00\x1c" + digits:       "2035-02-17",
		"\x01\x1c" + digits + "\xff":      "2035-02-17",
		"\x02\x1c" + digits:               "",
		"\x01\x1c" + digits[:27]:          "",
		"\x01\x1b" + digits[:27]:          "",
		"\x01\x1c" + digits[:27] + "x":    "",
		"\x01\x1c" + digits[:24] + "1399": "",
		"\x01\xff\x00":                    "",
		"\x01":                            "", "": "",
	} {
		if got := recordExpiry([]byte(in)); got != want {
			t.Errorf("%q: %q", in, got)
		}
	}
}
