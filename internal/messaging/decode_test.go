package messaging

import (
	"encoding/base64"
	"errors"
	"fmt"
	"runtime"
	"strings"
	"testing"

	"github.com/hitofude/hitofude/internal/pin"
)

const page = `"origin":"https://www.example.go.jp","topOrigin":"https://www.example.go.jp"`

func message(kind, params string) string {
	return fmt.Sprintf(`{"id":"7f3a","type":%q,%s,"params":%s}`, kind, page, params)
}

func decodeCode(t *testing.T, text string) (*Request, *Error) {
	t.Helper()
	r, err := Decode([]byte(text))
	if err == nil {
		return r, &Error{}
	}
	var e *Error
	if !errors.As(err, &e) {
		t.Fatalf("%.80s: error %T is not an *Error", text, err)
	}
	if r.Params != nil && r.Type == "" {
		t.Errorf("%.80s: parameters beside an error", text)
	}
	return r, e
}

func TestEveryMessageTypeDecodes(t *testing.T) {
	digest := base64.StdEncoding.EncodeToString(make([]byte, 32))
	nonce := strings.Repeat("n", 44)
	for kind, params := range map[string]string{
		TypePing:         `{"version":"1.0.0","protocol":1}`,
		TypeReaders:      `{}`,
		TypeStatus:       `{"reader":"Virtual PCD 00 00"}`,
		TypeAttributes:   `{"pin":"1234","fields":["name","sex"],"acceptLastTry":true}`,
		TypeNumber:       `{"verificationA":"123456789018","purpose":"tax","label":"個人番号"}`,
		TypeNumberCheck:  `{"label":"個人番号"}`,
		TypeCertificate:  `{"key":"signature","pin":"TEST123"}`,
		TypeSign:         `{"profile":"cms-detached","documents":[{"name":"a.pdf","digest":"` + digest + `"}],"pin":"TEST123"}`,
		TypeSignCheck:    `{"profile":"cms-detached","documents":[{"name":"a.pdf","blob":"b1"}]}`,
		TypeAuthenticate: `{"nonce":"` + nonce + `","pin":"2345"}`,
		TypePINChange:    `{"kind":"signature","current":"TEST123","new":"TEST456","acceptWeak":false}`,
		TypeCancel:       `{"id":"7f3a"}`,
		TypeDoctor:       `{}`,
		TypeBlob:         `{"blob":"b1","size":3,"seq":0,"data":"AAAA"}`,
	} {
		r, e := decodeCode(t, message(kind, params))
		if e.Code != "" || r.Type != kind || r.ID != "7f3a" || r.Origin != "https://www.example.go.jp" {
			t.Errorf("%s: %v %v %+v", kind, e.Code, e.Params, r)
		}
	}
	if len(newParams) != 19 {
		t.Errorf("%d message types; add the new one here", len(newParams))
	}
}

