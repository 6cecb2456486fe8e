package install

import (
	"errors"
	"fmt"
	"strings"

	"golang.org/x/sys/windows/registry"
)

func windowsRegistry() Registry { return hives{} }

// hives is the real registry, in the view of this program (64-bit).
type hives struct{}

func split(key string) (registry.Key, string) {
	half, path, _ := strings.Cut(key, `\`)
	if half == string(AllOfMachine) {
		return registry.LOCAL_MACHINE, path
	}
	return registry.CURRENT_USER, path
}

func (hives) Value(key string) (string, bool, error) {
	half, path := split(key)
	k, err := registry.OpenKey(half, path, registry.QUERY_VALUE)
	if errors.Is(err, registry.ErrNotExist) {
		return "", false, nil
	}
	if err != nil {
		return "", false, fmt.Errorf("reading %s: %w", key, err)
	}
	defer k.Close()
	value, _, err := k.GetStringValue("")
	if errors.Is(err, registry.ErrNotExist) {
		return "", false, nil
	}
	return value, err == nil, err
}

func (hives) Exists(key string) (bool, error) {
	half, path := split(key)
	k, err := registry.OpenKey(half, path, registry.QUERY_VALUE)
	if errors.Is(err, registry.ErrNotExist) {
		return false, nil
	}
	if err == nil {
		_ = k.Close()
	}
	return err == nil, err
}

func (hives) SetValue(key, value string) error {
	half, path := split(key)
	k, _, err := registry.CreateKey(half, path, registry.SET_VALUE)
	if err != nil {
		return fmt.Errorf("making %s: %w", key, err)
	}
	defer k.Close()
	return k.SetStringValue("", value)
}

func (hives) DeleteValue(key string) error {
	half, path := split(key)
	k, err := registry.OpenKey(half, path, registry.SET_VALUE)
	if errors.Is(err, registry.ErrNotExist) {
		return nil
	}
	if err != nil {
		return fmt.Errorf("opening %s: %w", key, err)
	}
	defer k.Close()
	if err := k.DeleteValue(""); err != nil && !errors.Is(err, registry.ErrNotExist) {
		return fmt.Errorf("deleting the value of %s: %w", key, err)
	}
	return nil
}

func (hives) DeleteKey(key string) error {
	half, path := split(key)
	k, err := registry.OpenKey(half, path, registry.QUERY_VALUE)
	if errors.Is(err, registry.ErrNotExist) {
		return nil
	}
	if err != nil {
		return fmt.Errorf("opening %s: %w", key, err)
	}
	info, err := k.Stat()
	_ = k.Close()
	if err != nil {
		return fmt.Errorf("looking into %s: %w", key, err)
	}
	if info.SubKeyCount > 0 || info.ValueCount > 0 {
		return ErrNotEmpty
	}
	return registry.DeleteKey(half, path)
}

func (hives) Values(key string) (map[string]string, error) {
	half, path := split(key)
	k, err := registry.OpenKey(half, path, registry.QUERY_VALUE)
	if errors.Is(err, registry.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, fmt.Errorf("opening %s: %w", key, err)
	}
	defer k.Close()
	names, err := k.ReadValueNames(-1)
	if err != nil {
		return nil, fmt.Errorf("listing %s: %w", key, err)
	}
	values := make(map[string]string)
	for _, name := range names {
		if text, _, err := k.GetStringValue(name); err == nil {
			values[name] = text
		} else if number, _, err := k.GetIntegerValue(name); err == nil {
			values[name] = fmt.Sprint(number)
		}
	}
	return values, nil
}
