#include "cli/serve_site.hpp"

#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <utility>

#include "cli/reproductions.hpp"
#include "emulator/platform/callbacks.hpp"
#include "emulator/platform/emulator.hpp"
#include "http/representation.hpp"
#include "page/site.hpp"
#include "service/service.hpp"

namespace errdex::cli {
namespace {

/// The emulator beside the page. Whose a path is follows from the platforms' tables alone, so that a server
/// that nobody emulates with carries no world.
class emulated_platforms {
 public:
  explicit emulated_platforms(http::handler running) : running_(std::move(running)) {}
  [[nodiscard]] bool owns(std::string_view path) const {
    return path.substr(0, admin.size()) == admin || routes_.find("GET", path).platform != nullptr;
  }
  [[nodiscard]] http::response answer(const http::request& asked) {
    if (running_) return running_(asked);
    std::call_once(once_, [this] {
      emulator_ =
          std::make_unique<emulation::emulator>(emulation::all_platforms(), emulation::emulator_options());
      callbacks_ = std::make_unique<emulation::callback_worker>(*emulator_);
    });
    return emulator_->answer(asked);
  }

 private:
  static constexpr std::string_view admin = "/_errdex/";
  std::vector<std::unique_ptr<emulation::platform>> known_ = emulation::all_platforms();
  emulation::router routes_{known_};
  http::handler running_;
  std::once_flag once_;
  std::unique_ptr<emulation::emulator> emulator_;
  std::unique_ptr<emulation::callback_worker> callbacks_;
};

}  // namespace

http::site serve_site(const catalog& codes, site_parts parts) {
  service::service_options options;
  options.codes = codes;
  if (parts.emulator) options.reproduce = make_reproducer();
  const auto pages =
      std::make_shared<const page::site>(codes, page::site_options{.base = parts.public_url,
                                                                   .secure = parts.secure,
                                                                   .emulator = parts.emulator,
                                                                   .reproduce = options.reproduce});
  options.next = [pages](const http::request& asked) { return pages->answer(asked); };
  if (parts.connections) {
    options.more_metrics = [count = std::move(parts.connections)](std::string& out) {
      out += "# HELP errdex_connections Connections that are open now.\n# TYPE errdex_connections gauge\n";
      out += "errdex_connections " + std::to_string(count()) + "\n";
    };
  }
  http::site made;
  http::handler service = http::negotiated(service::make_service(std::move(options)));
  if (!parts.emulator) {
    made.answer = std::move(service);
    return made;
  }
  const auto platforms = std::make_shared<emulated_platforms>(parts.running);
  // The platforms' answers go out byte for byte as the platform sends them, so they are not compressed.
  made.answer = [service = std::move(service), platforms,
                 alone = static_cast<bool>(parts.running)](const http::request& asked) {
    if (platforms->owns(asked.path())) return platforms->answer(asked);
    http::response answer = service(asked);
    // A program that asks for what nobody has made a mistake in a platform's path.
    const bool browses = asked.headers.get("Accept").value_or("").find("text/html") != std::string_view::npos;
    return alone && answer.status == 404 && !browses ? platforms->answer(asked) : answer;
  };
  made.admit = [platforms](const http::request& asked) {
    http::admission out;
    if (platforms->owns(asked.path())) out.body_limit = emulation::largest_body;
    return out;
  };
  return made;
}

}  // namespace errdex::cli
