package virtualcard

// status is a status word, SW1 and SW2, as the card ends every answer with it.
type status uint16

// Status words of the card (JICSAP IC card specification 1.1, with the meanings seen on My Number cards).
const (
	swOK                   status = 0x9000
	swTriesLeft            status = 0x63C0 // the low four bits are the tries left
	swChannel              status = 0x6881 // logical channels are not supported
	swSecureMessaging      status = 0x6882 // secure messaging is not supported
	swWrongFileKind        status = 0x6981 // the command does not fit the file
	swSecurityStatus       status = 0x6982 // a PIN is missing
	swBlockedISO           status = 0x6983 // the word ISO 7816-4 has for a locked PIN; only with a quirk
	swBlocked              status = 0x6984 // the PIN is locked
	swConditions           status = 0x6985 // conditions of use are not satisfied
	swNoCurrentEF          status = 0x6986 // no EF is selected
	swNoSecureMessaging    status = 0x69FC // secure messaging is not possible here
	swNoSessionKey         status = 0x66F1 // no session-key delivery is configured
	swWrongLength          status = 0x6700
	swWrongData            status = 0x6A80
	swFunctionNotSupported status = 0x6A81
	swFileNotFound         status = 0x6A82
	swRecordNotFound       status = 0x6A83
	swWrongParameters      status = 0x6A86
	swKeyNotFound          status = 0x6A88
	swOffset               status = 0x6B00 // the offset lies past the end of the file
	swInstruction          status = 0x6D00
	swClass                status = 0x6E00
	swInternal             status = 0x6F00
)

// answer is what a command handler returns: data, then the status word.
type answer struct {
	data []byte
	sw   status
}

func only(sw status) answer { return answer{sw: sw} }

func (a answer) bytes() []byte {
	out := make([]byte, 0, len(a.data)+2)
	out = append(out, a.data...)
	return append(out, byte(a.sw>>8), byte(a.sw))
}
