package virtualcard

import "bytes"

// readBinary is READ BINARY (00 B0): P1 below 80 is an offset into the current EF, 80|SFI names the EF and leaves eight bits
// for the offset. A read across the end gives what there is; a read past it is 6B00.
func (c *Card) readBinary(cmd command) answer {
	f, offset, sw := c.target(cmd)
	if sw != swOK {
		return only(sw)
	}
	switch {
	case f.kind != transparent:
		return only(swWrongFileKind)
	case len(cmd.data) != 0 || cmd.le == noLe:
		return only(swWrongLength)
	case !c.current.open(f):
		return only(swSecurityStatus)
	case offset >= len(f.data):
		return only(swOffset)
	}
	end := min(offset+cmd.le, len(f.data))
	return answer{data: f.data[offset:end], sw: swOK}
}

// target settles which EF a READ BINARY means. An EF named by its short id becomes the current one.
func (c *Card) target(cmd command) (*file, int, status) {
	if cmd.p1&0x80 == 0 {
		if c.ef == nil {
			return nil, 0, swNoCurrentEF
		}
		return c.ef, int(cmd.p1)<<8 | int(cmd.p2), swOK
	}
	sfi := cmd.p1 & 0x1F
	if cmd.p1&0x60 != 0 || sfi == 0 {
		return nil, 0, swWrongParameters
	}
	f := c.find(uint16(sfi))
	if f == nil {
		return nil, 0, swFileNotFound
	}
	c.ef = f
	return f, int(cmd.p2), swOK
}

// readRecord is READ RECORD (00 B2) for one record: P1 its number, P2 = SFI<<3 | 4. Reading several (P2 bits 101) is 6A81.
func (c *Card) readRecord(cmd command) answer {
	switch {
	case cmd.p2&0x07 == 0x05:
		return only(swFunctionNotSupported)
	case cmd.p2&0x07 != 0x04 || cmd.p1 == 0:
		return only(swWrongParameters)
	}
	f := c.ef
	if sfi := cmd.p2 >> 3; sfi != 0 {
		if f = c.find(uint16(sfi)); f == nil {
			return only(swFileNotFound)
		}
		c.ef = f
	}
	switch {
	case f == nil:
		return only(swNoCurrentEF)
	case f.kind != linear:
		return only(swWrongFileKind)
	case len(cmd.data) != 0 || cmd.le == noLe:
		return only(swWrongLength)
	case !c.current.open(f):
		return only(swSecurityStatus)
	case int(cmd.p1) > len(f.records):
		return only(swRecordNotFound)
	}
	record := f.records[cmd.p1-1]
	if cmd.le < len(record) {
		return only(swWrongLength)
	}
	return answer{data: bytes.Clone(record), sw: swOK}
}
