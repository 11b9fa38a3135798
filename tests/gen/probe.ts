// Raises and reads errors with the generated TypeScript code; prints what every language has to print.
import * as billing from "./errors/acme_billing.js";
import * as text from "./errors/acme_text.js";
import { type CodedError, httpStatus } from "./errors/base.js";

declare const process: {
  stdin: AsyncIterable<Uint8Array>;
  stdout: { write(text: string): void };
};

function print(line: string): void {
  process.stdout.write(line + "\n");
}

function show(e: CodedError): void {
  print(e.toEnvelope());
  print(e.toProblem());
  print(`${e.userText()}|${e.userText("zh")}`);
}

function require(holds: boolean, what: string): void {
  if (!holds) throw new Error(`not so: ${what}`);
}

show(billing.make("card_expired", { card: '42 "{days}" 卡😀', days: -3 }));
show(billing.make("amount_refused", { amount: 1.5, final: true }));
show(billing.make("amount_refused", { amount: 2.0, final: false }));
show(billing.make("busy"));
show(billing.make("seat_taken"));
show(billing.make("ledger_closed"));
show(text.make("access_denied", { resource: "C:\\new\n{resource}" }));

// A switch over the name narrows to the parameters of the error.
function describe(e: billing.AcmeBillingError): string {
  switch (e.name) {
    case "card_expired":
      return `${e.code satisfies 2017001}: ${e.params.card.toUpperCase()} ${(e.params.days + 1).toFixed(0)}`;
    case "busy":
      return "again";
    default:
      return String(e.code);
  }
}
require(describe(billing.make("card_expired", { card: "x", days: 1 }).error) === "2017001: X 2", "a switch narrows");
require(billing.Code.cardExpired === 2017001, "a code by its name");
require(billing.find(500)?.name === "class_full", "the first of two meanings");
require(billing.find(1) === undefined, "an unknown code");
// @ts-expect-error: the parameters of another error
require(billing.make("card_expired", { resource: "x" }) instanceof Error, "it can be thrown");

const chunks: Uint8Array[] = [];
for await (const chunk of process.stdin) chunks.push(chunk);
const input = new Uint8Array(chunks.reduce((n, c) => n + c.length, 0));
chunks.reduce((at, c) => (input.set(c, at), at + c.length), 0);
declare const TextDecoder: new () => { decode(bytes: Uint8Array): string };
for (const body of new TextDecoder().decode(input).split("\n").slice(0, -1)) {
  const e: CodedError | undefined = billing.recognize(body) ?? text.recognize(body);
  if (e === undefined) {
    print("-");
    continue;
  }
  print([e.definition.name, String(e.code), e.status, e.verdict, String(httpStatus[e.status])].join("|"));
  print(e.toEnvelope());
  print(e.toProblem());
}
