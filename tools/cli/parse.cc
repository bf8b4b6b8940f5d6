// SPDX-FileCopyrightText: The muster authors
// SPDX-License-Identifier: Apache-2.0

#include "tools/cli/parse.h"

#include <fmt/format.h>
#include <unistd.h>

#include <CLI/App.hpp>
#include <CLI/Config.hpp>
#include <CLI/Formatter.hpp>
#include <algorithm>
#include <memory>
#include <utility>

#include "ledger/spelling.h"

namespace muster {
namespace {

// What CLI11 fills in for one command, or for the words before any command.
struct Bound {
  CLI::App* app = nullptr;
  std::vector<std::unique_ptr<std::vector<std::string>>> values;  // as in options
  std::vector<const Option*> options;
  std::vector<std::string> operands;
  bool short_help = false;
  bool complete_help = false;
};

void Bind(CLI::App& app, const std::vector<Option>& options, Bound& bound) {
  bound.app = &app;
  app.set_help_flag("");
  app.add_flag("-h", bound.short_help);
  app.add_flag("--help", bound.complete_help);
  for (const Option& option : options) {
    bound.options.push_back(&option);
    bound.values.push_back(std::make_unique<std::vector<std::string>>());
    const std::string name = fmt::format("--{}", option.name);
    if (option.value.empty()) {
      app.add_flag_callback(name,
                            [target = bound.values.back().get()]() { target->assign(1, ""); });
    } else {
      // One value each time, so that `--where a=b FILE` leaves the file alone.
      app.add_option(name, *bound.values.back())->allow_extra_args(false)->type_size(1);
    }
  }
}

// The options that may stand before the command.
const std::vector<Option>& RootOptions() {
  static const std::vector<Option>* const kOptions = new std::vector<Option>(OptionsOfAsked());
  return *kOptions;
}

Status UnknownCommand(const std::string& word) {
  std::vector<std::string> names;
  for (const Command& command : Commands()) names.emplace_back(command.name);
  const std::optional<std::string> nearest = NearestName(word, names);
  if (nearest)
    return InvalidArgument("there is no command `{}`; did you mean `{}`?", word, *nearest);
  return InvalidArgument("there is no command `{}`; `muster --help` lists them", word);
}

Status UnknownWord(const std::string& word, const Command& command) {
  std::vector<std::string> words;
  for (const Command& known : command.words) words.emplace_back(WordOf(known));
  const std::optional<std::string> nearest = NearestName(word, words);
  if (nearest) {
    return InvalidArgument("there is no command `{} {}`; did you mean `{} {}`?", command.name, word,
                           command.name, *nearest);
  }
  return InvalidArgument("there is no command `{} {}`; there are {}", command.name, word,
                         fmt::join(words, ", "));
}

Status UnknownOption(const std::string& word, const Command* command) {
  const std::string name = word.substr(0, word.find('='));
  const std::vector<Option>& options = command != nullptr ? command->options : RootOptions();
  std::vector<std::string> names;
  for (const Option& option : options) names.push_back(fmt::format("--{}", option.name));
  const std::optional<std::string> nearest = NearestName(name, names);
  const std::string subject =
      command != nullptr ? fmt::format("`muster {}`", command->name) : "`muster`";
  if (nearest)
    return InvalidArgument("{} has no option `{}`; did you mean `{}`?", subject, name, *nearest);
  const std::string help =
      command != nullptr ? fmt::format("muster {} -h", command->name) : "muster --help";
  return InvalidArgument("{} has no option `{}`; `{}` lists them", subject, name, help);
}

Status CheckValues(const Option& option, const std::vector<std::string>& values) {
  if (values.size() > 1 && !option.repeatable) {
    return InvalidArgument("`--{}` is given {} times; it takes one value", option.name,
                           values.size());
  }
  for (const std::string& value : values) {
    if (!option.value.empty() && value.empty()) {
      return InvalidArgument("`--{}` needs a value: --{} {}", option.name, option.name,
                             option.value);
    }
    if (option.words.empty()) continue;
    const std::string word = option.word_of != nullptr ? option.word_of(value) : value;
    if (std::find(option.words.begin(), option.words.end(), word) != option.words.end()) continue;
    return InvalidArgument("`--{} {}`: there are {}", option.name, value,
                           fmt::join(option.words, ", "));
  }
  return OkStatus();
}

Status CheckOperands(const Command& command, const std::vector<std::string>& operands) {
  if (operands.size() < command.operands_min) {
    return InvalidArgument("`muster {}` needs {}; `muster {} -h` says more", command.name,
                           command.operands, command.name);
  }
  if (operands.size() > command.operands_max) {
    return InvalidArgument("`muster {}` does not know what to do with `{}`", command.name,
                           operands[command.operands_max]);
  }
  return OkStatus();
}

Status Collect(const Bound& bound, Invocation& invocation) {
  for (std::size_t i = 0; i < bound.options.size(); ++i) {
    const std::vector<std::string>& values = *bound.values[i];
    if (values.empty()) continue;
    MUSTER_RETURN_IF_ERROR(CheckValues(*bound.options[i], values));
    invocation.options[std::string(bound.options[i]->name)] = values;
  }
  return OkStatus();
}

void SetFormat(Invocation& invocation) {
  const std::string format = invocation.Value("format").value_or("table");
  if (format == "csv") invocation.format = Format::kCsv;
  if (format == "json") invocation.format = Format::kJson;
}

// CLI11's "--on: 1 required TEXT missing" in our words.
Status Translate(const CLI::ParseError& error, const std::vector<std::string>& words) {
  const std::string message = error.what();
  std::vector<const Option*> options;
  for (const Option& option : RootOptions()) options.push_back(&option);
  for (const Command* const command : CommandsAndWords()) {
    if (std::find(words.begin(), words.end(), WordOf(*command)) == words.end()) continue;
    for (const Option& option : command->options) options.push_back(&option);
  }
  for (const Option* option : options) {
    if (!message.starts_with(fmt::format("--{}:", option->name))) continue;
    if (option->value.empty()) return InvalidArgument("`--{}` takes no value", option->name);
    return InvalidArgument("`--{}` needs a value: --{} {}", option->name, option->name,
                           option->value);
  }
  return InvalidArgument("{}", message);
}

// Parses by the table. `chosen` becomes the command that was named, or stays null.
class LineParser {
 public:
  // Only of the commands that are named in `words`: making all of them takes longer than most
  // answers.
  explicit LineParser(const std::vector<std::string>& words) : app_("muster") {
    Bind(app_, RootOptions(), root_);
    app_.add_flag("--version", version_);
    for (const Command& command : Commands()) {
      if (std::find(words.begin(), words.end(), command.name) != words.end()) Add(command, app_);
    }
    // After the subcommands, which would take it over: what is left is told in our own words.
    app_.require_subcommand(0, 1);
    app_.allow_extras();
  }

