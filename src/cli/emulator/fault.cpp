#include <boost/json/array.hpp>
#include <ostream>

#include "cli/emulator/remote.hpp"

namespace errdex::cli {
namespace {

namespace json = boost::json;

struct options {
  std::string action = "list";
  std::string value;
  std::string platform, endpoint, sequence, lasts, delay, body;
  std::vector<std::string> where, headers;
  std::int64_t times = 0, skip = 0, status = 0, cut_after = -1;
  double probability = 1;
  bool after = false, reset = false;
};

/// "name=value" or "Name: value" of each.
json::object pairs(const std::vector<std::string>& given, char separator, const char* option) {
  json::object out;
  for (const std::string& pair : given) {
    const auto at = pair.find(separator);
    if (at == std::string::npos || at == 0)
      throw usage_error(std::string(option) + " takes a name and a value, as in " + option +
                        (separator == ':' ? " 'Retry-After: 7'" : " userid=ada"));
    const auto value = pair.find_first_not_of(' ', at + 1);
    out[pair.substr(0, at)] = value == std::string::npos ? "" : pair.substr(value);
  }
  return out;
}

json::object rule_of(const options& o) {
  json::object rule;
  if (!o.value.empty()) rule["code"] = o.value;
  if (!o.platform.empty()) rule["platform"] = o.platform;
  if (!o.endpoint.empty()) rule["endpoint"] = o.endpoint;
  if (!o.where.empty()) rule["where"] = pairs(o.where, '=', "--where");
  if (o.times) rule["times"] = o.times;
  if (o.skip) rule["skip"] = o.skip;
  if (o.probability < 1) rule["probability"] = o.probability;
  if (!o.sequence.empty()) rule["sequence"] = o.sequence;
  if (!o.lasts.empty()) rule["for"] = o.lasts;
  if (o.after) rule["phase"] = "after";
  if (o.status) rule["status"] = o.status;
  if (!o.headers.empty()) rule["headers"] = pairs(o.headers, ':', "--header");
  if (!o.body.empty()) rule["body"] = o.body;
  if (!o.delay.empty()) rule["delay"] = o.delay;
  if (o.cut_after >= 0) rule["cut_after"] = o.cut_after;
  if (o.reset) rule["reset"] = true;
  return rule;
}

/// "1  wecom:45009 rate_limited  user/get, 1 times  struck 0 of 0"
std::string line_of(const json::value& rule, const style& paint) {
  std::string effect;
  const auto part = [](std::string& to, const std::string& text) { to += (to.empty() ? "" : ", ") + text; };
  const auto has = [&](const char* key) { return rule.as_object().contains(key); };
  if (has("code")) part(effect, text_of(rule, "code") + ' ' + text_of(rule, "name"));
  if (has("status")) part(effect, "HTTP " + text_of(rule, "status"));
  if (has("headers")) part(effect, "headers");
  if (has("body")) part(effect, "another body");
  if (has("delay")) part(effect, "after " + text_of(rule, "delay"));
  if (has("cut_after")) part(effect, "cut off after " + text_of(rule, "cut_after") + " bytes");
  if (has("reset")) part(effect, "connection reset");
  std::string when;
  part(when, has("endpoint") ? text_of(rule, "endpoint") : "every endpoint");
  if (has("platform")) part(when, "of " + text_of(rule, "platform"));
  if (const auto* where = rule.as_object().if_contains("where"))
    for (const auto& member : where->as_object())
      part(when, std::string(member.key()) + " = " + std::string(member.value().as_string()));
  if (has("skip")) part(when, "lets " + text_of(rule, "skip") + " pass");
  if (has("times")) part(when, "at most " + text_of(rule, "times") + " times");
  if (has("probability")) part(when, "probability " + text_of(rule, "probability"));
  if (has("sequence")) part(when, "sequence " + text_of(rule, "sequence"));
  if (has("until")) part(when, "until " + moment_text(text_of(rule, "until")));
  if (text_of(rule, "phase") == "after") part(when, "after the effect");
  return pad(text_of(rule, "id"), 4) + paint.red(printable(effect)) + "  " + printable(when) + "  " +
         paint.dim("struck " + text_of(rule, "struck") + " of " + text_of(rule, "matched"));
}

int run(const options& o, context& c, remote& to, const remote_options& where) {
  const style paint(c.screen);
  if (o.action == "add") {
    const auto made = to.post("/faults", rule_of(o));
    if (where.json) return print_json(c, made);
    c.out << line_of(made, paint) << '\n';
    return success;
  }
  if (o.action == "remove" && o.value.empty())
    throw usage_error("fault remove needs the id of a rule; fault list shows them");
  if (o.action == "remove" || o.action == "clear") {
    const auto done = to.remove(o.action == "clear" ? "/faults" : "/faults/" + encoded(o.value));
    if (where.json) return print_json(c, done);
    c.out << (o.action == "clear" ? "no faults any more" : "fault " + printable(o.value) + " removed")
          << '\n';
    return success;
  }
  const auto all = to.get("/faults");
  if (where.json) return print_json(c, all);
  for (const auto& rule : all.as_array()) c.out << line_of(rule, paint) << '\n';
  if (all.as_array().empty()) c.out << "no faults: every request gets its true answer\n";
  return success;
}

}  // namespace

void add_emulator_fault(emulator_commands& all) {
  auto o = std::make_shared<options>();
  CLI::App& sub =
      all.add("fault", "List, add and remove rules by which requests that are fine fail",
              [o](context& c, remote& to, const remote_options& where) { return run(*o, c, to, where); });
  sub.add_option("action", o->action, "What to do")
      ->check(CLI::IsMember({"list", "add", "remove", "clear"}))
      ->capture_default_str();
  sub.add_option("value", o->value,
                 "For add: a code of the catalog, such as wecom:45009. For remove: the id of a rule")
      ->type_name("VALUE");
  sub.add_option("--platform", o->platform, "Only requests to this platform")->type_name("NAME");
  sub.add_option("--endpoint", o->endpoint, "Only this endpoint, such as user/get, or user/*")
      ->type_name("NAME");
  sub.add_option("--where", o->where, "Only requests with this argument; may be repeated")
      ->type_name("NAME=VALUE");
  sub.add_option("--times", o->times, "Strikes so often at most")->type_name("N")->check(CLI::PositiveNumber);
  sub.add_option("--skip", o->skip, "Lets so many pass first")->type_name("N")->check(CLI::NonNegativeNumber);
  sub.add_option("--probability", o->probability, "Strikes with this probability, drawn from the seed")
      ->type_name("0..1")
      ->check(CLI::Range(0.0, 1.0));
  sub.add_option("--sequence", o->sequence, "x strikes, . passes, over and over: xx.")->type_name("TEXT");
  sub.add_option("--for", o->lasts, "Ends by itself after this virtual time")->type_name("DURATION");
  sub.add_flag("--after", o->after, "The request takes effect, and is answered as failed all the same");
  sub.add_option("--status", o->status, "An HTTP status")->type_name("N");
  sub.add_option("--header", o->headers, "A header of the answer; may be repeated")
      ->type_name("'NAME: VALUE'");
  sub.add_option("--body", o->body, "The body of the answer")->type_name("TEXT");
  sub.add_option("--delay", o->delay, "Real time before the answer")->type_name("DURATION");
  sub.add_option("--cut-after", o->cut_after, "Bytes of the body before the connection is closed")
      ->type_name("N");
  sub.add_flag("--reset", o->reset, "Reset the connection instead of an answer");
}

}  // namespace errdex::cli
