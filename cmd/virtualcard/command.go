//go:build linux

package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"os"
	"path/filepath"

	"github.com/spf13/cobra"

	"github.com/hitofude/hitofude/internal/virtualcard"
	"github.com/hitofude/hitofude/internal/virtualcard/control"
	"github.com/hitofude/hitofude/internal/virtualcard/sandbox"
	"github.com/hitofude/hitofude/internal/virtualcard/vpcd"
)

// command is the whole command line.
func command(stdin io.Reader, stdout io.Writer) *cobra.Command {
	var o single
	root := &cobra.Command{
		Use:   "virtualcard --profile FILE --vpcd HOST:PORT",
		Short: "A My Number card in software, in the virtual reader vpcd",
		Long: "A My Number card in software, for tests and the demo. It dials a running vpcd.\n" +
			"Profiles: a file, or one of " + fmt.Sprint(virtualcard.Names()) + ".",
		Args: cobra.NoArgs, SilenceUsage: true, SilenceErrors: true,
		RunE: func(cmd *cobra.Command, _ []string) error { return o.run(cmd.Context(), stdout) },
	}
	root.Flags().StringVar(&o.profile, "profile", "", "the card's profile")
	root.Flags().StringVar(&o.vpcd, "vpcd", vpcd.Address, "where vpcd listens")
	root.Flags().StringVar(&o.latency, "latency", "none", "none, or real: 8 ms per APDU, 30 µs per byte, 300 ms per signature")
	root.Flags().StringVar(&o.trace, "trace", "", "file for the APDUs, PINs as xx")
	root.Flags().StringVar(&o.control, "control", "", "socket for faults and counters")
	root.AddCommand(labCommand(stdin, stdout))
	return root
}

// single is one card in front of somebody else's pcscd.
type single struct{ profile, vpcd, latency, trace, control string }

func (o single) run(ctx context.Context, stdout io.Writer) error {
	slow, err := slowness(o.latency)
	if err != nil {
		return err
	}
	if o.profile == "" {
		return errors.New("no --profile given")
	}
	card, err := virtualcard.Find(o.profile)
	if err != nil {
		return err
	}
	trace, err := openTrace(o.trace)
	if err != nil {
		return err
	}
	defer trace.Close()
	slot := virtualcard.NewSlot(card, virtualcard.NewTrace(trace), slow)
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	if o.control != "" {
		listener, err := net.Listen("unix", o.control)
		if err != nil {
			return fmt.Errorf("opening control socket: %w", err)
		}
		defer listener.Close() // also removes the socket
		go control.Serve(ctx, listener, slot)
	}
	err = vpcd.Serve(ctx, o.vpcd, slot)
	n := slot.Card().Counters()
	fmt.Fprintf(stdout, "%d APDUs, %d bytes to the card, %d bytes back, %d signatures, modelled %d ms\n",
		n.APDUs, n.BytesIn, n.BytesOut, n.Signatures, n.Modelled.Milliseconds())
	return err
}

func slowness(latency string) (bool, error) {
	switch latency {
	case "none":
		return false, nil
	case "real":
		return true, nil
	}
	return false, fmt.Errorf("--latency is none or real, not %q", latency)
}

// openTrace opens the trace file; without a name, nothing is written.
func openTrace(name string) (io.WriteCloser, error) {
	if name == "" {
		return nopCloser{io.Discard}, nil
	}
	f, err := os.OpenFile(name, os.O_CREATE|os.O_TRUNC|os.O_WRONLY|os.O_APPEND, 0o600)
	if err != nil {
		return nil, fmt.Errorf("opening trace: %w", err)
	}
	return f, nil
}

type nopCloser struct{ io.Writer }

func (nopCloser) Close() error { return nil }

// labCommand starts itself again inside namespaces, with --inside saying where it came from.
func labCommand(stdin io.Reader, stdout io.Writer) *cobra.Command {
	var c sandbox.Config
	var latency, inside string
	cmd := &cobra.Command{
		Use:   "lab --dir DIR --profile FILE [--profile FILE2]",
		Short: "A private pcscd with one or two cards in it",
		Long: "A private pcscd in namespaces of its own, with a card per --profile in its readers. Prints one line of JSON when ready;\n" +
			"clients use its \"socket\" as PCSCLITE_CSOCK_NAME. Ends when standard input ends or on SIGTERM.",
		Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			var err error
			if c.Slow, err = slowness(latency); err != nil {
				return err
			}
			if c.Dir, err = filepath.Abs(c.Dir); err != nil {
				return fmt.Errorf("finding --dir: %w", err)
			}
			if err := c.Check(); err != nil {
				return err
			}
			if inside == "" {
				return sandbox.Enter(func(outside string) []string { return append(os.Args[1:], "--inside", outside) })
			}
			return sandbox.Run(untilEnd(cmd.Context(), stdin), c, inside, stdout)
		},
	}
	cmd.Flags().StringVar(&c.Dir, "dir", "", "folder for sockets, traces and pcscd's log")
	cmd.Flags().StringArrayVar(&c.Profiles, "profile", nil, "a card's profile; twice for two cards")
	cmd.Flags().StringVar(&latency, "latency", "none", "none or real")
	cmd.Flags().StringVar(&inside, "inside", "", "")
	_ = cmd.Flags().MarkHidden("inside") // it exists
	return cmd
}

// untilEnd is a context that ends when standard input does.
func untilEnd(ctx context.Context, stdin io.Reader) context.Context {
	ctx, cancel := context.WithCancel(ctx)
	go func() {
		_, _ = io.Copy(io.Discard, stdin) // an error ends the input as well
		cancel()
	}()
	return ctx
}
