package main

import (
	"fmt"
	"os"
	"strings"
)

type completionCmd struct {
	Shell string `arg:"" enum:"bash,zsh,fish" help:"bash, zsh or fish."`
}

func (*completionCmd) Help() string {
	return `Examples:
  source <(writethru completion bash)    in ~/.bashrc; the same with zsh in ~/.zshrc
  writethru completion fish > ~/.config/fish/completions/writethru.fish`
}

// The shells ask the program itself: they call it with the line so far in the
// environment, and take what it prints.
var completions = map[string]string{
	"bash": "complete -o default -o bashdefault -C PROGRAM writethru\n",
	"zsh": `autoload -U +X bashcompinit && bashcompinit
complete -o default -o bashdefault -C PROGRAM writethru
`,
	"fish": `function __complete_writethru
    set -lx COMP_LINE (commandline -cp)
    test -z (commandline -ct); and set COMP_LINE "$COMP_LINE "
    PROGRAM
end
complete -c writethru -a "(__complete_writethru)"
`,
}

// Run prints what a shell is to read at its start.
func (c *completionCmd) Run(p *program) error {
	program, err := os.Executable()
	if err != nil {
		return err
	}
	quoted := "'" + strings.ReplaceAll(program, "'", `'\''`) + "'"
	_, err = fmt.Fprint(p.stdout, strings.ReplaceAll(completions[c.Shell], "PROGRAM", quoted))
	return err
}
