package vpcd

import (
	"net"

	"golang.org/x/sys/unix"
)

// quickAck has the kernel acknowledge at once. vpcd sends length and body in two segments, and without the acknowledgement of
// the first, Nagle's algorithm holds back the second for about 40 ms. The kernel forgets the option, so it is set before each read.
func quickAck(conn *net.TCPConn) {
	raw, err := conn.SyscallConn()
	if err != nil {
		return // the next read fails and says so
	}
	_ = raw.Control(func(fd uintptr) {
		_ = unix.SetsockoptInt(int(fd), unix.IPPROTO_TCP, unix.TCP_QUICKACK, 1) // without it slower, not wrong
	})
}
