#include <algorithm>
#include <boost/json/array.hpp>
#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>
#include <charconv>
#include <initializer_list>
#include <map>

#include "emulator/platform/admin.hpp"
#include "emulator/platform/scenario.hpp"
#include "http/text.hpp"

namespace errdex::emulation {
namespace json = boost::json;
namespace {

std::string joined(std::initializer_list<std::string_view> parts) {
  std::string out;
  for (const std::string_view part : parts) out += part;
  return out;
}

/// Where the requests of a scenario go.
constexpr std::string_view own_address = "http://127.0.0.1:7340";

using variables = std::map<std::string, std::string, std::less<>>;

/// Replaces ${name} by the variable, ${repeat 65 x} by 65 times "x".
std::string fill(std::string_view text, const variables& known) {
  std::string out;
  while (true) {
    const auto start = text.find("${");
    const auto end = start == std::string_view::npos ? start : text.find('}', start);
    if (end == std::string_view::npos) return out.append(text);
    out += text.substr(0, start);
    std::string_view name = text.substr(start + 2, end - start - 2);
    text.remove_prefix(end + 1);
    if (name.substr(0, 7) == "repeat ") {
      name.remove_prefix(7);
      const auto blank = name.find(' ');
      const auto count = as_integer(json::value(json::string(name.substr(0, blank)))).value_or(0);
      const std::string_view unit = blank == std::string_view::npos ? "x" : name.substr(blank + 1);
      for (std::int64_t i = 0; i < count; ++i) out += unit;
    } else if (const auto found = known.find(name); found != known.end()) {
      out += found->second;
    } else {
      out += "${" + std::string(name) + "}";
    }
  }
}

/// The same through a whole value; {list: 201, of: X} becomes 201 times X, in which ${n} counts from 1. A
/// text that is nothing but one variable becomes a number when the variable is one.
json::value fill(const json::value& v, variables& known) {
  if (const auto* s = v.if_string()) {
    const std::string_view text = *s;
    const bool lone = text.size() > 3 && text.substr(0, 2) == "${" && text.find('}') == text.size() - 1 &&
                      text.substr(2, 7) != "repeat ";
    std::string filled = fill(text, known);
    // A userid of digits would become a number too; those are written "x${n}" or quoted in the saved answer.
    if (lone && !filled.empty() && filled.size() < 18 &&
        filled.find_first_not_of("0123456789") == std::string::npos)
      return *as_integer(json::value(json::string(filled)));
    return json::string(filled);
  }
  if (const auto* a = v.if_array()) {
    json::array out;
    for (const auto& element : *a) out.push_back(fill(element, known));
    return out;
  }
  const auto* o = v.if_object();
  if (!o) return v;
  if (o->size() == 2 && o->contains("list") && o->contains("of") && o->at("list").is_int64()) {
    json::array out;
    for (std::int64_t i = 1; i <= o->at("list").get_int64(); ++i) {
      known["n"] = std::to_string(i);
      out.push_back(fill(o->at("of"), known));
    }
    return out;
  }
  json::object out;
  for (const auto& member : *o) out[member.key()] = fill(member.value(), known);
  return out;
}

void append_query(std::string& target, std::string_view name, std::string_view value) {
  target += target.find('?') == std::string::npos ? '?' : '&';
  target += http::percent_encode(name) + '=' + http::percent_encode(value);
}

/// The bytes that pairs of hexadecimal digits stand for.
std::string from_hex(std::string_view digits) {
  std::string out;
  for (std::size_t i = 0; i + 1 < digits.size(); i += 2) {
    unsigned byte = 0;
    std::from_chars(digits.data() + i, digits.data() + i + 2, byte, 16);
    out += static_cast<char>(byte);
  }
  return out;
}

/// A form with one file, as curl -F sends it; its content is `hex` and `text`, cut or filled up to `size`
/// bytes.
std::string form_body(const json::object& upload, variables& known, std::string& content_type) {
  constexpr std::string_view boundary = "errdex-scenario-boundary";
  const auto part = [&](const char* key, const char* otherwise) {
    const auto* v = upload.if_contains(key);
    return v ? fill(scalar_text(*v).value_or(""), known) : std::string(otherwise);
  };
  std::string content = from_hex(part("hex", "")) + part("text", "");
  if (const auto* size = upload.if_contains("size"))
    content.resize(static_cast<std::size_t>(as_integer(*size).value_or(0)), 'x');
  content_type = "multipart/form-data; boundary=" + std::string(boundary);
  return "--" + std::string(boundary) + "\r\nContent-Disposition: form-data; name=\"" +
         part("field", "media") + "\"; filename=\"" + part("filename", "file.txt") +
         "\"\r\nContent-Type: " + part("type", "application/octet-stream") + "\r\n\r\n" + content + "\r\n--" +
         std::string(boundary) + "--\r\n";
}

class player {
 public:
  player(emulator& e, const scenario_book& book, const scenario& s, std::string_view world)
      : emulator_(e), book_(book), scenario_(s), world_name_(world), world_(e.world(world)) {}

