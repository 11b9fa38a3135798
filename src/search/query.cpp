#include "search/query.hpp"

#include <algorithm>

#include "search/stem.hpp"
#include "search/words.hpp"

namespace errdex::search {

query::query(const index_data& index, std::string_view text) : index_(index), text_(text) {
  cut(text_, *this);
  close_run();
  // Without compounds and Han runs the folded words lie one behind the other.
  if (item_count_ > 1 && part_count_ == 0 && char_count_ == 0) {
    if (const std::uint32_t word = index_.words.find(folded()); word != none)
      together_ = index_.stem_of_word[word];
  }
  leave_out_fillers();
}

query_item query::make_word(std::string_view folded, std::size_t begin, std::size_t end) {
  query_item item{};
  item.asked_begin = static_cast<std::uint16_t>(begin);
  item.asked_size = static_cast<std::uint16_t>(end - begin);
  item.folded_begin = static_cast<std::uint16_t>(folded_size_);
  item.folded_size = static_cast<std::uint16_t>(folded.size());
  std::copy(folded.begin(), folded.end(), folded_.begin() + static_cast<std::ptrdiff_t>(folded_size_));
  folded_size_ += folded.size();
  if (const std::uint32_t word = index_.words.find(folded); word != none) {
    item.term = index_.stem_of_word[word];
  } else {
    item.term = index_.stems.find(stem(folded).view());
  }
  return item;
}

void query::word(const word_piece& piece, std::size_t begin, std::size_t end) {
  close_run();
  if (piece.part_count() > 1 && !piece.joined()) {
    // 2019-01-31 is as good as three words.
    for (std::size_t i = 0; i < piece.part_count(); ++i)
      items_[item_count_++] = make_word(piece.part(i), begin, end);
    return;
  }
  query_item item = make_word(piece.whole(), begin, end);
  item.filler = is_filler(piece.whole());
  item.optional = is_optional(piece.whole());
  if (piece.part_count() > 1) {
    item.first_part = static_cast<std::uint16_t>(part_count_);
    item.part_count = static_cast<std::uint16_t>(piece.part_count());
    for (std::size_t i = 0; i < piece.part_count(); ++i)
      parts_[part_count_++] = make_word(piece.part(i), begin, end);
  }
  items_[item_count_++] = item;
}

void query::han(char32_t c, std::size_t begin, std::size_t end) {
  if (char_count_ > run_first_ &&
      begin != char_begins_[char_count_ - 1] + std::size_t{char_sizes_[char_count_ - 1]}) {
    close_run();
  }
  chars_[char_count_] = c;
  char_begins_[char_count_] = static_cast<std::uint16_t>(begin);
  char_sizes_[char_count_] = static_cast<std::uint8_t>(end - begin);
  ++char_count_;
}

void query::add_run(std::size_t first, std::size_t count, bool filler) {
  if (count == 0) return;
  query_item run{};
  run.first_char = static_cast<std::uint16_t>(first);
  run.char_count = static_cast<std::uint16_t>(count);
  run.term = none;
  const std::string_view text = asked(run, 0, count);
  run.asked_begin = char_begins_[first];
  run.asked_size = static_cast<std::uint16_t>(text.size());
  run.filler = filler || (count == 1 && is_particle(chars_[first]));
  run.optional = is_optional_run(text);
  items_[item_count_++] = run;
}

void query::close_run() {
  std::size_t first = run_first_;
  for (std::size_t i = run_first_; i < char_count_; ++i) {
    const std::size_t end = char_begins_[char_count_ - 1] + std::size_t{char_sizes_[char_count_ - 1]};
    const std::size_t bytes = question_at(chars_[i], text_.substr(char_begins_[i], end - char_begins_[i]));
    if (bytes == 0) continue;
    add_run(first, i - first, false);
    first = i;
    while (i + 1 < char_count_ && char_begins_[i + 1] < char_begins_[first] + bytes) ++i;
    add_run(first, i + 1 - first, true);
    first = i + 1;
  }
  add_run(first, char_count_ - first, false);
  run_first_ = char_count_;
}

void query::leave_out_fillers() noexcept {
  const auto end = items_.begin() + static_cast<std::ptrdiff_t>(item_count_);
  const auto filler = [](const query_item& i) { return i.filler; };
  if (!std::all_of(items_.begin(), end, filler)) {
    item_count_ = static_cast<std::size_t>(std::remove_if(items_.begin(), end, filler) - items_.begin());
  }
  // Optional words beside nothing else are what is asked for.
  const auto last = items_.begin() + static_cast<std::ptrdiff_t>(item_count_);
  if (std::all_of(items_.begin(), last, [](const query_item& i) { return i.optional; })) {
    std::for_each(items_.begin(), last, [](query_item& i) { i.optional = false; });
  }
}

}  // namespace errdex::search
