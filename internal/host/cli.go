package host

import (
	"context"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"github.com/hitofude/hitofude/internal/pin"
	"github.com/hitofude/hitofude/internal/sign"
)

// exitUsage is the status for a command line that makes no sense (sysexits.h
// EX_USAGE). The numbers of the errors stay below.
const exitUsage = 64

// terminalError is an error that only a terminal can have, for --json: USAGE
// (status 64) or FILE (66), with the sentence for a person.
type terminalError struct {
	Code    string `json:"code"`
	Message string `json:"message"`
}

// runCommand is the program for a person. Only this file, clihelp.go and the
// guide's command know cobra.
func runCommand(ctx context.Context, env []string, stdin io.Reader, stdout, stderr io.Writer, args []string, p Parts) int {
	t := &tool{parts: p, env: env, stdin: stdin, stdout: stdout, stderr: stderr, aside: newLogQueue(stderr), lang: language(env, args), pinFD: noFD}
	t.checkLanguage(args)
	root := newRoot(t)
	root.SetArgs(args)
	root.SetOut(stdout)
	root.SetErr(stderr)
	err := root.ExecuteContext(ctx)
	t.aside.flush(graceFlush)
	var done *outcome
	switch {
	case err == nil:
		return 0
	case errors.As(err, &done):
		return t.report(done.err)
	}
	text := t.usageText(err)
	if t.json || slices.Contains(args, "--json") {
		_ = t.printJSON(map[string]any{"error": terminalError{"USAGE", text}})
	}
	fmt.Fprintf(stderr, "hitofude: %s\n%s\n", text, t.say("usage"))
	return exitUsage
}

// outcome wraps an error of an operation, to tell it from one of the command
// line.
type outcome struct{ err error }

func (o *outcome) Error() string { return o.err.Error() }

// usageError is a mistake in the command line that cobra cannot see.
type usageError struct{ text string }

func (e *usageError) Error() string { return e.text }

// action makes a cobra command run do.
func action(do func(ctx context.Context, args []string) error) func(*cobra.Command, []string) error {
	return func(cmd *cobra.Command, args []string) error {
		err := do(cmd.Context(), args)
		var usage *usageError
		if err == nil || errors.As(err, &usage) {
			return err
		}
		return &outcome{err}
	}
}

func newRoot(t *tool) *cobra.Command {
	root := &cobra.Command{
		Use: "hitofude", Short: t.say("root.short"), Long: t.say("root.long"),
		SilenceErrors: true, SilenceUsage: true, Args: t.count(0, 0),
		RunE: func(cmd *cobra.Command, _ []string) error { return cmd.Help() },
		// Where a person works with the card, a registration that starts nothing any
		// more is mended in passing; doctor only tells of it.
		PersistentPreRun: func(cmd *cobra.Command, _ []string) {
			if slices.Contains([]string{"status", "fill", "sign", "verify", "change"}, cmd.Name()) {
				t.heal()
			}
		},
		SuggestionsMinimumDistance: 2,
	}
	root.SetHelpFunc(func(c *cobra.Command, _ []string) { t.help(c) })
	flags := root.PersistentFlags()
	flags.BoolP("help", "h", false, t.say("help.short"))
	flags.String("lang", t.lang, t.say("flag.lang")) // read by language before cobra runs
	flags.BoolVar(&t.json, "json", false, t.say("flag.json"))
	root.AddCommand(statusCommand(t), doctorCommand(t), installCommand(t), uninstallCommand(t),
		fillCommand(t), signCommand(t), verifyCommand(t), pinCommand(t), versionCommand(t))
	t.ownWords(root)
	return root
}

// cardFlags are the switches of every command that uses a card. How long it
// waits for one by itself differs, so each has a variable of its own.
func cardFlags(t *tool, c *cobra.Command, wait int) {
	c.Flags().StringVar(&t.reader, "reader", "", t.say("flag.reader"))
	c.Flags().IntVar(&wait, "wait", wait, t.say("flag.wait"))
	c.PreRun = func(*cobra.Command, []string) { t.wait = wait }
}

// pinFlags are the switches of every command that asks for a PIN.
func pinFlags(t *tool, c *cobra.Command) {
	cardFlags(t, c, int(cardTimeout/time.Second))
	c.Flags().IntVar(&t.pinFD, "pin-fd", noFD, t.say("flag.pinfd"))
	c.Flags().BoolVar(&t.acceptLastTry, "accept-last-try", false, t.say("flag.last"))
	c.Flags().BoolVar(&t.acceptTrial, "accept-trial", false, t.say("flag.trial"))
}

func statusCommand(t *tool) *cobra.Command {
	c := &cobra.Command{Use: "status", Short: t.say("status.short"), Args: t.count(0, 0)}
	c.RunE = action(func(ctx context.Context, _ []string) error { return t.status(ctx) })
	cardFlags(t, c, 0)
	return c
}

