package main

import (
	"archive/tar"
	"archive/zip"
	"cmp"
	"compress/gzip"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"
	"time"
)

// entry is one file of an archive.
type entry struct {
	name string // inside, with slashes
	path string
	mode fs.FileMode // 0644 or 0755: nothing else of the file system counts
}

// collect reads NAME=PATH: a file under that name, or a folder's content below
// it ("." for the top). The order is that of the names.
func collect(args []string) ([]entry, error) {
	var entries []entry
	for _, arg := range args {
		name, root, found := strings.Cut(arg, "=")
		if !found {
			return nil, errUsage
		}
		err := filepath.WalkDir(root, func(file string, d fs.DirEntry, err error) error {
			if err != nil || d.IsDir() {
				return err
			}
			info, err := d.Info()
			if err != nil {
				return err
			}
			below, err := filepath.Rel(root, file)
			mode := fs.FileMode(0o644) | info.Mode()&0o111
			entries = append(entries, entry{path.Join(name, filepath.ToSlash(below)), file, mode})
			return err
		})
		if err != nil {
			return nil, fmt.Errorf("reading %s: %w", root, err)
		}
	}
	slices.SortFunc(entries, func(a, b entry) int { return cmp.Compare(a.name, b.name) })
	return entries, nil
}

// container is what the two kinds of archive have in common.
type container interface {
	begin(e entry, size int64, date time.Time) (io.Writer, error)
	Close() error
}

func writeArchive(kind, out string, entries []entry, date time.Time) (err error) {
	file, err := os.Create(out)
	if err != nil {
		return fmt.Errorf("writing archive: %w", err)
	}
	defer func() {
		if closing := file.Close(); err == nil {
			err = closing
		}
	}()
	var to container = zipped{zip.NewWriter(file)}
	if kind == "tar" {
		packed := gzip.NewWriter(file) // its header has no time unless it is given one
		to = tarred{tar.NewWriter(packed), packed}
	}
	for _, e := range entries {
		if err := add(to, e, date); err != nil {
			return fmt.Errorf("writing %s: %w", e.name, err)
		}
	}
	return to.Close()
}

func add(to container, e entry, date time.Time) error {
	data, err := os.ReadFile(e.path)
	if err != nil {
		return err
	}
	w, err := to.begin(e, int64(len(data)), date)
	if err != nil {
		return err
	}
	_, err = w.Write(data)
	return err
}

type zipped struct{ *zip.Writer }

func (z zipped) begin(e entry, _ int64, date time.Time) (io.Writer, error) {
	header := &zip.FileHeader{Name: e.name, Method: zip.Deflate, Modified: date}
	header.SetMode(e.mode)
	return z.CreateHeader(header)
}

type tarred struct {
	*tar.Writer
	packed *gzip.Writer
}

func (t tarred) begin(e entry, size int64, date time.Time) (io.Writer, error) {
	return t, t.WriteHeader(&tar.Header{
		Name: e.name, Mode: int64(e.mode.Perm()), Size: size, ModTime: date, Typeflag: tar.TypeReg, Format: tar.FormatPAX,
	})
}

func (t tarred) Close() error {
	if err := t.Writer.Close(); err != nil {
		return err
	}
	return t.packed.Close()
}
