package pdf

import (
	"bytes"
	"encoding/hex"
	"fmt"
	"strings"
	"unicode/utf16"
)

// fontObject names a Japanese font that is not embedded: viewers have one of
// their own for Adobe-Japan1 (§9.7.3). The stamp is a mark for people; what a
// signature says is in its certificate.
var fontObject = []byte("<< /Type /Font /Subtype /Type0 /BaseFont /HeiseiKakuGo-W5-UniJIS-UTF16-H /Encoding /UniJIS-UTF16-H /DescendantFonts [" +
	"<< /Type /Font /Subtype /CIDFontType0 /BaseFont /HeiseiKakuGo-W5 /CIDSystemInfo << /Registry (Adobe) /Ordering (Japan1) /Supplement 4 >> /DW 1000 /FontDescriptor " +
	"<< /Type /FontDescriptor /FontName /HeiseiKakuGo-W5 /Flags 4 /FontBBox [-92 -250 1010 922] /ItalicAngle 0 /Ascent 752 /Descent -221 /CapHeight 737 /StemV 114 >> >>] >>")

// turns are the matrices (§8.3.3) that turn a stamp against the page, by how the
// page is turned for showing: what a person sees stands upright.
var turns = map[int]string{0: "1 0 0 1 0 0", 90: "0 1 -1 0 0 0", 180: "-1 0 0 -1 0 0", 270: "0 -1 1 0 0 0"}

// lookObject draws a frame and the lines, as large as the frame lets them be, for
// a page that is shown turned by so many degrees. The viewer moves the turned
// box onto the rectangle (§12.5.5).
func lookObject(s *Stamp, lines []string, font Ref, rotate int) []byte {
	width, height := s.Rect[2]-s.Rect[0], s.Rect[3]-s.Rect[1]
	if rotate%180 != 0 {
		width, height = height, width
	}
	longest := 1
	for _, line := range lines {
		longest = max(longest, len([]rune(line)))
	}
	size := min(14, (width-8)/float64(longest), (height-6)/(1.3*float64(max(1, len(lines)))))
	var b bytes.Buffer
	fmt.Fprintf(&b, "q 0.5 w 0.3 G 0.25 0.25 %.2f %.2f re S BT /F1 %.2f Tf 0.1 g %.2f TL 4 %.2f Td", width-0.5, height-0.5, size, 1.3*size, height-3-size)
	for _, line := range lines {
		fmt.Fprintf(&b, " <%s> Tj T*", codes(line))
	}
	b.WriteString(" ET Q")
	return fmt.Appendf(nil, "<< /Type /XObject /Subtype /Form /BBox [0 0 %.2f %.2f] /Matrix [%s] /Resources << /Font << /F1 %s >> >> /Length %d >>\nstream\n%s\nendstream",
		width, height, turns[rotate], font, b.Len(), b.String())
}

// codes are the characters as the encoding UniJIS-UTF16-H takes them.
func codes(line string) string {
	var b []byte
	for _, u := range utf16.Encode([]rune(line)) {
		b = append(b, byte(u>>8), byte(u))
	}
	return strings.ToUpper(hex.EncodeToString(b))
}
