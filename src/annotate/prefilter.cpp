#include "annotate/prefilter.hpp"

#include <algorithm>
#include <array>
#include <bit>
#include <cstdint>
#include <cstring>

#if defined(__SSE2__)
#include <emmintrin.h>
#endif

namespace errdex::annotate {
namespace {

/// The patterns by number; the order is that of the array below.
enum class anchor : std::uint8_t {
  code = 0,  // And #033, which costs nothing here.
  errno_ = 1,
  chinese = 2,    // The end of 错误 or of 返回码.
  exception = 3,  // Exception( and ApiException of SDKs.
  query = 4,      // devtool/query?e=
  spelt = 5,      // A terminal's escape character as loggers spell it.
  control = 6,    // The escape character itself.
};

// Bytes share a pattern where the halves of their first bytes make no other common byte: '#', 'c' and 'C'
// have one lower half, '\\' and '^' one upper half.
constexpr std::array<byte_pattern, 7> patterns{{
    {"cC#", "dD3", "eE3"},                 // code, #033
    {"rR", "nN", "oO"},                    // rrno of errno
    {"\x99\x9e", "\xaf\xa0", "\xaf\x81"},  // 错误, 返回码
    {"E", "c", "e"},                       // Exce
    {"q", "e", "r"},                       // quer
    {"\\^", "013[", "0123456789;mKbB"},    // \x1b[ \u001b[ \033[ \e[ ^[[
    {"\x1b", "", ""},
}};

/// What the log ids of Feishu are written in; nothing else in a log has so many of these in a row.
constexpr std::string_view digits_of_log_ids = "0123456789ABCDEF";
constexpr std::ptrdiff_t shortest_log_id = 32;
static_assert(shortest_run <= shortest_log_id);

constexpr bool has(std::uint8_t found, anchor a) noexcept {
  return (found >> static_cast<unsigned>(a) & 1u) != 0;
}

constexpr bool is_digit(char c) noexcept { return c >= '0' && c <= '9'; }
constexpr char lower(char c) noexcept { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; }
constexpr bool is_letter(char c) noexcept { return lower(c) >= 'a' && lower(c) <= 'z'; }
constexpr bool is_word(char c) noexcept { return is_letter(c) || is_digit(c) || c == '_'; }
constexpr bool is_upper_hex(char c) noexcept { return is_digit(c) || (c >= 'A' && c <= 'F'); }
constexpr bool may_be_control(char c) noexcept { return c == '\x1b' || c == '\\' || c == '^' || c == '#'; }

/// The text at `at` is this word, which is written in lower case; the text may be in any case.
bool is_lower_word(const char* at, const char* end, std::string_view word) noexcept {
  return static_cast<std::size_t>(end - at) >= word.size() &&
         std::equal(word.begin(), word.end(), at, [](char w, char c) { return w == lower(c); });
}

bool is_word_at(const char* at, const char* end, std::string_view word) noexcept {
  return static_cast<std::size_t>(end - at) >= word.size() && std::memcmp(at, word.data(), word.size()) == 0;
}

bool ends_with(const char* begin, const char* at, std::string_view word) noexcept {
  return static_cast<std::size_t>(at - begin) >= word.size() &&
         std::memcmp(at - word.size(), word.data(), word.size()) == 0;
}

/// Whether a word that is looked for may have been cut in two here by a control sequence.
bool may_split(char before, char behind) noexcept {
  const auto inner = [](char c) { return is_letter(c) || c == '_' || static_cast<unsigned char>(c) >= 0x80; };
  if (may_be_control(behind)) return inner(before) || is_upper_hex(before) || before == ' ';
  if (inner(before) && inner(behind)) return true;
  if ((is_upper_hex(before) || before == ' ') && is_upper_hex(behind)) return true;
  return std::string_view("(/?=").find(before) != std::string_view::npos ||
         std::string_view("(/?").find(behind) != std::string_view::npos ||
         (behind == '=' && lower(before) == 'e');
}

/// Where the control sequence behind the escape character at `at` - 1 ends; nullptr when it is not a plain
/// one.
const char* behind_control(const char* at, const char* end) noexcept {
  if (at >= end || *at != '[') return nullptr;
  for (++at; at < end && *at >= 0x20 && *at <= 0x3f;) ++at;
  return at < end ? at + 1 : nullptr;
}

/// Whether the run around `at` could be a log id of Feishu: "20" and more behind a blank. What stands behind
/// it is left to the slow path, which also reads texts inside texts.
bool may_be_log_id(const char* at, const char* begin, const char* end) noexcept {
  const char* first = at;
  while (first > begin && is_upper_hex(first[-1])) --first;
  const char* last = at;
  while (last < end && is_upper_hex(*last)) ++last;
  return last - first >= shortest_log_id && first > begin && first[-1] == ' ' && first[0] == '2' &&
         first[1] == '0';
}

bool is_quote(char c) noexcept { return c == '"' || c == '\'' || c == '`'; }

/// Behind what may stand between a name and its separator: quotes, possibly escaped, a bracket, blanks.
const char* behind_name(const char* at, const char* stop) noexcept {
  while (at < stop) {
    const bool escapes = *at == '\\' && at + 1 < stop && (at[1] == '\\' || is_quote(at[1]));
    if (!escapes && !is_quote(*at) && *at != ']' && *at != ' ' && *at != '\t' && *at != '\r') break;
    ++at;
  }
  return at;
}

/// A name ends before `at`: whether a value may follow it, behind a separator, the word "is", a blank alone,
/// or the comma between the halves of a tuple.
bool may_have_value(const char* at, const char* end) noexcept {
  const char* const stop = at + std::min<std::ptrdiff_t>(end - at, 24);
  const char* const next = behind_name(at, stop);
  if (next == end) return false;
  if (next == stop) return true;  // Further than this is looked by the slow path.
  return *next == ':' || *next == '=' || *next == '-' || is_digit(*next) ||
         (*next == ',' && next > at && is_quote(next[-1])) || static_cast<unsigned char>(*next) >= 0x80 ||
         may_be_control(*next) || is_word_at(next, end, "is ");
}

/// Every spelling of a name of codes that is one word, in lower case.
bool names_a_code(std::string_view word) noexcept {
  static constexpr std::array<std::string_view, 10> names{
      "code",     "errcode", "err_code",   "error_code", "errorcode", "ding_open_errcode",
      "sub_code", "subcode", "suberrcode", "errno"};
  return std::any_of(names.begin(), names.end(), [word](std::string_view name) {
    return name.size() == word.size() && is_lower_word(word.data(), word.data() + word.size(), name);
  });
}

/// The first newline, escape character, backslash, '^' or '#' in [at, end), or `end`.
const char* first_remarkable(const char* at, const char* end) noexcept {
#if defined(__SSE2__)
  for (; end - at >= 16; at += 16) {
    const __m128i bytes = _mm_loadu_si128(reinterpret_cast<const __m128i*>(at));
    const auto is = [bytes](char c) { return _mm_cmpeq_epi8(bytes, _mm_set1_epi8(c)); };
    const __m128i found = _mm_or_si128(_mm_or_si128(is('\n'), is('\x1b')),
                                       _mm_or_si128(is('\\'), _mm_or_si128(is('^'), is('#'))));
    if (const auto mask = static_cast<unsigned>(_mm_movemask_epi8(found)); mask != 0)
      return at + std::countr_zero(mask);
  }
#endif
  while (at < end && *at != '\n' && !may_be_control(*at)) ++at;
  return at;
}

/// Whether `at` lies in a line in which nothing hides: no control sequence, and no escape that stands for a
/// visible character. Only in such a line is a word what it seems to be.
bool is_in_plain_line(const char* at, const char* begin, const char* end) noexcept {
  const auto* const before =
      static_cast<const char*>(::memrchr(begin, '\n', static_cast<std::size_t>(at - begin)));
  const char* i = before == nullptr ? begin : before + 1;
  while ((i = first_remarkable(i, end)) < end && *i != '\n') {
    if (*i != '\\') return false;
    while (i < end && *i == '\\') ++i;
    if (i == end) return false;
    const bool harmless = *i == '"' || *i == 'n' || *i == 'r' || *i == 't' || *i == '/';
    const bool beyond_ascii = *i == 'u' && end - i > 4 && !(i[1] == '0' && i[2] == '0') && i[1] != '{';
    if (!harmless && !beyond_ascii) return false;
  }
  return true;
}

/// The number behind a name, when it stands there as plainly as in `"code":200,`; -1 when it does not.
int plain_number(const char* at, const char* end) noexcept {
  while (at < end && *at == '\\') ++at;
  if (at < end && *at == '"') ++at;
  while (at < end && *at == ' ') ++at;
  if (at == end || *at != ':') return -1;
  ++at;
  while (at < end && *at == ' ') ++at;
  int value = 0;
  int digits = 0;
  for (; at < end && is_digit(*at); ++at) {
    if (++digits > 3) return -1;
    value = value * 10 + (*at - '0');
  }
  // A leading zero or anything behind it may make another value of it.
  if (digits == 0 || at == end || (*at != ',' && *at != '}')) return -1;
  if (digits > 1 && value < (digits == 2 ? 10 : 100)) return -1;
  return value;
}

}  // namespace

prefilter::prefilter(const catalog& codes, block_scanner by) : scan_(by) {
  for (std::size_t i = 0; i < listed_.size(); ++i)
    listed_[i] = !codes.find_all(static_cast<std::int64_t>(i)).empty();
}

constexpr pattern_tables prefilter::built_ = make_tables(patterns, digits_of_log_ids);

bool prefilter::name_of_code(const char* at, const char* begin, const char* end) const noexcept {
  const char* const name_end = at + 4;
  const char* name = at;
  while (name > begin && at - name <= 64 && is_word(name[-1])) --name;
  const std::string_view word(name, static_cast<std::size_t>(name_end - name));
  // An escape that ends in letters stands before the name: "\\nerrcode".
  if (name > begin && name[-1] == '\\') return true;
  const bool goes_on = name_end < end && (is_letter(*name_end) || *name_end == '_');
  const bool no_name = goes_on || !names_a_code(word);
  const int number = no_name ? -1 : plain_number(name_end, end);
  // "Error code: 200" of an SDK is another matter than a name of one word.
  const bool alone = word.size() == 4 && name > begin && is_quote(name[-1]);
  const bool http_status = number >= 100 && number <= 599 && !listed_[static_cast<std::size_t>(number)];
  const bool nobodys = number == 0 || (alone && http_status);
  if (!no_name && !nobodys && may_have_value(name_end, end)) return true;
  return !is_in_plain_line(at, begin, end);
}

bool prefilter::may_be_error(const char* at, const char* begin, const char* end) const noexcept {
  std::array<char, pattern_span> padded;
  const char* probe = at;
  if (end - at < static_cast<std::ptrdiff_t>(pattern_span)) {
    padded.fill('\n');
    std::memcpy(padded.data(), at, static_cast<std::size_t>(end - at));
    probe = padded.data();
  }
  const std::uint8_t found = built_.matches(probe);
  if (found == 0) return false;
  if (has(found, anchor::code) && lower(probe[1]) == 'o' && name_of_code(at, begin, end)) return true;
  if (has(found, anchor::errno_) && lower(probe[1]) == 'r' && at > begin && lower(at[-1]) == 'e' &&
      name_of_code(at, begin, end))
    return true;
  if (has(found, anchor::chinese)) {
    // Of the phrases with 错误 only 错误码 and 错误代码 name a code.
    if (ends_with(begin, at, "\xe9\x94") && is_word_at(at, end, "\x99\xe8\xaf\xaf") &&
        (is_word_at(at + 4, end, "码") || is_word_at(at + 4, end, "代码") ||
         !is_in_plain_line(at, begin, end))) {
      return true;
    }
    if (ends_with(begin, at, "\xe8\xbf\x94\xe5\x9b") && is_word_at(at, end, "\x9e\xe7\xa0\x81")) return true;
  }
  if (has(found, anchor::exception) && is_word_at(at, end, "Exception") &&
      (is_word_at(at + 9, end, "(") || ends_with(begin, at, "Api")))
    return true;
  if (has(found, anchor::query) && is_word_at(at, end, "query") &&
      (ends_with(begin, at, "devtool/") || is_word_at(at + 5, end, "?e=")))
    return true;
  if ((found & run_bit) != 0 && may_be_log_id(at, begin, end)) return true;
  if (has(found, anchor::control)) {
    const char* const behind = behind_control(at + 1, end);
    const char before = at > begin ? at[-1] : '\n';
    return may_split(before, behind == nullptr ? '\x1b' : behind == end ? '\n' : *behind);
  }
  if (has(found, anchor::spelt) || probe[0] == '#') {
    static constexpr std::array<std::string_view, 8> spellings{"\\x1b", "\\x1B", "\\u001b", "\\u001B",
                                                               "\\033", "\\e",   "^[",      "#033"};
    for (const std::string_view spelling : spellings) {
      if (!is_word_at(at, end, spelling)) continue;
      const char* const behind = behind_control(at + spelling.size(), end);
      if (behind == nullptr) continue;
      return may_split(at > begin ? at[-1] : '\n', behind == end ? '\n' : *behind);
    }
  }
  return false;
}

bool prefilter::may_hold_error(std::string_view text) const noexcept {
  hit_masks hits;
  run_history history = 0;
  const char* const end = text.data() + text.size();
  for (std::size_t from = 0; from < text.size(); from += scan_block_size) {
    const block_result r = scan(text.data() + from, std::min(scan_block_size, text.size() - from),
                                text.size() - from, history, hits);
    for (std::size_t i = 0; i < r.hits; ++i) {
      for (std::uint64_t bits = hits[i].bits; bits != 0; bits &= bits - 1) {
        const char* const at = text.data() + from + hits[i].offset + std::countr_zero(bits);
        if (may_be_error(at, text.data(), end)) return true;
      }
    }
  }
  return false;
}

}  // namespace errdex::annotate
