// When a limit ends: from the headers and the text of an answer, and from the catalog.
#ifndef ERRDEX_SRC_HANDLE_TIMING_HPP
#define ERRDEX_SRC_HANDLE_TIMING_HPP

#include <chrono>
#include <cstdint>
#include <optional>

#include "errdex/handle.hpp"

namespace errdex::handle {

struct waiting_time {
  std::chrono::milliseconds delay{0};
  decision_rule rule = decision_rule::default_window;
};

/// The least time after which a refused call may pass. `attempts` is at least 1.
[[nodiscard]] waiting_time time_to_wait(const evidence& answer, const entry& code, std::uint32_t attempts,
                                        std::int64_t now) noexcept;

/// The value of a header, whatever the case of its name.
[[nodiscard]] std::string_view header_value(const evidence& answer, std::string_view name) noexcept;

}  // namespace errdex::handle

#endif
