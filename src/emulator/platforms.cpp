#include "emulator/platform/emulator.hpp"
#include "emulator/wecom/wecom.hpp"

namespace errdex::emulation {

// The one place that lists the platforms.
std::vector<std::unique_ptr<platform>> all_platforms() {
  std::vector<std::unique_ptr<platform>> out;
  out.push_back(wecom::make_platform());
  return out;
}

}  // namespace errdex::emulation
