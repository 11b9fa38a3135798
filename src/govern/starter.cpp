#include "govern/starter.hpp"

#include <algorithm>
#include <array>

#include "govern/workspace.hpp"

namespace errdex::govern {
namespace {

struct preset {
  starter_scheme about;
  std::string_view scheme;   // What stands under "scheme" in errdex.toml.
  std::string_view name;     // What the space calls it; empty: the one above.
  std::string_view modules;  // @module@ and @owner@ are replaced.
};

constexpr std::array presets{
    preset{{"a-bb-ccc", "level, module, running number: 2-17-042; one number says who is asked"},
           R"([[scheme]]
name = "a-bb-ccc"
title = {en = "Level, module, running number", zh = "级别、模块、编号"}
separator = "-"                       # for people; on the wire stands 217042

[[scheme.form]]
[[scheme.form.group]]
name = "level"
digits = 1
values = {1 = {en = "system", zh = "系统级"}, 2 = {en = "service", zh = "服务级"}}
[[scheme.form.group]]
name = "module"
digits = 2
first = 1
[[scheme.form.group]]
name = "number"
digits = 3
first = 1
)",
           "a-bb-ccc",
           R"([[module]]
name = "platform"
title = {en = "Failures of the platform itself", zh = "平台自身的故障"}
owners = ["@owner@"]
groups = {level = 1, module = 1}

[[module]]
name = "@module@"
owners = ["@owner@"]
groups = {level = 2, module = 1}
)"},
    preset{{"common-business", "three digits common to all APIs, seven for one API: 103, 1001020"},
           R"([[scheme]]
name = "common-business"
title = {en = "Common and business errno", zh = "通用与业务错误码"}

[[scheme.form]]
name = "common"
[[scheme.form.group]]
name = "area"
digits = 1
values = {1 = {en = "parameters and permissions", zh = "参数与权限"}, 2 = {en = "files", zh = "文件"}, 3 = {en = "network", zh = "网络"}}
[[scheme.form.group]]
name = "error"
digits = 2

[[scheme.form]]
name = "business"
[[scheme.form.group]]
name = "category"
digits = 2
[[scheme.form.group]]
name = "sub"
digits = 2
[[scheme.form.group]]
name = "error"
digits = 3
first = 1
)",
           "common-business",
           R"([[module]]
name = "common"
title = {en = "Common to all APIs", zh = "所有接口通用"}
owners = ["@owner@"]
groups = {area = 1}

[[module]]
name = "@module@"
owners = ["@owner@"]
groups = {category = 10, sub = 1}
)"},
    preset{{"http-status", "the HTTP status, module, running number: 40401042"},
           R"([[scheme]]
name = "http-status"
title = {en = "HTTP status, module, running number", zh = "HTTP 状态码、模块、编号"}

[[scheme.form]]
[[scheme.form.group]]
name = "http"                         # `errdex new` takes it from --status
digits = 3
first = 400
last = 599
[[scheme.form.group]]
name = "module"
digits = 2
first = 1
[[scheme.form.group]]
name = "number"
digits = 3
first = 1
)",
           "http-status",
           R"([[module]]
name = "@module@"
owners = ["@owner@"]
groups = {module = 1}
)"},
    preset{{"prefixed", "a prefix and a running number, as a text: ACME-0042"},
           R"([[scheme]]
name = "prefixed"
title = {en = "Prefix and running number", zh = "前缀与编号"}
codes = "text"
prefix = "@PREFIX@-"

[[scheme.form]]
[[scheme.form.group]]
name = "number"
digits = 4
first = 1
)",
           "prefixed",
           R"([[module]]
name = "@module@"
owners = ["@owner@"]
ranges = [[1, 4999]]
)"},
    preset{{"name", "no digits, the name in capitals: CARD_EXPIRED, as ErrorInfo.reason of gRPC"},
           R"([[scheme]]
name = "name"
title = {en = "The name in capitals", zh = "大写名称"}
codes = "name"
)",
           "name",
           R"([[module]]