func TestStrictDecodingRefuses(t *testing.T) {
	deep := func(n int) string { return strings.Repeat(`{"a":`, n-2) + `1` + strings.Repeat(`}`, n-2) }
	tests := map[string]struct {
		text string
		id   string // what the answer can name
	}{
		"duplicate key":         {`{"id":"7f3a","type":"readers","type":"ping",` + page + `,"params":{}}`, "7f3a"},
		"duplicate id":          {`{"id":"7f3a","id":"7f3b","type":"readers",` + page + `}`, ""},
		"duplicate in params":   {message("card.status", `{"reader":"a","reader":"b"}`), "7f3a"},
		"escaped duplicate":     {message("card.status", `{"reader":"a","re\u0061der":"b"}`), "7f3a"},
		"wrong-case key":        {`{"id":"7f3a","TYPE":"readers",` + page + `}`, "7f3a"},
		"wrong-case id":         {`{"ID":"7f3a","type":"readers",` + page + `}`, ""},
		"wrong-case param":      {message("card.attributes", `{"PIN":"1234"}`), "7f3a"},
		"wrong-case inner":      {message("sign", `{"profile":"p","pin":"TEST123","documents":[{"name":"a","Content":"AAAA"}]}`), "7f3a"},
		"unknown key":           {`{"id":"7f3a","type":"readers",` + page + `,"extra":1}`, "7f3a"},
		"unknown param":         {message("readers", `{"extra":1}`), "7f3a"},
		"unknown inner param":   {message("sign", `{"profile":"p","pin":"TEST123","documents":[{"name":"a","content":"AAAA","path":"/"}]}`), "7f3a"},
		"null":                  {message("card.status", `{"reader":null}`), "7f3a"},
		"null params":           {message("readers", `null`), "7f3a"},
		"trailing bytes":        {message("readers", `{}`) + `x`, "7f3a"},
		"second object":         {message("readers", `{}`) + `{}`, "7f3a"},
		"17 levels":             {message("readers", deep(17)), "7f3a"},
		"invalid UTF-8":         {message("card.status", "{\"reader\":\"\xff\"}"), "7f3a"},
		"UTF-8 first":           {"{\"x\":\"\xc0\xaf\",\"id\":\"7f3a\"}", ""},
		"surrogate as UTF-8":    {message("card.status", "{\"reader\":\"\xed\xa0\x80\"}"), "7f3a"},
		"half a surrogate pair": {message("card.status", `{"reader":"\ud83d"}`), "7f3a"},
		"control character":     {message("card.status", "{\"reader\":\"\n\"}"), "7f3a"},
		"byte order mark":       {"\ufeff" + message("readers", `{}`), ""},
		"array":                 {`[` + message("readers", `{}`) + `]`, ""},
		"string":                {`"readers"`, ""},
		"only space":            {` `, ""},
		"cut off":               {`{"id":"7f3a","type":"readers"`, "7f3a"},
		"leading zero":          {message("ping", `{"version":"1","protocol":01}`), "7f3a"},
		"plus sign":             {message("ping", `{"version":"1","protocol":+1}`), "7f3a"},
		"fraction":              {message("ping", `{"version":"1","protocol":1.5}`), "7f3a"},
		"number as id":          {`{"id":7,"type":"readers",` + page + `}`, ""},
		"empty id":              {`{"id":"","type":"readers",` + page + `}`, ""},
		"id of 65 characters":   {`{"id":"` + strings.Repeat("長", 65) + `","type":"readers",` + page + `}`, ""},
		"no id":                 {`{"type":"readers",` + page + `}`, ""},
		"no type":               {`{"id":"7f3a",` + page + `}`, "7f3a"},
		"type not text":         {`{"id":"7f3a","type":1,` + page + `}`, "7f3a"},
		"no origin":             {`{"id":"7f3a","type":"card.status","params":{}}`, "7f3a"},
		"no topOrigin":          {`{"id":"7f3a","type":"card.status","origin":"https://a.jp","params":{}}`, "7f3a"},
		"empty origin":          {`{"id":"7f3a","type":"card.status","origin":"","topOrigin":"","params":{}}`, "7f3a"},
		"empty origin, a page":  {`{"id":"7f3a","type":"card.attributes","origin":"","topOrigin":"https://a.jp","params":{"pin":"1234"}}`, "7f3a"},
		"empty topOrigin":       {`{"id":"7f3a","type":"card.status","origin":"https://a.jp","topOrigin":"","params":{}}`, "7f3a"},
		"empty origin, ping":    {`{"id":"7f3a","type":"ping","origin":"","topOrigin":"","params":{"version":"1","protocol":1}}`, "7f3a"},
		"origin of one, ping":   {`{"id":"7f3a","type":"ping","origin":"https://a.jp","params":{"version":"1","protocol":1}}`, "7f3a"},
		"origin not text":       {`{"id":"7f3a","type":"card.status","origin":1,"topOrigin":1}`, "7f3a"},
		"params not object":     {message("readers", `[]`), "7f3a"},
		"number as PIN":         {message("card.attributes", `{"pin":1234}`), "7f3a"},
		"PIN and number B":      {message("card.attributes", `{"pin":"1234","verificationB":"60051520351234"}`), "7f3a"},
		"unknown field name":    {message("card.attributes", `{"pin":"1234","fields":["number"]}`), "7f3a"},
		"no field name":         {message("card.attributes", `{"pin":"1234","fields":[]}`), "7f3a"},
		"129 elements":          {message("card.attributes", `{"pin":"1234","fields":["name"`+strings.Repeat(`,"name"`, 128)+`]}`), "7f3a"},
		"field twice":           {message("card.attributes", `{"pin":"1234","fields":["sex","sex"]}`), "7f3a"},
		"unknown key name":      {message("certificate", `{"key":"root"}`), "7f3a"},
		"no documents":          {message("sign", `{"profile":"p","pin":"TEST123","documents":[]}`), "7f3a"},
		"document of nothing":   {message("sign", `{"profile":"p","pin":"TEST123","documents":[{"name":"a"}]}`), "7f3a"},
		"content and digest":    {message("sign", `{"profile":"p","pin":"TEST123","documents":[{"name":"a","content":"AAAA","digest":"`+strings.Repeat("A", 43)+`="}]}`), "7f3a"},
		"blob and digest":       {message("sign", `{"profile":"p","pin":"TEST123","documents":[{"name":"a","blob":"b1","digest":"`+strings.Repeat("A", 43)+`="}]}`), "7f3a"},
		"content and blob":      {message("sign", `{"profile":"p","pin":"TEST123","documents":[{"name":"a","blob":"b1","content":"AAAA"}]}`), "7f3a"},
		"digest of 31 bytes":    {message("sign", `{"profile":"p","pin":"TEST123","documents":[{"name":"a","digest":"`+strings.Repeat("A", 40)+`AA=="}]}`), "7f3a"},
		"name with a folder":    {message("sign", `{"profile":"p","pin":"TEST123","documents":[{"name":"../a","content":"AAAA"}]}`), "7f3a"},
		"name read backwards":   {message("sign", `{"profile":"p","pin":"TEST123","documents":[{"name":"a\u202efdp.exe","content":"AAAA"}]}`), "7f3a"},
		"base64 unpadded":       {message("blob", `{"blob":"b","size":2,"seq":0,"data":"AAA"}`), "7f3a"},
		"base64 for URLs":       {message("blob", `{"blob":"b","size":3,"seq":0,"data":"-_-_"}`), "7f3a"},
		"blob of no bytes":      {message("blob", `{"blob":"b","size":0,"seq":0,"data":"AAAA"}`), "7f3a"},
		"negative seq":          {message("blob", `{"blob":"b","size":3,"seq":-1,"data":"AAAA"}`), "7f3a"},
		"short nonce":           {message("authenticate", `{"nonce":"abc","pin":"2345"}`), "7f3a"},
		"unknown kind":          {message("pin.change", `{"kind":"verification-a","current":"123456789018","new":"123456789018"}`), "7f3a"},
		"65 keys":               {message("readers", `{`+strings.TrimSuffix(numbered(65), ",")+`}`), "7f3a"},
	}
	for name, test := range tests {
		r, e := decodeCode(t, test.text)
		if e.Code != CodeRequestInvalid || r.ID != test.id {
			t.Errorf("%s: %q with id %q, want REQUEST_INVALID with %q", name, e.Code, r.ID, test.id)
		}
		if text := fmt.Sprint(e.Params); strings.Contains(text, "1234") || strings.Contains(text, "TEST") {
			t.Errorf("%s: error quotes the input: %s", name, text)
		}
	}
	if _, e := decodeCode(t, message("card.status", `{"reader":"`+strings.Repeat("a", 129)+`"}`)); e.Params["field"] != "reader" {
		t.Errorf("field of a broken rule: %v", e.Params)
	}
}

