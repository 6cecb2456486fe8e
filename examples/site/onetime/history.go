package onetime

import (
	"slices"
	"time"
)

// history is what happened to one number; older than a day is forgotten.
type history struct{ sent, wrong []time.Time }

func (h *history) sentSince(from time.Time) int  { return since(h.sent, from) }
func (h *history) wrongSince(from time.Time) int { return since(h.wrong, from) }

func since(times []time.Time, from time.Time) int {
	count := 0
	for _, at := range times {
		if at.After(from) {
			count++
		}
	}
	return count
}

func (c *Codes) history(number string) *history {
	known := c.numbers[number]
	if known == nil {
		known = &history{}
		c.numbers[number] = known
	}
	return known
}

// sweep forgets codes an hour after they ended (until then their count of messages holds) and numbers after a day.
func (c *Codes) sweep(now time.Time) {
	if now.Sub(c.swept) < time.Minute {
		return
	}
	c.swept = now
	for jti, one := range c.open {
		if now.Sub(one.until) > time.Hour {
			delete(c.open, jti)
		}
	}
	old := func(at time.Time) bool { return now.Sub(at) > 24*time.Hour }
	for number, past := range c.numbers {
		past.sent, past.wrong = slices.DeleteFunc(past.sent, old), slices.DeleteFunc(past.wrong, old)
		if len(past.sent)+len(past.wrong) == 0 {
			delete(c.numbers, number)
		}
	}
}
