package autofill

import (
	_ "embed"
	"strings"
	"testing"
)

//go:embed testdata/municipalities.txt
var otherMunicipalities string

// The list of the test comes from another package than the embedded one.
func TestEveryMunicipalityIsSplitOff(t *testing.T) {
	count := 0
	for line := range linesOf(otherMunicipalities) {
		prefecture, city, _ := strings.Cut(line, "\t")
		count++
		for _, town := range []string{"見本町三丁目", "大字区界村郡市第１地割"} {
			a := splitAddress(prefecture + city + town + "２番１号　みほん市町村荘１０１")
			if a.Prefecture != prefecture || a.City != city || a.Town != town || a.Street != "２番１号" || a.Building != "みほん市町村荘１０１" {
				t.Errorf("%s%s%s: %+v", prefecture, city, town, a.Address)
			}
			if len(a.where) != 1 || a.where[0].prefecture != prefecture || a.where[0].name != city || a.where[0].to == 0 {
				t.Errorf("%s%s is found as %v", prefecture, city, a.where)
			}
		}
	}
	if count < 1890 {
		t.Errorf("only %d municipalities", count)
	}
	t.Logf("%d municipalities with 2 towns each", count)
}