  scenario_result run() {
    {
      const std::lock_guard lock(world_.mutex);
      world_.reset();
      // Scenarios depend on no real time.
      world_.clock.freeze();
      world_.clock.set(default_start);
    }
    std::size_t n = 0;
    for (const scenario_step& step : scenario_.steps) {
      ++n;
      change_world(step);
      if (!result_.problem.empty()) break;
      if (!step.endpoint && step.path.empty()) continue;
      for (std::uint64_t i = 0; i < step.repeat && result_.problem.empty(); ++i) {
        variables_["n"] = std::to_string(i + 1);
        call(step, "step " + std::to_string(n), i == 0);
      }
      if (!result_.problem.empty()) break;
    }
    result_.variables.assign(variables_.begin(), variables_.end());
    return std::move(result_);
  }

 private:
  /// Through the admin interface, so that the commands of a run do the same elsewhere.
  void change_world(const scenario_step& step) {
    if (step.advance)
      administer("clock", {{"advance", format_duration(*step.advance)}},
                 "the clock moves on by " + format_duration(*step.advance));
    if (step.profile)
      administer("settings", {{"profile", name(*step.profile)}},
                 "the profile becomes " + std::string(name(*step.profile)));
    if (step.rate_limits)
      administer("settings", {{"rate_limits", *step.rate_limits}},
                 *step.rate_limits ? "calls are counted" : "calls are not counted");
    if (!step.console.empty())
      administer("data", {{"sql", step.console}}, "what an administrator does in the console");
    if (const auto* fault = step.fault.if_object()) administer("faults", *fault, "a fault rule");
  }

  void administer(std::string_view what, const json::object& body, std::string note) {
    http::request r;
    r.method = "POST";
    r.target = "/_errdex/" + std::string(what);
    r.headers.add("Host", "127.0.0.1:7340");
    if (world_name_ != "main") r.headers.add(std::string(emulator::world_header), std::string(world_name_));
    r.body = json::serialize(body);
    http::response answer = emulator_.answer(r);
    if (answer.status != 200) result_.problem = note + ": " + std::string(answer.content());
    result_.steps.push_back({std::move(note), std::move(r), std::move(answer), {}, 1, false});
  }

  /// The query that this credential adds; gets the credential first when the scenario has not yet.
  std::vector<std::pair<std::string, std::string>> credential(const std::string& name) {
    const auto found = std::find_if(book_.credentials.begin(), book_.credentials.end(),
                                    [&](const auto& c) { return c.name == name; });
    if (found == book_.credentials.end()) {
      result_.problem = "there is no credential '" + name + "'";
      return {};
    }
    std::vector<std::pair<std::string, std::string>> out;
    if (std::find(fetched_.begin(), fetched_.end(), name) == fetched_.end()) {
      fetched_.push_back(name);
      call(found->call, "credential of " + name, true);
    }
    for (const auto& [key, value] : found->query) out.emplace_back(key, fill(value, variables_));
    return out;
  }