name = "@module@"
owners = ["@owner@"]
)"},
};

constexpr auto summaries = [] {
  std::array<starter_scheme, presets.size()> out{};
  for (std::size_t i = 0; i < presets.size(); ++i) out[i] = presets[i].about;
  return out;
}();

constexpr std::string_view toml =
    R"(# The error codes of @name@. `errdex lint` holds the catalog to what stands here.

[project]
name = "@name@"
languages = [@languages@]
catalog = ["errors"]                  # *.yaml below these folders
lock = "errdex.lock"                  # what was released; written by `errdex release`
exemptions = "errdex.exemptions"      # findings that were decided: a rule and a code a line

# What the digits of a code mean.
@scheme@
[[space]]
name = "@name@.api"
scheme = "@scheme_name@"
envelopes = ["code"]
allocation = "spread"                 # numbers by a hash of the name, so that branches rarely meet; or "sequential"

# Who owns which numbers. `errdex new --module @module@` allocates from these.
@modules@
# Where codes are used. With these two lines lint finds codes that nobody raises and names that do not exist.
# [uses]
# files = ["src/**"]
# patterns = ["errors.{Name}"]
)";

constexpr std::string_view check = R"(#!/bin/sh
# What a change of the error codes is held to, in any CI. The base is the branch that it goes into.
set -eu
base=${1:-origin/main}
errdex lint
if git cat-file -e "$base:errdex.toml" 2>/dev/null; then
  # Exit code 1 when the change breaks callers; say --allow major where that is meant.
  errdex diff "$base:" . --allow "${ERRDEX_ALLOW:-minor}"
fi
)";

constexpr std::string_view action = R"(name: error codes
on:
  pull_request:
    paths: [errdex.toml, errdex.lock, errdex.exemptions, "errors/**"]
permissions:
  contents: read
  security-events: write
jobs:
  check:
    runs-on: ubuntu-latest
    steps:
      - uses: actions/checkout@v4
        with: {fetch-depth: 0}
      # The address of the Debian package of errdex that you use.
      - run: |
          curl -fsSLo errdex.deb "${{ vars.ERRDEX_PACKAGE_URL }}"
          sudo apt-get install -y ./errdex.deb
      - run: errdex lint --sarif > errdex.sarif || true
      - uses: github/codeql-action/upload-sarif@v3
        with: {sarif_file: errdex.sarif, category: errdex}
      - run: sh errors/check.sh "origin/${{ github.base_ref }}"
      - if: always()
        run: errdex diff "origin/${{ github.base_ref }}:" . --markdown --allow major >> "$GITHUB_STEP_SUMMARY"
)";

constexpr std::string_view hook = R"(repos:
  - repo: local
    hooks:
      - id: errdex-lint
        name: errdex lint
        entry: errdex lint
        language: system
        pass_filenames: false
        files: ^(errdex\.(toml|lock|exemptions)|errors/)
)";

constexpr std::string_view exemptions =
    R"(# Findings that were decided. One a line: rule, blank, space:code, and why behind a '#'.
# `errdex release` remembers the length of this list; from then on it only shrinks.
)";

std::string filled(std::string_view text, const std::vector<std::pair<std::string, std::string>>& values) {
  std::string out(text);
  for (const auto& [key, value] : values) {
    for (std::size_t at = 0; (at = out.find(key, at)) != std::string::npos; at += value.size()) {
      out.replace(at, key.size(), value);
    }
  }
  return out;
}

draft::bilingual in(const starter_options& o, std::string en, std::string zh) {
  return {o.en ? std::move(en) : std::string(), o.zh ? std::move(zh) : std::string()};
}

