package virtualcard

// dispatch judges the form of a command, then its class, then its instruction.
func (c *Card) dispatch(apdu []byte) answer {
	first := c.fresh
	c.fresh = false
	if first && c.quirks.Cold6F00 {
		return only(swInternal)
	}
	cmd, ok := parseCommand(apdu)
	if !ok {
		return only(swWrongLength)
	}
	if sw := classStatus(cmd); sw != swOK {
		return only(sw)
	}
	if cmd.extended && c.quirks.NoExtendedLength {
		return only(swWrongLength)
	}
	h, ok := instructions[cmd.ins]
	switch {
	case !ok:
		return only(swInstruction)
	case h.cla != cmd.cla:
		return only(swClass)
	}
	return h.run(c, cmd)
}

// classStatus refuses what the class byte asks for and the card does not have: channels, secure messaging, other classes.
func classStatus(cmd command) status {
	switch {
	case cmd.cla&0x70 != 0:
		return swClass
	case cmd.cla&0x03 != 0:
		return swChannel
	case cmd.cla&0x0C != 0 && cmd.ins == 0xA4:
		return swSecureMessaging
	case cmd.cla&0x0C != 0:
		return swNoSecureMessaging
	}
	return swOK
}

type handler struct {
	cla byte
	run func(*Card, command) answer
}

var instructions = map[byte]handler{
	0x20: {0x00, (*Card).verify},
	0x24: {0x00, (*Card).changeReference},
	0x2A: {0x80, (*Card).computeSignature},
	0x32: {0x80, (*Card).changeKey},
	0x84: {0x00, (*Card).getChallenge},
	0x88: {0x00, (*Card).internalAuthenticate},
	0xA2: {0x80, (*Card).terminalCertificate},
	0xA4: {0x00, (*Card).selectFile},
	0xAE: {0x80, (*Card).setSessionKey},
	0xB0: {0x00, (*Card).readBinary},
	0xB2: {0x00, (*Card).readRecord},
	0xCA: {0x00, (*Card).getData},
	0xFC: {0x80, (*Card).lastCommand},
}
