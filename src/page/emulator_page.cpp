// The page of the emulator: what stands on it without data. web/src/emulator/ fills it from the admin
// interface under /_errdex/.
#include "page/emulator_words.hpp"
#include "page/views.hpp"
#include "page/words.hpp"

namespace errdex::page {
namespace {

/// Writes the shell in one language.
class shell {
 public:
  shell(html& out, language lang) : out_(out), lang_(lang) {}

  void write(std::string_view base) {
    head(base);
    out_.open("noscript").element("p", {{"class", "emu-note"}}, w("no_script")).close();
    out_.open("p", {{"class", "emu-trouble"}, {"role", "alert"}, {"hidden"}}).close();
    token_form();
    out_.open("p", {{"class", "unseen"}, {"role", "status"}, {"data-said"}}).close();
    out_.open("div", {{"class", "emu-body"}});
    controls();
    out_.open("div", {{"class", "emu-main"}});
    tabs();
    requests();
    panel("faults", [this] { faults(); });
    panel("data", [this] { data(); });
    panel("endpoints", [this] { endpoints(); });
    panel("callbacks", [this] { callbacks(); });
    panel("first_call", [this] {
      lead(w("first_call_lead"));
      out_.open("div", {{"data-first-calls"}}).close();
    });
    out_.close().close();
  }

 private:
  [[nodiscard]] std::string_view w(emulator_word_key key) const { return emulator_text(key, lang_); }

  void button(std::string_view text, std::string_view action, std::string_view value = {},
              std::string_view look = "emu-button") {
    out_.open(
            "button",
            {{"type", "button"}, {"class", look}, {"data-do", action}, {"data-value", value, !value.empty()}})
        .text(text)
        .close();
  }
  void submit(std::string_view text) {
    out_.open("button", {{"type", "submit"}, {"class", "emu-button"}}).text(text).close();
  }
  void lead(std::string_view text) { out_.element("p", {{"class", "emu-lead"}}, text); }
  /// A field with its label above it.
  void input(std::string_view label, std::string_view name, html::attribute first = {"", {}, false},
             html::attribute second = {"", {}, false}, html::attribute third = {"", {}, false}) {
    out_.open("label", {{"class", "emu-field"}}).element("span", {}, label);
    out_.lone("input",
              {{"name", name}, {"autocomplete", "off"}, {"spellcheck", "false"}, first, second, third});
    out_.close();
  }
  void choice(std::string_view label, std::string_view name) {
    out_.open("label", {{"class", "emu-field"}}).element("span", {}, label);
    out_.open("select", {{"name", name}});
    out_.element("option", {{"value", ""}}, w("any")).close().close();
  }
  void check(std::string_view label, std::string_view name) {
    out_.open("label", {{"class", "emu-check"}});
    out_.lone("input", {{"type", "checkbox"}, {"name", name}});
    out_.element("span", {}, label).close();
  }

  void head(std::string_view base) {
    out_.open("header", {{"class", "emu-head"}});
    out_.element("h1", {}, w("title"));
    out_.element("p", {{"class", "lead"}}, w("lead"));
    out_.open("p", {{"class", "emu-base"}}).element("code", {}, base);
    out_.open("button", {{"type", "button"}, {"class", "copy"}, {"data-copy", base}, {"hidden"}})
        .text(w("copy"))
        .close();
    out_.close().close();
  }

  void token_form() {
    out_.open("form", {{"class", "emu-token"}, {"hidden"}});
    input(w("token_label"), "token", {"type", "password"});
    submit(w("token_use"));
    out_.close();
  }

  void tabs() {
    struct tab {
      std::string_view id, text;
    };
    const std::array<tab, 6> all{{{"requests", w("requests")},
                                  {"faults", w("faults")},
                                  {"data", w("data")},
                                  {"endpoints", w("endpoints")},
                                  {"callbacks", w("callbacks")},
                                  {"first_call", w("first_call")}}};
    out_.open("div", {{"class", "emu-tabs"}, {"role", "tablist"}, {"aria-label", w("sections")}});
    for (const tab& t : all) {
      const bool first = t.id == "requests";
      const std::string own = "tab-" + std::string(t.id);
      const std::string_view place = t.id;
      out_.open("button", {{"type", "button"},
                           {"role", "tab"},
                           {"id", own},
                           {"aria-controls", place},
                           {"aria-selected", first ? "true" : "false"},
                           {"tabindex", first ? "0" : "-1"}});
      out_.text(t.text);
      if (t.id == "faults")
        out_.open("span", {{"class", "emu-badge"}, {"data-fault-count"}, {"hidden"}}).close();
      out_.close();
    }
    out_.close();
  }

