package virtualcard

import (
	"crypto"
	"crypto/rand"
	"crypto/rsa"
	"crypto/sha256"
)

const (
	signatureSize = 256 // RSA-2048
	maxPadded     = 245 // what PKCS #1 v1.5 leaves room for
)

// computeSignature is COMPUTE DIGITAL SIGNATURE (80 2A). P2: 80 the key in the current EF, 80|SFI a key by short id, 00 the
// application's own key, which needs no PIN. P1 says what the data are:
//
//	00 pad as given (PKCS #1 v1.5)   01 hash, pad the bare hash   02 data is a hash, build the DigestInfo
//	03 hash, build the DigestInfo    04 data is a hash, RSA-PSS   05 hash, RSA-PSS
func (c *Card) computeSignature(cmd command) answer {
	f, sw := c.signingKey(cmd.p2)
	if sw != swOK {
		return only(sw)
	}
	switch {
	case cmd.p1 > 0x05:
		return only(swWrongParameters)
	case len(cmd.data) == 0 || cmd.le < signatureSize:
		return only(swWrongLength)
	case !c.current.open(f):
		return only(swSecurityStatus)
	}
	signature, ok := signAs(cmd.p1, f.key, cmd.data)
	if !ok {
		return only(swConditions)
	}
	c.counters.Signatures++
	return answer{data: signature, sw: swOK}
}

func (c *Card) signingKey(p2 byte) (*file, status) {
	if p2 != 0x00 {
		return c.refer(p2, keyFile)
	}
	if c.current == nil || c.current.key == nil {
		return nil, swKeyNotFound
	}
	return c.current.key, swOK
}

func signAs(p1 byte, key *rsa.PrivateKey, data []byte) ([]byte, bool) {
	sum := sha256.Sum256(data)
	switch p1 {
	case 0x00:
		return pad(key, 0, data, len(data) <= maxPadded)
	case 0x01:
		return pad(key, 0, sum[:], true)
	case 0x02:
		return pad(key, crypto.SHA256, data, len(data) == sha256.Size)
	case 0x03:
		return pad(key, crypto.SHA256, sum[:], len(data) <= 255)
	case 0x04:
		return pss(key, data, len(data) == sha256.Size)
	case 0x05:
		return pss(key, sum[:], true)
	}
	return nil, false
}

func pad(key *rsa.PrivateKey, hash crypto.Hash, data []byte, fits bool) ([]byte, bool) {
	if !fits {
		return nil, false
	}
	signature, err := rsa.SignPKCS1v15(nil, key, hash, data)
	return signature, err == nil
}

func pss(key *rsa.PrivateKey, digest []byte, fits bool) ([]byte, bool) {
	if !fits {
		return nil, false
	}
	signature, err := rsa.SignPSS(rand.Reader, key, crypto.SHA256, digest, &rsa.PSSOptions{SaltLength: sha256.Size})
	return signature, err == nil
}
