package pdf

import (
	"bytes"
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"fmt"
	"io"
	"slices"
	"strings"
	"time"
	"unicode/utf16"
)

// A Signature is what the signature dictionary says (ISO 32000-1 §12.8.1).
type Signature struct {
	SubFilter string // adbe.pkcs7.detached or ETSI.CAdES.detached
	Name      string // of the signer
	At        time.Time
	Room      int      // bytes for the CMS
	Lines     []string // of the stamp
}

// An Update is what is put behind a file. It lacks only the CMS.
type Update struct {
	Bytes []byte
	hole  [2]int // from < to > of /Contents, within Bytes
	size  int64  // of the file before
}

// Update builds the update. It has the same length for the same name, lines
// and room, so a rehearsal with other values of these shows what will come.
func (p *Plan) Update(s Signature) (u *Update, err error) {
	err = guard(func() { u = p.update(s) })
	return u, err
}

func (p *Plan) update(s Signature) *Update {
	f := p.file
	u := &Update{size: f.size}
	var b bytes.Buffer
	if last := f.bytes(f.size-1, 1); last[0] != '\n' && last[0] != '\r' {
		b.WriteByte('\n')
	}
	next := f.next
	number := func() Ref { next++; return Ref{next - 1, 0} }
	signature, field := number(), number()
	offsets := map[Ref]int64{}
	write := func(o object) {
		offsets[o.ref] = f.size + int64(b.Len())
		o.write(&b)
	}

	offsets[signature] = f.size + int64(b.Len())
	rangeAt := u.writeSignature(&b, signature, s)
	appearance := ""
	if p.stamp != nil {
		font, look := number(), number()
		write(object{font, fontObject})
		write(object{look, lookObject(p.stamp, s.Lines, font, p.rotate)})
		appearance = " /AP << /N " + look.String() + " >>"
		if p.rotate != 0 {
			appearance += fmt.Sprintf(" /MK << /R %d >>", p.rotate)
		}
	}
	write(object{field, p.fieldObject(signature, appearance)})
	for _, o := range p.changed(field) {
		write(o)
	}
	if f.stream {
		p.writeStreamSection(&b, number(), offsets)
	} else {
		p.writeTable(&b, next, offsets)
	}
	u.Bytes = b.Bytes()
	u.writeRange(rangeAt)
	return u
}

// rangeWidth is room for the four numbers of a /ByteRange of any file taken.
const rangeWidth = 48

// writeSignature writes the signature dictionary and remembers where its hole
// is: a search for it could find the hole of another signature, or a page that
// shows the same characters. It returns where the numbers of /ByteRange go.
func (u *Update) writeSignature(b *bytes.Buffer, ref Ref, s Signature) (rangeAt int) {
	fmt.Fprintf(b, "%d 0 obj\n<< /Type /Sig /Filter /Adobe.PPKLite /SubFilter /%s /Name %s /M (%s) /ByteRange [",
		ref.Num, escapeName(s.SubFilter), text(s.Name), date(s.At))
	rangeAt = b.Len()
	b.WriteString(strings.Repeat(" ", rangeWidth) + "] /Contents ")
	u.hole[0] = b.Len()
	b.WriteString("<" + strings.Repeat("0", 2*s.Room) + ">")
	u.hole[1] = b.Len()
	b.WriteString(" >>\nendobj\n")
	return rangeAt
}

func (u *Update) writeRange(at int) {
	before, after := u.size+int64(u.hole[0]), u.size+int64(u.hole[1])
	numbers := fmt.Sprintf("0 %d %d %d", before, after, u.size+int64(len(u.Bytes))-after)
	copy(u.Bytes[at:at+rangeWidth], numbers)
}

// fieldObject is the field and its one widget (§12.7.4.5). Flags: print, locked.
func (p *Plan) fieldObject(signature Ref, appearance string) []byte {
	rect := "0 0 0 0"
	if p.stamp != nil {
		r := p.stamp.Rect
		rect = fmt.Sprintf("%.2f %.2f %.2f %.2f", r[0], r[1], r[2], r[3])
	}
	return fmt.Appendf(nil, "<< /Type /Annot /Subtype /Widget /FT /Sig /T (%s) /F 132 /Rect [%s] /P %s /V %s%s >>",
		p.fieldName, rect, p.page, signature, appearance)
}

// keptEntries are those of the old trailer that the new one repeats.
func (p *Plan) keptEntries() string {
	var b strings.Builder
	for _, key := range []string{"Root", "Info"} {
		if v, ok := p.file.trailer.Get(key); ok {
			b.WriteString(" /" + key + " " + string(v.Raw))
		}
	}
	// The first half of /ID names the document, the second this version (§14.4).
	if v, ok := p.file.trailer.Get("ID"); ok && len(p.file.Resolve(v).Items) == 2 {
		id := p.file.Resolve(v).Items
		version := sha256.Sum256(append([]byte("version "), id[1].Raw...))
		b.WriteString(" /ID [" + string(id[0].Raw) + " <" + hex.EncodeToString(version[:16]) + ">]")
	}
	return b.String()
}

func sorted(offsets map[Ref]int64) []Ref {
	var refs []Ref
	for ref := range offsets {
		refs = append(refs, ref)
	}
	slices.SortFunc(refs, func(a, b Ref) int { return a.Num - b.Num })
	return refs
}

