package virtualcard

import (
	"crypto/rand"
	"crypto/rsa"
	"crypto/x509"
	"embed"
	"encoding/pem"
	"fmt"
	"path"
	"sync"
)

//go:embed testdata/ca/*.pem testdata/keys/*.pem
var pemFiles embed.FS

// keySet are the keys of a card and of those who made it: the committed TEST keys, which are the same in every card, or fresh
// ones. The holder's certificates are made anew for each card.
type keySet struct {
	signCA, authCA, signUser, authUser              *rsa.PrivateKey
	inputSupport, inputSupportIssuer, cvCA, session *rsa.PrivateKey
	cardFace, common                                *rsa.PrivateKey

	caCertificates map[string][]byte // DER, by the kind of the key that they stand above
	madeUp         bool              // see [Quirks]
}

// underMadeUpNames are the same keys below CAs whose names do not say TEST.
func (k *keySet) underMadeUpNames() (*keySet, error) {
	other := *k
	other.madeUp, other.caCertificates = true, map[string][]byte{}
	for _, kind := range []string{Signature, Authentication} {
		var err error
		if other.caCertificates[kind], err = other.purpose(kind).makeCA(); err != nil {
			return nil, err
		}
	}
	return &other, nil
}

// named lists the keys with the names of their files.
func (k *keySet) named() map[string]**rsa.PrivateKey {
	return map[string]**rsa.PrivateKey{
		"ca/TEST-sign-ca": &k.signCA, "ca/TEST-auth-ca": &k.authCA,
		"keys/TEST-sign-user": &k.signUser, "keys/TEST-auth-user": &k.authUser,
		"keys/TEST-input-support": &k.inputSupport, "keys/TEST-input-support-issuer": &k.inputSupportIssuer,
		"keys/TEST-cv-ca": &k.cvCA, "keys/TEST-session": &k.session,
		"keys/TEST-card-face": &k.cardFace, "keys/TEST-common": &k.common,
	}
}

var testKeys = sync.OnceValues(func() (*keySet, error) {
	k := &keySet{caCertificates: map[string][]byte{}}
	for file, key := range k.named() {
		var err error
		if *key, err = readKey(file + ".key.pem"); err != nil {
			return nil, err
		}
	}
	for kind, file := range map[string]string{Signature: "ca/TEST-sign-ca.pem", Authentication: "ca/TEST-auth-ca.pem"} {
		var err error
		if k.caCertificates[kind], err = readPEM(file, "CERTIFICATE"); err != nil {
			return nil, err
		}
	}
	return k, nil
})

// freshKeys makes all keys anew, side by side, and the certificates of the CAs.
func freshKeys() (*keySet, error) {
	k := &keySet{caCertificates: map[string][]byte{}}
	var making sync.WaitGroup
	failed := make(chan error, len(k.named()))
	for _, key := range k.named() {
		making.Go(func() {
			var err error
			if *key, err = rsa.GenerateKey(rand.Reader, keyBits); err != nil {
				failed <- fmt.Errorf("making key: %w", err)
			}
		})
	}
	making.Wait()
	close(failed)
	if err := <-failed; err != nil {
		return nil, err
	}
	for _, kind := range []string{Signature, Authentication} {
		var err error
		if k.caCertificates[kind], err = k.purpose(kind).makeCA(); err != nil {
			return nil, err
		}
	}
	return k, nil
}

const keyBits = 2048

func readPEM(file, kind string) ([]byte, error) {
	data, err := pemFiles.ReadFile(path.Join("testdata", file))
	if err != nil {
		return nil, fmt.Errorf("reading TEST key: %w", err)
	}
	block, _ := pem.Decode(data)
	if block == nil || block.Type != kind {
		return nil, fmt.Errorf("reading %s: no %s", file, kind)
	}
	return block.Bytes, nil
}

func readKey(file string) (*rsa.PrivateKey, error) {
	der, err := readPEM(file, "PRIVATE KEY")
	if err != nil {
		return nil, err
	}
	key, err := x509.ParsePKCS8PrivateKey(der)
	if err != nil {
		return nil, fmt.Errorf("parsing %s: %w", file, err)
	}
	private, ok := key.(*rsa.PrivateKey)
	if !ok {
		return nil, fmt.Errorf("parsing %s: not an RSA key", file)
	}
	return private, nil
}
