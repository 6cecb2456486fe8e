package host

import (
	"context"
	"fmt"
	"runtime/debug"

	"github.com/hitofude/hitofude/internal/messaging"
	"github.com/hitofude/hitofude/internal/pin"
	"github.com/hitofude/hitofude/internal/trial"
	"github.com/hitofude/hitofude/manifests"
)

func (t *tool) status(ctx context.Context) error {
	o, err := t.operator(ctx)
	if err != nil {
		return err
	}
	status, err := o.status(ctx)
	if err != nil {
		return err
	}
	return t.show(status, func() { t.glance(status) })
}

func (t *tool) fill(ctx context.Context, verificationB bool) error {
	o, err := t.operator(ctx)
	if err != nil {
		return err
	}
	kind := pin.InputSupport
	if verificationB {
		kind = pin.VerificationB
	}
	given, err := t.askPIN(ctx, o, trial.Attributes, kind)
	if err != nil {
		return err
	}
	result, err := o.attributes(ctx, given, nil)
	if err != nil {
		return err
	}
	return t.show(result, func() {
		a := result.Attributes
		for _, field := range []struct {
			name  string
			value *string
		}{{"name", a.Name}, {"address", a.Address}, {"birth", a.Birth}, {"sex", a.Sex}} {
			fmt.Fprintf(t.stdout, "%s: %s\n", t.say("field."+field.name), *field.value)
		}
	})
}

type versionResult struct {
	Version  string `json:"version"`
	Protocol int    `json:"protocol"`
	Commit   string `json:"commit,omitempty"`
	Go       string `json:"go"`
}

func (t *tool) version() error {
	v := versionResult{Version: manifests.Known().Version, Protocol: messaging.Version}
	if info, ok := debug.ReadBuildInfo(); ok {
		v.Go = info.GoVersion
		for _, s := range info.Settings {
			if s.Key == "vcs.revision" {
				v.Commit = s.Value
			}
		}
	}
	return t.show(v, func() { fmt.Fprintf(t.stdout, "hitofude %s\n", v.Version) })
}
