// Shell completions, written from the declarations of the subcommands.
#include <algorithm>
#include <ostream>

#include "cli/program.hpp"

namespace errdex::cli {
namespace {

struct flag {
  std::string name;  // With its dashes.
  std::string summary;
  std::vector<std::string> values;  // Empty: takes none, or any.
  bool takes_value = false;
};

struct subcommand {
  std::string name;
  std::string summary;
  std::vector<flag> flags;
  std::vector<std::string> words;  // Values of positional arguments that are a closed set.
};

/// The choices of an option are what its check prints: "{en,zh}".
std::vector<std::string> choices(const std::string& type) {
  std::vector<std::string> out;
  const auto open = type.find('{');
  const auto close = type.rfind('}');
  if (open == std::string::npos || close == std::string::npos) return out;
  std::string word;
  for (const char c : type.substr(open + 1, close - open - 1) + ",") {
    if (c == ',') {
      if (!word.empty()) out.push_back(word);
      word.clear();
    } else if (c != ' ') {
      word += c;
    }
  }
  return out;
}

std::vector<flag> flags_of(const CLI::App& app) {
  std::vector<flag> out;
  for (const CLI::Option* o : app.get_options()) {
    const bool takes_value = o->get_items_expected_max() > 0;
    for (const auto& name : o->get_lnames()) {
      out.push_back({"--" + name, o->get_description(), choices(o->get_type_name()), takes_value});
    }
  }
  return out;
}

/// Flags of a command below another, and the values of what stands behind it, each once.
void add_inner(subcommand& s, const CLI::App& inner) {
  for (auto& f : flags_of(inner))
    if (std::none_of(s.flags.begin(), s.flags.end(), [&](const flag& x) { return x.name == f.name; }))
      s.flags.push_back(std::move(f));
  for (const CLI::Option* o : inner.get_options()) {
    if (!o->get_positional()) continue;
    for (auto& word : choices(o->get_type_name()))
      if (std::find(s.words.begin(), s.words.end(), word) == s.words.end())
        s.words.push_back(std::move(word));
  }
}

std::vector<subcommand> describe(program& p) {
  std::vector<subcommand> out;
  const auto global = flags_of(p.app());
  for (const CLI::App* app : p.app().get_subcommands([](const CLI::App*) { return true; })) {
    subcommand s{app->get_name(), app->get_description(), flags_of(*app), {}};
    for (const auto& f : global) {
      const bool own =
          std::any_of(s.flags.begin(), s.flags.end(), [&](const flag& x) { return x.name == f.name; });
      if (!own) s.flags.push_back(f);
    }
    for (const CLI::Option* o : app->get_options()) {
      if (o->get_positional()) {
        for (auto& word : choices(o->get_type_name())) s.words.push_back(std::move(word));
      }
    }
    for (const CLI::App* inner : app->get_subcommands([](const CLI::App*) { return true; })) {
      s.words.push_back(inner->get_name());
      add_inner(s, *inner);
    }
    out.push_back(std::move(s));
  }
  return out;
}

std::string join(const std::vector<std::string>& words) {
  std::string out;
  for (const auto& w : words) out += (out.empty() ? "" : " ") + w;
  return out;
}

/// Text inside single quotes of a shell.
std::string quoted(std::string text) {
  for (std::size_t i = 0; (i = text.find('\'', i)) != std::string::npos; i += 4) text.replace(i, 1, "'\\''");
  return "'" + text + "'";
}

void bash(const std::vector<subcommand>& all, std::ostream& out) {
  std::vector<std::string> names;
  for (const auto& s : all) names.push_back(s.name);
  out << "# bash completion of errdex: eval \"$(errdex completions bash)\"\n"
         "_errdex() {\n"
         "  local current=${COMP_WORDS[COMP_CWORD]} previous=${COMP_WORDS[COMP_CWORD-1]} command= word\n"
         "  for word in \"${COMP_WORDS[@]:1:COMP_CWORD-1}\"; do\n"
         "    case ' "
      << join(names)
      << " ' in *\" $word \"*) command=$word; break ;; esac\n"
         "  done\n"
         "  case $command:$previous in\n";
  for (const auto& s : all) {
    for (const auto& f : s.flags) {
      if (!f.values.empty()) {
        out << "    " << s.name << ':' << f.name << ") COMPREPLY=($(compgen -W " << quoted(join(f.values))
            << " -- \"$current\")); return ;;\n";
      }
    }
  }
  out << "  esac\n  case $command in\n";
  for (const auto& s : all) {
    std::vector<std::string> words;
    for (const auto& f : s.flags) words.push_back(f.name);
    out << "    " << s.name << ")\n      case $current in\n        -*) COMPREPLY=($(compgen -W "
        << quoted(join(words)) << " -- \"$current\")) ;;\n        *) COMPREPLY=($(compgen -f -W "
        << quoted(join(s.words)) << " -- \"$current\")) ;;\n      esac ;;\n";
  }
  out << "    *) COMPREPLY=($(compgen -W " << quoted(join(names) + " --help --version")
      << " -- \"$current\")) ;;\n"
         "  esac\n}\ncomplete -F _errdex errdex\n";
}

/// Descriptions stand behind a colon or in brackets, which zsh would read.
std::string zsh_text(std::string text) {
  std::string out;
  for (const char c : text) {
    if (c == '[' || c == ']' || c == ':' || c == '\\') out += '\\';
    out += c;
  }
  return out;
}

void zsh(const std::vector<subcommand>& all, std::ostream& out) {
  out << "#compdef errdex\n# zsh completion of errdex: errdex completions zsh > \"${fpath[1]}/_errdex\"\n"
         "_errdex() {\n  local -a commands\n  commands=(\n";
  for (const auto& s : all) out << "    " << quoted(zsh_text(s.name) + ":" + zsh_text(s.summary)) << '\n';
  out << "  )\n  local command= word\n  for word in ${words[2,CURRENT-1]}; do\n"
         "    if (( ${commands[(I)$word:*]} )); then command=$word; break; fi\n  done\n"
         "  case $command in\n";
  for (const auto& s : all) {
    out << "    " << s.name << ")\n      _arguments \\\n";
    for (const auto& f : s.flags) {
      std::string spec = f.name + "[" + zsh_text(f.summary) + "]";
      if (f.takes_value) spec += f.values.empty() ? ":value:_files" : ":value:(" + join(f.values) + ")";
      out << "        " << quoted(spec) << " \\\n";
    }
    out << "        " << quoted(s.words.empty() ? "*:argument:_files" : "*:argument:(" + join(s.words) + ")")
        << " ;;\n";
  }
  out << "    *) _describe command commands ;;\n  esac\n}\n"
         "if [ \"$funcstack[1]\" = _errdex ]; then _errdex \"$@\"; else compdef _errdex errdex; fi\n";
}

/// fish reads \' inside single quotes.
std::string fish_text(std::string text) {
  std::string out = "'";
  for (const char c : text) {
    if (c == '\'' || c == '\\') out += '\\';
    out += c;
  }
  return out + "'";
}

void fish(const std::vector<subcommand>& all, std::ostream& out) {
  out << "# fish completion of errdex: errdex completions fish | source\n";
  for (const auto& s : all) {
    out << "complete -c errdex -n __fish_use_subcommand -f -a " << s.name << " -d " << fish_text(s.summary)
        << '\n';
    for (const auto& f : s.flags) {
      out << "complete -c errdex -n '__fish_seen_subcommand_from " << s.name << "' -l " << f.name.substr(2)
          << " -d " << fish_text(f.summary);
      if (f.takes_value) out << (f.values.empty() ? " -r" : " -x -a " + fish_text(join(f.values)));
      out << '\n';
    }
    if (!s.words.empty()) {
      out << "complete -c errdex -n '__fish_seen_subcommand_from " << s.name << "' -a "
          << fish_text(join(s.words)) << '\n';
    }
  }
}

}  // namespace

void add_completions(program& p) {
  auto shell = std::make_shared<std::string>();
  CLI::App& sub = p.command(
      "completions", "Print completions for a shell",
      [shell, &p](context& c) {
        const auto all = describe(p);
        if (*shell == "bash") bash(all, c.out);
        if (*shell == "zsh") zsh(all, c.out);
        if (*shell == "fish") fish(all, c.out);
        return success;
      },
      {{"eval \"$(errdex completions bash)\"", "for this shell; put the line into ~/.bashrc to keep it"}});
  sub.add_option("shell", *shell, "bash, zsh or fish")
      ->required()
      ->check(CLI::IsMember({"bash", "zsh", "fish"}));
}

}  // namespace errdex::cli