  void call(const scenario_step& step, const std::string& where, bool first) {
    http::request r;
    const endpoint* e = step.endpoint;
    r.method = !step.method.empty() ? step.method : e && e->method != "*" ? std::string(e->method) : "POST";
    r.target = fill(!step.path.empty() ? step.path : std::string(e->path), variables_);
    // An address out of an answer, which begins with where the request came to.
    if (r.target.substr(0, own_address.size()) == own_address) r.target.erase(0, own_address.size());
    r.peer = "127.0.0.1";
    r.headers.add("Host", "127.0.0.1:7340");
    if (world_name_ != "main") r.headers.add(std::string(emulator::world_header), std::string(world_name_));
    if (!step.as.empty())
      for (const auto& [key, value] : credential(step.as)) append_query(r.target, key, value);
    if (!result_.problem.empty()) return;
    for (const auto& [key, value] : step.query) append_query(r.target, key, fill(value, variables_));
    json::object arguments;
    for (const auto& member : step.arguments) arguments[member.key()] = fill(member.value(), variables_);
    if (!step.sign.empty())
      scenario_.platform->sign(arguments, fill(step.sign, variables_), world_.clock.seconds(), ++signed_);
    if (e)
      for (const field& f : e->fields) {
        if (!f.is_in_query() || e->method == "GET") continue;
        if (const auto* v = arguments.if_contains(f.path())) {
          append_query(r.target, f.path(), scalar_text(*v).value_or(""));
          arguments.erase(f.path());
        }
      }
    if (r.method == "GET") {
      for (const auto& member : arguments)
        append_query(r.target, member.key(), scalar_text(member.value()).value_or(""));
    } else if (step.body) {
      r.headers.add("Content-Type", "application/json");
      r.body = fill(*step.body, variables_);
    } else if (!step.upload.empty()) {
      std::string type;
      r.body = form_body(step.upload, variables_, type);
      r.headers.add("Content-Type", type);
    } else {
      r.headers.add("Content-Type", "application/json");
      r.body = json::serialize(arguments);
    }
    for (const auto& [key, value] : step.headers) r.headers.set(key, fill(value, variables_));

    http::response answer = emulator_.answer(r);
    judge(step, answer, where);
    if (!first && same_request(result_.steps.back(), r)) {
      ++result_.steps.back().times;
      result_.steps.back().response = std::move(answer);
      return;
    }
    const bool of_scenario =
        &step >= scenario_.steps.data() && &step < scenario_.steps.data() + scenario_.steps.size();
    result_.steps.push_back(
        {of_scenario ? std::string() : where, std::move(r), std::move(answer), step.save, 1, !first});
  }

  static bool same_request(const played_step& played, const http::request& r) {
    return played.request && played.request->method == r.method && played.request->target == r.target &&
           played.request->body == r.body;
  }

  void judge(const scenario_step& step, const http::response& answer, const std::string& where) {
    const std::string got = scenario_.platform->code_of(answer);
    const std::string want(step.answers && step.inside.empty() ? step.answers.entry().code() : "");
    const std::string shown(answer.content().substr(0, 300));
    // Faults may well cut a body or change its status; what they do to a code is checked like any other.
    if (got != want) {
      result_.problem = where + ": expected " + (want.empty() ? "success" : want) + ", got " +
                        (got.empty() ? "success" : got) + ": " + shown;
      return;
    }
    {
      const std::lock_guard lock(world_.mutex);
      const auto& records = world_.records.records();
      if (!records.empty() && records.back().undeclared)
        result_.problem = where + ": " + std::string(records.back().endpoint) + " raises " +
                          records.back().code + ", which its declaration does not list";
    }
    if (step.expect.empty() && step.save.empty() && step.inside.empty()) return;
    json::error_code bad;
    const json::value body = json::parse(answer.content(), bad);
    if (bad || !body.is_object()) {
      result_.problem = where + ": the answer is no JSON object: " + shown;
      return;
    }
    if (!step.inside.empty()) judge_inside(step, body.get_object(), where, shown);
    if (!result_.problem.empty()) return;
    for (const auto& [name, path] : step.save) {
      const auto* v = find_path(body.get_object(), path);
      if (!v) {
        result_.problem = joined({where, ": the answer has no ", path, ": ", shown});
        return;
      }
      variables_[name] = scalar_text(*v).value_or(json::serialize(*v));
    }
    for (const auto& member : step.expect) {
      const auto* v = find_path(body.get_object(), member.key());
      const json::value wanted = fill(member.value(), variables_);
      if (wanted.is_null() ? v != nullptr : !v || *v != wanted) {
        result_.problem = joined({where, ": expected ", std::string_view(member.key()), " to be ",
                                  json::serialize(wanted), ", the answer is ", shown});
        return;
      }
    }
  }

