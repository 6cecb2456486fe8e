package virtualcard

import (
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

// keySet are the committed TEST keys. They are the same in every card; the certificates around them are made anew.
type keySet struct {
	signCA, authCA, signUser, authUser              *rsa.PrivateKey
	inputSupport, inputSupportIssuer, cvCA, session *rsa.PrivateKey
	cardFace, common                                *rsa.PrivateKey
}

var testKeys = sync.OnceValues(func() (*keySet, error) {
	k := &keySet{}
	for file, key := range map[string]**rsa.PrivateKey{
		"ca/TEST-sign-ca": &k.signCA, "ca/TEST-auth-ca": &k.authCA,
		"keys/TEST-sign-user": &k.signUser, "keys/TEST-auth-user": &k.authUser,
		"keys/TEST-input-support": &k.inputSupport, "keys/TEST-input-support-issuer": &k.inputSupportIssuer,
		"keys/TEST-cv-ca": &k.cvCA, "keys/TEST-session": &k.session,
		"keys/TEST-card-face": &k.cardFace, "keys/TEST-common": &k.common,
	} {
		var err error
		if *key, err = readKey(file + ".key.pem"); err != nil {
			return nil, err
		}
	}
	return k, nil
})

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
