package virtualcard

import "bytes"

// selectFile is SELECT (00 A4): P1=04 an application by AID, P1=02 an EF of the current application.
func (c *Card) selectFile(cmd command) answer {
	switch cmd.p1 {
	case 0x04:
		return c.selectApplication(cmd)
	case 0x02:
		return c.selectEF(cmd)
	case 0x00:
		return c.selectMF(cmd)
	}
	return only(swWrongParameters)
}

// selectApplication takes a whole AID or the beginning of one (JICSAP 4.2). Selecting another application ends the security
// status of the one before; selecting the same one again keeps it unless the quirk reselectLocks is set. A SELECT that finds
// nothing changes nothing.
func (c *Card) selectApplication(cmd command) answer {
	if cmd.p2 != 0x0C && cmd.p2 != 0x00 {
		return only(swWrongParameters)
	}
	if len(cmd.data) == 0 || len(cmd.data) > 16 {
		return only(swWrongLength)
	}
	for _, a := range c.applications {
		if bytes.HasPrefix(a.aid, cmd.data) {
			c.enter(a)
			return only(swOK)
		}
	}
	return only(swFileNotFound)
}

func (c *Card) enter(a *application) {
	if c.current != nil && (c.current != a || c.quirks.ReselectLocks) {
		c.current.lock()
	}
	c.current, c.ef = a, nil
}

func (c *Card) selectEF(cmd command) answer {
	if cmd.p2 != 0x0C {
		return only(swWrongParameters)
	}
	if len(cmd.data) != 2 {
		return only(swWrongLength)
	}
	f := c.find(uint16(cmd.data[0])<<8 | uint16(cmd.data[1]))
	if f == nil {
		return only(swFileNotFound)
	}
	c.ef = f
	return only(swOK)
}

// selectMF answers 00 A4 00 00: 6A86 after power-on, 9000 without any effect while an application is current, and 6A82 for
// an id, 3F00 included (measured on cards by the myna-card project).
func (c *Card) selectMF(cmd command) answer {
	switch {
	case len(cmd.data) != 0:
		return only(swFileNotFound)
	case c.current == nil || c.current == c.domain:
		return only(swWrongParameters)
	}
	return only(swOK)
}

func (c *Card) find(id uint16) *file {
	if c.current == nil {
		return nil
	}
	return c.current.files[id]
}

// refer finds the IEF that P2 names: 80 the current EF, 80|SFI a file of the application, which becomes the current EF.
func (c *Card) refer(p2 byte, kind fileKind) (*file, status) {
	if p2&0xE0 != 0x80 {
		return nil, swWrongParameters
	}
	if sfi := p2 & 0x1F; sfi != 0 {
		f := c.find(uint16(sfi))
		if f == nil {
			return nil, swKeyNotFound
		}
		if f.kind != kind {
			return nil, swWrongFileKind
		}
		c.ef = f
		return f, swOK
	}
	if c.ef == nil {
		return nil, swNoCurrentEF
	}
	if c.ef.kind != kind {
		return nil, swWrongFileKind
	}
	return c.ef, swOK
}
