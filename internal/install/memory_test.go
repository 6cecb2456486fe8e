package install

import (
	"maps"
	"slices"
	"strings"
)

// memory is a registry in memory: keys in any case are one, as in the real one.
type memory struct {
	keys map[string]map[string]string // key → values by name; "" is the default
}

func newMemory(keys ...string) *memory {
	m := &memory{keys: make(map[string]map[string]string)}
	for _, key := range keys {
		m.make(key)
	}
	return m
}

func (m *memory) make(key string) {
	for rest := key; ; rest = rest[:strings.LastIndex(rest, `\`)] {
		if m.keys[rest] == nil {
			m.keys[rest] = make(map[string]string)
		}
		if !strings.Contains(rest, `\`) {
			return
		}
	}
}

func (m *memory) Value(key string) (string, bool, error) {
	value, ok := m.keys[key][""]
	return value, ok, nil
}

func (m *memory) Exists(key string) (bool, error) { return m.keys[key] != nil, nil }

func (m *memory) SetValue(key, value string) error {
	m.make(key)
	m.keys[key][""] = value
	return nil
}

func (m *memory) DeleteValue(key string) error {
	delete(m.keys[key], "")
	return nil
}

func (m *memory) DeleteKey(key string) error {
	if m.keys[key] == nil {
		return nil
	}
	below := slices.ContainsFunc(slices.Collect(maps.Keys(m.keys)), func(k string) bool { return strings.HasPrefix(k, key+`\`) })
	if below || len(m.keys[key]) > 0 {
		return ErrNotEmpty
	}
	delete(m.keys, key)
	return nil
}

func (m *memory) Values(key string) (map[string]string, error) { return m.keys[key], nil }

// text lists everything, for a comparison.
func (m *memory) text() []string {
	var lines []string
	for key, values := range m.keys {
		lines = append(lines, key)
		for name, value := range values {
			lines = append(lines, key+"@"+name+"="+value)
		}
	}
	slices.Sort(lines)
	return lines
}
