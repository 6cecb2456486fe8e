package virtualcard

import (
	"bytes"
	"strings"
	"testing"
)

func TestTraceNeverShowsAPIN(t *testing.T) {
	var written bytes.Buffer
	s := NewSlot(open(t, "holder"), NewTrace(&written), false)
	pin := "54455354313233" // TEST123
	for _, apdu := range []string{
		selectJPKI, "0020009B07" + pin, "0020009B000007" + pin, "0020009B06" + pin, "8020009B07" + pin, "0C20009B07" + pin, "002000FF07" + pin + "00",
		"0024018007" + pin, "8032008007" + pin, "0024019B0007" + pin, "00200080" + pin,
	} {
		if _, err := s.Transmit(t.Context(), unhex(t, apdu)); err != nil {
			t.Fatal(err)
		}
	}
	got := written.String()
	if strings.Contains(got, pin[2:]) || strings.Contains(got, "TEST123") {
		t.Errorf("a PIN is in the trace:\n%s", got)
	}
	if !strings.Contains(got, "> 00a4040c0ad392f000260100000001 < 9000\n") || !strings.Contains(got, "> 0020009b07xxxxxxxxxxxxxx < 9000\n") {
		t.Errorf("the trace is\n%s", got)
	}
	if lines := strings.Count(got, "\n"); lines != 11 {
		t.Errorf("%d lines for 11 APDUs", lines)
	}
}

func TestTraceShowsQueriesWhole(t *testing.T) {
	for apdu, line := range map[string]string{"0020009B": "0020009b", "0020008000": "0020008000", "00B0810000": "00b0810000"} {
		if got := masked(unhex(t, apdu)); got != line {
			t.Errorf("%s: %s", apdu, got)
		}
	}
}
