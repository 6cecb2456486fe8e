package virtualcard

// Names of the applications, as profiles list them.
const (
	appJPKI             = "jpki"              // 公的個人認証AP
	appInputSupport     = "input-support"     // 券面事項入力補助AP
	appCardFace         = "card-face"         // 券面事項確認AP
	appResidentRegister = "resident-register" // 住基AP
	appCommon           = "common"            // 共通カードAP
	appDomain           = "isd"               // issuer security domain
)

var allApplications = []string{appJPKI, appInputSupport, appCardFace, appResidentRegister, appCommon, appDomain}

// foreignAIDs are applications of other cards. One card may have them beside its own: a 特定在留カード is both.
var foreignAIDs = map[string][]byte{
	"licence":    {0xA0, 0x00, 0x00, 0x02, 0x31, 0x01, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0},                // 運転免許証 DF1
	"profession": {0xE8, 0x28, 0xBD, 0x08, 0x0F, 0xA0, 0x00, 0x00, 0x03, 0x91, 0, 0, 0, 0, 0, 0x01}, // HPKI, for signatures
	"residence":  {0xD3, 0x92, 0xF0, 0x00, 0x4F, 0x02, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0},                // 在留カード DF1
}

// Profile describes one card, as a JSON file a person can read. Unknown keys are refused.
type Profile struct {
	Name    string `json:"-"` // the file's name without .json
	Comment string `json:"comment"`

	Holder       Holder                `json:"holder"`
	Body         Body                  `json:"card"`
	Pins         map[string]PinSetting `json:"pins"`
	Certificates map[string]*Validity  `json:"certificates"`
	Applications []string              `json:"applications,omitempty"` // absent: all; empty: the card answers no AID
	Foreign      []string              `json:"foreign,omitempty"`      // applications of other cards: they can be selected and hold nothing
	Quirks       Quirks                `json:"quirks"`
}

// Holder is the person, as the card face has it.
type Holder struct {
	Name    string `json:"name"`
	Address string `json:"address"`
	Birth   string `json:"birth"`  // YYYYMMDD
	Sex     string `json:"sex"`    // 1 男, 2 女, 9 適用不能
	Number  string `json:"number"` // 個人番号; only 123456789018 is a test number
}

// Body is the card itself.
type Body struct {
	ATR          string `json:"atr,omitempty"`        // hex; absent: 3BE000FF8131FE4514
	TokenLabel   string `json:"tokenLabel,omitempty"` // absent: JPKIAPICCTOKEN2
	Serial       string `json:"serial"`               // 15 digits
	Municipality string `json:"municipality"`         // 5 digits
	Expires      string `json:"expires"`              // YYYYMMDD
}

// PinSetting is a PIN's value and how many tries are left.
type PinSetting struct {
	Value string `json:"value"`
	Tries *int   `json:"tries,omitempty"` // absent: all
	// Common is the counter of the second 住民基本台帳用暗証番号, in 共通カードAP; absent: like Tries.
	Common *int `json:"triesCommon,omitempty"`
}

// Validity is the life of a certificate, counted from the moment the card is made. The signature certificate repeats the
// holder; Name and Address are given where it says something else than the card face.
type Validity struct {
	IssuedDaysAgo   int    `json:"issuedDaysAgo"`
	ExpiresInDays   int    `json:"expiresInDays"`
	Name            string `json:"name,omitempty"`
	Address         string `json:"address,omitempty"`
	NameReplaced    string `json:"nameReplaced,omitempty"`    // 代替文字位置: a digit per character, 1 = replaced
	AddressReplaced string `json:"addressReplaced,omitempty"` // the same for the address
}

// Quirks are habits of some cards that a client must survive. All off is the production card as it is known.
type Quirks struct {
	Cold6F00                          bool `json:"cold6F00,omitempty"`                          // the first command after power-on answers 6F00
	Verified9000                      bool `json:"verified9000,omitempty"`                      // a query answers 9000 while the PIN is verified
	NoExtendedLength                  bool `json:"noExtendedLength,omitempty"`                  // every extended APDU is 6700
	MinimalBER                        bool `json:"minimalBER,omitempty"`                        // the test card: shortest lengths
	NoFiller                          bool `json:"noFiller,omitempty"`                          // the test card: 基本4情報 ends with its last element
	SFIQueryRefused                   bool `json:"sfiQueryRefused,omitempty"`                   // VERIFY and query with 80|SFI are 6A86
	Query5Only                        bool `json:"query5Only,omitempty"`                        // a query without Le is 6700
	LockedQuery6984                   bool `json:"lockedQuery6984,omitempty"`                   // a query of a locked PIN is 6984 instead of 63C0
	Locked6983                        bool `json:"locked6983,omitempty"`                        // VERIFY of a locked PIN is 6983 instead of 6984
	ReselectLocks                     bool `json:"reselectLocks,omitempty"`                     // selecting the current application again ends its security status
	CertificateTail                   bool `json:"certificateTail,omitempty"`                   // certificate files are padded with FF to 2048 bytes
	EmptyCertificate                  bool `json:"emptyCertificate,omitempty"`                  // a missing certificate is an empty file instead of 6A82
	AuthenticationCertificateNeedsPIN bool `json:"authenticationCertificateNeedsPIN,omitempty"` // telephones
	UnknownTags                       bool `json:"unknownTags,omitempty"`                       // 基本4情報 has one element more (DF26) than any reader knows
	MadeUpNames                       bool `json:"madeUpNames,omitempty"`                       // no name in a certificate says TEST: a stand-in for a card in use, with the TEST keys
}
