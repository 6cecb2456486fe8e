package pcsc

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/ebfe/scard"
)

// Connect implements Source.
func (s *Service) Connect(ctx context.Context, reader string, mode Mode) (Conn, error) {
	deadline := time.Now().Add(s.limits.askFor)
	for {
		conn, err := s.attempt(ctx, reader, mode, time.Until(deadline))
		var inUse *InUseError
		switch {
		case err == nil:
			return conn, nil
		case !errors.As(err, &inUse), time.Now().Add(s.limits.askEvery).After(deadline):
			return nil, err
		}
		if err := pause(ctx, s.limits.askEvery); err != nil {
			return nil, fmt.Errorf("connecting: %w", err)
		}
	}
}

// attempt opens the card once. SCardConnect blocks while another program's
// command runs, SCardBeginTransaction while another program holds a
// transaction, both without limit; the goroutine that waits for them puts the
// card back when they end too late.
func (s *Service) attempt(ctx context.Context, reader string, mode Mode, limit time.Duration) (*conn, error) {
	type outcome struct {
		conn *conn
		err  error
	}
	done := make(chan outcome)
	abandoned := make(chan struct{})
	go func() {
		c, err := s.open(reader, mode)
		select {
		case done <- outcome{c, err}:
		case <-abandoned:
			if c != nil {
				// Nothing was sent to the card, so its state is not ours.
				c.release(scard.LeaveCard)
			}
		}
	}()
	timer := time.NewTimer(limit)
	defer timer.Stop()
	select {
	case o := <-done:
		return o.conn, o.err
	case <-timer.C:
		close(abandoned)
		return nil, &InUseError{Reader: reader}
	case <-ctx.Done():
		close(abandoned)
		return nil, fmt.Errorf("connecting: %w", ctx.Err())
	}
}

// open connects and, when sharing, begins a transaction. The reader's event
// count is read before and after: a card that was exchanged meanwhile is
// reported as removed.
func (s *Service) open(reader string, mode Mode) (*conn, error) {
	pc, err := establish()
	if err != nil {
		return nil, err
	}
	c := &conn{context: pc, reader: reader, limits: s.limits}
	if err := c.connect(mode); err != nil {
		c.release(scard.LeaveCard)
		return nil, err
	}
	c.life = s.life.now()
	return c, nil
}

func (c *conn) connect(mode Mode) error {
	flags, err := c.flags()
	if err != nil {
		return err
	}
	c.events = events(flags)
	switch stateName(flags) {
	case Empty:
		return fmt.Errorf("connecting: %w", ErrNoCard)
	case Mute:
		return fmt.Errorf("connecting: %w", ErrMute)
	}
	share := scard.ShareShared
	if mode == Exclusive {
		share = scard.ShareExclusive
	}
	const protocols = scard.ProtocolT0 | scard.ProtocolT1
	c.card, err = c.context.Connect(c.reader, share, protocols)
	if err != nil {
		return meaning("connecting", c.reader, err)
	}
	if p := c.card.ActiveProtocol(); p != scard.ProtocolT0 && p != scard.ProtocolT1 {
		return fmt.Errorf("connecting: %w", ErrMute) // Transmit would panic
	}
	if mode == Shared {
		if err := c.begin(share, protocols); err != nil {
			return err
		}
	}
	c.used = time.Now()
	return c.sameCard()
}

// begin starts a transaction. A card that another program has reset since
// Connect must be taken over again first; nothing of ours was on it yet.
func (c *conn) begin(share scard.ShareMode, protocols scard.Protocol) error {
	err := c.card.BeginTransaction()
	if errors.Is(err, scard.ErrResetCard) {
		if err = c.card.Reconnect(share, protocols, scard.LeaveCard); err == nil {
			err = c.card.BeginTransaction()
		}
	}
	return meaning("beginning transaction", c.reader, err)
}