  template <typename Fill>
  void panel(std::string_view id, const Fill& fill, bool shown = false) {
    const std::string label = "tab-" + std::string(id);
    out_.open("section", {{"class", "emu-panel"},
                          {"role", "tabpanel"},
                          {"id", id},
                          {"aria-labelledby", label},
                          {"tabindex", "-1"},
                          {"hidden", {}, !shown}});
    fill();
    out_.close();
  }

  void requests() {
    panel(
        "requests",
        [this] {
          out_.open("form", {{"class", "emu-filters"}, {"data-filters"}});
          choice(w("platform"), "platform");
          input(w("endpoint"), "endpoint", {"list", "seen-endpoints"}, {"placeholder", w("any")});
          input(w("code"), "code", {"list", "seen-codes"}, {"placeholder", w("any")});
          check(w("failed_only"), "failed");
          out_.open("div", {{"class", "emu-actions"}});
          button(w("pause"), "pause");
          button(w("clear_requests"), "clear-journal");
          out_.close();
          out_.open("datalist", {{"id", "seen-endpoints"}}).close();
          out_.open("datalist", {{"id", "seen-codes"}}).close();
          out_.close();
          out_.element("p", {{"class", "emu-count"}, {"data-count"}}, w("loading"));
          out_.open("div", {{"class", "emu-empty"}, {"data-empty"}, {"hidden"}}).close();
          out_.open("ol", {{"class", "emu-records"}, {"data-records"}, {"reversed"}}).close();
          button(w("older"), "older", {}, "emu-button emu-more");
        },
        true);
  }

  void faults() {
    lead(w("faults_lead"));
    out_.open("form", {{"class", "emu-form"}, {"data-fault-form"}, {"aria-label", w("add_fault")}});
    out_.open("div", {{"class", "emu-row"}});
    input(w("fault_code"), "code", {"list", "all-codes"}, {"placeholder", w("fault_code_hint")});
    choice(w("endpoint"), "endpoint");
    input(w("fault_times"), "times", {"type", "number"}, {"min", "1"}, {"placeholder", w("always")});
    submit(w("add"));
    out_.close();
    out_.open("details").element("summary", {}, w("fault_more"));
    out_.open("div", {{"class", "emu-row"}});
    input(w("fault_status"), "status", {"type", "number"}, {"min", "200"}, {"max", "599"});
    input(w("fault_delay"), "delay", {"placeholder", "2s"});
    input(w("fault_cut"), "cut_after", {"type", "number"}, {"min", "0"});
    input(w("fault_skip"), "skip", {"type", "number"}, {"min", "0"});
    input(w("fault_probability"), "probability", {"inputmode", "decimal"}, {"placeholder", "1"});
    check(w("fault_reset"), "reset_connection");
    check(w("fault_after"), "after");
    out_.close().close();
    out_.open("datalist", {{"id", "all-codes"}}).close();
    out_.open("p", {{"class", "emu-wrong"}, {"role", "alert"}, {"hidden"}}).close();
    out_.close();
    out_.open("ul", {{"class", "emu-list"}, {"data-faults"}}).close();
    button(w("remove_all"), "clear-faults", {}, "emu-button emu-more");
  }

  void data() {
    lead(w("data_lead"));
    out_.open("form", {{"class", "emu-filters"}, {"data-tables"}});
    out_.open("label", {{"class", "emu-field"}}).element("span", {}, w("table"));
    out_.open("select", {{"name", "table"}}).close().close();
    out_.open("div", {{"class", "emu-actions"}});
    button(w("previous"), "previous-rows");
    button(w("next"), "next-rows");
    button(w("refresh"), "refresh-rows");
    out_.close().close();
    out_.open("p", {{"class", "emu-count"}, {"data-row-count"}}).close();
    // The table scrolls by itself, so the keyboard must reach it.
    out_.open("div", {{"class", "scroll emu-table"},
                      {"data-rows"},
                      {"role", "region"},
                      {"aria-label", w("table")},
                      {"tabindex", "0"}})
        .close();
  }

  void endpoints() {
    out_.open("form", {{"class", "emu-filters"}, {"data-endpoint-filter"}});
    input(w("find_endpoint"), "words", {"type", "search"});
    out_.close();
    out_.open("p", {{"class", "emu-count"}, {"data-endpoint-count"}}).close();
    out_.open("div", {{"data-endpoints"}}).close();
  }

  void callbacks() {
    lead(w("callbacks_lead"));
    out_.open("ul", {{"class", "emu-list emu-records"}, {"data-callbacks"}}).close();
  }