func numbered(n int) string {
	var b strings.Builder
	for i := range n {
		fmt.Fprintf(&b, `"k%d":1,`, i)
	}
	return b.String()
}

func TestSixteenLevelsAreDeepEnoughForTheWalker(t *testing.T) {
	text := strings.Repeat(`{"a":`, MaxDepth-1) + `{}` + strings.Repeat(`}`, MaxDepth-1)
	if err := walk([]byte(text), nil, nil); err != nil {
		t.Error(err)
	}
	if err := walk([]byte(`{"a":`+text+`}`), nil, nil); err != errDepth {
		t.Error(err)
	}
}

// A frame of 1 MiB holds 350,000 empty documents; decoded they took 120 MB and
// three seconds in which no cancel was heard.
func TestLongArrayIsRefusedBeforeItIsDecoded(t *testing.T) {
	documents := strings.Repeat(`{},`, MaxFrame/3-100)
	text := []byte(message("sign", `{"profile":"p","pin":"TEST123","documents":[`+documents+`{}]}`))
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	_, err := Decode(text)
	runtime.ReadMemStats(&after)
	var e *Error
	if !errors.As(err, &e) || e.Params["reason"] != errElements.Error() {
		t.Errorf("%v", err)
	}
	if used := after.TotalAlloc - before.TotalAlloc; used > 1<<20 {
		t.Errorf("%d bytes allocated", used)
	}
}

