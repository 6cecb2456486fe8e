package autofill

import (
	_ "embed"
	"slices"
	"strings"
	"testing"
)

//go:embed testdata/addresses.txt
var otherAddresses string

// forms are ways to write an address: the name of the town is %.
var forms = []string{"%１丁目２番３号", "%１２３番地の４", "%一丁目２番３号", "%1-2-3", "大字%１２３番地", "%字見本４５番地", "%　みほん荘１０１", "%１２番３号　みほん荘１０１", "%イ１２番地"}

// The addresses come from another package than the embedded table, which is a
// list of its own making and of another date. Each has one form of writing, in turn.
func TestPostalCodesAgreeWithAnotherPackage(t *testing.T) {
	count, certain, honest, silent, wrong := 0, 0, 0, 0, 0
	for line := range linesOf(otherAddresses) {
		field := strings.Split(line, "\t")
		address := field[0] + field[1] + strings.Replace(forms[count%len(forms)], "%", field[2], 1)
		count++
		want := strings.Fields(field[3])
		code, candidates := postalCode(splitAddress(address))
		switch {
		case code != "" && len(want) == 1 && code == want[0]:
			certain++
		case code != "" && slices.Contains(want, code):
			certain++
			t.Logf("%s: %s of %v by its 丁目", address, code, want)
		case code != "":
			wrong++
			t.Errorf("%s: certain of %s, and it is %v", address, code, want)
		case slices.ContainsFunc(want, func(w string) bool { return slices.Contains(candidates, w) }):
			honest++
		default:
			silent++
			t.Logf("%s: candidates %v, and it is %v", address, candidates, want)
		}
	}
	t.Logf("%d addresses: %d certain and right, %d with the right code among the candidates, %d without, %d wrong", count, certain, honest, silent, wrong)
	if count != 5000 || wrong > 0 || (certain+honest)*100 < count*99 || certain*100 < count*95 {
		t.Error("not good enough")
	}
}
