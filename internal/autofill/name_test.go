package autofill

import (
	"strings"
	"testing"
	"unicode"
)

func TestNamesAreSplitOnlyWhereTheRegisterPutASpace(t *testing.T) {
	for full, want := range map[string]Name{
		"見本　花子":        {Family: "見本", Given: "花子", Sure: true, Script: "cjk"},
		"見本 花子":        {Family: "見本", Given: "花子", Sure: true, Script: "cjk"},
		"見本\u00A0花子":   {Family: "見本", Given: "花子", Sure: true, Script: "cjk"},
		"ミホン　はなこ":      {Family: "ミホン", Given: "はなこ", Sure: true, Script: "cjk"},
		"佐々木　リー":       {Family: "佐々木", Given: "リー", Sure: true, Script: "cjk"},
		"𠮷田　花󠄀子":       {Family: "𠮷田", Given: "花󠄀子", Sure: true, Script: "cjk"},
		"見本花子":         {Script: "cjk"},
		"見本　　花子":       {Family: "見本", Given: "花子", Script: "cjk"},
		"見本　マリア　花子":    {Family: "見本", Given: "マリア　花子", Script: "cjk"},
		"MIHON HANAKO": {Family: "MIHON", Given: "HANAKO", Script: "latin"},
		"ＭＩＨＯＮ　ＨＡＮＡＫＯ　ＡＮＮ": {Family: "ＭＩＨＯＮ", Given: "ＨＡＮＡＫＯ　ＡＮＮ", Script: "latin"},
		"MIHON":               {Script: "latin"},
		"O'MIHON JEAN-PIERRE": {Family: "O'MIHON", Given: "JEAN-PIERRE", Script: "latin"},
		"MIHON HANAKO（見本　花子）": {Family: "MIHON", Given: "HANAKO", Script: "other", Alias: "見本　花子"},
		"MIHON HANAKO(見本花子)":  {Family: "MIHON", Given: "HANAKO", Script: "other", Alias: "見本花子"},
		"例　子見（見本　花子）":         {Family: "例", Given: "子見", Script: "cjk", Alias: "見本　花子"},
		"例　子見（見本）":            {Family: "例", Given: "子見", Script: "cjk"},
		"見本（例示）　花子":           {Family: "見本", Given: "花子", Script: "cjk", Former: "例示"},
		"見本［］　花子":             {Family: "見本", Given: "花子", Script: "cjk"},
		"見本［旧姓］　花子":           {Family: "見本", Given: "花子", Script: "cjk", Former: "旧姓"},
		"見本　花子 [例示]":          {Family: "見本", Given: "花子", Script: "cjk", Former: "例示"},
		"見本　花子（":              {Family: "見本", Given: "花子（", Sure: true, Script: "cjk"},
		"МИХОН ХАНАКО":        {Family: "МИХОН", Given: "ХАНАКО", Script: "other"},
		"":                    {Script: "other"},
	} {
		want.Full = full
		if got := splitName(full); got != want {
			t.Errorf("%q is split into %+v", full, got)
		}
	}
}

// A name without a space is split at a common family name, never surely; 見本 is
// none, so there is no basis for a proposal.
func TestNameWithoutSpaceIsAProposalOrNone(t *testing.T) {
	for full, want := range map[string]Name{
		"山田花子":         {Family: "山田", Given: "花子"},
		"佐々木一":         {Family: "佐々木", Given: "一"},
		"林田花子":         {Family: "林田", Given: "花子"},
		"林花子":          {Family: "林", Given: "花子"},
		"山田花󠄀子":        {Family: "山田", Given: "花󠄀子"},
		"山田":           {},
		"山田花子見本":       {},
		"見本花子":         {},
		"山田［見本］花子":     {Family: "山田", Given: "花子", Former: "見本"},
		"ヤマダハナコ":       {},
		"YAMADAHANAKO": {},
		"山田MARIA":      {},
	} {
		got := splitName(full)
		if got.Sure || got.Family != want.Family || got.Given != want.Given || got.Former != want.Former {
			t.Errorf("%q is split into %+v", full, got)
		}
	}
}

func TestSpacesAroundANameAreNotPartOfIt(t *testing.T) {
	if got := splitName("　見本　花子 "); got.Full != "見本　花子" || !got.Sure {
		t.Errorf("%+v", got)
	}
}

// FuzzName holds the rule that parts are substrings: nothing is lost or said
// twice when there are no brackets.
func FuzzName(f *testing.F) {
	for _, s := range []string{"見本　花子", "MIHON HANAKO ANN", "見本［旧姓］　花子", "(", "［　］"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, full string) {
		n := splitName(full)
		if n.Sure && (n.Family == "" || n.Given == "") {
			t.Errorf("sure of %+v", n)
		}
		if n.Family == "" || strings.ContainsAny(full, "[]［］()（）〔〕") {
			return
		}
		between := strings.TrimSuffix(strings.TrimPrefix(n.Full, n.Family), n.Given)
		if between == "" || strings.TrimFunc(between, unicode.IsSpace) != "" {
			t.Errorf("%q became %+v", full, n)
		}
	})
}
