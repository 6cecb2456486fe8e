package onetime

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"net/netip"
	"net/url"
	"time"
)

// Gateway sends through an HTTP gateway for text messages: POST {"to","text"} with a bearer key, answered by 2xx.
// Every provider has its own names for these; this one is the example's.
type Gateway struct {
	address string
	key     string
	client  *http.Client
}

// NewGateway takes an https address, or an http one on loopback; key is the provider's, not the site's.
func NewGateway(address, key string) (*Gateway, error) {
	u, err := url.Parse(address)
	if err != nil || u.Host == "" || u.User != nil {
		return nil, errors.New("configuring the gateway: the address cannot be read")
	}
	ip, err := netip.ParseAddr(u.Hostname())
	loopback := err == nil && ip.IsLoopback()
	if u.Scheme != "https" && (u.Scheme != "http" || !loopback) {
		return nil, errors.New("configuring the gateway: it must be https, or http on loopback")
	}
	client := &http.Client{
		Timeout: 10 * time.Second,
		// A code and a number follow no redirect to somebody else.
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
	}
	return &Gateway{address, key, client}, nil
}

// Send hands one message to the gateway.
func (g *Gateway) Send(ctx context.Context, number, text string) error {
	body, err := json.Marshal(map[string]string{"to": number, "text": text})
	if err != nil {
		return fmt.Errorf("sending a message: %w", err)
	}
	request, err := http.NewRequestWithContext(ctx, http.MethodPost, g.address, bytes.NewReader(body))
	if err != nil {
		return fmt.Errorf("sending a message: %w", err)
	}
	request.Header.Set("Content-Type", "application/json")
	request.Header.Set("Authorization", "Bearer "+g.key)
	answer, err := g.client.Do(request)
	if err != nil {
		return fmt.Errorf("sending a message: %w", err)
	}
	defer func() { _ = answer.Body.Close() }()
	if answer.StatusCode < 200 || answer.StatusCode > 299 {
		return fmt.Errorf("sending a message: the gateway answers %d", answer.StatusCode)
	}
	return nil
}
