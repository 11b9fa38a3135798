// Finds the endpoint of a request: by its whole path, or, for paths with names in them, segment by segment.
#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

#include "emulator/platform/platform.hpp"

namespace errdex::emulation {

struct route {
  const emulation::platform* platform = nullptr;  ///< Null: the path is nobody's.
  const emulation::endpoint* endpoint = nullptr;  ///< Null: the platform has no such endpoint.
  bool other_method = false;                      ///< There is one with this path and another method.
  std::vector<std::pair<std::string, std::string>> segments;
};

class router {
 public:
  /// The platforms must outlive the router and not change.
  explicit router(const std::vector<std::unique_ptr<platform>>& platforms);

  [[nodiscard]] route find(std::string_view method, std::string_view path) const;
  /// The name of the endpoint whose path is nearest to this one, for a message; empty when none is near.
  [[nodiscard]] std::string nearest(std::string_view path) const;

 private:
  struct target {
    const emulation::platform* platform;
    const emulation::endpoint* endpoint;
  };
  struct hash {
    using is_transparent = void;
    std::size_t operator()(std::string_view s) const noexcept { return std::hash<std::string_view>()(s); }
  };
  std::vector<const platform*> platforms_;
  std::unordered_map<std::string, std::vector<target>, hash, std::equal_to<>> exact_;
  std::vector<target> patterns_;
};

}  // namespace errdex::emulation
