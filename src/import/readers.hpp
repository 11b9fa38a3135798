// The readers, one for each format; formats.hpp names them and says what each covers.
//
// Each takes lines that are valid UTF-8 (at least one) and adds what it finds to `out`.
#ifndef ERRDEX_SRC_IMPORT_READERS_HPP
#define ERRDEX_SRC_IMPORT_READERS_HPP

#include <span>
#include <string_view>

#include "import/document.hpp"

namespace errdex::importing {

struct source {
  std::span<const std::string_view> lines;
  const catalog& codes;  ///< For the format whose columns only a known message can tell apart.
};

void read_feishu_errno(const source& from, document& out);
void read_feishu_server(const source& from, document& out);
void read_dingtalk(const source& from, document& out);
void read_wecom(const source& from, document& out);
void read_return_codes(const source& from, document& out);

}  // namespace errdex::importing

#endif
