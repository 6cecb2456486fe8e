package virtualcard

// getData is GET DATA (00 CA) while the issuer security domain (ISD) is current, as it is after power-on: objects of the card itself.
// Objects longer than 256 bytes want an extended Le. An unknown tag is 6A88.
func (c *Card) getData(cmd command) answer {
	if len(cmd.data) != 0 || cmd.le == noLe {
		return only(swWrongLength)
	}
	if c.current != nil && c.current != c.domain {
		return only(swKeyNotFound)
	}
	object, ok := c.objects[uint16(cmd.p1)<<8|uint16(cmd.p2)]
	switch {
	case !ok:
		return only(swKeyNotFound)
	case cmd.le < len(object):
		return only(swWrongLength)
	}
	return answer{data: object, sw: swOK}
}
