package autofill

import (
	"encoding/json"
	"os"
	"strings"
	"testing"
	"time"
)

var today = time.Date(2026, 11, 24, 9, 0, 0, 0, japan)

// The file is the shape that the extension reads; its tests read it too.
func TestProfileOverTheWireIsTheGoldenOne(t *testing.T) {
	want, err := os.ReadFile("testdata/profile.json")
	if err != nil {
		t.Fatal(err)
	}
	p := Make("見本　花子", "東京都千代田区霞が関三丁目２番１号　みほんコーポ２０３", "19850515", "2", today)
	got, err := json.MarshalIndent(p, "", "  ")
	if err != nil || string(got) != strings.TrimSpace(string(want)) {
		t.Errorf("%s, %v", got, err)
	}
}

func TestUnknownStaysUnknown(t *testing.T) {
	p := Make("見本", "", "19850500", "9", today)
	got, err := json.Marshal(p)
	want := `{"name":{"full":"見本","family":"","given":"","sure":false,"script":"cjk"},` +
		`"address":{"full":"","prefecture":"","city":"","town":"","street":"","building":""},` +
		`"birth":null,"age":null,"sex":{"code":"9","label":""}}`
	if err != nil || string(got) != want {
		t.Errorf("%s, %v", got, err)
	}
}