  /// A code that stands in a successful answer, for one of the items that the call was about.
  void judge_inside(const scenario_step& step, const json::object& body, const std::string& where,
                    const std::string& shown) {
    const auto* v = find_path(body, step.inside);
    const std::string_view want = step.answers.entry().code();
    if (!v || scalar_text(*v) != want) {
      result_.problem =
          joined({where, ": expected ", step.inside, " to be ", want, ", the answer is ", shown});
      return;
    }
    const auto declared = declared_errors(*scenario_.platform, *step.endpoint);
    if (std::none_of(declared.begin(), declared.end(),
                     [&](const auto& d) { return d.error == step.answers; }))
      result_.problem = joined({where, ": ", step.endpoint->name, " answers with ", want,
                                ", which its declaration does not list"});
  }

  emulator& emulator_;
  const scenario_book& book_;
  const scenario& scenario_;
  std::string_view world_name_;
  world& world_;
  variables variables_;
  std::vector<std::string> fetched_;
  std::uint64_t signed_ = 0;  // Requests so far.
  scenario_result result_;
};

/// In single quotes, as a shell reads it, with the values of variables replaced by "$name".
std::string quoted(std::string_view text, const scenario_result& run) {
  // A short value stands for itself in too many places, and reads better.
  constexpr std::size_t shortest = 12;
  std::string out = "'";
  while (!text.empty()) {
    const auto known = std::find_if(run.variables.begin(), run.variables.end(), [&](const auto& v) {
      return v.second.size() >= shortest && text.substr(0, v.second.size()) == v.second;
    });
    if (known != run.variables.end()) {
      out += "'\"$" + known->first + "\"'";
      text.remove_prefix(known->second.size());
    } else {
      out += text.front() == '\'' ? std::string("'\\''") : std::string(1, text.front());
      text.remove_prefix(1);
    }
  }
  out += "'";
  if (out.size() > 2 && out.substr(out.size() - 2) == "''") out.resize(out.size() - 2);
  return out;
}

/// For the shell's `printf %b` within single quotes: what is not plain is \0 and three octal digits.
std::string escaped(std::string_view bytes) {
  std::string out;
  for (const char c : bytes) {
    const auto n = static_cast<unsigned char>(c);
    if (n >= 0x20 && n < 0x7f && c != '\\' && c != '\'') {
      out += c;
    } else {
      out += "\\0";
      for (const int shift : {6, 3, 0}) out += static_cast<char>('0' + ((n >> shift) & 7));
    }
  }
  return out;
}

}  // namespace

scenario_result play(emulator& e, const scenario_book& book, const scenario& s, std::string_view world) {
  return player(e, book, s, world).run();
}

std::string as_command(const played_step& step, const scenario_result& run, std::string_view base) {
  if (!step.request) return {};
  const http::request& request = *step.request;
  const bool bytes = !http::is_utf8(request.body) || request.body.find_first_of("\r\n") != std::string::npos;
  std::string out = (bytes ? "printf %b '" + escaped(request.body) + "' | " : std::string()) + "curl -s " +
                    quoted(std::string(base) + request.target, run);
  for (const auto& [name, value] : request.headers)
    if (name != "Host" && !(name == "Content-Type" && value == "application/json"))
      out += " -H " + quoted(joined({name, ": ", value}), run);
  if (bytes)
    out += " --data-binary @-";
  else if (request.method == "POST")
    out += " -d " + quoted(request.body, run);
  else if (request.method != "GET")
    out += " -X " + request.method;
  const auto kept = std::find_if(step.saved.begin(), step.saved.end(),
                                 [](const auto& s) { return s.second.find('[') == std::string::npos; });
  if (kept != step.saved.end()) out = kept->first + "=$(" + out + " | jq -r ." + kept->second + ")";
  return step.times == 1 ? out
                         : joined({"for i in $(seq ", std::to_string(step.times), "); do ", out, "; done"});
}

}  // namespace errdex::emulation