  void controls() {
    out_.open("details", {{"class", "emu-side"}, {"data-side"}});
    out_.open("summary").element("span", {}, w("controls")).text(" ");
    out_.open("span", {{"class", "emu-brief"}, {"data-brief"}}).close().close();
    clock();
    out_.open("section").element("h2", {}, w("answers"));
    out_.open("label", {{"class", "emu-field"}}).element("span", {}, w("profile"));
    out_.open("select", {{"data-profile"}});
    out_.element("option", {{"value", "table"}}, w("profile_table"));
    out_.element("option", {{"value", "wire"}}, w("profile_wire"));
    out_.close().close();
    out_.open("label", {{"class", "emu-check"}});
    out_.lone("input", {{"type", "checkbox"}, {"data-limits"}});
    out_.element("span", {}, w("rate_limits")).close();
    out_.close();
    worlds();
    out_.open("section").element("h2", {}, w("snapshots"));
    out_.open("ul", {{"class", "emu-names"}, {"data-snapshots"}}).close();
    name_form("data-keep", w("snapshot_name"), w("keep"));
    out_.close();
    out_.close();
  }

  void clock() {
    out_.open("section", {{"class", "emu-clock"}}).element("h2", {}, w("clock"));
    out_.open("p", {{"class", "emu-now"}});
    out_.open("time", {{"data-now"}}).text("—").close();
    out_.open("span", {{"class", "emu-mode"}, {"data-mode"}}).close().close();
    out_.element("p", {{"class", "emu-hint"}}, w("clock_hint"));
    out_.open("p", {{"class", "emu-buttons"}});
    button(w("freeze"), "freeze");
    button(w("run"), "run");
    out_.close();
    out_.open("div", {{"class", "emu-buttons"}, {"role", "group"}, {"aria-label", w("advance")}});
    out_.element("span", {{"class", "emu-hint"}}, w("advance"));
    button(w("five_minutes"), "advance", "5m");
    button(w("two_hours"), "advance", "2h");
    button(w("one_day"), "advance", "1d");
    out_.close();
    out_.open("form", {{"class", "emu-inline"}, {"data-set-time"}});
    input(w("set_time"), "moment", {"type", "datetime-local"}, {"step", "1"}, {"required"});
    submit(w("set"));
    out_.close().close();
  }

  void worlds() {
    out_.open("section").element("h2", {}, w("world"));
    out_.open("div", {{"class", "emu-inline"}});
    out_.open("select", {{"data-world"}, {"aria-label", w("world")}});
    out_.element("option", {{"value", "main"}}, "main").close();
    out_.open("button",
              {{"type", "button"}, {"class", "emu-button"}, {"data-do", "forget-world"}, {"hidden"}})
        .text(w("forget"))
        .close();
    out_.close();
    out_.open("p", {{"class", "emu-hint"}, {"data-world-hint"}, {"hidden"}}).close();
    name_form("data-new-world", w("world_name"), w("make"));
    out_.open("p", {{"class", "emu-buttons"}});
    button(w("reset"), "reset", {}, "emu-button emu-strong");
    out_.close().close();
  }

  /// A name and what is done with it.
  void name_form(std::string_view mark, std::string_view label, std::string_view action) {
    out_.open("form", {{"class", "emu-inline"}, {mark}});
    out_.lone("input", {{"name", "name"},
                        {"aria-label", label},
                        {"placeholder", label},
                        {"autocomplete", "off"},
                        {"spellcheck", "false"},
                        {"maxlength", "60"},
                        {"required"}});
    submit(action);
    out_.close();
  }

  html& out_;
  language lang_;
};

}  // namespace

std::string emulator_words_json(language lang) {
  std::string out = "{";
  for (std::size_t i = 0; i < emulator_word_list.size(); ++i)
    out += (i == 0 ? "" : ",") + json_string(emulator_word_list[i].key) + ":" +
           json_string(lang == language::zh ? emulator_word_list[i].zh : emulator_word_list[i].en);
  return out + "}";
}

frame emulator_page(language lang, std::string_view base) {
  frame f;
  f.section = section::emulator;
  f.title = emulator_text("title", lang);
  f.description = emulator_text("description", lang);
  f.path = "/emulator";
  f.indexed = false;  // It shows this machine, and is nothing for a search engine.
  const std::string texts = emulator_words_json(lang);
  f.body.open("div", {{"class", "emulator"}, {"data-emulator"}, {"data-words", texts}});
  shell(f.body, lang).write(base);
  f.body.close();
  return f;
}

}  // namespace errdex::page