/// Two entries that show what a good one is: an input that cannot pass, with a parameter, and a state that
/// somebody has to change.
std::vector<draft::entry> examples(const starter_options& o) {
  draft::entry field;
  field.name = "field_missing";
  field.message = "the field {field} is missing";
  field.parameters = {{"field", draft::parameter_type::string}};
  field.example = "the field email is missing";
  field.title = in(o, "A field that the call needs is missing", "缺少必填字段");
  field.text = in(o, "Please fill in {field}.", "请填写 {field}。");
  field.status = status::invalid_argument;
  field.verdict = verdict::fix_request;
  field.cause =
      in(o, "The body of the request has no member of the name that the message gives, or it is null.",
         "请求体中没有消息所指名称的字段，或其值为 null。");
  if (o.en) field.fix_en = {"Send the field; the reference of the call says which ones it needs."};
  if (o.zh) field.fix_zh = {"补上该字段；接口文档列出了必填字段。"};
  field.basis = basis::documented;

  draft::entry state;
  state.name = "order_already_paid";
  state.message = "order {order} has been paid already";
  state.parameters = {{"order", draft::parameter_type::string}};
  state.example = "order 2031 has been paid already";
  state.title = in(o, "The order has been paid already", "订单已支付");
  state.status = status::failed_precondition;
  state.verdict = verdict::fix_state;
  state.cause =
      in(o, "An earlier payment of this order succeeded, often one whose answer was lost on the way.",
         "此订单先前已支付成功，常见于上一次支付的响应在途中丢失。");
  if (o.en) state.fix_en = {"Read the order, and treat its payment as done when the amount agrees."};
  if (o.zh) state.fix_zh = {"查询订单，金额一致时按支付成功处理。"};
  state.basis = basis::documented;
  return {field, state};
}

std::uint32_t http_of(status s) { return s == status::invalid_argument ? 400 : 409; }

}  // namespace

std::span<const starter_scheme> starter_schemes() noexcept { return summaries; }

std::optional<std::vector<starter_file>> starter(const starter_options& o, std::string& error) {
  const auto p =
      std::find_if(presets.begin(), presets.end(), [&](const preset& x) { return x.about.name == o.scheme; });
  if (p == presets.end()) {
    error = "there is no scheme `" + o.scheme + "` to begin with";
    return std::nullopt;
  }
  if (!o.en && !o.zh) {
    error = "a project has texts in at least one language: en, zh";
    return std::nullopt;
  }
  const std::string owner = o.owner.empty() ? o.name + "-api" : o.owner;
  if (owner.find_first_of("\"\\\n\r\t") != std::string::npos) {
    error = "the owner is a name without quotes, such as payments-team";
    return std::nullopt;
  }
  const std::string project_text = filled(toml, {{"@scheme@", std::string(p->scheme)},
                                                 {"@modules@", std::string(p->modules)},
                                                 {"@scheme_name@", std::string(p->name)},
                                                 {"@languages@", o.en && o.zh ? R"("en", "zh")"
                                                                 : o.en       ? R"("en")"
                                                                              : R"("zh")"},
                                                 {"@PREFIX@", in_capitals(o.name)},
                                                 {"@name@", o.name},
                                                 {"@module@", o.module},
                                                 {"@owner@", owner}});
  findings found;
  auto read = read_project(project_text, "errdex.toml", found);
  if (!read) {
    error = found.front().message;
    return std::nullopt;
  }
  workspace w(*read, {}, {}, {});
  const auto* module = w.about().find_module(o.module);
  for (auto& e : examples(o)) {
    group_values open;
    if (o.scheme == "http-status") open.emplace_back("http", http_of(e.status));
    if (!w.add(e, *module, open, error)) return std::nullopt;
  }
  std::vector<starter_file> out{
      {"errdex.toml", project_text},
      {"errdex.exemptions", std::string(exemptions)},
      {module->file, "# The codes of the module " + o.module +
                         ". An entry is described in docs/catalog-format.md of errdex.\n" +
                         w.text_of(module->file)}};
  if (o.ci) {
    out.push_back({"errors/check.sh", std::string(check), true});
    out.push_back({".github/workflows/error-codes.yml", std::string(action)});
    out.push_back({".pre-commit-config.yaml", std::string(hook)});
  }
  return out;
}

}  // namespace errdex::govern
