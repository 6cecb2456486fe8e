package pcsc

import (
	"encoding/binary"
	"time"

	"github.com/ebfe/scard"
)

// getFeatureRequest is CM_IOCTL_GET_FEATURE_REQUEST (PC/SC part 10 section
// 2.2): the reader lists what it can do as tag, length 4, control code.
var getFeatureRequest = scard.CtlCode(3400)

// Features that mean keys on the reader (PC/SC part 10 section 2.3).
const (
	featureVerifyStart  = 0x01
	featureVerifyDirect = 0x06
)

// pinPad asks the reader once whether it has keys. A reader that is in use is
// not asked, and everything that goes wrong means no.
func (s *Service) pinPad(r Reader) bool {
	s.mu.Lock()
	has, known := s.pads[r.Name]
	s.mu.Unlock()
	if known || r.State == InUse {
		return has
	}
	answer := make(chan []byte, 1)
	go func() { answer <- features(r.Name) }()
	select {
	case list := <-answer:
		has = hasPinPad(list)
	case <-time.After(s.limits.closing):
		return false
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	s.pads[r.Name] = has
	return has
}

// features returns the reader's feature list, nil when it has none. A direct
// connection works without a card and leaves a card as it is.
func features(reader string) []byte {
	pc, err := establish()
	if err != nil {
		return nil
	}
	defer func() { _ = pc.Release() }()
	card, err := pc.Connect(reader, scard.ShareDirect, scard.ProtocolUndefined)
	if err != nil {
		return nil
	}
	defer func() { _ = card.Disconnect(scard.LeaveCard) }()
	list, err := card.Control(getFeatureRequest, nil)
	if err != nil {
		return nil
	}
	return list
}

// hasPinPad looks for a feature with keys that has a control code.
func hasPinPad(list []byte) bool {
	for len(list) >= 6 && list[1] == 4 {
		code := binary.BigEndian.Uint32(list[2:6])
		if code != 0 && (list[0] == featureVerifyStart || list[0] == featureVerifyDirect) {
			return true
		}
		list = list[6:]
	}
	return false
}
