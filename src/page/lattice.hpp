// A code space as a picture: grids of a hundred numbers each, in rows of ten.
//
// The numbers of a space are sparse: 549 codes lie between 1,000 and 99,993,999. A line to scale would show
// nothing, so hundreds without a code are left out and what is left is grouped by the ranges that the
// catalog describes. Inside a grid every number has its true place, and free numbers can be seen.
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "errdex/catalog.hpp"

namespace errdex::page {

/// A hundred numbers, at least one of which is a code.
struct lattice_block {
  std::int64_t from = 0;     ///< A multiple of 100; negative codes are in the block that begins at -100.
  std::vector<entry> codes;  ///< In ascending order; of a code with several meanings the first.
};

/// Neighbouring blocks that fall into the same described range.
struct lattice_group {
  std::optional<code_range> range;  ///< The narrowest range of the first code; nothing outside of all.
  std::vector<lattice_block> blocks;
  std::size_t codes = 0;
};

struct lattice {
  std::vector<lattice_group> groups;  ///< In ascending order.
  std::vector<entry> textual;         ///< Codes that are no numbers.
};

[[nodiscard]] lattice lattice_of(const errdex::space& s);

/// The block that a code stands in: one grid, for the page of the code. Empty for a textual code.
[[nodiscard]] lattice_block block_around(const entry& e);

}  // namespace errdex::page
