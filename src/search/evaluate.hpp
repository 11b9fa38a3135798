// Runs a plan over the postings and keeps the best entries.
#ifndef ERRDEX_SRC_SEARCH_EVALUATE_HPP
#define ERRDEX_SRC_SEARCH_EVALUATE_HPP

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>

#include "search/index.hpp"
#include "search/plan.hpp"

namespace errdex::search {

/// An entry with its rank, as one integer that is larger for the better one: first the fewest missing
/// words, then the score, then the order of the catalog.
class ranked {
 public:
  ranked() = default;
  ranked(std::uint32_t missing, std::uint32_t score, entry_number where) noexcept
      : key_(std::uint64_t{255 - (missing < 255 ? missing : 255)} << 56 |
             std::uint64_t{score < most_score ? score : most_score} << 32 |
             static_cast<std::uint32_t>(~where)) {}

  [[nodiscard]] std::uint32_t missing() const noexcept {
    return 255 - static_cast<std::uint32_t>(key_ >> 56);
  }
  [[nodiscard]] std::uint32_t score() const noexcept {
    return static_cast<std::uint32_t>(key_ >> 32) & most_score;
  }
  [[nodiscard]] entry_number where() const noexcept { return ~static_cast<std::uint32_t>(key_); }
  // clang-tidy 14 takes the 0 that a rewritten comparison is compared with for a null pointer.
  // NOLINTNEXTLINE(modernize-use-nullptr)
  friend auto operator<=>(const ranked&, const ranked&) = default;

 private:
  static constexpr std::uint32_t most_score = (1u << 24) - 1;
  std::uint64_t key_;
};

/// Keeps the best of what it is offered, in the memory that it is given.
class best_of {
 public:
  explicit best_of(std::span<ranked> room) noexcept : room_(room) {}
  void offer(ranked r) noexcept {
    ++total_;
    if (count_ < room_.size()) {
      insert(r);
    } else if (!room_.empty() && r > room_[0]) {
      replace_worst(r);
    }
  }
  /// The same for entries that are known not to be among the best.
  void count(std::size_t more) noexcept { total_ += more; }
  /// What an entry without missing words has to surpass to be kept.
  [[nodiscard]] bool full() const noexcept { return count_ == room_.size(); }
  [[nodiscard]] ranked worst() const noexcept { return room_[0]; }
  [[nodiscard]] std::size_t total() const noexcept { return total_; }
  /// Sorts what was kept, best first.
  std::span<const ranked> sorted() noexcept;

 private:
  void insert(ranked r) noexcept;
  void replace_worst(ranked r) noexcept;

  std::span<ranked> room_;  // A heap, the worst on top.
  std::size_t count_ = 0;
  std::size_t total_ = 0;
};

/// Which entries may be found.
class filter {
 public:
  filter(const index_data& index, const search_options& options) noexcept;
  [[nodiscard]] bool all() const noexcept { return all_; }
  /// Clears the bits of entries that may not be found; mask[0] is word `first` of the whole set.
  void apply(std::size_t first, std::span<std::uint64_t> mask) const noexcept;

 private:
  const index_data& index_;
  const search_options& options_;
  bool all_;
  bool by_space_;
  std::array<bool, 256> spaces_;
};

/// Offers every entry that meets all requirements, is let through, and is not among `found`.
void evaluate_all(plan& p, const filter& allowed, std::span<const search_hit> found, best_of& best) noexcept;

/// Offers every entry that meets at least one requirement of a plan for partial matches and is let through.
void evaluate_some(plan& p, const filter& allowed, best_of& best) noexcept;

/// Whether the entry meets the alternative.
[[nodiscard]] bool meets(plan& p, const alternative& a, entry_number where) noexcept;

}  // namespace errdex::search

#endif
