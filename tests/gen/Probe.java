// Raises and reads errors with the generated Java code; prints what every language has to print.
import errorcodes.AcmeBillingError;
import errorcodes.AcmeBillingException;
import errorcodes.AcmeTextException;
import errorcodes.CodedException;
import errorcodes.Status;
import errorcodes.Verdict;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;

public final class Probe {
    private static final PrintStream OUT = new PrintStream(System.out, false, StandardCharsets.UTF_8);

    private static void print(String line) {
        OUT.print(line + "\n");
    }

    private static void show(CodedException e) {
        print(e.toEnvelope());
        print(e.toProblem());
        print(e.userText(false) + "|" + e.userText(true));
    }

    private static void require(boolean holds, String what) {
        if (!holds) {
            throw new AssertionError("not so: " + what);
        }
    }

    public static void main(String[] args) throws IOException {
        show(AcmeBillingException.cardExpired("42 \"{days}\" 卡😀", -3));
        show(AcmeBillingException.amountRefused(1.5, true));
        show(AcmeBillingException.amountRefused(2.0, false));
        show(AcmeBillingException.of(AcmeBillingError.BUSY));
        show(AcmeBillingException.of(AcmeBillingError.SEAT_TAKEN));
        show(AcmeBillingException.of(AcmeBillingError.LEDGER_CLOSED));
        show(AcmeTextException.accessDenied("C:\\new\n{resource}"));

        try {
            throw AcmeBillingException.cardExpired("1", 1);
        } catch (CodedException e) {
            require(e.error() == AcmeBillingError.CARD_EXPIRED, "the error is its constant");
            require(e.status() == Status.FAILED_PRECONDITION, "its status");
            require(e.verdict() == Verdict.FIX_STATE, "its verdict");
        }
        require(AcmeBillingException.find("500") == AcmeBillingError.CLASS_FULL, "the first of two meanings");
        require(AcmeBillingException.find("1") == null, "an unknown code");

        BufferedReader in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        for (String body = in.readLine(); body != null; body = in.readLine()) {
            CodedException e = AcmeBillingException.recognize(body);
            if (e == null) {
                e = AcmeTextException.recognize(body);
            }
            if (e == null) {
                print("-");
                continue;
            }
            print(String.join("|", e.error().key(), e.wireCode(), e.status().name(), e.verdict().word(),
                    Integer.toString(e.status().http())));
            print(e.toEnvelope());
            print(e.toProblem());
        }
        OUT.flush();
    }

    private Probe() {
    }
}
