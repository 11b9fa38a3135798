// The error path of a server: raise a generated error anywhere, render it in one place.
//
//   errdex gen --catalog codes.yaml --lang cpp --out errors && g++ -std=c++17 server.cpp -o server
//   echo 'charge 4242' | ./server
#include <iostream>
#include <string>

#include "errors/acme_billing.hpp"

std::string charge(const std::string& card) {
  if (card == "4242") throw error_codes::acme_billing::errors::card_expired(card, 3);
  return R"({"code":0,"msg":"ok"})";
}

int main() {
  for (std::string verb, card; std::cin >> verb >> card;) {
    try {
      const std::string answer = charge(card);
      std::cout << "200 " << answer << '\n';
    } catch (const error_codes::error& e) {
      std::cout << e.http_status() << ' ' << e.to_envelope() << '\n' << e.to_problem() << '\n';
    }
  }
}
