package host

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"github.com/hitofude/hitofude/internal/guide"
)

// The words that cobra and pflag have are English and stand in their errors and
// in their help. Here they are put into the person's language.

// usageText says what is wrong with a command line.
func (t *tool) usageText(err error) string {
	var unknown *pflag.NotExistError
	var missing *pflag.ValueRequiredError
	var value *pflag.InvalidValueError
	var syntax *pflag.InvalidSyntaxError
	switch {
	case errors.As(err, &unknown) && unknown.GetSpecifiedShortnames() != "":
		return t.say("usage.flag", "-"+unknown.GetSpecifiedName())
	case errors.As(err, &unknown):
		return t.say("usage.flag", "--"+unknown.GetSpecifiedName())
	case errors.As(err, &missing):
		return t.say("usage.value", "--"+missing.GetFlag().Name, t.placeholder(missing.GetFlag()))
	case errors.As(err, &value):
		return t.say("usage.badvalue", "--"+value.GetFlag().Name, value.GetValue(), t.placeholder(value.GetFlag()))
	case errors.As(err, &syntax):
		return t.say("usage.flag", syntax.GetSpecifiedFlag())
	}
	return err.Error() // a usageError, which is in the person's language
}

// count accepts from least to most arguments; most below 0 is any number.
func (t *tool) count(least, most int) cobra.PositionalArgs {
	return func(c *cobra.Command, args []string) error {
		switch {
		case len(args) < least:
			return &usageError{t.say("usage.few", t.use(c))}
		case most < 0 || len(args) <= most:
			return nil
		case most == 0 && c.HasAvailableSubCommands():
			return t.unknownCommand(c, args[0])
		}
		return &usageError{t.say("usage.many", args[most], t.use(c))}
	}
}

func (t *tool) unknownCommand(c *cobra.Command, name string) error {
	if near := c.SuggestionsFor(name); len(near) > 0 {
		return &usageError{t.say("usage.near", name, strings.Join(near, ", "))}
	}
	return &usageError{t.say("usage.command", name)}
}

// use is the line that shows how a command is written.
func (t *tool) use(c *cobra.Command) string {
	line := c.CommandPath()
	if _, rest, ok := strings.Cut(c.Use, " "); ok {
		line += " " + t.placeholders(rest)
	}
	if c.HasAvailableSubCommands() {
		return line + " " + t.say("help.command")
	}
	return line + " " + t.say("help.options")
}

// placeholders puts the capital words of a use line into the person's language.
func (t *tool) placeholders(text string) string {
	for _, word := range []string{"FILE", "CONTENT", "KIND", "COMMAND"} {
		text = strings.ReplaceAll(text, word, t.say("help."+strings.ToLower(word)))
	}
	return text
}

// help shows the use of c in the person's language.
func (t *tool) help(c *cobra.Command) {
	text := c.Long
	if text == "" {
		text = c.Short
	}
	fmt.Fprintf(t.stdout, "%s\n\n%s\n  %s\n", text, t.say("help.usage"), t.use(c))
	if c.HasAvailableSubCommands() {
		fmt.Fprintf(t.stdout, "\n%s\n", t.say("help.commands"))
	}
	for _, sub := range c.Commands() {
		if sub.IsAvailableCommand() || sub.Name() == "help" {
			fmt.Fprintf(t.stdout, "  %-11s %s\n", sub.Name(), sub.Short)
		}
	}
	fmt.Fprintf(t.stdout, "\n%s\n", t.say("help.flags"))
	c.LocalFlags().VisitAll(t.flagHelp)
	c.InheritedFlags().VisitAll(t.flagHelp)
}

// flagHelp prints one flag, what follows it, and what it does on a line of its
// own: columns do not hold where characters are of two widths.
func (t *tool) flagHelp(f *pflag.Flag) {
	line := "  --" + f.Name
	if f.Shorthand != "" {
		line = "  -" + f.Shorthand + ", --" + f.Name
	}
	if name := t.placeholder(f); name != "" {
		line += " " + name
	}
	fmt.Fprintf(t.stdout, "%s\n        %s", line, f.Usage)
	if !slices.Contains([]string{"", "false", "[]", fmt.Sprint(noFD)}, f.DefValue) {
		fmt.Fprint(t.stdout, t.say("help.default", f.DefValue))
	}
	fmt.Fprintln(t.stdout)
}

// placeholder names what follows a flag; "" for one that stands alone.
func (t *tool) placeholder(f *pflag.Flag) string {
	if f.Value.Type() == "bool" {
		return ""
	}
	if key := "value." + f.Name; t.say(key) != key {
		return t.say(key)
	}
	return t.say("value." + f.Value.Type())
}

// ownWords replaces what cobra adds by itself: the command help, and the texts
// of completion.
func (t *tool) ownWords(root *cobra.Command) {
	root.InitDefaultHelpCmd()
	root.InitDefaultCompletionCmd()
	for _, c := range root.Commands() {
		switch c.Name() {
		case "help":
			c.Short, c.Long, c.Use = t.say("help.short"), "", "help"
			c.Run, c.RunE, c.Args = nil, t.helpCommand, cobra.ArbitraryArgs
		case "completion":
			c.Short, c.Long, c.Args = t.say("completion"), "", t.count(0, 0)
			for _, shell := range c.Commands() {
				shell.Short, shell.Long, shell.Args = t.say("completion.shell", shell.Name()), "", t.count(0, 0)
				shell.Flags().VisitAll(func(f *pflag.Flag) { f.Usage = t.say("completion.plain") })
			}
		}
	}
}

func (t *tool) helpCommand(c *cobra.Command, args []string) error {
	about, rest, err := c.Root().Find(args)
	if err != nil || len(rest) > 0 {
		return t.unknownCommand(c.Root(), strings.Join(args, " "))
	}
	t.help(about)
	return nil
}

// checkLanguage says so when --lang names a language that there is not; the
// environment's is only a hint.
func (t *tool) checkLanguage(args []string) {
	for i, arg := range args {
		value, ok := strings.CutPrefix(arg, "--lang=")
		if arg == "--lang" && i+1 < len(args) {
			value, ok = args[i+1], true
		}
		plain := value == guide.Plain && slices.Contains(args, "guide")
		if ok && !plain && !strings.HasPrefix(strings.ToLower(value), "en") && !strings.HasPrefix(strings.ToLower(value), "ja") {
			t.note("usage.lang", value)
		}
	}
}
