package doctor

import (
	"os"
	"path/filepath"
	"strings"
)

// Processes lists the names of the processes under root/proc.
func Processes(root string) []string {
	files, _ := filepath.Glob(root + "/proc/[0-9]*/comm")
	var names []string
	for _, file := range files {
		if data, err := os.ReadFile(file); err == nil {
			names = append(names, strings.TrimSpace(string(data)))
		}
	}
	return names
}
