// A machine translation of DingTalk's table of global error codes. A row became a block of lines,
//
//   33005{
//   “ Error code ”:33005
//   "errmsg":" Invalid mobile homepage of micro app "
//   }
//   Invalid mobile homepage of micro app Verify the mobile homepage …
//
// whose sample body is not JSON any more: quotes were lost or became typographic, keys were
// translated, commas and line breaks went astray. What survives in every block is the order (a key, the
// number, a key, the message) and the braces, so that is what is read. The text behind the body is the
// message once more, run together with the advice.
#include <optional>

#include "import/lines.hpp"
#include "import/readers.hpp"

namespace errdex::importing {
namespace {

constexpr std::string_view column_header = "Parameters Reference resources reason Investigation method";

/// The foot of the page: either of these lines ends the list.
constexpr std::string_view feet[] = {"原网站", "版权声明"};

constexpr std::string_view quotes[] = {"\"", "“", "”"};

/// Takes one quotation mark off the front, whichever it is.
bool take_quote(std::string_view& text) {
  for (const auto q : quotes) {
    if (!text.starts_with(q)) continue;
    text.remove_prefix(q.size());
    return true;
  }
  return false;
}

void drop_last_quote(std::string_view& text) {
  for (const auto q : quotes) {
    if (!text.ends_with(q)) continue;
    text.remove_suffix(q.size());
    return;
  }
}

struct block_head {
  std::string_view code;
  std::string_view rest;  // What stands behind the brace in the same line.
};

/// "40014{", possibly with a blank before the brace.
std::optional<block_head> head_of(std::string_view line) {
  const auto brace = line.find('{');
  if (brace == std::string_view::npos) return std::nullopt;
  const auto code = trim(line.substr(0, brace));
  if (!is_code(code)) return std::nullopt;
  return block_head{code, trim(line.substr(brace + 1))};
}

/// A head whose code was damaged. Nothing else ends with an opening brace.
bool damaged_head(std::string_view line) { return line.ends_with('{'); }

/// "errcode", "Error code", "errmsg", "errms": however translated, the keys speak of an error.
bool is_key(std::string_view text) {
  return text.size() < 32 &&
         (text.find("err") != std::string_view::npos || text.find("Error") != std::string_view::npos);
}

/// A line of a sample body: a quoted key, then a colon.
bool looks_like_body(std::string_view line) {
  const auto colon = line.find(':');
  return take_quote(line) && colon != std::string_view::npos && is_key(line.substr(0, line.find(':')));
}

struct sample_body {
  std::string_view number;
  std::string message;
};

/// Takes `"key" :` off the front.
bool take_key(std::string_view& text) {
  const auto colon = text.find(':');
  if (colon == std::string_view::npos || !is_key(text.substr(0, colon))) return false;
  text = trim_left(text.substr(colon + 1));
  return true;
}

/// The number and the message of a body, or why they cannot be read.
std::optional<sample_body> read_body(std::string_view text, std::string& why) {
  why = "it has no number; a body is \"errcode\": NUMBER, \"errmsg\": \"MESSAGE\"";
  if (!take_key(text)) return std::nullopt;
  const std::size_t sign = text.starts_with('-') ? 1 : 0;
  const auto number = text.substr(0, sign + leading_digits(text.substr(sign)));
  if (!is_code(number)) return std::nullopt;
  text = trim_left(text.substr(number.size()));
  if (text.starts_with(',')) text.remove_prefix(1);
  why = "it has no message; a body is \"errcode\": NUMBER, \"errmsg\": \"MESSAGE\"";
  if (!take_key(text)) return std::nullopt;
  text = trim(text);
  take_quote(text);
  drop_last_quote(text);
  sample_body out{number, with_single_blanks(text)};
  if (out.message.empty()) return std::nullopt;
  return out;
}

class block_reader {
 public:
  explicit block_reader(document& out) : out_(out) {}

