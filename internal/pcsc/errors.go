package pcsc

import (
	"errors"
	"fmt"

	"github.com/ebfe/scard"
)

// meaning names what a PC/SC return code says about reader and card. The code
// itself stays in the chain for diagnosis; codes carry no data.
func meaning(doing, reader string, err error) error {
	var code scard.Error
	if err == nil || !errors.As(err, &code) {
		return err
	}
	var kind error
	switch code {
	case scard.ErrSecurityViolation:
		kind = ErrDenied
	case scard.ErrNoService, scard.ErrServiceStopped, scard.ErrCommError,
		scard.ErrInvalidHandle, scard.ErrShutdown, scard.ErrServerTooBusy:
		// COMM_ERROR is a service that died under the call. An invalid handle
		// is one of a service that has been restarted.
		kind = ErrUnavailable
	case scard.ErrNoReadersAvailable, scard.ErrUnknownReader, scard.ErrReaderUnavailable:
		kind = ErrNoReader
	case scard.ErrNoSmartcard:
		kind = ErrNoCard
	case scard.ErrRemovedCard, scard.ErrNotTransacted, scard.ErrCommDataLost:
		// NOT_TRANSACTED is also what a card lifted in mid-command gives.
		kind = ErrRemoved
	case scard.ErrUnresponsiveCard, scard.ErrUnpoweredCard, scard.ErrUnsupportedCard, scard.ErrProtoMismatch,
		scard.ErrCardUnsupported, scard.ErrInvalidAtr:
		kind = ErrMute
	case scard.ErrSharingViolation, scard.ErrResetCard:
		kind = &InUseError{Reader: reader}
	default:
		return fmt.Errorf("%s: %w", doing, err)
	}
	return fmt.Errorf("%s: %w: %w", doing, kind, err)
}
