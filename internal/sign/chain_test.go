package sign

import (
	"crypto/sha256"
	"encoding/hex"
	"strings"
	"testing"
	"time"
)

func TestChainTellsTheIssuerFromOthersOfTheSameName(t *testing.T) {
	id := identity()
	stranger := newKey()
	template := caTemplate("JPKI TEST for digital signature")
	sameName := issue(template, nil, &stranger.PublicKey, stranger)
	noRight := caTemplate("TEST of no right to issue")
	noRight.KeyUsage = 1
	for name, c := range map[string]struct {
		leaf, ca []byte
		want     Chain
	}{
		"the issuer":             {id.leaf, id.ca, Chain{"intact", "test"}},
		"same name, other key":   {id.leaf, sameName, Chain{"broken", "test"}},
		"name of JPKI":           {id.leaf, issue(namedAsJPKI(), nil, &stranger.PublicKey, stranger), Chain{"broken", "unknown"}},
		"no right to issue":      {id.leaf, issue(noRight, nil, &id.caKey.PublicKey, id.caKey), Chain{"broken", "test"}},
		"leaf as its own issuer": {id.leaf, id.leaf, Chain{"broken", "test"}},
		"no CA":                  {id.leaf, nil, Chain{"not-checked", "unknown"}},
		"CA is noise":            {id.leaf, []byte{0x30, 0x00}, Chain{"broken", "unknown"}},
		"leaf is noise":          {[]byte{1}, id.ca, Chain{"broken", "test"}},
	} {
		if got := CheckChain(c.leaf, c.ca); got != c.want {
			t.Errorf("%s: %v, want %v", name, got, c.want)
		}
	}
}

func TestOneChangedByteBreaksTheChain(t *testing.T) {
	id := identity()
	leaf := issueLeaf(id, subjectAltName(holderNames...), time.Now())
	for i := 0; i < len(leaf); i += 7 {
		leaf[i] ^= 0x10
		if CheckChain(leaf, id.ca).State == "intact" {
			t.Errorf("intact with byte %d changed", i)
		}
		leaf[i] ^= 0x10
	}
}

func TestKnownRootIsNamedByItsFingerprintAlone(t *testing.T) {
	sum := sha256.Sum256(identity().ca)
	fingerprint := hex.EncodeToString(sum[:])
	knownRoots[fingerprint] = "known for this test"
	defer delete(knownRoots, fingerprint)
	if got := CheckChain(identity().leaf, identity().ca); got != (Chain{"intact", "known for this test"}) {
		t.Error(got)
	}
}

func TestKnownRootsAreFingerprints(t *testing.T) {
	if len(knownRoots) != 5 {
		t.Errorf("%d roots are known, want five of JPKI", len(knownRoots))
	}
	for fingerprint, name := range knownRoots {
		if len(fingerprint) != 64 || strings.ToLower(fingerprint) != fingerprint || !strings.HasPrefix(name, "jpki-") {
			t.Errorf("%s of %s is not a SHA-256", fingerprint, name)
		}
	}
}