func TestRefusedRequestStillNamesItsBlobs(t *testing.T) {
	r, e := decodeCode(t, message("sign", `{"profile":"p","pin":"98765","documents":[{"name":"a","blob":"b1"},{"name":"b","content":""},{"name":"c","blob":"b2"}]}`))
	if e.Code != CodePINFormat || fmt.Sprint(r.Blobs) != "[b1 b2]" {
		t.Errorf("%v %v", e, r.Blobs)
	}
}

func TestUnknownTypeIsNamedAsSuch(t *testing.T) {
	r, e := decodeCode(t, message("card.destroy", `{"anything":1}`))
	if e.Code != CodeRequestUnknown || r.ID != "7f3a" || r.Type != "" {
		t.Errorf("%v, id %q", e.Code, r.ID)
	}
}

func TestMessagesAboutThePortNeedNoOrigin(t *testing.T) {
	for kind, params := range map[string]string{
		TypePing:   `{"version":"1.0.0","protocol":1}`,
		TypeCancel: `{"id":"a"}`,
		TypeBlob:   `{"blob":"b1","size":3,"seq":0,"data":"AAAA"}`,
	} {
		if _, e := decodeCode(t, `{"id":"7f3a","type":"`+kind+`","params":`+params+`}`); e.Code != "" {
			t.Errorf("%s: %v", kind, e)
		}
	}
}

// The host looks at the label itself, so there has to be one.
func TestANumberIsAskedForByALabel(t *testing.T) {
	for label, want := range map[string]Code{``: CodeRequestInvalid, `,"label":""`: CodeRequestInvalid, `,"label":"個人番号"`: ""} {
		if _, e := decodeCode(t, message("card.number", `{"pin":"1234","purpose":"tax"`+label+`}`)); e.Code != want {
			t.Errorf("%q: %v %v", label, e.Code, e.Params)
		}
	}
	if _, e := decodeCode(t, message("number.check", `{}`)); e.Code != "" {
		t.Errorf("%v %v", e.Code, e.Params)
	}
}

