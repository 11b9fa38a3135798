"""Raises and reads errors with the generated Python code; prints what every language has to print."""

import sys

from errors import acme_billing as billing
from errors import acme_text as text
from errors import Status, Verdict


def show(error):
    print(error.to_envelope())
    print(error.to_problem())
    print(error.user_text() + "|" + error.user_text("zh-CN"))


show(billing.CardExpiredError(card='42 "{days}" 卡😀', days=-3))
show(billing.AmountRefusedError(amount=1.5, final=True))
show(billing.AmountRefusedError(amount=2.0, final=False))
show(billing.BusyError())
show(billing.SeatTakenError())
show(billing.LedgerClosedError())
show(text.AccessDeniedError(resource="C:\\new\n{resource}"))

try:
    raise billing.CardExpiredError(card="1", days=1)
except billing.AcmeBillingError as error:
    assert isinstance(error, billing.CardExpiredError)
    assert error.code == billing.Code.CARD_EXPIRED
    assert error.status is Status.FAILED_PRECONDITION
    assert error.verdict is Verdict.FIX_STATE
assert billing.find(billing.Code.SEAT_TAKEN).name == "class_full"
assert billing.find(1) is None

for body in sys.stdin.read().splitlines():
    error = billing.recognize(body) or text.recognize(body)
    if error is None:
        print("-")
        continue
    print(
        "|".join(
            [error.name, str(error.code), error.status.value, error.verdict.value, str(error.status.http)]
        )
    )
    print(error.to_envelope())
    print(error.to_problem())
