// Raises and reads errors with the generated Go code; prints what every language has to print.
package main

import (
	"bufio"
	"errors"
	"fmt"
	"os"

	billing "example.com/acme/errs/acmebilling"
	text "example.com/acme/errs/acmetext"
)

type coded interface {
	error
	Name() string
	Envelope() []byte
	Problem() []byte
	UserText(lang string) string
}

func show(e coded) {
	fmt.Printf("%s\n%s\n%s|%s\n", e.Envelope(), e.Problem(), e.UserText("en"), e.UserText("zh-CN"))
}

func require(holds bool, what string) {
	if !holds {
		fmt.Fprintln(os.Stderr, "not so:", what)
		os.Exit(1)
	}
}

func main() {
	show(billing.NewCardExpired("42 \"{days}\" 卡😀", -3))
	show(billing.NewAmountRefused(1.5, true))
	show(billing.NewAmountRefused(2.0, false))
	show(billing.NewBusy())
	show(billing.NewSeatTaken())
	show(billing.NewLedgerClosed())
	show(text.NewAccessDenied("C:\\new\n{resource}"))

	var err error = fmt.Errorf("charge: %w", billing.NewCardExpired("1", 1))
	require(errors.Is(err, billing.CodeCardExpired), "the code is its own")
	require(errors.Is(err, billing.VerdictFixState), "an error is its verdict")
	require(errors.Is(err, billing.StatusFailedPrecondition), "an error is its status")
	require(errors.Is(err, billing.NewCardExpired("2", 2)), "an error is another of its name")
	require(!errors.Is(err, billing.VerdictRetry), "and no other verdict")
	var typed *billing.Error
	require(errors.As(err, &typed) && typed.Name() == "card_expired", "it is found by its type")
	require(billing.Parse([]byte(`{"code":0,"msg":"ok"}`)) == nil, "a success is no error")
	require(billing.Lookup(500).Name == "class_full", "the first of two meanings")
	require(billing.Lookup(1) == nil, "an unknown code")

	lines := bufio.NewScanner(os.Stdin)
	for lines.Scan() {
		err := billing.Parse(lines.Bytes())
		if err == nil {
			err = text.Parse(lines.Bytes())
		}
		switch e := err.(type) {
		case nil:
			fmt.Println("-")
		case *billing.Error:
			fmt.Printf("%s|%s|%s|%s|%d\n%s\n%s\n", e.Name(), e.Code.String(), string(e.Status()), string(e.Verdict()), e.Status().HTTP(), e.Envelope(), e.Problem())
		case *text.Error:
			fmt.Printf("%s|%s|%s|%s|%d\n%s\n%s\n", e.Name(), e.Code.String(), string(e.Status()), string(e.Verdict()), e.Status().HTTP(), e.Envelope(), e.Problem())
		}
	}
}
