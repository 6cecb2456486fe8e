// Command pack makes what the packages hold beside the programs: the manifests
// of all browsers that read them for every user, and archives that come out the
// same, byte for byte, whenever and wherever they are made.
package main

import (
	"errors"
	"fmt"
	"os"
	"strconv"
	"time"
)

func main() {
	if err := run(os.Args[1:]); err != nil {
		fmt.Fprintln(os.Stderr, "pack:", err)
		os.Exit(1)
	}
}

var errUsage = errors.New("usage: pack manifests DIR PROGRAM PRACTICE | pack zip|tar OUT NAME=PATH…")

func run(args []string) error {
	if len(args) < 3 {
		return errUsage
	}
	switch args[0] {
	case "manifests":
		if len(args) != 4 {
			return errUsage
		}
		return writeManifests(args[1], args[2], args[3])
	case "zip", "tar":
		date, err := sourceDate()
		if err != nil {
			return err
		}
		entries, err := collect(args[2:])
		if err != nil {
			return err
		}
		return writeArchive(args[0], args[1], entries, date)
	}
	return errUsage
}

// sourceDate is the one time that everything in a package carries
// (reproducible-builds.org, SOURCE_DATE_EPOCH).
func sourceDate() (time.Time, error) {
	seconds, err := strconv.ParseInt(os.Getenv("SOURCE_DATE_EPOCH"), 10, 64)
	if err != nil {
		return time.Time{}, errors.New("SOURCE_DATE_EPOCH is not set")
	}
	return time.Unix(seconds, 0).UTC(), nil
}