  void read(std::string_view line, std::uint32_t number) {
    const auto content = trim(line);
    if (state_ == state::behind) {
      if (head_of(content) || looks_like_body(content)) {
        out_.problem(number, "a block stands behind the foot of the page: " + quoted(content));
      }
      return;
    }
    for (const auto foot : feet) {
      if (content == foot) {
        end_block(number);
        state_ = state::behind;
        return;
      }
    }
    if (const auto head = head_of(content)) {
      end_block(number);
      begin_block(*head, number);
      return;
    }
    if (damaged_head(content)) {
      end_block(number);
      state_ = state::lost_body;
      out_.problem(number,
                   "a block begins here, but " + quoted(content) + " has no code in front of the brace");
      return;
    }
    switch (state_) {
      case state::before:
        if (!content.empty()) last_text_ = std::string(content);
        [[fallthrough]];
      case state::text: read_text(content, number); break;
      case state::body: read_body_line(content); break;
      case state::lost_body: read_lost_line(content); break;
      case state::behind: break;
    }
  }

  void finish(std::uint32_t last_line) {
    if (state_ != state::behind) {
      end_block(last_line);
      out_.problem(
          last_line,
          "the document ends before the foot of the page (原网站 or 版权声明) and may have been cut off");
    }
    if (!any_block_) {
      out_.problem(last_line, "no block of a code (\"40014{\" … \"}\") stands in the document");
    }
  }

 private:
  enum class state {
    before,     // Above the first block.
    body,       // Between the braces.
    text,       // Behind the body: message and advice.
    lost_body,  // Between the braces of a block whose head is damaged; this was told at its head.
    behind,     // Below the last block.
  };

  void begin_block(const block_head& head, std::uint32_t number) {
    if (!any_block_ && with_single_blanks(last_text_) != column_header) {
      out_.problem(number,
                   "the header above the first block is missing: \"" + std::string(column_header) + "\"");
    }
    any_block_ = true;
    code_ = std::string(head.code);
    head_line_ = number;
    body_.clear();
    has_text_ = false;
    state_ = state::body;
    if (!head.rest.empty()) read_body_line(head.rest);
  }

  void read_body_line(std::string_view content) {
    const auto brace = content.find('}');
    if (!body_.empty()) body_ += '\n';
    body_ += content.substr(0, brace);
    if (brace == std::string_view::npos) return;
    end_body();
    if (!trim(content.substr(brace + 1)).empty()) has_text_ = true;
  }

  void read_lost_line(std::string_view content) {
    if (content.find('}') == std::string_view::npos) return;
    state_ = state::text;
    has_text_ = true;  // Whether it has any is not worth a second problem.
  }

  void read_text(std::string_view content, std::uint32_t number) {
    if (looks_like_body(content)) {
      end_block(number);
      state_ = state::lost_body;
      out_.problem(number, "a line of a body stands outside a block, which begins with a code and a brace: " +
                               quoted(content));
    } else if (content.starts_with('}')) {
      out_.problem(number, "a brace closes a block that was not opened");
    } else if (!content.empty()) {
      has_text_ = true;
    }
  }

  void end_body() {
    state_ = state::text;
    std::string why;
    const auto body = read_body(body_, why);
    if (!body) {
      out_.problem(head_line_, "the body of code " + code_ + " cannot be read: " + why);
      return;
    }
    if (body->number != code_) {
      out_.warning(head_line_, "the block is headed " + code_ + ", its body says " +
                                   std::string(body->number) + "; the head counts");
    }
    out_.rows.push_back({spaces::dingtalk, code_, "", body->message, head_line_});
  }

  /// `number` is the line of whatever ends the block.
  void end_block(std::uint32_t number) {
    if (state_ == state::body) {
      out_.problem(head_line_, "the block of code " + code_ + " is not closed: no \"}\" stands before line " +
                                   std::to_string(number));
    } else if (state_ == state::text && !has_text_) {
      out_.problem(head_line_, "behind the body of code " + code_ + " its message and advice are missing");
    }
  }

  document& out_;
  state state_ = state::before;
  std::string last_text_;  // The last line with text above the first block.
  std::string code_;       // Of the open block, as are the next three.
  std::uint32_t head_line_ = 0;
  std::string body_;
  bool has_text_ = false;
  bool any_block_ = false;
};

}  // namespace

void read_dingtalk(const source& from, document& out) {
  block_reader reader(out);
  for (std::size_t i = 0; i < from.lines.size(); ++i) reader.read(from.lines[i], line_number(i));
  reader.finish(line_number(from.lines.size() - 1));
  report_repetitions(out, repetition::same_code_and_text);
}

}  // namespace errdex::importing
