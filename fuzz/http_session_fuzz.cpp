// A session under arbitrary bytes: the first ones say how the rest is cut into pieces, when time passes and
// what the handler answers with.
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <cstring>
#include <string_view>

#include "http/connection.hpp"
#include "http/representation.hpp"
#include "http/router.hpp"

namespace {

namespace http = errdex::http;

void require(bool holds) {
  if (!holds) std::abort();
}

http::site everything() {
  http::router r;
  const auto shared = std::make_shared<const std::string>(20000, 'x');
  r.add("GET", "/", [](const http::request& asked, const http::path_values&) {
    http::response out;
    out.headers.add("X-Query", std::string(asked.query()));
    return out;
  });
  r.add("*", "/echo/{rest...}", [](const http::request& asked, const http::path_values& v) {
    http::response out;
    out.body = asked.body;
    out.headers.add("X-Rest", std::string(v.get("rest")));
    return out;
  });
  r.add("GET", "/large/{name}", [shared](const http::request&, const http::path_values&) {
    http::response out;
    out.headers.add("Content-Type", "text/plain");
    out.shared_body = shared;
    return out;
  });
  r.add("POST", "/fault/{kind}",
        [](const http::request&, const http::path_values& v) {
          http::response out;
          out.body = "fault";
          if (v.get("kind") == "late") out.delivery.delay = std::chrono::seconds(1);
          if (v.get("kind") == "cut") out.delivery.cut_after = 2;
          if (v.get("kind") == "reset") out.delivery.reset = true;
          return out;
        },
        {.body_limit = 16, .needs_body = true, .media_types = {"application/json"}});
  http::site made = r.site();
  made.answer = http::negotiated(made.answer);
  return made;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  static const http::site who = everything();
  static const http::session_rules rules = [] {
    http::session_rules r;
    r.limits.body = 4096;
    r.limits.header_bytes = 2048;
    r.limits.target = 256;
    r.limits.header_fields = 20;
    r.seen = [](const http::exchange& e) { require(e.status >= 200 && e.status <= 999); };
    return r;
  }();
  using step = http::connection::step;
  if (size < 2) return 0;
  const std::size_t piece = data[0] + 1U;
  const auto pass = std::chrono::milliseconds(data[1] * 20);
  std::string_view bytes(reinterpret_cast<const char*>(data) + 2, size - 2);
  http::connection::moment now{std::chrono::hours(1)};
  http::connection talk(who, rules, "192.0.2.1", now);
  bool ended = false;
  // Every step makes progress, so a run that takes longer than its input does not end.
  for (std::size_t turns = 0;; ++turns) {
    require(turns < 20 * size + 1000);
    switch (talk.next()) {
      case step::read: {
        now += pass;
        if (talk.deadline() <= now) {
          talk.expired(now);
        } else if (!bytes.empty()) {
          const auto room = talk.prepare();
          require(!room.empty());
          const std::size_t n = std::min({piece, bytes.size(), room.size()});
          std::memcpy(room.data(), bytes.data(), n);
          bytes.remove_prefix(n);
          talk.received(n, now);
        } else if (!ended) {
          ended = true;
          talk.ended(now);
        } else {
          now = std::max(now, talk.deadline());
          talk.expired(now);
        }
        break;
      }
      case step::write:
        require(talk.output()[0].size() + talk.output()[1].size() > 0);
        talk.written(now);
        break;
      case step::pause:
        now = std::max(now, talk.deadline());
        talk.expired(now);
        break;
      case step::finish: talk.finished(now); break;
      case step::close:
      case step::reset: return 0;
    }
  }
}
