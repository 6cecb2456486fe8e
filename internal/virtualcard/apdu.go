package virtualcard

// command is one parsed command APDU (ISO 7816-4, cases 1 to 4, short and extended).
type command struct {
	cla, ins, p1, p2 byte
	data             []byte
	le               int // bytes wanted; noLe when the APDU has no Le; 256 and 65536 for a coded zero
	extended         bool
}

const noLe = -1

// parseCommand splits an APDU. It reports false for bytes that are none of the seven forms.
func parseCommand(apdu []byte) (command, bool) {
	if len(apdu) < 4 {
		return command{}, false
	}
	c := command{cla: apdu[0], ins: apdu[1], p1: apdu[2], p2: apdu[3], le: noLe}
	body := apdu[4:]
	switch {
	case len(body) == 0:
		return c, true
	case len(body) == 1:
		c.le = shortLe(body[0])
		return c, true
	case body[0] != 0:
		return c.shortBody(int(body[0]), body[1:])
	case len(body) == 3:
		c.le, c.extended = extendedLe(body[1:]), true
		return c, true
	case len(body) > 3:
		c.extended = true
		return c.extendedBody(int(body[1])<<8|int(body[2]), body[3:])
	}
	return command{}, false
}

func (c command) shortBody(lc int, rest []byte) (command, bool) {
	switch len(rest) {
	case lc:
		c.data = rest
	case lc + 1:
		c.data, c.le = rest[:lc], shortLe(rest[lc])
	default:
		return command{}, false
	}
	return c, true
}

func (c command) extendedBody(lc int, rest []byte) (command, bool) {
	switch {
	case lc == 0:
		return command{}, false
	case len(rest) == lc:
		c.data = rest
	case len(rest) == lc+2:
		c.data, c.le = rest[:lc], extendedLe(rest[lc:])
	default:
		return command{}, false
	}
	return c, true
}

func shortLe(b byte) int {
	if b == 0 {
		return 256
	}
	return int(b)
}

func extendedLe(b []byte) int {
	if n := int(b[0])<<8 | int(b[1]); n != 0 {
		return n
	}
	return 65536
}
