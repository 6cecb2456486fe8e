package main

import (
	"crypto/subtle"
	"encoding/json"
	"net/http"
	"slices"
	"sync"
)

// telephone stands for a provider of text messages and for the telephone: what the gateway takes is shown on
// /telephone, so that one person with one computer can try the whole way. A real site has nothing like it.
type telephone struct {
	key string

	mu       sync.Mutex
	messages []text
}

type text struct {
	To   string `json:"to"`
	Text string `json:"text"`
}

func (p *telephone) receive(w http.ResponseWriter, r *http.Request) {
	if subtle.ConstantTimeCompare([]byte(r.Header.Get("Authorization")), []byte("Bearer "+p.key)) != 1 {
		http.Error(w, "no", http.StatusUnauthorized)
		return
	}
	var one text
	if json.NewDecoder(r.Body).Decode(&one) != nil {
		http.Error(w, "no", http.StatusBadRequest)
		return
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	p.messages = append(p.messages, one)
	if len(p.messages) > 20 {
		p.messages = p.messages[1:]
	}
	w.WriteHeader(http.StatusAccepted)
}

func (p *telephone) newestFirst() []text {
	p.mu.Lock()
	defer p.mu.Unlock()
	all := slices.Clone(p.messages)
	slices.Reverse(all)
	return all
}

func (s *site) showTelephone(w http.ResponseWriter, r *http.Request) {
	s.show(w, r, http.StatusOK, "telephone.html", map[string]any{"Messages": s.phone.newestFirst()})
}
