package pcsc

import (
	"encoding/hex"
	"errors"
	"testing"

	"github.com/ebfe/scard"
)

func TestReturnCodesHaveAMeaning(t *testing.T) {
	for code, want := range map[scard.Error]error{
		scard.ErrNoService: ErrUnavailable, scard.ErrCommError: ErrUnavailable, scard.ErrSecurityViolation: ErrUnavailable,
		scard.ErrServiceStopped: ErrUnavailable, scard.ErrInvalidHandle: ErrUnavailable,
		scard.ErrNoReadersAvailable: ErrNoReader, scard.ErrUnknownReader: ErrNoReader, scard.ErrReaderUnavailable: ErrNoReader,
		scard.ErrNoSmartcard: ErrNoCard,
		scard.ErrRemovedCard: ErrRemoved, scard.ErrNotTransacted: ErrRemoved, scard.ErrCommDataLost: ErrRemoved,
		scard.ErrUnresponsiveCard: ErrMute, scard.ErrUnpoweredCard: ErrMute, scard.ErrProtoMismatch: ErrMute,
	} {
		err := meaning("testing", "R", code)
		if !errors.Is(err, want) || !errors.Is(err, code) {
			t.Errorf("%08X: %v", uint32(code), err)
		}
		for _, kind := range []error{ErrUnavailable, ErrNoReader, ErrNoCard, ErrRemoved, ErrMute, ErrHung} {
			if errors.Is(err, kind) != (kind == want) {
				t.Errorf("%08X is also %v", uint32(code), kind)
			}
		}
	}
	for _, code := range []scard.Error{scard.ErrSharingViolation, scard.ErrResetCard} {
		var inUse *InUseError
		if err := meaning("testing", "R", code); !errors.As(err, &inUse) || inUse.Reader != "R" {
			t.Errorf("%08X: %v", uint32(code), err)
		}
	}
	if err := meaning("testing", "R", scard.ErrInternalError); !errors.Is(err, scard.ErrInternalError) {
		t.Error(err)
	}
	if meaning("testing", "R", nil) != nil {
		t.Error("an error out of nothing")
	}
	if !errors.Is(ErrMute, ErrWrongCard) {
		t.Error("a mute card is not a wrong one")
	}
}

func TestPINPadsAreFoundInTheFeatureList(t *testing.T) {
	for in, want := range map[string]bool{
		"0604 42330006": true, "0104 42330001 0204 42330002": true, "0704 42330007 0604 42330006": true,
		"": false, "0704 42330007": false, "0604 00000000": false, "0604 4233": false, "0603 423300": false, "06": false, "1204 42000DB2": false,
	} {
		list, err := hex.DecodeString(removeBlanks(in))
		if err != nil {
			t.Fatal(err)
		}
		if hasPinPad(list) != want {
			t.Errorf("%s: %v", in, !want)
		}
	}
}

func removeBlanks(s string) string {
	out := make([]rune, 0, len(s))
	for _, r := range s {
		if r != ' ' {
			out = append(out, r)
		}
	}
	return string(out)
}

func TestStatesAreNamed(t *testing.T) {
	for flags, want := range map[scard.StateFlag]string{
		scard.StateEmpty: Empty, scard.StatePresent: Held, scard.StatePresent | scard.StateMute: Mute,
		scard.StatePresent | scard.StateInuse: Held, scard.StatePresent | scard.StateInuse | scard.StateExclusive: InUse,
		scard.StateUnavailable: Empty, scard.StatePresent | scard.StateChanged | 5<<16: Held,
	} {
		if got := stateName(flags); got != want {
			t.Errorf("%X: %s", flags, got)
		}
	}
	if events(scard.StatePresent|7<<16) != 7 {
		t.Error("events")
	}
	for name, want := range map[string]bool{`\\?PnP?\Notification`: true, "Windows Hello for Business 1": true, "Virtual PCD 00 00": false, "Sony RC-S380 00 00": false} {
		if pseudo(name) != want {
			t.Errorf("%s: %v", name, !want)
		}
	}
}
