package sign

import (
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/asn1"
	"errors"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"golang.org/x/crypto/cryptobyte"
	tag "golang.org/x/crypto/cryptobyte/asn1"
)

// A Holder is the person a 署名用 certificate names. Unknown parts are empty.
type Holder struct {
	Name, Address string
	Birth         string // 2006-01-02; "" when the register does not know the whole date
	Sex           string // JIS X 0303: "1" man, "2" woman, others as in the certificate
	// A character that the register has and the certificate cannot write stands
	// as another one, so name or address may differ from the face of the card.
	NameReplaced, AddressReplaced bool
}

var (
	oidSubjectAltName = asn1.ObjectIdentifier{2, 5, 29, 17}
	// The JPKI arc of holder data: .1 name, .2 replaced characters of the name,
	// .3 sex, .4 birth date, .5 address, .6 replaced characters of the address
	// (JPKI certificate profile, 署名用電子証明書 subjectAltName).
	oidHolder = asn1.ObjectIdentifier{1, 2, 392, 200149, 8, 5, 5}
)

// textTags are the string types whose bytes are UTF-8. JPKI writes UTF8String;
// the numbers could as well be of the others. 18 is NumericString.
var textTags = []tag.Tag{tag.UTF8String, tag.PrintableString, tag.IA5String, 18}

// Bounds on what a certificate may make us read. An address has at most 200
// characters; newer certificates may carry names we do not know yet.
const (
	maxNames = 64
	maxValue = 2048
)

var errHolder = errors.New("the subject's alternative names are damaged")

// readHolder returns nil when the certificate names nobody. A name it does not
// know is passed over; damaged DER, a name twice, or text that is not UTF-8 is
// an error, because then nobody can say whose certificate this is.
func readHolder(cert *x509.Certificate) (*Holder, error) {
	i := slices.IndexFunc(cert.Extensions, func(e pkix.Extension) bool { return e.Id.Equal(oidSubjectAltName) })
	if i < 0 {
		return nil, nil
	}
	values, err := otherNames(cert.Extensions[i].Value)
	if err != nil || len(values) == 0 {
		return nil, err
	}
	return &Holder{
		Name:            values[1],
		NameReplaced:    strings.Contains(values[2], "1"),
		Sex:             values[3],
		Birth:           isoBirth(values[4]),
		Address:         values[5],
		AddressReplaced: strings.Contains(values[6], "1"),
	}, nil
}

// otherNames reads GeneralNames (RFC 5280 §4.2.1.6) and returns the texts of
// the holder arc by their last number.
func otherNames(der []byte) (map[int]string, error) {
	input, list := cryptobyte.String(der), cryptobyte.String(nil)
	if !input.ReadASN1(&list, tag.SEQUENCE) || !input.Empty() {
		return nil, errHolder
	}
	values := map[int]string{}
	for n := 0; !list.Empty(); n++ {
		var name cryptobyte.String
		var kind tag.Tag
		if n >= maxNames || !list.ReadAnyASN1(&name, &kind) {
			return nil, errHolder
		}
		if kind != context0 {
			continue
		}
		if err := readOtherName(name, values); err != nil {
			return nil, err
		}
	}
	return values, nil
}

func readOtherName(name cryptobyte.String, values map[int]string) error {
	var id asn1.ObjectIdentifier
	var explicit, text cryptobyte.String
	var kind tag.Tag
	if !name.ReadASN1ObjectIdentifier(&id) || !name.ReadASN1(&explicit, context0) || !name.Empty() {
		return errHolder
	}
	if len(id) != len(oidHolder)+1 || !id[:len(oidHolder)].Equal(oidHolder) {
		return nil
	}
	number := id[len(oidHolder)]
	if number < 1 || number > 6 {
		return nil
	}
	if !explicit.ReadAnyASN1(&text, &kind) || !explicit.Empty() {
		return errHolder
	}
	if !slices.Contains(textTags, kind) {
		return nil // a form to come; who has it must still be able to sign
	}
	if _, twice := values[number]; twice || !plain(text) {
		return errHolder
	}
	values[number] = string(text)
	return nil
}

// plain is true for UTF-8 text that shows as it is.
func plain(text []byte) bool {
	return len(text) <= maxValue && utf8.Valid(text) && !strings.ContainsFunc(string(text), hidden)
}

// isoBirth turns EYYYYMMDD (era digit, Gregorian date) into 2006-01-02. The era
// digit adds nothing; 0 and dates that no calendar has mean unknown.
func isoBirth(text string) string {
	if len(text) != 9 || text[0] < '1' || text[0] > '5' {
		return ""
	}
	day, err := time.Parse("20060102", text[1:])
	if err != nil {
		return ""
	}
	return day.Format(time.DateOnly)
}
