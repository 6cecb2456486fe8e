package number

// Fits reports whether the last of 12 ASCII digits fits the ones before it
// (番号法施行令 第8条: weights 2 to 7 from the right, twice, remainder by 11).
func Fits(digits []byte) bool {
	if len(digits) != 12 {
		return false
	}
	sum := 0
	for n := 1; n <= 11; n++ {
		weight := n + 1
		if n > 6 {
			weight = n - 5
		}
		sum += int(digits[11-n]-'0') * weight
	}
	check := 11 - sum%11
	if check > 9 {
		check = 0
	}
	return int(digits[11]-'0') == check
}
