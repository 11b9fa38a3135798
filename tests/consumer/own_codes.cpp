#include <errdex/errdex.hpp>
#include <errdex/yaml.hpp>

#include <iostream>

int main() {
  std::vector<std::string> findings;
  const auto mine = errdex::read_catalog(R"(space: acme.billing
entries:
  - code: 217042
    name: card_expired
    message: card expired
    title: {en: The card on file has expired, zh: 绑定的银行卡已过期}
    status: FAILED_PRECONDITION
    verdict: fix_state
    cause: {en: The card is older than the charge., zh: 银行卡有效期早于扣款月份。}
    fix: {en: [Ask for another card.], zh: [换一张卡。]}
    basis: documented
    see: [wecom:40014]
)",
                                         "acme.yaml", findings);
  for (const auto& line : findings) std::cerr << line << '\n';
  std::string error;
  const auto all = mine ? errdex::catalog::combine(errdex::catalog::builtin(), *mine, error) : std::nullopt;
  if (!all) return 1;
  std::cout << all->find("acme.billing", "217042").name() << ' ' << all->size() << '\n';
  return findings.empty() && !errdex::load_catalog({"/no/such/file"}, findings) ? 0 : 1;
}
