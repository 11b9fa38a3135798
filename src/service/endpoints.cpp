#include "service/endpoints.hpp"

#include <algorithm>

#include "errdex/search.hpp"
#include "errdex/vocabulary.hpp"
#include "service/operations.hpp"

namespace errdex::service {
namespace {

using place = parameter_place;
using kind = parameter_kind;

constexpr std::array<std::string_view, 3> language_choices{"en", "zh", "both"};
constexpr std::array<std::string_view, 2> view_choices{"brief", "full"};
constexpr std::array<std::string_view, 2> state_choices{"active", "obsolete"};

const parameter lang{.name = "lang",
                     .kind = kind::choice,
                     .choices = language_choices,
                     .meaning =
                         "Languages of the texts. Without it Accept-Language decides, and where that "
                         "prefers neither, texts come in both.",
                     .example = "en"};
const parameter space_filter{.name = "space",
                             .repeated = true,
                             .least = 1,
                             .most = 128,
                             .meaning = "Only codes of this space, or of every space of this platform.",
                             .example = "feishu.server"};
const parameter platform_filter{.name = "platform",
                                .repeated = true,
                                .least = 1,
                                .most = 128,
                                .meaning = "Only codes of this platform; also by other names, such as lark.",
                                .example = "wecom"};
const parameter status_filter{.name = "status",
                              .kind = kind::choice,
                              .repeated = true,
                              .choices = status_names(),
                              .meaning = "Only codes with this canonical status.",
                              .example = "UNAUTHENTICATED"};
const parameter verdict_filter{.name = "verdict",
                               .kind = kind::choice,
                               .repeated = true,
                               .choices = verdict_names(),
                               .meaning = "Only codes with this verdict.",
                               .example = "refresh_token"};

const std::array<parameter, 3> code_parameters{
    {{.name = "space",
      .place = place::path,
      .required = true,
      .least = 1,
      .most = 128,
      .meaning =
          "A space, or a platform: then every space of it is looked in. Case does not count, and other "
          "names of a platform are understood: lark, 飞书, wework, 企业微信, dingding, 钉钉.",
      .example = "wecom"},
     {.name = "code",
      .place = place::path,
      .required = true,
      .least = 1,
      .most = 128,
      .meaning = "The code as it stands on the wire, or the name that the catalog gives it.",
      .example = "40014"},
     lang}};

const std::array<parameter, 10> list_parameters{
    {space_filter,
     platform_filter,
     status_filter,
     verdict_filter,
     {.name = "group",
      .repeated = true,
      .least = 1,
      .most = 128,
      .meaning = "Only codes of this group, which is a file of the catalog.",
      .example = "tokens"},
     {.name = "state",
      .kind = kind::choice,
      .choices = state_choices,
      .meaning = "Only codes that are still in use, or only those that are not.",
      .example = "active"},
     {.name = "view",
      .kind = kind::choice,
      .choices = view_choices,
      .fallback = "brief",
      .meaning = "brief: what a list shows; full: the whole entry.",
      .example = "full"},
     {.name = "limit",
      .kind = kind::whole_number,
      .least = 1,
      .most = 1000,
      .fallback = "100",
      .meaning = "The most codes in one answer.",
      .example = "20"},
     {.name = "cursor",
      .least = 1,
      .most = 300,
      .meaning = "Where the list goes on: `next` of the answer before.",
      .example = "wecom:40014"},
     lang}};

const std::array<parameter, 2> explain_parameters{
    {{.name = "q",
      .required = true,
      .least = 1,
      .most = 8192,
      .meaning =
          "A code (40014, wecom:40014, 企业微信 40014), a name (access_token_expired), the address of a "
          "query tool, a response body, or any text with responses in it.",
      .example = "wecom:40014"},
     lang}};

const std::array<parameter, 8> search_parameters{
    {{.name = "q",
      .required = true,
      .least = 1,
      .most = search_index::max_query,
      .meaning =
          "Words in English or Chinese. Word beginnings, synonyms and misspelled words are understood, "
          "so that it can be called while somebody types.",
      .example = "token expired"},
     space_filter,
     platform_filter,
     status_filter,
     verdict_filter,
     {.name = "limit",
      .kind = kind::whole_number,
      .least = 1,
      .most = 100,
      .fallback = "20",
      .meaning = "The most hits in one answer.",
      .example = "10"},
     {.name = "offset",
      .kind = kind::whole_number,
      .least = 0,
      .most = 2000,
      .fallback = "0",
      .meaning = "How many hits to leave out: `next` of the answer before.",
      .example = "20"},
     lang}};

const std::array<parameter, 1> language_only{lang};

constexpr std::string_view json = "application/json";
constexpr std::string_view problem_json = "application/problem+json";

constexpr answer_kind not_modified{304, "", "", "The caller's copy, named in If-None-Match, is still true."};
constexpr answer_kind bad_parameter{400, "Problem", problem_json, "A parameter is missing or wrong."};

constexpr std::array<answer_kind, 4> code_answers{
    {{200, "Entries", json, "Every meaning of the code."},
     not_modified,
     bad_parameter,
     {404, "Problem", problem_json,
      "No such space, or no such code in it; `nearest` names codes close to it."}}};
constexpr std::array<answer_kind, 3> reproduce_answers{
    {{200, "Reproduction", json, "The requests and their answers."},
     bad_parameter,
     {404, "Problem", problem_json,
      "No such space, no such code in it, or no request of the emulator raises it."}}};
constexpr std::array<answer_kind, 3> list_answers{
    {{200, "CodeList", json, "One page of the list."}, not_modified, bad_parameter}};
constexpr std::array<answer_kind, 3> explain_answers{
    {{200, "Findings", json, "What was found, readings ranked; empty findings when nothing was."},
     not_modified,
     bad_parameter}};
constexpr std::array<answer_kind, 2> diagnose_bodies{
    {{0, "Evidence", json, "What is known of the call. The platform's answer alone is understood too."},
     {0, "", "text/plain", "Any text with answers in it: a body, a log, an exception, a code."}}};
constexpr std::array<answer_kind, 3> diagnose_answers{
    {{200, "Findings", json, "Readings ranked, with the verdict and the decision for this call."},
     {400, "Problem", problem_json, "The body is not JSON, or a member or a parameter is wrong."},
     {415, "Problem", problem_json, "The body is neither JSON nor text."}}};
constexpr std::array<answer_kind, 3> search_answers{
    {{200, "SearchResult", json, "Hits, best first."}, not_modified, bad_parameter}};
constexpr std::array<answer_kind, 3> spaces_answers{
    {{200, "SpaceList", json, "Every space with its ranges and counts."}, not_modified, bad_parameter}};
constexpr std::array<answer_kind, 3> openapi_answers{
    {{200, "", json, "This document."}, not_modified, bad_parameter}};
constexpr std::array<answer_kind, 2> problems_answers{
    {{200, "", "text/html", "A page with an anchor for each type of problem."}, bad_parameter}};
constexpr std::array<answer_kind, 2> metrics_answers{
    {{200, "", "text/plain", "Prometheus' text format."}, bad_parameter}};
constexpr std::array<answer_kind, 2> health_answers{{{200, "Health", json, "It answers."}, bad_parameter}};

const std::array<endpoint, 12> all{
    {{.id = "getCode",
      .method = "GET",
      .path = "/api/v1/codes/{space}/{code}",
      .summary = "What a code means",
      .description = "Every meaning of one code, or of one name, in a space or in all spaces of a platform.",
      .parameters = code_parameters,
      .bodies = {},
      .answers = code_answers,
      .run = get_code},
     {.id = "reproduceCode",
      .method = "GET",
      .path = "/api/v1/codes/{space}/{code}/reproduce",
      .summary = "Requests that raise a code",
      .description =
          "Runs a scenario on the emulator, in a world of its own, and answers with each request as "
          "curl and what came back. What `errdex reproduce --json` prints.",
      .parameters = code_parameters,
      .bodies = {},
      .answers = reproduce_answers,
      .run = reproduce_code},
     {.id = "diagnose",
      .method = "POST",
      .path = "/api/v1/diagnose",
      .summary = "What a failed call needs",
      .description =
          "Takes what is known of a failed call and answers with ranked readings, the verdict, and "
          "the decision for this attempt with the rule that made it. Nothing of it is kept.",
      .parameters = language_only,
      .bodies = diagnose_bodies,
      .answers = diagnose_answers,
      .run = post_diagnosis},
     {.id = "explain",
      .method = "GET",
      .path = "/api/v1/explain",
      .summary = "Explain a code, a name, an address or a pasted answer",
      .description =
          "What `errdex explain --json` prints. A code without its platform gives every reading, the "
          "likeliest first.",
      .parameters = explain_parameters,
      .bodies = {},
      .answers = explain_answers,
      .run = explain},
     {.id = "search",
      .method = "GET",
      .path = "/api/v1/search",
      .summary = "Search the texts of all codes",
      .description = "Full text over codes, names, messages, causes and fixes in both languages.",
      .parameters = search_parameters,
      .bodies = {},
      .answers = search_answers,
      .run = search},
     {.id = "listCodes",
      .method = "GET",
      .path = "/api/v1/codes",
      .summary = "List codes",
      .description =
          "Codes in the order of the catalog: space by space, numbers ascending. Filters of one kind "
          "are alternatives, kinds are all required.",
      .parameters = list_parameters,
      .bodies = {},
      .answers = list_answers,
      .run = list_codes},
     {.id = "listSpaces",
      .method = "GET",
      .path = "/api/v1/spaces",
      .summary = "List code spaces",
      .description = "Each space with its envelopes and hosts, its described ranges, and how many codes have "
                     "which verdict and status, in all and in each range.",
      .parameters = language_only,
      .bodies = {},
      .answers = spaces_answers,
      .run = list_spaces},
     {.id = "getOpenApi",
      .method = "GET",
      .path = "/api/v1/openapi.json",
      .summary = "This document",
      .description = "The OpenAPI 3.1 description of this service.",
      .parameters = {},
      .bodies = {},
      .answers = openapi_answers,
      .run = get_openapi},
     {.id = "getProblems",
      .method = "GET",
      .path = "/api/v1/problems",
      .summary = "The types of problems",
      .description = "The page that the `type` of a problem leads to.",
      .parameters = {},
      .bodies = {},
      .answers = problems_answers,
      .run = get_problems},
     {.id = "getMetrics",
      .method = "GET",
      .path = "/metrics",
      .summary = "Counters for Prometheus",
      .description = "Requests by operation and status, their durations, look-ups by result.",
      .parameters = {},
      .bodies = {},
      .answers = metrics_answers,
      .run = get_metrics},
     {.id = "getHealth",
      .method = "GET",
      .path = "/healthz",
      .summary = "Whether it answers",
      .description = "For load balancers and supervisors.",
      .parameters = {},
      .bodies = {},
      .answers = health_answers,
      .run = get_health},
     {.id = "mcp",
      .method = "POST",
      .path = "/mcp",
      .summary = "Model Context Protocol",
      .description = "",
      .parameters = {},
      .bodies = {},
      .answers = {},
      .run = post_mcp,
      .documented = false}}};

/// Whether the path has the form of the template; what stands in braces goes to `segments`.
bool fits(std::string_view form, std::string_view path, std::array<std::string_view, 2>& segments) noexcept {
  std::size_t found = 0;
  for (;;) {
    const std::size_t brace = form.find('{');
    if (brace == std::string_view::npos) return form == path;
    if (!path.starts_with(form.substr(0, brace))) return false;
    path.remove_prefix(brace);
    const std::size_t end = std::min(path.find('/'), path.size());
    if (end == 0 || found == segments.size()) return false;
    segments[found++] = path.substr(0, end);
    path.remove_prefix(end);
    form.remove_prefix(form.find('}') + 1);
  }
}

}  // namespace

std::span<const endpoint> endpoints() noexcept { return all; }

route find_route(std::string_view method, std::string_view path) noexcept {
  route out;
  for (const endpoint& e : all) {
    if (!fits(e.path, path, out.segments)) continue;
    out.path_fits = true;
    if (e.method != method) continue;
    out.found = &e;
    return out;
  }
  return out;
}

std::string allowed_methods(std::string_view path) {
  std::string out;
  std::array<std::string_view, 2> unused;
  for (const endpoint& e : all) {
    if (!fits(e.path, path, unused)) continue;
    out += std::string(e.method) + ", ";
    if (e.method == "GET") out += "HEAD, ";
  }
  return out + "OPTIONS";
}

}  // namespace errdex::service
