package autofill

import (
	"slices"
	"testing"
)

const testNumber = "123456789018"

func TestCheckDigitOfTheTestNumberHolds(t *testing.T) {
	if !CheckNumber([]byte(testNumber)) {
		t.Error("the test number is refused")
	}
}

func TestChangedCheckDigitIsRefused(t *testing.T) {
	for digit := byte('0'); digit <= '9'; digit++ {
		if changed := with(11, digit); digit != testNumber[11] && CheckNumber(changed) {
			t.Errorf("check digit %c is taken", digit)
		}
	}
}

// A sum modulo 11 shows every wrong digit, but remainders 0 and 1 share the check
// digit 0: a change from the one to the other cannot be seen. The test number has
// remainder 3, so that none of its changes can hide.
func TestEveryOtherDigitIsSeen(t *testing.T) {
	for place := range 12 {
		for digit := byte('0'); digit <= '9'; digit++ {
			if digit != testNumber[place] && CheckNumber(with(place, digit)) {
				t.Errorf("digit %c at %d is not seen", digit, place+1)
			}
		}
	}
}

func TestWhatIsNoNumberIsRefused(t *testing.T) {
	for _, text := range []string{"", "1", "12345678901", "1234567890180", "１２３４", "1234 5678 90", "12345678901x", "-12345678901"} {
		if CheckNumber([]byte(text)) {
			t.Errorf("%q is taken", text)
		}
	}
}

func TestCheckingChangesNothing(t *testing.T) {
	digits := []byte(testNumber)
	if CheckNumber(digits); string(digits) != testNumber {
		t.Error("the digits were changed")
	}
}

func with(place int, digit byte) []byte {
	changed := slices.Clone([]byte(testNumber))
	changed[place] = digit
	return changed
}
