// Templates: Mustache as its public specification has it, with filters.
//
//   const gen::filter filters[] = {{"shout", [](std::string_view text, std::string_view, std::string& out) {
//   … }}}; std::string error; auto t = gen::text_template::parse("Hello {{name}}, {{name | shout}}",
//   {.filters = filters}, error); std::string out; t->render(data, out);
//
// What there is: variables {{x}}, {{{x}}}, {{&x}}; dotted names and {{.}}; sections {{#x}}…{{/x}} and
// inverted ones {{^x}}…{{/x}}; comments {{! }}; partials {{> name}} with their indentation; other delimiters
// {{=<% %>=}}. Lambdas, inheritance and dynamic partial names, which the specification leaves open, are not
// there.
//
// Beyond the specification:
// - {{x | filter}}, {{x | filter:"argument" | other}}: a filter turns one text into another. With a filter
// the
//   default escape is left out: the filter is what was asked for.
// - Inside a list, {{-index}} counts from 1, and {{-first}} and {{-last}} are true for the first and last
// item.
// - An empty text is false, as in most implementations; the specification says nothing about it.
//
// The choice against a library: Debian 12 has none with a header and this syntax but inja-like engines with
// their own expression languages; templates that users keep for years should rest on a public specification.
#ifndef ERRDEX_SRC_GEN_TEMPLATE_HPP
#define ERRDEX_SRC_GEN_TEMPLATE_HPP

#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "gen/value.hpp"

namespace errdex::gen {

/// Appends `text`, changed, to `out`. `argument` is empty when the template gives none.
using filter_function = void (*)(std::string_view text, std::string_view argument, std::string& out);

/// A filter with the name that templates call it by.
struct filter {
  std::string_view name;
  filter_function apply = nullptr;
};

/// Finds the text of a partial; null when there is none of this name. The text is read before the call of
/// `parse` ends.
using partial_source = std::function<const std::string*(std::string_view name)>;

struct template_options {
  std::span<const filter> filters{};
  filter_function escape = nullptr;  ///< What {{x}} goes through; null leaves texts as they are.
  partial_source partials{};
  std::string_view name = "template";  ///< For messages: "name:line:column: …".
};

/// A template that has been read. Rendering is const and safe from several threads.
class text_template {
 public:
  /// An empty template, which renders to nothing.
  text_template() = default;

  /// Nothing, and a message in `error`, when a tag is not closed, a section is not closed or closed by
  /// another name, or a filter or a partial is not known.
  [[nodiscard]] static std::optional<text_template> parse(std::string_view text,
                                                          const template_options& options,
                                                          std::string& error);

  /// Appends the filled template to `out`. Names that the data does not have give nothing. Partials that call
  /// themselves end at a depth of 100.
  void render(const value& data, std::string& out) const;

  struct program;  // Private to template.cpp.

 private:
  std::shared_ptr<const program> program_;
};

}  // namespace errdex::gen

#endif
