#include "emulator/platform/coverage.hpp"

#include <algorithm>

namespace errdex::emulation {
namespace {

bool proves(const scenario& s, const platform& p, error_ref error) {
  return s.platform == &p && s.raises && s.raises == error;
}

const scenario* find_proof(const scenario_book& book, const platform& p, error_ref error,
                           std::string_view endpoint) {
  const auto found = std::find_if(book.scenarios.begin(), book.scenarios.end(), [&](const scenario& s) {
    return proves(s, p, error) && (endpoint.empty() || s.endpoint == endpoint);
  });
  return found == book.scenarios.end() ? nullptr : &*found;
}

}  // namespace

std::string_view name(coverage_kind kind) noexcept {
  switch (kind) {
    case coverage_kind::behaviour: return "behaviour";
    case coverage_kind::fault_only: return "fault only";
    case coverage_kind::open: return "open";
  }
  return {};
}

std::size_t coverage_table::count(coverage_kind kind) const noexcept {
  return static_cast<std::size_t>(
      std::count_if(codes.begin(), codes.end(), [&](const auto& c) { return c.kind == kind; }));
}

coverage_table cover(const platform& p, const scenario_book& book) {
  coverage_table out;
  for (const space s : catalog::builtin().spaces()) {
    if (s.platform() != p.name()) continue;
    for (const entry e : s.entries())
      if (e.number() != 0) out.codes.push_back({e, coverage_kind::open, {}, {}});
  }
  const auto row = [&](error_ref error) {
    return std::find_if(out.codes.begin(), out.codes.end(),
                        [&](const auto& c) { return c.entry == error.entry(); });
  };
  for (const endpoint& e : p.endpoints()) {
    for (const declared_error& d : declared_errors(p, e)) {
      const auto r = row(d.error);
      if (r == out.codes.end()) continue;
      const scenario* proof = find_proof(book, p, d.error, d.specific ? e.name : std::string_view());
      if (d.specific) r->conditions.push_back({std::string(e.name), d.when, proof});
      if (proof)
        r->kind = coverage_kind::behaviour;
      else
        out.unproven.push_back({std::string(p.name()), std::string(e.name), d.error.entry(), d.when});
    }
  }
  for (const check& c : p.checks())
    for (const claim& raised : c.raises)
      if (const auto r = row(raised.error); r != out.codes.end())
        r->conditions.push_back({"any", std::string(raised.when), find_proof(book, p, raised.error, {})});
  for (const auto& [error, why] : book.by_fault_only) {
    const auto r = row(error);
    if (r == out.codes.end() || r->kind == coverage_kind::behaviour) continue;
    r->kind = coverage_kind::fault_only;
    r->reason = why;
  }
  return out;
}

std::string as_markdown(const platform& p, const coverage_table& table) {
  std::string out = "# Codes of " + std::string(p.name()) + " on the emulator\n\n";
  out += std::to_string(table.count(coverage_kind::behaviour)) + " of " + std::to_string(table.codes.size()) +
         " codes are raised by requests, each shown by a scenario that the tests run; " +
         std::to_string(table.count(coverage_kind::fault_only)) +
         " cannot be raised by any request, for the reason given; " +
         std::to_string(table.count(coverage_kind::open)) +
         " are open. A fault rule raises every one of them.\n\n| code | name | raised when |\n| --- | --- | "
         "--- |\n";
  for (const covered_code& c : table.codes) {
    if (c.kind == coverage_kind::open) continue;
    out += "| " + std::string(c.entry.code()) + " | " + std::string(c.entry.name()) + " | ";
    if (c.kind == coverage_kind::fault_only) {
      out += "by fault: " + c.reason;
    } else {
      std::string list;
      for (const auto& condition : c.conditions) {
        std::string when = condition.when;
        for (std::size_t bar = 0; (bar = when.find('|', bar)) != std::string::npos; bar += 2)
          when.insert(bar, "\\");
        list += (list.empty() ? "" : "<br>") + ("`" + condition.endpoint + "`: " + when);
      }
      out += list;
    }
    out += " |\n";
  }
  return out;
}

}  // namespace errdex::emulation
