#include "emulator/wecom/perform.hpp"

#include <boost/json/serialize.hpp>
#include <stdexcept>

#include "emulator/wecom/envelope.hpp"

namespace errdex::emulation::wecom {
namespace json = boost::json;
namespace {

/// Inside of a transaction: what is done while it lives can be taken back alone.
class savepoint {
 public:
  explicit savepoint(store& data) : data_(data) { data_.run("SAVEPOINT errdex_part"); }
  savepoint(const savepoint&) = delete;
  savepoint& operator=(const savepoint&) = delete;
  ~savepoint() {
    try {
      if (!kept_) data_.run("ROLLBACK TO errdex_part");
      data_.run("RELEASE errdex_part");
    } catch (const store_error&) {  // The whole transaction is gone then, and its owner finds out.
    }
  }
  void keep() noexcept { kept_ = true; }

 private:
  store& data_;
  bool kept_ = false;
};

http::request request_for(const endpoint& e, const json::object& arguments) {
  http::request r;
  r.method = e.method;
  r.target = e.path;
  if (e.method == "GET") {
    for (const auto& member : arguments) {
      r.target += r.target.find('?') == std::string::npos ? '?' : '&';
      r.target += http::percent_encode(member.key()) + '=' +
                  http::percent_encode(scalar_text(member.value()).value_or(""));
    }
  } else {
    r.body = json::serialize(arguments);
  }
  return r;
}

performed attempt(world& w, const platform& p, std::string_view name, const caller_identity& caller,
                  const json::object& arguments, bool handled) {
  const endpoint* e = p.find(name);
  if (!e) throw std::logic_error("there is no endpoint " + std::string(name));
  const http::request request = request_for(*e, arguments);
  exchange x(request, p, *e, w);
  x.caller = caller;
  if (!request.body.empty()) x.parse_body();
  savepoint part(w.data);
  performed out;
  try {
    check_fields(x);
    if (handled) out.members = e->handle(x).body;
    if (handled && !e->success_text.empty()) out.errmsg = e->success_text;
    part.keep();
  } catch (const failure& f) {
    const entry code = f.error.entry();
    out.errcode = code.number() ? json::value(*code.number()) : json::value(json::string(code.code()));
    out.errmsg = message_of(f);
    out.detail = f.detail;
  }
  return out;
}

}  // namespace

performed perform(world& w, const platform& p, std::string_view endpoint, const caller_identity& caller,
                  const json::object& arguments) {
  return attempt(w, p, endpoint, caller, arguments, true);
}

performed check_arguments(world& w, const platform& p, std::string_view endpoint,
                          const caller_identity& caller, const json::object& arguments) {
  return attempt(w, p, endpoint, caller, arguments, false);
}

}  // namespace errdex::emulation::wecom
