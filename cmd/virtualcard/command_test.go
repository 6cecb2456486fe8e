//go:build linux

package main

import (
	"context"
	"encoding/binary"
	"encoding/hex"
	"io"
	"net"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/hitofude/hitofude/internal/virtualcard/control"
)

// TestOneCardBehindAReader runs the plain form of the command against a listener that plays vpcd.
func TestOneCardBehindAReader(t *testing.T) {
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer listener.Close()
	dir := t.TempDir()
	trace, socket := filepath.Join(dir, "trace"), filepath.Join(dir, "s")
	var said strings.Builder
	cmd := command(strings.NewReader(""), &said)
	cmd.SetArgs([]string{"--profile", "holder", "--vpcd", listener.Addr().String(), "--trace", trace, "--control", socket, "--latency", "real"})
	ctx, cancel := context.WithCancel(t.Context())
	ended := make(chan error, 1)
	go func() { ended <- cmd.ExecuteContext(ctx) }()

	conn, err := listener.Accept()
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close()
	begin := time.Now()
	for _, apdu := range []string{"00A4040C0AD392F000260100000001", "0020009804" + hex.EncodeToString([]byte("2345"))} {
		if got := exchange(t, conn, apdu); got != "9000" {
			t.Errorf("> %s < %s", apdu, got)
		}
	}
	if took := time.Since(begin); took < 16*time.Millisecond {
		t.Errorf("two APDUs of a slow card took %v", took)
	}
	if s := stateOf(t, socket); s.APDUs != 2 || s.Verifies != 1 || len(s.Unlocked) != 1 {
		t.Errorf("%+v", s)
	}
	cancel()
	if err := <-ended; err != nil {
		t.Error(err)
	}
	if got := said.String(); got != "2 APDUs, 24 bytes to the card, 4 bytes back, 0 signatures, modelled 16 ms\n" {
		t.Errorf("it said %q", got)
	}
	written, err := os.ReadFile(trace)
	if err != nil || !strings.Contains(string(written), "> 0020009804xxxxxxxx < 9000\n") {
		t.Errorf("%v\n%s", err, written)
	}
	if _, err := os.Stat(socket); !os.IsNotExist(err) {
		t.Errorf("the socket is still there: %v", err)
	}
}

func exchange(t *testing.T, conn net.Conn, apdu string) string {
	t.Helper()
	command, err := hex.DecodeString(apdu)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := conn.Write(append(binary.BigEndian.AppendUint16(nil, uint16(len(command))), command...)); err != nil {
		t.Fatal(err)
	}
	head := make([]byte, 2)
	if _, err := io.ReadFull(conn, head); err != nil {
		t.Fatal(err)
	}
	answer := make([]byte, binary.BigEndian.Uint16(head))
	if _, err := io.ReadFull(conn, answer); err != nil {
		t.Fatal(err)
	}
	return hex.EncodeToString(answer)
}

func stateOf(t *testing.T, socket string) control.State {
	t.Helper()
	conn, err := net.Dial("unix", socket)
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close()
	if _, err := io.WriteString(conn, `{"do":"state"}`+"\n"); err != nil {
		t.Fatal(err)
	}
	buf := make([]byte, 4096)
	n, err := conn.Read(buf)
	if err != nil {
		t.Fatal(err)
	}
	var s control.State
	if err := control.Decode(buf[:n], &s); err != nil {
		t.Fatal(err)
	}
	return s
}
