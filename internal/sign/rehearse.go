package sign

import (
	"context"
	"crypto/rsa"
	"crypto/x509"
	_ "embed" // the certificate of the rehearsal
	"strings"
	"sync"
	"time"
)

// rehearsalDER is a self-signed TEST certificate whose key was deleted when it
// was made: nobody can sign with it.
//
//go:embed rehearsal-TEST.der
var rehearsalDER []byte

var rehearsalCertificate = sync.OnceValue(func() *x509.Certificate {
	cert, err := x509.ParseCertificate(rehearsalDER)
	if err != nil {
		panic(err)
	}
	return cert
})

// noSignature stands where a card's would. It holds for no key.
type noSignature struct{}

func (noSignature) Certificate() []byte { return rehearsalDER }

func (noSignature) Sign(context.Context, []byte) ([]byte, error) {
	value := make([]byte, 256)
	copy(value, "rehearsal")
	return value, nil
}

// rehearse makes the whole file without the card and looks at it as its receiver
// would. All that may be wrong then is that the signature does not hold. So a
// document that would stop the program after the PIN is refused before it.
func rehearse(doc Document, part Prepared) error {
	cert := rehearsalCertificate()
	key := &cardKey{ctx: context.Background(), s: noSignature{}, cert: cert, pub: cert.PublicKey.(*rsa.PublicKey), unproven: true}
	out, err := part.Sign(key, time.Now())
	if err != nil {
		return unfit(doc, part, err.Error())
	}
	out.signature = key.last
	own, err := ownReport(doc, out)
	switch {
	case err != nil:
		return unfit(doc, part, err.Error())
	case own.Reason != "signature-broken" || own.beside != "":
		return unfit(doc, part, "a signature in it would not hold: "+own.Reason+" "+own.beside)
	}
	return nil
}

// unfit says that a document cannot be signed, in the kind of its profile.
func unfit(doc Document, part Prepared, reason string) error {
	kind := ""
	switch target := part.Target(); {
	case strings.HasSuffix(target, ".zip"):
		kind = "application"
	case strings.HasSuffix(target, ".pdf"):
		kind = "damaged"
	case strings.HasSuffix(target, ".xml"):
		kind = "xml"
	}
	return &DocumentError{doc.Name, reason, kind}
}
