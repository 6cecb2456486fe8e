package card

import (
	"context"
	"fmt"
)

// Application is one of the card's applications.
type Application int

// The applications, with the names that the open implementations use.
const (
	none             Application = iota
	JPKI                         // 公的個人認証AP: certificates and keys
	InputSupport                 // 券面事項入力補助AP: the card face as text
	CardFace                     // 券面事項確認AP: the card face as pictures
	ResidentRegister             // 住民基本台帳AP
	Common                       // 共通カードAP
)

// applications holds AID and name of each; the AIDs are the same in every
// implementation seen.
var applications = map[Application]struct {
	aid  []byte
	name string
}{
	JPKI:             {[]byte{0xD3, 0x92, 0xF0, 0x00, 0x26, 0x01, 0x00, 0x00, 0x00, 0x01}, "JPKI application"},
	InputSupport:     {[]byte{0xD3, 0x92, 0x10, 0x00, 0x31, 0x00, 0x01, 0x01, 0x04, 0x08}, "card-face input support application"},
	CardFace:         {[]byte{0xD3, 0x92, 0x10, 0x00, 0x31, 0x00, 0x01, 0x01, 0x04, 0x02}, "card-face application"},
	ResidentRegister: {[]byte{0xD3, 0x92, 0x10, 0x00, 0x31, 0x00, 0x01, 0x01, 0x04, 0x01}, "resident register application"},
	Common:           {[]byte{0xD3, 0x92, 0x10, 0x00, 0x31, 0x00, 0x01, 0x01, 0x01, 0x00}, "common application"},
}

// isdAID names the GlobalPlatform issuer security domain. Selecting it ends
// the security status of every application.
var isdAID = []byte{0xA0, 0x00, 0x00, 0x01, 0x51, 0x00, 0x00}

// String names the application for errors.
func (a Application) String() string {
	if known, ok := applications[a]; ok {
		return known.name
	}
	return fmt.Sprintf("application %d", int(a))
}

// Open selects app. It is the first APDU of every operation and also how a
// card is recognised: ErrUnsupported when it does not know the application.
// An operation on the application that Open just selected does not select it
// again.
func (c *Card) Open(ctx context.Context, app Application) error {
	if c.justSelected && c.selected == app {
		return nil
	}
	return c.selectApplication(ctx, app)
}

// selectApplication sends SELECT by DF name without FCI (ISO 7816-4 section
// 7.1.1, P1 04 P2 0C). A prefix would match too, so the full AID goes out.
// The first command after power-on may be answered 6F00, once; SELECT changes
// no counter, so it may be repeated.
func (c *Card) selectApplication(ctx context.Context, app Application) error {
	step := "selecting " + app.String()
	c.attempted = app
	sw, err := c.selectDF(ctx, step, applications[app].aid)
	if err == nil && sw == swInternal && !c.answered {
		c.answered = true
		sw, err = c.selectDF(ctx, step, applications[app].aid)
	}
	if err != nil {
		return err
	}
	first := !c.answered
	c.answered = true
	switch {
	case sw == swOK:
		c.selected, c.justSelected = app, true
		return nil
	case sw == swNotFound, first && foreign(sw):
		c.needsClosing = c.selected != none
		return fmt.Errorf("%w: %w", ErrUnsupported, &StatusWordError{Step: step, SW: sw})
	}
	return &StatusWordError{Step: step, SW: sw}
}

func (c *Card) selectISD(ctx context.Context) error {
	const step = "selecting issuer security domain"
	sw, err := c.selectDF(ctx, step, isdAID)
	if err == nil && sw != swOK {
		err = &StatusWordError{Step: step, SW: sw}
	}
	return err
}

// selectDF sends one SELECT. Whatever comes back, an application may be
// selected from now on, so the card needs closing.
func (c *Card) selectDF(ctx context.Context, step string, aid []byte) (uint16, error) {
	if err := ended(ctx); err != nil {
		return 0, fmt.Errorf("%s: %w", step, err)
	}
	c.needsClosing, c.signer = true, nil
	_, sw, err := c.exchange(ctx, step, command(0x00, 0xA4, 0x04, 0x0C, aid))
	return sw, err
}

// selectEF selects a file of the current application by its identifier
// (P1 02 P2 0C). PINs and keys are files too; selecting one needs no right.
func (c *Card) selectEF(ctx context.Context, step string, ef byte) (uint16, error) {
	_, sw, err := c.exchange(ctx, step, command(0x00, 0xA4, 0x02, 0x0C, []byte{0x00, ef}))
	return sw, err
}
