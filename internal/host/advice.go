package host

import (
	"time"

	"github.com/hitofude/hitofude/internal/card"
	"github.com/hitofude/hitofude/internal/messaging"
	"github.com/hitofude/hitofude/internal/pin"
)

// adviceFor lists what a person should know before a request runs into it, the
// card itself first: when that is over, nothing else matters. One state has one
// entry: a PIN whose certificate is not there is not called locked as well.
func adviceFor(s *card.Status, certificates []certificateDates, now time.Time) []messaging.Error {
	advice := cardAdvice(s.Expires, now)
	missing := make(map[pin.Kind]bool)
	for _, c := range certificates {
		missing[pin.Kind(c.Key)] = !c.Present // the PIN of a key has the key's name
	}
	for _, p := range s.Pins {
		// A 顔認証マイナンバーカード has no PINs to set again, and a phone's are set
		// again in its own application: what the kind of card says comes first.
		elsewhere := s.Type == card.FaceAuth || s.Type == card.Phone
		if !missing[p.Kind] && (!elsewhere || p.Kind.Printed()) {
			advice = append(advice, pinAdvice(p)...)
		}
	}
	for _, c := range certificates {
		advice = append(advice, certificateAdvice(c, now)...)
	}
	if advice == nil {
		advice = []messaging.Error{}
	}
	return advice
}

// renewable is the day from which something that ends at end can be renewed:
// three months before (J-LIS, 電子証明書の更新; the notice comes at that time too).
func renewable(end time.Time) time.Time { return end.AddDate(0, -3, 0) }

// daysBetween counts calendar days in Japan, where the dates of a card are read.
func daysBetween(from, to time.Time) int {
	day := func(t time.Time) time.Time {
		t = t.In(japan)
		return time.Date(t.Year(), t.Month(), t.Day(), 0, 0, 0, 0, time.UTC)
	}
	return int(day(to).Sub(day(from)).Hours() / 24)
}

// cardAdvice is about the card's own end, 2006-01-02 or "": it can be used on
// that day and not on the next.
func cardAdvice(expires string, now time.Time) []messaging.Error {
	end, err := time.ParseInLocation(time.DateOnly, expires, japan)
	if err != nil {
		return nil
	}
	days := daysBetween(now, end)
	switch {
	case days < 0:
		return []messaging.Error{*withParams(messaging.CodeCardExpired, "days", -days)}
	case !now.Before(renewable(end)):
		return []messaging.Error{*withParams(messaging.CodeCardExpiring, "days", days)}
	}
	return nil
}

func pinAdvice(p card.PinStatus) []messaging.Error {
	switch {
	case p.Locked:
		return []messaging.Error{*withParams(messaging.CodePINLocked, "pin", string(p.Kind), "triesLeft", 0)}
	case p.Tries.Known && p.Tries.Left == 1:
		return []messaging.Error{*withParams(messaging.CodePINLastTry, "pin", string(p.Kind), "triesLeft", 1)}
	}
	return nil
}

func certificateAdvice(c certificateDates, now time.Time) []messaging.Error {
	switch {
	case !c.Present:
		return []messaging.Error{*withParams(messaging.CodeCertificateMissing, "key", c.Key)}
	case c.NotAfter != nil && now.After(*c.NotAfter):
		return []messaging.Error{*withParams(messaging.CodeCertificateExpired, "key", c.Key)}
	case c.NotBefore != nil && now.Before(*c.NotBefore):
		return []messaging.Error{*withParams(messaging.CodeCertificateNotYetValid, "key", c.Key)}
	case c.NotAfter != nil && !now.Before(renewable(*c.NotAfter)):
		return []messaging.Error{*withParams(messaging.CodeCertificateExpiring, "key", c.Key, "days", daysBetween(now, *c.NotAfter))}
	}
	return nil
}
