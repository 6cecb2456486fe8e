// Command site is an example of a web site that lets people log in with their My Number card through Hitofude, with a
// one-time code as the second factor. It is a sample (見本) of an invented town: it accepts the certificates of the card
// in software and no others, and sends its messages to a telephone it draws itself.
//
//	go run ./examples/site
//
// Then open http://127.0.0.1:8480/ and press the Hitofude button.
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"net"
	"net/http"
	"os"
	"os/signal"
	"syscall"
	"time"
)

func main() {
	address := flag.String("listen", "127.0.0.1:8480", "loopback address and port; port 0: any free one")
	flag.Parse()
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	if err := run(ctx, *address); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

// run serves site and telephone until ctx ends. The line it prints names the site's address.
func run(ctx context.Context, address string) error {
	host, _, err := net.SplitHostPort(address)
	if err != nil || host != "127.0.0.1" {
		return errors.New("starting the sample: it listens on 127.0.0.1 only; it is no site for real people")
	}
	listener, err := (&net.ListenConfig{}).Listen(ctx, "tcp", address)
	if err != nil {
		return fmt.Errorf("starting the sample: %w", err)
	}
	site, err := newSite("http://"+listener.Addr().String(), time.Now)
	if err != nil {
		return err
	}
	server := &http.Server{Handler: site.handler(), ReadHeaderTimeout: 5 * time.Second, ReadTimeout: 10 * time.Second}
	context.AfterFunc(ctx, func() { _ = server.Close() })
	fmt.Println("見本のサイト / sample site: http://" + listener.Addr().String() + "/")
	if err := server.Serve(listener); !errors.Is(err, http.ErrServerClosed) {
		return fmt.Errorf("serving the sample: %w", err)
	}
	return nil
}
