package guide

import "testing"

func TestFilesAreWhole(t *testing.T) {
	if _, err := Parse(factsFile, treeFile); err != nil {
		t.Fatal(err)
	}
}
