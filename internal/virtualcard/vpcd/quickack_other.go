//go:build !linux

package vpcd

import "net"

// quickAck exists on Linux alone; elsewhere an APDU costs what Nagle's algorithm makes it cost.
func quickAck(*net.TCPConn) {}
