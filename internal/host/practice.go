package host

import (
	"encoding/binary"
	"fmt"
	"io"
	"slices"

	"github.com/hitofude/hitofude/internal/messaging"
	"github.com/hitofude/hitofude/internal/sign"
	"github.com/hitofude/hitofude/manifests"
)

// practiceMark stands first in every message of the practice program, so that
// nothing it says can be taken for the word of a real card.
const practiceMark = `"practice":true,`

// markedWriter puts practiceMark into every frame. messaging.Writer writes each
// frame with one call.
type markedWriter struct{ w io.Writer }

func (m markedWriter) Write(frame []byte) (int, error) {
	const header = 4
	size := len(frame) - header + len(practiceMark)
	if size > messaging.MaxFrame {
		return 0, &messaging.EncodeError{Err: fmt.Errorf("marking message: %d bytes", size)}
	}
	marked := make([]byte, 0, header+size)
	marked = binary.NativeEndian.AppendUint32(marked, uint32(size))
	marked = append(marked, '{')
	marked = append(marked, practiceMark...)
	marked = append(marked, frame[header+1:]...)
	if _, err := m.w.Write(marked); err != nil {
		return 0, err
	}
	return len(frame), nil
}

// ownOffice is the practice program's: it reads no configuration, since it
// stands beside the real program and shall behave alike everywhere.
var ownOffice = office{config: config{PINEntry: entryWindow}}

// hostName is the name under which browsers start this program.
func (p Parts) hostName() string {
	if p.Practice {
		return manifests.Known().Practice
	}
	return manifests.Known().Host
}

// notPractised is what the practice program leaves out: what would make or show
// something to a site, and what asks outside of the browser.
var notPractised = []string{"authenticate", "portal", "number", "doctor", "trial", "pin-entry-host"}

// checkPractice refuses everything that comes from a page: a card in software
// must not be able to answer a site.
func (s *server) checkPractice(r *messaging.Request) error {
	if !s.parts.Practice || r.WithoutOrigin() {
		return nil
	}
	if r.Origin != messaging.OriginUI {
		return &messaging.Error{Code: messaging.CodeOriginRefused}
	}
	switch r.Params.(type) {
	case *messaging.PingParams, *messaging.ReadersParams, *messaging.StatusParams, *messaging.AttributesParams,
		*messaging.CertificateParams, *messaging.SignParams, *messaging.SignCheckParams, *messaging.PINChangeParams,
		*messaging.BlobParams, *messaging.CancelParams:
		return nil
	}
	return &messaging.Error{Code: messaging.CodeRequestUnknown}
}

// practised takes notPractised out of the capabilities.
func practised(all []string) []string {
	return slices.DeleteFunc(all, func(name string) bool { return slices.Contains(notPractised, name) })
}

// trusted are the CAs whose signature certificates are used.
func (s *server) trusted() sign.PinnedSet {
	if s.parts.SignCAs == nil {
		return s.config().pinned()
	}
	return s.config().pinned(s.parts.SignCAs()...)
}
