package portal

import (
	"crypto/rand"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"time"
)

// UUID is a random name of one installation, 122 random bits (RFC 9562 §5.4).
type UUID [16]byte

// String is the 32 hexadecimal digits that a portal is given.
func (u UUID) String() string { return hex.EncodeToString(u[:]) }

// An Installation is what a portal recognises this installation by. It exists
// from the first use of the bridge until the person resets it.
type Installation struct {
	UUID    UUID
	Created string // 2006-01-02
}

type installationFile struct {
	UUID    string `json:"uuid"`
	Created string `json:"created"`
}

// LoadInstallation reads path, or makes a new installation there, readable by
// this user alone. A damaged file is not replaced: that would make the portal
// take the person for another one without anybody having asked.
func LoadInstallation(path string, now time.Time) (Installation, error) {
	i, err := readInstallation(path)
	if !errors.Is(err, fs.ErrNotExist) {
		return i, err
	}
	// Two windows may come here at once. The first file stands, for both: a
	// portal was perhaps told of it already.
	i, err = makeInstallation(path, now, os.Link)
	if errors.Is(err, fs.ErrExist) {
		return readInstallation(path)
	}
	return i, err
}

// ResetInstallation makes a new installation at path. To a portal it is then
// another computer.
func ResetInstallation(path string, now time.Time) (Installation, error) {
	return makeInstallation(path, now, os.Rename)
}

func readInstallation(path string) (i Installation, err error) {
	data, err := os.ReadFile(path)
	if err != nil {
		return i, fmt.Errorf("reading installation: %w", err)
	}
	var file installationFile
	if err := json.Unmarshal(data, &file); err != nil {
		return i, fmt.Errorf("reading installation: %s is damaged", path)
	}
	raw, err := hex.DecodeString(file.UUID)
	if err != nil || len(raw) != len(i.UUID) {
		return i, fmt.Errorf("reading installation: %s is damaged", path)
	}
	return Installation{UUID(raw), file.Created}, nil
}

// makeInstallation writes a whole file beside path, which put then gives its
// name.
func makeInstallation(path string, now time.Time, put func(from, to string) error) (i Installation, err error) {
	_, _ = rand.Read(i.UUID[:]) // it never fails; see its documentation
	i.UUID[6] = i.UUID[6]&0x0F | 0x40
	i.UUID[8] = i.UUID[8]&0x3F | 0x80
	i.Created = now.Format(time.DateOnly)
	data, err := json.Marshal(installationFile{i.UUID.String(), i.Created})
	if err != nil {
		return i, fmt.Errorf("making installation: %w", err)
	}
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		return i, fmt.Errorf("making installation: %w", err)
	}
	temporary, err := os.CreateTemp(filepath.Dir(path), ".installation-*") // 0600
	if err != nil {
		return i, fmt.Errorf("making installation: %w", err)
	}
	defer func() { _ = os.Remove(temporary.Name()) }()
	_, err = temporary.Write(append(data, '\n'))
	if err = errors.Join(err, temporary.Sync(), temporary.Close()); err != nil {
		return i, fmt.Errorf("making installation: %w", err)
	}
	if err := put(temporary.Name(), path); err != nil {
		return i, fmt.Errorf("making installation: %w", err)
	}
	return i, nil
}
