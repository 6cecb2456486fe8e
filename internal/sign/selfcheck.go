package sign

import (
	"bytes"
	"errors"
	"fmt"
	"io"
)

// Check looks at finished files as somebody who receives them would. Whoever
// signs does it before handing them out: a counter would tell of a fault weeks
// later.
func (b *Batch) Check(outputs []Output) error {
	for i, out := range outputs {
		own, err := ownReport(b.docs[i], out)
		if err == nil && (!own.Intact || !bytes.Equal(own.certificate, b.certificate)) {
			err = errors.New("not intact: " + own.Reason)
		}
		if err != nil {
			return fmt.Errorf("checking what was signed: %w", err)
		}
	}
	return nil
}

// ownReport is what is said of the signature that was made now, which is known
// by its value: a file may hold those of others.
func ownReport(doc Document, out Output) (*Report, error) {
	reports, err := look(doc, out)
	if err != nil {
		return nil, err
	}
	for _, r := range reports {
		if len(r.value) > 0 && bytes.Equal(r.value, out.signature) {
			return r, nil
		}
	}
	return nil, errors.New("the signature is not found in the file")
}

func look(doc Document, out Output) ([]*Report, error) {
	if out.unpacked != nil {
		return verifyEgov(&joined{out.parts}, out.unpacked, nil)
	}
	if out.MediaType != mediaDetached {
		return VerifyFile(&joined{out.parts}, nil)
	}
	p7s, err := out.Bytes()
	if err != nil {
		return nil, err
	}
	m, err := parseSignedData(p7s, formCAdES)
	if err != nil {
		return nil, err
	}
	r, err := m.report(detached{}.Name(), doc.Digest[:], nil)
	return []*Report{r}, err
}

// joined reads the parts of an output as one content.
type joined struct{ parts []Content }

func (j *joined) Size() (size int64) {
	for _, p := range j.parts {
		size += p.Size()
	}
	return size
}

func (j *joined) ReadAt(b []byte, offset int64) (read int, err error) {
	for _, p := range j.parts {
		if offset >= p.Size() {
			offset -= p.Size()
			continue
		}
		n, err := p.ReadAt(b[read:min(int64(len(b)), int64(read)+p.Size()-offset)], offset)
		read += n
		if err != nil && err != io.EOF || read == len(b) {
			return read, err
		}
		offset = 0
	}
	if read < len(b) {
		return read, io.EOF
	}
	return read, nil
}
