// The same situation on the other platforms: "the token has expired" is another number everywhere.
//
// Precision counts, not number: a reader who follows a wrong hint at three in the morning does not come
// back. An entry is alike when it bears the same name, or when the entries refer to each other, or when
// what is rare in its name and title is in the other's too and both have the same canonical status or
// verdict.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <unordered_map>
#include <vector>

#include "errdex/catalog.hpp"

namespace errdex::page {

struct alike_entry {
  errdex::entry entry;
  double likeness = 0;  ///< 0 to 1; 1 for the same name.
  bool same_name = false;
};

/// Compares the entries of one catalog with each other. Safe from any number of threads.
class alike_index {
 public:
  /// Keeps a copy of the catalog.
  explicit alike_index(const catalog& codes);

  /// Entries of other platforms than this entry's, at most `per_platform` of each; platforms in the order
  /// of the catalog, and the best of each first.
  [[nodiscard]] std::vector<alike_entry> of(const entry& e, std::size_t per_platform = 2) const;

 private:
  struct word {
    std::uint32_t id = 0;
    float weight = 0;
  };

  std::uint32_t id_of(const std::string& text);

  catalog codes_;
  std::unordered_map<std::string, std::uint32_t> ids_;
  std::vector<std::vector<word>> vectors_;  // By position in codes_.entries(); unit length, ids ascending.
  std::vector<errdex::entry> entries_;
};

}  // namespace errdex::page
