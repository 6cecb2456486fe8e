package virtualcard

const maxReferenceLength = 16

// verify is VERIFY (00 20): with data it compares, without it tells the tries left.
func (c *Card) verify(cmd command) answer {
	if cmd.p1 != 0 || (c.quirks.SFIQueryRefused && cmd.p2 != 0x80) {
		return only(swWrongParameters)
	}
	f, sw := c.refer(cmd.p2, pinFile)
	if sw != swOK {
		return only(sw)
	}
	if len(cmd.data) == 0 {
		return only(c.query(cmd, f.pin))
	}
	if len(cmd.data) > maxReferenceLength || cmd.le != noLe {
		return only(swWrongLength)
	}
	c.counters.Verifies++
	return only(c.compare(f.pin, cmd.data))
}

// query answers 63Cx in both its forms, 00 20 00 P2 and 00 20 00 P2 00, and costs nothing.
func (c *Card) query(cmd command, pin *reference) status {
	switch {
	case c.quirks.Query5Only && cmd.le == noLe:
		return swWrongLength
	case cmd.le != noLe && cmd.le != 256:
		return swWrongLength
	case pin.verified && c.quirks.Verified9000:
		return swOK
	case pin.tries == 0 && c.quirks.LockedQuery6984:
		return swBlocked
	}
	return pin.left()
}

func (c *Card) compare(pin *reference, value []byte) status {
	if pin.tries == 0 {
		if c.quirks.Locked6983 {
			return swBlockedISO
		}
		return swBlocked
	}
	if pin.verify(value) {
		return swOK
	}
	return pin.left()
}
