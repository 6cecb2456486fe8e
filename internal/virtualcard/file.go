package virtualcard

import (
	"crypto/rsa"
	"slices"
)

type fileKind int

const (
	transparent fileKind = iota // read with READ BINARY
	linear                      // read with READ RECORD
	pinFile                     // an IEF that holds a PIN
	keyFile                     // an IEF that holds a private key
)

// file is one EF of an application.
type file struct {
	id      uint16
	kind    fileKind
	data    []byte   // transparent
	records [][]byte // linear, the first is record 1

	closed   bool     // nobody may read it: the file exists, its content is unknown
	openedBy []uint16 // EF ids of the PINs that open it, any one of them; empty: free

	pin *reference
	key *rsa.PrivateKey
}

// application is one card application (a DF) with its own files and its own security status.
type application struct {
	name     string
	aid      []byte
	files    map[uint16]*file
	key      *file  // what COMPUTE DIGITAL SIGNATURE uses for P2=00; nil when the application has no such key
	change   byte   // the instruction that changes a PIN here: 24 or 32
	exchange status // the answer to SET SESSION KEY outside 券面事項入力補助AP
}

func newApplication(name string, aid []byte, change byte, files ...*file) *application {
	a := &application{name: name, aid: aid, change: change, files: map[uint16]*file{}}
	for _, f := range files {
		if f != nil {
			a.files[f.id] = f
		}
	}
	return a
}

// lock ends the security status of every PIN of the application.
func (a *application) lock() {
	for _, f := range a.files {
		if f.pin != nil {
			f.pin.verified = false
		}
	}
}

// open reports whether the security status lets the file be read or used.
func (a *application) open(f *file) bool {
	if f.closed {
		return false
	}
	return len(f.openedBy) == 0 || slices.ContainsFunc(f.openedBy, func(id uint16) bool {
		pin := a.files[id]
		return pin != nil && pin.pin.verified
	})
}

func elementary(id uint16, data []byte, openedBy ...uint16) *file {
	return &file{id: id, kind: transparent, data: data, openedBy: openedBy}
}

func sealed(id uint16) *file { return &file{id: id, kind: transparent, closed: true} }

func recordFile(id uint16, records ...[]byte) *file {
	return &file{id: id, kind: linear, records: records}
}

func privateKey(id uint16, key *rsa.PrivateKey, openedBy ...uint16) *file {
	return &file{id: id, kind: keyFile, key: key, openedBy: openedBy}
}
