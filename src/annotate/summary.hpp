// What went wrong, how often, and when: counted in bounded memory.
#ifndef ERRDEX_SRC_ANNOTATE_SUMMARY_HPP
#define ERRDEX_SRC_ANNOTATE_SUMMARY_HPP

#include <array>
#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "annotate/finding.hpp"
#include "annotate/moment.hpp"

namespace errdex::annotate {

/// An axis of equal buckets that is shared by all rows. When something lies outside, buckets are joined in
/// pairs, so that between 24 and 48 of them are in use as soon as there are as many different positions.
class axis {
 public:
  static constexpr std::size_t bucket_count = 48;
  using histogram = std::array<std::uint32_t, bucket_count>;

  /// `smallest_width`: of a bucket, at first.
  explicit axis(std::int64_t smallest_width) noexcept : width_(smallest_width) {}

  /// The bucket of a position. Joins buckets of every row in `rows` where that is needed.
  template <typename Rows>
  std::size_t place(std::int64_t position, Rows&& rows) {
    if (empty_) {
      origin_ = position;
      empty_ = false;
    }
    while (position < origin_ || (position - origin_) / width_ >= static_cast<std::int64_t>(bucket_count)) {
      const bool to_the_left = position < origin_;
      rows([&](histogram& h) { join(h, to_the_left); });
      if (to_the_left) origin_ -= width_ * static_cast<std::int64_t>(bucket_count);
      width_ *= 2;
    }
    last_ = std::max(last_, static_cast<std::size_t>((position - origin_) / width_));
    return static_cast<std::size_t>((position - origin_) / width_);
  }

  [[nodiscard]] bool empty() const noexcept { return empty_; }
  [[nodiscard]] std::int64_t origin() const noexcept { return origin_; }
  [[nodiscard]] std::int64_t width() const noexcept { return width_; }

 private:
  /// Pairs become one bucket, in the left or the right half.
  static void join(histogram& h, bool into_the_right) noexcept {
    histogram joined{};
    const std::size_t first = into_the_right ? bucket_count / 2 : 0;
    for (std::size_t i = 0; i < bucket_count / 2; ++i) joined[first + i] = h[2 * i] + h[2 * i + 1];
    h = joined;
  }

  std::int64_t origin_ = 0;
  std::int64_t width_;
  std::size_t last_ = 0;
  bool empty_ = true;
};

class summary {
 public:
  /// Different codes that are told apart; further ones are counted together.
  static constexpr std::size_t most_rows = 4096;

  struct row {
    errdex::space space;
    errdex::entry entry;
    errdex::entry sub_entry;
    std::string code;
    std::string sub_code;
    verdict action = verdict::none;
    std::uint64_t count = 0;
    std::optional<moment> first;  ///< The earliest and the latest point in time that a line named.
    std::optional<moment> last;
    std::uint64_t first_line = 0;  ///< Counted over all inputs.
    std::uint64_t last_line = 0;
    axis::histogram over_time{};
    axis::histogram over_lines{};
  };

  /// An error in this line, which is counted from 1 over all inputs. One without a time of its own is placed
  /// at the time of the last one that had one.
  void add(const finding& what, const std::optional<moment>& when, std::uint64_t line);

  /// The verdicts in the order of their weight here, the most frequent first; inside of one the most frequent
  /// code first.
  [[nodiscard]] std::vector<std::pair<verdict, std::vector<const row*>>> groups() const;

  [[nodiscard]] bool has_times() const noexcept { return !time_.empty(); }
  [[nodiscard]] const axis& time_axis() const noexcept { return time_; }
  [[nodiscard]] const axis& line_axis() const noexcept { return lines_; }
  [[nodiscard]] std::uint64_t count() const noexcept { return count_; }
  /// Errors with codes beyond most_rows.
  [[nodiscard]] std::uint64_t uncounted_codes() const noexcept { return others_; }

 private:
  // Space, code, sub code and verdict: overrides give one code several verdicts.
  using key = std::pair<std::pair<space_id, verdict>, std::pair<std::string, std::string>>;
  std::map<key, row> rows_;
  axis time_{1000};
  axis lines_{1};
  std::optional<moment> last_time_;
  std::uint64_t count_ = 0;
  std::uint64_t others_ = 0;
};

}  // namespace errdex::annotate

#endif
