#include "page/lattice.hpp"

namespace errdex::page {
namespace {

constexpr std::int64_t block_size = 100;

std::int64_t block_of(std::int64_t number) noexcept {
  const std::int64_t rest = number % block_size;
  return number - (rest < 0 ? rest + block_size : rest);
}

bool same_range(const std::optional<code_range>& a, const std::optional<code_range>& b) noexcept {
  if (!a || !b) return !a && !b;
  return a->from == b->from && a->to == b->to;
}

}  // namespace

lattice lattice_of(const errdex::space& s) {
  lattice out;
  for (const entry e : s.entries()) {
    const auto number = e.number();
    if (!number) {
      if (out.textual.empty() || out.textual.back().code() != e.code()) out.textual.push_back(e);
      continue;
    }
    const std::int64_t from = block_of(*number);
    const bool same_block = !out.groups.empty() && out.groups.back().blocks.back().from == from;
    if (!same_block) {
      const auto range = s.range_of(*number);
      if (out.groups.empty() || !same_range(out.groups.back().range, range))
        out.groups.push_back({range, {}, 0});
      out.groups.back().blocks.push_back({from, {}});
    }
    lattice_group& group = out.groups.back();
    std::vector<entry>& codes = group.blocks.back().codes;
    if (!codes.empty() && codes.back().code() == e.code()) continue;
    codes.push_back(e);
    ++group.codes;
  }
  return out;
}

lattice_block block_around(const entry& e) {
  lattice_block out;
  const auto number = e.number();
  if (!number) return out;
  out.from = block_of(*number);
  for (const entry other : e.space().entries()) {
    const auto n = other.number();
    if (!n || block_of(*n) != out.from) continue;
    if (out.codes.empty() || out.codes.back().code() != other.code()) out.codes.push_back(other);
  }
  return out;
}

}  // namespace errdex::page
