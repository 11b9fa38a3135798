// Raises and reads errors with the generated C++ code; prints what every language has to print.
#include <iostream>
#include <string>

#include "errors/acme_billing.hpp"
#include "errors/acme_text.hpp"

namespace billing = error_codes::acme_billing;
namespace text = error_codes::acme_text;

namespace {

void require(bool holds, const char* what) {
  if (holds) return;
  std::cerr << "not so: " << what << '\n';
  std::exit(1);
}

void show(const error_codes::error& e) {
  std::cout << e.to_envelope() << '\n'
            << e.to_problem() << '\n'
            << e.user_text() << '|' << e.user_text(true) << '\n';
}

}  // namespace

int main() {
  show(billing::errors::card_expired("42 \"{days}\" 卡😀", -3));
  show(billing::errors::amount_refused(1.5, true));
  show(billing::errors::amount_refused(2.0, false));
  show(billing::errors::busy());
  show(billing::errors::seat_taken());
  show(billing::errors::ledger_closed());
  show(text::errors::access_denied("C:\\new\n{resource}"));

  try {
    throw billing::errors::card_expired("1", 1);
  } catch (const std::system_error& e) {
    require(e.code() == billing::code::card_expired, "the code is its own");
    require(e.code() == error_codes::verdict::fix_state, "a code compares with its verdict");
    require(e.code() == error_codes::status::failed_precondition, "a code compares with its status");
    require(e.code() != error_codes::verdict::retry, "and with no other verdict");
    require(e.code().message() == "The card on file has expired", "the message of a code is its title");
  }
  const std::error_code wide = billing::code::ledger_closed;
  require(wide == error_codes::verdict::fix_state, "a code beyond int has a value");
  require(billing::space().find("500")->name == "class_full", "the first of two meanings");
  require(billing::space().find("1") == nullptr, "an unknown code");

  for (std::string body; std::getline(std::cin, body);) {
    auto e = billing::recognize(body);
    if (!e) e = text::recognize(body);
    if (!e) {
      std::cout << "-\n";
      continue;
    }
    std::cout << e->name() << '|' << e->wire_code() << '|' << name(e->status()) << '|' << name(e->verdict()) << '|'
              << e->http_status() << '\n'
              << e->to_envelope() << '\n'
              << e->to_problem() << '\n';
  }
}