  StatusOr<ParsedLine> Parse(const std::vector<std::string>& words) {
    try {
      app_.parse(std::vector<std::string>(words.rbegin(), words.rend()));
    } catch (const CLI::ParseError& error) {
      return Translate(error, words);
    } catch (const CLI::Error& error) {
      return InvalidArgument("{}", error.what());
    }
    ParsedLine line;
    line.version = version_;
    const Bound* bound = &root_;
    for (const auto& [command, candidate] : commands_) {
      if (!candidate->app->parsed()) continue;
      line.invocation.command = command;
      bound = candidate.get();
    }
    if (root_.complete_help || bound->complete_help) line.help = ParsedLine::Help::kComplete;
    if (root_.short_help || bound->short_help) line.help = ParsedLine::Help::kShort;
    if (line.help != ParsedLine::Help::kNo) return line;
    MUSTER_RETURN_IF_ERROR(CheckExtras(line.invocation.command, *bound));
    MUSTER_RETURN_IF_ERROR(Collect(root_, line.invocation));
    if (bound != &root_) MUSTER_RETURN_IF_ERROR(Collect(*bound, line.invocation));
    line.invocation.operands = bound->operands;
    if (line.invocation.command != nullptr) {
      MUSTER_RETURN_IF_ERROR(CheckOperands(*line.invocation.command, line.invocation.operands));
    }
    SetFormat(line.invocation);
    return line;
  }

 private:
  // One with words comes before them, so that the one last found parsed is the one meant.
  void Add(const Command& command, CLI::App& parent) {
    CLI::App* const app = parent.add_subcommand(std::string(WordOf(command)), "");
    commands_.emplace_back(&command, std::make_unique<Bound>());
    Bound& bound = *commands_.back().second;
    Bind(*app, command.options, bound);
    if (command.words.empty()) app->add_option("operands", bound.operands)->type_size(1);
    for (const Command& word : command.words) Add(word, *app);
    if (!command.words.empty()) app->require_subcommand(0, 1);
    app->allow_extras();
  }

  Status CheckExtras(const Command* command, const Bound& bound) const {
    for (const std::string& extra : app_.remaining()) {
      if (extra.starts_with("-") && extra != "-") return UnknownOption(extra, nullptr);
      return UnknownCommand(extra);
    }
    for (const std::string& extra : bound.app->remaining()) {
      // What stands behind it is an operand, whatever it looks like.
      if (extra == "--") continue;
      if (!command->words.empty() && !extra.starts_with("-")) return UnknownWord(extra, *command);
      return UnknownOption(extra, command);
    }
    return OkStatus();
  }

  CLI::App app_;
  Bound root_;
  bool version_ = false;
  std::vector<std::pair<const Command*, std::unique_ptr<Bound>>> commands_;
};

}  // namespace

StatusOr<ParsedLine> ParseLine(const std::vector<std::string>& words) {
  StatusOr<ParsedLine> line = LineParser(words).Parse(words);
  if (!line.ok()) return line;
  const ColorMode mode = ColorModeOf(words);
  line->invocation.style = StyleFor(STDOUT_FILENO, mode);
  line->invocation.error_style = StyleFor(STDERR_FILENO, mode);
  return line;
}

ColorMode ColorModeOf(const std::vector<std::string>& words) {
  ColorMode mode = ColorMode::kAuto;
  for (std::size_t i = 0; i < words.size(); ++i) {
    std::string value;
    if (words[i].starts_with("--color=")) value = words[i].substr(8);
    if (words[i] == "--color" && i + 1 < words.size()) value = words[i + 1];
    if (value == "always") mode = ColorMode::kAlways;
    if (value == "never") mode = ColorMode::kNever;
  }
  return mode;
}

}  // namespace muster
