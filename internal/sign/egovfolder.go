package sign

import (
	"archive/zip"
	"bytes"
	"errors"
	"fmt"
	"io/fs"
	"path"
)

// PackFolder makes the ZIP that egov-kousei signs out of a folder of that name.
// Links and special files are refused: what is signed is what lies there.
func PackFolder(name string, folder fs.FS) (Document, error) {
	var b bytes.Buffer
	w := zip.NewWriter(&b)
	total := int64(0)
	err := fs.WalkDir(folder, ".", func(file string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		if !entry.Type().IsRegular() {
			return &DocumentError{name, "the folder holds a link or a special file", "application"}
		}
		content, err := fs.ReadFile(folder, file)
		if err != nil {
			return err
		}
		if total += int64(len(content)); total > maxUnpacked {
			return &DocumentError{name, "it holds more than an application does", "application"}
		}
		f, err := w.Create(path.Join(name, file))
		if err != nil {
			return err
		}
		_, err = f.Write(content)
		return err
	})
	if err = errors.Join(err, w.Close()); err != nil {
		var refused *DocumentError
		if errors.As(err, &refused) {
			return Document{}, refused
		}
		return Document{}, fmt.Errorf("reading folder: %w", err)
	}
	return NewDocument(name+".zip", b.Bytes()), nil
}
