package trial

import (
	_ "embed"
	"encoding/json"
	"sync"
)

//go:embed reports.json
var reportsJSON []byte

// Reports is reports.json: what people reported about real cards. The table in
// docs/REALCARDS.md shows the same.
type Reports struct {
	Over    bool     `json:"over"`   // a maintainer's decision: the trial has ended
	Needed  int      `json:"needed"` // reports that hold all steps, before Over may be true
	Reports []Report `json:"reports"`
}

// Report is one person's, without anything about the person.
type Report struct {
	Date    string `json:"date"`    // 2026-11-24
	Version string `json:"version"` // of the program
	System  string `json:"system"`
	Reader  string `json:"reader"` // model
	Card    string `json:"card"`   // kind and year of issue
	Steps   []Step `json:"steps"`  // that went well
	Link    string `json:"link"`
}

// Known returns what is on file.
var Known = sync.OnceValue(func() Reports {
	var r Reports
	if err := json.Unmarshal(reportsJSON, &r); err != nil {
		panic("trial: reading reports.json: " + err.Error())
	}
	return r
})

// Whole counts the reports that hold every step.
func (r Reports) Whole() int {
	n := 0
	for _, one := range r.Reports {
		whole := State{Version: stateVersion, Steps: one.Steps}
		if len(one.Steps) == len(order) && whole.sound() {
			n++
		}
	}
	return n
}
