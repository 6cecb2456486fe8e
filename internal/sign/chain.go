package sign

import (
	"crypto/sha256"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/hex"
	"strings"
)

// A Chain says whether a certificate was issued by a CA, and what is known of that CA.
type Chain struct {
	State string // "intact", "broken", or "not-checked" when no CA certificate was at hand
	Root  string // a name of knownRoots, "test", or "unknown"
}

// knownRoots are the self-signed CA certificates of JPKI by the SHA-256 of
// their DER, computed from two public collections. All generations of one use
// have the same name, so a name proves nothing. The second generation of
// 利用者証明用 (2019) is not among them: its fingerprint was not to be had, and
// such a CA is reported as unknown, never as forged.
var knownRoots = map[string]string{
	"19645405a1fe14377434bd55957628ac4038557c542403a2243f21c706fc9355": "jpki-signature-1",
	"79679c33e4cc9319440f1ad120a597ff1844e2ef217063adb176966fd5e6fbeb": "jpki-signature-2",
	"d227f6cde11d35c5252178f106f843d24651944975413b539fa2fb68dbfa365f": "jpki-signature-3",
	"4dcfc4ca0aaf9fb2a3081b3f0c991c320b3acc008667a341eeaec5af1d58ca7d": "jpki-authentication-1",
	"64114f29620c24ed2631d46476a040e7ee740d956089c00b036a6a8118c322b5": "jpki-authentication-3",
}

// CheckChain looks whether ca issued leaf (both DER; ca nil when it was not
// read: then the keys that are known here are tried). It looks at the signature
// and at the right to issue, not at dates and not at revocation.
func CheckChain(leaf, ca []byte) Chain {
	if len(ca) == 0 {
		return chainByKey(leaf)
	}
	issuer, err := x509.ParseCertificate(ca)
	if err != nil {
		return Chain{"broken", "unknown"}
	}
	cert, err := x509.ParseCertificate(leaf)
	if err != nil || cert.CheckSignatureFrom(issuer) != nil {
		return Chain{"broken", rootName(issuer)}
	}
	return Chain{"intact", rootName(issuer)}
}

func rootName(ca *x509.Certificate) string {
	sum := sha256.Sum256(ca.Raw)
	if name, known := knownRoots[hex.EncodeToString(sum[:])]; known {
		return name
	}
	if saysTest(ca.Subject) {
		return "test"
	}
	return "unknown"
}

func saysTest(name pkix.Name) bool { return strings.Contains(strings.ToUpper(name.String()), "TEST") }