// runs cuts sorted references into pieces of consecutive numbers.
func runs(refs []Ref) (pieces [][]Ref) {
	for i, ref := range refs {
		if i == 0 || ref.Num != refs[i-1].Num+1 {
			pieces = append(pieces, nil)
		}
		pieces[len(pieces)-1] = append(pieces[len(pieces)-1], ref)
	}
	return pieces
}

func (p *Plan) writeTable(b *bytes.Buffer, next int, offsets map[Ref]int64) {
	start := p.file.size + int64(b.Len())
	b.WriteString("xref\n")
	for _, piece := range runs(sorted(offsets)) {
		fmt.Fprintf(b, "%d %d\n", piece[0].Num, len(piece))
		for _, ref := range piece {
			fmt.Fprintf(b, "%010d %05d n \n", offsets[ref], ref.Gen)
		}
	}
	fmt.Fprintf(b, "trailer\n<< /Size %d /Prev %d%s >>\nstartxref\n%d\n%%%%EOF\n", next, p.file.startref, p.keptEntries(), start)
}

func (p *Plan) writeStreamSection(b *bytes.Buffer, self Ref, offsets map[Ref]int64) {
	start := p.file.size + int64(b.Len())
	offsets[self] = start
	var index, rows bytes.Buffer
	for _, piece := range runs(sorted(offsets)) {
		fmt.Fprintf(&index, "%d %d ", piece[0].Num, len(piece))
		for _, ref := range piece {
			rows.WriteByte(1)
			rows.Write(binary.BigEndian.AppendUint32(nil, uint32(offsets[ref])))
			rows.Write(binary.BigEndian.AppendUint16(nil, uint16(ref.Gen)))
		}
	}
	fmt.Fprintf(b, "%d 0 obj\n<< /Type /XRef /W [1 4 2] /Index [%s] /Size %d /Prev %d%s /Length %d >>\nstream\n",
		self.Num, strings.TrimSpace(index.String()), self.Num+1, p.file.startref, p.keptEntries(), rows.Len())
	b.Write(rows.Bytes())
	fmt.Fprintf(b, "\nendstream\nendobj\nstartxref\n%d\n%%%%EOF\n", start)
}

// text writes a text string (§7.9.2.2) as hexadecimal UTF-16. In parentheses
// the second byte of 山 or 丨 would be read as \ or ( of the syntax.
func text(s string) string {
	b := []byte{0xFE, 0xFF}
	for _, u := range utf16.Encode([]rune(s)) {
		b = binary.BigEndian.AppendUint16(b, u)
	}
	return "<" + strings.ToUpper(hex.EncodeToString(b)) + ">"
}

// date writes a date (§7.9.4) in the time of Japan.
func date(at time.Time) string {
	return at.In(time.FixedZone("JST", 9*60*60)).Format("D:20060102150405") + "+09'00'"
}

// Signed returns what of the update is signed: the bytes before the hole and
// those after it. All bytes of the file stand before them.
func (u *Update) Signed() (before, after []byte) {
	return u.Bytes[:u.hole[0]], u.Bytes[u.hole[1]:]
}

// Fill puts the CMS into the hole.
func (u *Update) Fill(cms []byte) error {
	room := u.hole[1] - u.hole[0] - 2
	if 2*len(cms) > room {
		return fmt.Errorf("filling the signature: %d bytes do not fit into %d", len(cms), room/2)
	}
	hex.Encode(u.Bytes[u.hole[0]+1:], cms)
	return nil
}

// Check opens the file with the update behind it, as a reader would: the same
// pages and one signature more. It is the rehearsal before a try of the PIN.
func (p *Plan) Check(u *Update) error {
	whole := &joined{p.file.src, p.file.size, u.Bytes}
	after, err := Open(whole, p.file.size+int64(len(u.Bytes)))
	if err != nil {
		return err
	}
	return guard(func() {
		if before, now := p.file.countPages(), after.countPages(); before != now {
			fail("signing would change the number of pages")
		}
		form, _ := after.catalog().Get("AcroForm")
		fields, _ := after.Resolve(form).Dict.Get("Fields")
		items := after.Resolve(fields).Items
		if len(items) != len(p.file.Resolve(p.formFields).Items)+1 {
			fail("signing would lose a field of its form")
		}
		v, _ := after.Resolve(items[len(items)-1]).Dict.Get("V")
		if after.Resolve(v).Dict.name("Type") != "Sig" {
			fail("the signature would not be found")
		}
	})
}

// Forget lets go of what was unpacked while planning, so that many documents
// can wait for their signatures at once. Whatever is needed again is read again.
func (p *Plan) Forget() { p.file.Forget() }

// Forget lets go of what was unpacked so far.
func (f *File) Forget() {
	f.packed = packedStreams{}
	f.unpacked, f.parsed = 0, 0
}

func (f *File) countPages() (count int) {
	pages, _ := f.catalog().Get("Pages")
	left := maxObjects
	f.pageBelow(pages, &left, map[Ref]bool{}, 0)
	return maxObjects - left
}

// joined is a file with an update behind it.
type joined struct {
	src    io.ReaderAt
	size   int64
	update []byte
}

func (j *joined) ReadAt(b []byte, offset int64) (n int, err error) {
	if offset < j.size {
		n, err = j.src.ReadAt(b[:min(int64(len(b)), j.size-offset)], offset)
		if n < len(b) && (err == nil || err == io.EOF) {
			more, err := j.ReadAt(b[n:], offset+int64(n))
			return n + more, err
		}
		return n, err
	}
	n, err = bytes.NewReader(j.update).ReadAt(b, offset-j.size)
	return n, err
}
