//go:build !windows

package install

func windowsRegistry() Registry { return nil }