func TestPinErrorsNameThePinAndNeverShowIt(t *testing.T) {
	content := `"profile":"cms-detached","documents":[{"name":"a","content":""}]`
	tests := []struct {
		kind, params string
		code         Code
		pin, reason  string
	}{
		{"card.attributes", `{}`, CodePINRequired, "input-support", ""},
		{"card.attributes", `{"pin":""}`, CodePINFormat, "input-support", "empty"},
		{"card.attributes", `{"pin":"98765"}`, CodePINFormat, "input-support", "too-long"},
		{"card.attributes", `{"verificationB":"98765"}`, CodePINFormat, "verification-b", "too-short"},
		{"card.number", `{"purpose":"tax","label":"個人番号"}`, CodePINRequired, "input-support", ""},
		{"card.number", `{"purpose":"tax","label":"個人番号","verificationA":"98765"}`, CodePINFormat, "verification-a", "too-short"},
		{"certificate", `{"key":"signature"}`, CodePINRequired, "signature", ""},
		{"certificate", `{"key":"signature","pin":"98765x"}`, CodePINFormat, "signature", "lower-case"},
		{"certificate", `{"key":"authentication","pin":"98765"}`, CodePINFormat, "authentication", "too-long"},
		{"sign", `{` + content + `}`, CodePINRequired, "signature", ""},
		{"sign", `{` + content + `,"pin":"98765"}`, CodePINFormat, "signature", "too-short"},
		{"sign", `{` + content + `,"pin":"９８７６５４"}`, CodePINFormat, "signature", "full-width"},
		{"authenticate", `{"nonce":"` + strings.Repeat("n", 44) + `"}`, CodePINRequired, "authentication", ""},
		{"authenticate", `{"nonce":"` + strings.Repeat("n", 44) + `","pin":"98765"}`, CodePINFormat, "authentication", "too-long"},
		{"pin.change", `{"kind":"input-support","new":"9876"}`, CodePINRequired, "input-support", ""},
		{"pin.change", `{"kind":"input-support","current":"9876","new":"98765"}`, CodePINFormat, "input-support", "too-long"},
		{"pin.change", `{"kind":"signature","current":"9876","new":"98765A"}`, CodePINFormat, "signature", "four-digits"},
	}
	for _, test := range tests {
		r, e := decodeCode(t, message(test.kind, test.params))
		reason, _ := e.Params["reason"].(string)
		if e.Code != test.code || e.Params["pin"] != test.pin || reason != test.reason || r.ID != "7f3a" {
			t.Errorf("%s %s: %v %v", test.kind, test.params, e.Code, e.Params)
		}
		if strings.Contains(fmt.Sprintf("%v %+v", e, e.Params), "9876") {
			t.Errorf("%s %s: error shows the PIN", test.kind, test.params)
		}
	}
}

func TestEmptyDocumentIsADocument(t *testing.T) {
	r, e := decodeCode(t, message("sign", `{"profile":"cms-detached","documents":[{"name":"a","content":""}],"pin":"TEST123"}`))
	if e.Code != "" {
		t.Fatal(e, e.Params)
	}
	if c := r.Params.(*SignParams).Documents[0].Content; c == nil || len(c) != 0 {
		t.Errorf("content %v", c)
	}
}

func TestClearRemovesEveryPinOfARequest(t *testing.T) {
	r, e := decodeCode(t, message("pin.change", `{"kind":"input-support","current":"9876","new":"8765"}`))
	if e.Code != "" {
		t.Fatal(e)
	}
	var slices [][]byte
	for _, s := range r.Params.Secrets() {
		slices = append(slices, s.PIN.Bytes())
	}
	r.Clear()
	for _, b := range slices {
		for _, c := range b {
			if c != 0 {
				t.Errorf("left %q", b)
			}
		}
	}
}

// A field that is a PIN but not among Secrets would be neither cleared nor
// checked.
func TestEveryPinFieldIsASecret(t *testing.T) {
	for kind, makeParams := range newParams {
		params := makeParams()
		secrets := params.Secrets()
		n := 0
		for name, typ := range fieldsOf(typeOf(params)) {
			if typ != typeOf((*pin.PIN)(nil)) {
				continue
			}
			n++
			if _, ok := secretOf(secrets, name); !ok {
				t.Errorf("%s: PIN field %s is not a secret", kind, name)
			}
		}
		if n != len(secrets) {
			t.Errorf("%s: %d PIN fields, %d secrets", kind, n, len(secrets))
		}
	}
}
