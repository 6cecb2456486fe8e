package autofill

// CheckNumber tells whether digits are the twelve ASCII digits of an 個人番号 with
// the check digit that belongs to the first eleven. It keeps and copies nothing.
//
// Rule: 番号法施行令（平成26年政令第155号）8条 and 総務省令（平成26年第85号）5条. With P1 the
// lowest of the eleven, Qn = n+1 up to 6 and n−5 from 7 on; the check digit is
// 11 − (ΣPnQn mod 11), and 0 where that remainder is 0 or 1.
func CheckNumber(digits []byte) bool {
	if len(digits) != 12 {
		return false
	}
	for _, d := range digits {
		if d < '0' || d > '9' {
			return false
		}
	}
	sum := 0
	for n := 1; n <= 11; n++ {
		weight := n + 1
		if n > 6 {
			weight = n - 5
		}
		sum += int(digits[11-n]-'0') * weight
	}
	check := 0
	if rest := sum % 11; rest > 1 {
		check = 11 - rest
	}
	return int(digits[11]-'0') == check
}
