package virtualcard

import (
	"crypto"
	"crypto/rand"
	"crypto/rsa"
	"crypto/sha256"
	"math/big"
)

// getChallenge is GET CHALLENGE (00 84 00 00 Le); the extended form is 6985.
func (c *Card) getChallenge(cmd command) answer {
	switch {
	case cmd.p1 != 0 || cmd.p2 != 0:
		return only(swWrongParameters)
	case cmd.extended:
		return only(swConditions)
	case len(cmd.data) != 0 || cmd.le == noLe:
		return only(swWrongLength)
	}
	challenge := make([]byte, cmd.le)
	_, _ = rand.Read(challenge) // never fails (crypto/rand)
	return answer{data: challenge, sw: swOK}
}

// internalAuthenticate is INTERNAL AUTHENTICATE (00 88 00 99) with EF 0019 of 共通カードAP: a signature over the SHA-256 of
// the challenge, without a PIN. The keys of the other applications answer 6985.
func (c *Card) internalAuthenticate(cmd command) answer {
	if cmd.p1 != 0 {
		return only(swWrongParameters)
	}
	f, sw := c.signingKey(cmd.p2)
	switch {
	case sw != swOK:
		return only(sw)
	case c.current.name != appCommon:
		return only(swConditions)
	case len(cmd.data) == 0 || len(cmd.data) > 255 || cmd.le < signatureSize:
		return only(swWrongLength)
	}
	sum := sha256.Sum256(cmd.data)
	signature, ok := pad(f.key, crypto.SHA256, sum[:], true)
	if !ok {
		return only(swInternal)
	}
	c.counters.Signatures++
	return answer{data: signature, sw: swOK}
}

// setSessionKey is SET SESSION KEY (80 AE), the beginning of secure messaging. Secure messaging itself is not simulated: no
// cryptogram is ever accepted.
func (c *Card) setSessionKey(cmd command) answer {
	switch {
	case c.current == nil || c.current == c.domain:
		return only(swInstruction)
	case c.current.name != appInputSupport:
		return only(c.current.exchange)
	case cmd.p1 != 0 || cmd.p2 != 0:
		return only(swWrongParameters)
	}
	session := c.current.files[0x0006]
	if !c.current.open(session) {
		return only(swSecurityStatus)
	}
	if len(cmd.data) != signatureSize {
		return only(swWrongLength)
	}
	if !belowModulus(cmd.data, &c.keys.session.PublicKey) {
		return only(swInternal)
	}
	return only(swWrongData)
}

func belowModulus(cryptogram []byte, key *rsa.PublicKey) bool {
	return new(big.Int).SetBytes(cryptogram).Cmp(key.N) < 0
}

// terminalCertificate is 80 A2 with EF 0016 of 公的個人認証AP: the certificate of a terminal that may use the authentication
// key without a PIN (特定機関認証). A body of the right shape is taken, its signature never verifies, nothing is opened.
func (c *Card) terminalCertificate(cmd command) answer {
	if c.current == nil || c.current.name != appJPKI {
		return only(swInstruction)
	}
	switch {
	case cmd.p1 == 0x06 && cmd.p2 == 0xC1 && len(cmd.data) == 307 && cmd.data[0] == 0x7F && cmd.data[1] == 0x21:
		return c.withTerminalKey(swOK)
	case cmd.p1 == 0x00 && cmd.p2 == 0xC1 && len(cmd.data) == 261 && cmd.data[0] == 0x5F && cmd.data[1] == 0x37:
		return c.withTerminalKey(swWrongData)
	case cmd.p2 != 0xC1 || (cmd.p1 != 0x00 && cmd.p1 != 0x06):
		return only(swWrongParameters)
	}
	return only(swWrongLength)
}

func (c *Card) withTerminalKey(sw status) answer {
	if c.ef == nil || c.ef.id != 0x0016 {
		return only(swConditions)
	}
	return only(sw)
}

// lastCommand is 80 FC, an indicator only telephones know; the plastic card answers 6700.
func (c *Card) lastCommand(command) answer { return only(swWrongLength) }
