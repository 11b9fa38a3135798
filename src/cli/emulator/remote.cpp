#include "cli/emulator/remote.hpp"

#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>
#include <ostream>

#include "http/client.hpp"

namespace errdex::cli {
namespace json = boost::json;

struct remote::state {
  remote_options where;
  http::client web;
};

remote::remote(const remote_options& where) : self_(std::make_unique<state>()) {
  self_->where = where;
  while (!self_->where.base.empty() && self_->where.base.back() == '/') self_->where.base.pop_back();
}

remote::~remote() = default;

json::value remote::get(const std::string& path) { return send("GET", path, {}); }

json::value remote::post(const std::string& path, const json::object& body) {
  return send("POST", path, json::serialize(body));
}

json::value remote::remove(const std::string& path) { return send("DELETE", path, {}); }

json::value remote::send(const std::string& method, const std::string& path, const std::string& body) {
  http::client_request asked;
  asked.method = method;
  asked.url = self_->where.base + "/_errdex" + path;
  asked.body = body;
  if (self_->where.world != "main") asked.headers.add("X-Errdex-World", self_->where.world);
  if (!self_->where.token.empty()) asked.headers.add("Authorization", "Bearer " + self_->where.token);
  const auto got = self_->web.send(std::move(asked));
  if (!got)
    throw usage_error("no emulator answers at " + printable(self_->where.base) + " (" +
                      std::string(http::name(got.error)) +
                      "); start one with errdex emulate, or name another with --base");
  json::error_code bad;
  json::value answer = json::parse(got.answer.content(), bad);
  if (bad)
    throw usage_error(printable(self_->where.base) + " is no emulator: it answered " + method + " /_errdex" +
                      printable(path) + " with status " + std::to_string(got.answer.status));
  if (got.answer.status != 200) {
    const std::string why = text_of(answer, "error");
    throw usage_error(why.empty() ? "the emulator answered with status " + std::to_string(got.answer.status)
                                  : printable(why));
  }
  return answer;
}

CLI::App& emulator_commands::add(const std::string& name, const std::string& summary, run what) {
  CLI::App* made = parent_.add_subcommand(name, summary);
  made->fallthrough();
  made->get_formatter()->column_width(32);
  all_.emplace_back(made, std::move(what));
  return *made;
}

int emulator_commands::operator()(context& c) const {
  for (const auto& [app, what] : all_) {
    if (!app->parsed()) continue;
    remote to(*where_);
    return what(c, to, *where_);
  }
  c.out << parent_.help();
  return success;
}

int print_json(context& c, const json::value& v) {
  c.out << json::serialize(v) << '\n';
  return success;
}

std::string text_of(const json::value& v, std::string_view key) {
  const auto* object = v.if_object();
  const auto* found = object ? object->if_contains(key) : nullptr;
  if (!found || found->is_null()) return {};
  return found->is_string() ? std::string(found->get_string()) : json::serialize(*found);
}

std::int64_t number_of(const json::value& v, std::string_view key) {
  const auto* object = v.if_object();
  const auto* found = object ? object->if_contains(key) : nullptr;
  json::error_code none;
  return found && found->is_number() ? found->to_number<std::int64_t>(none) : 0;
}

std::string moment_text(std::string_view iso) {
  std::string out(iso.substr(0, 19));
  if (out.size() == 19) out[10] = ' ';
  return out + "Z";
}

std::string encoded(std::string_view text) { return http::percent_encode(text); }

std::string clock_text(const json::value& clock) {
  const std::string mode = text_of(clock, "mode");
  return moment_text(text_of(clock, "now")) + ' ' + mode +
         (mode == "stepped" ? " by " + text_of(clock, "step") + " at each request" : "");
}

std::string record_line(const json::value& r, const style& paint) {
  const json::value& request = r.at("request");
  std::string out = paint.dim(text_of(r, "at").substr(11, 8)) + ' ' + text_of(request, "method") + ' ' +
                    printable(text_of(request, "target"));
  const std::string code = text_of(r, "code"), why = text_of(r, "failure");
  if (!code.empty())
    out += ' ' + paint.red(code + ' ' + text_of(r, "name"));
  else if (!why.empty() || number_of(r.at("answer"), "status") >= 400)
    out += ' ' + paint.red("HTTP " + text_of(r.at("answer"), "status"));
  else
    out += ' ' + paint.green("ok");
  if (!why.empty()) out += ": " + printable(why);
  return out;
}

void print_record(const json::value& r, context& c) {
  const style paint(c.screen);
  const auto line = [&](std::string_view name, const std::string& value) {
    if (!value.empty()) c.out << "  " << pad(name, 10) << printable(value) << '\n';
  };
  c.out << paint.bold(text_of(r.at("request"), "method") + ' ' +
                      printable(text_of(r.at("request"), "target")))
        << '\n';
  line("at", moment_text(text_of(r, "at")));
  line("endpoint", text_of(r, "endpoint"));
  line("caller", text_of(r, "caller"));
  line("from", text_of(r, "from"));
  line("hint", text_of(r, "hint"));
  std::string passed;
  for (const auto& check : r.at("checks").as_array())
    passed += (passed.empty() ? "" : ", ") + std::string(check.as_string());
  line("passed", passed);
  if (const std::string failed = text_of(r, "failed_check"); !failed.empty())
    c.out << "  " << pad("failed", 10) << paint.red(failed == "handler" ? "the endpoint itself" : failed)
          << '\n';
  if (const std::string code = text_of(r, "code"); !code.empty()) {
    c.out << "  " << pad("code", 10) << paint.red(code + ' ' + text_of(r, "name"));
    if (const auto* title = r.as_object().if_contains("title"))
      c.out << "  " << text_of(*title, c.lang == language::zh ? "zh" : "en");
    c.out << '\n';
  }
  line("why", text_of(r, "failure"));
  if (r.as_object().contains("fault")) line("fault", text_of(r, "fault"));
  line("sent", text_of(r.at("request"), "body"));
  line("answered", "HTTP " + text_of(r.at("answer"), "status") + ' ' + text_of(r.at("answer"), "body"));
}

}  // namespace errdex::cli