func doctorCommand(t *tool) *cobra.Command {
	var o doctorOptions
	c := &cobra.Command{Use: "doctor", Short: t.say("doctor.short"), Args: t.count(0, 0)}
	c.RunE = action(func(ctx context.Context, _ []string) error { return t.doctor(ctx, o) })
	c.Flags().StringSliceVar(&o.browsers, "browser", nil, t.say("flag.browser", list(t.computer().Names())))
	c.Flags().BoolVar(&o.report, "report", false, t.say("flag.report"))
	return c
}

func installFlags(t *tool, c *cobra.Command, o *installOptions) {
	c.Flags().StringSliceVar(&o.browsers, "browser", nil, t.say("flag.browser", list(t.computer().Names())))
	c.Flags().StringVar(&o.dir, "dir", "", t.say("flag.dir"))
	c.Flags().BoolVar(&o.system, "system", false, t.say("flag.system"))
	c.Flags().BoolVar(&o.flatpak, "flatpak", false, t.say("flag.flatpak"))
	c.Flags().BoolVar(&o.print, "print", false, t.say("flag.print"))
}

func installCommand(t *tool) *cobra.Command {
	var o installOptions
	c := &cobra.Command{Use: "install", Short: t.say("install.short"), Args: t.count(0, 0)}
	c.RunE = action(func(context.Context, []string) error { return t.install(o) })
	installFlags(t, c, &o)
	c.Flags().StringSliceVar(&o.extensions, "extension-id", nil, t.say("flag.extension"))
	return c
}

func uninstallCommand(t *tool) *cobra.Command {
	var o installOptions
	c := &cobra.Command{Use: "uninstall", Short: t.say("uninstall.short"), Args: t.count(0, 0)}
	c.RunE = action(func(context.Context, []string) error { return t.uninstall(o) })
	installFlags(t, c, &o)
	return c
}

func fillCommand(t *tool) *cobra.Command {
	var verificationB bool
	c := &cobra.Command{Use: "fill", Short: t.say("fill.short"), Args: t.count(0, 0)}
	c.RunE = action(func(ctx context.Context, _ []string) error { return t.fill(ctx, verificationB) })
	c.Flags().BoolVar(&verificationB, "verification-b", false, t.say("flag.b"))
	pinFlags(t, c)
	return c
}

func signCommand(t *tool) *cobra.Command {
	var o signOptions
	c := &cobra.Command{Use: "sign FILE...", Short: t.say("sign.short"), Args: t.count(1, -1)}
	c.RunE = action(func(ctx context.Context, args []string) error {
		if _, known := sign.Lookup(o.profile); !known {
			return &usageError{t.say("usage.profile", o.profile, strings.Join(sign.Profiles(), ", "))}
		}
		return t.sign(ctx, args, o)
	})
	c.Flags().StringVarP(&o.output, "output", "o", "", t.say("flag.output"))
	c.Flags().BoolVar(&o.force, "force", false, t.say("flag.force"))
	c.Flags().StringVar(&o.profile, "profile", "cms-detached", t.say("flag.profile", strings.Join(sign.Profiles(), ", ")))
	c.Flags().Float64SliceVar(&o.stamp, "stamp", nil, t.say("flag.stamp"))
	c.Flags().StringVar(&o.xml.IDAttribute, "xml-id-attribute", "", t.say("flag.xmlIDAttribute"))
	c.Flags().StringVar(&o.xml.ID, "xml-id", "", t.say("flag.xmlID"))
	c.Flags().StringVar(&o.xml.Parent, "xml-parent", "", t.say("flag.xmlParent"))
	pinFlags(t, c)
	return c
}

func verifyCommand(t *tool) *cobra.Command {
	var ca []string
	c := &cobra.Command{Use: "verify FILE [CONTENT]", Short: t.say("verify.short"), Args: t.count(1, 2)}
	c.RunE = action(func(_ context.Context, args []string) error { return t.verify(args[0], strings.Join(args[1:], ""), ca) })
	c.Flags().StringSliceVar(&ca, "ca", nil, t.say("flag.ca"))
	return c
}

func pinCommand(t *tool) *cobra.Command {
	var kinds []string
	for _, k := range changeable() {
		kinds = append(kinds, string(k))
	}
	var acceptWeak bool
	c := &cobra.Command{
		Use: "change KIND", Short: t.say("pin.change.short"), Long: t.say("pin.long", strings.Join(kinds, ", ")),
		Args: t.count(1, 1), ValidArgs: kinds,
	}
	c.RunE = action(func(ctx context.Context, args []string) error { return t.changePIN(ctx, pin.Kind(args[0]), acceptWeak) })
	c.Flags().BoolVar(&acceptWeak, "accept-weak", false, t.say("flag.weak"))
	pinFlags(t, c)
	group := &cobra.Command{
		Use: "pin", Short: t.say("pin.short"), Args: t.count(0, 0),
		RunE: func(cmd *cobra.Command, _ []string) error { return cmd.Help() },
	}
	group.AddCommand(c, guideCommand(t))
	return group
}

func versionCommand(t *tool) *cobra.Command {
	c := &cobra.Command{Use: "version", Short: t.say("version.short"), Args: t.count(0, 0)}
	c.RunE = action(func(context.Context, []string) error { return t.version() })
	return c
}
