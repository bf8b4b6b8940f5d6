// SPDX-FileCopyrightText: The muster authors
// SPDX-License-Identifier: Apache-2.0

// `muster completion SHELL`: a script that completes commands, options and their values, made from
// the table of commands.
#include <fmt/format.h>

#include <algorithm>
#include <string>
#include <string_view>
#include <vector>

#include "tools/cli/answer.h"
#include "tools/cli/commands.h"
#include "tools/cli/invocation.h"

namespace muster {
namespace {

std::string Names() {
  std::vector<std::string_view> names;
  for (const Command& command : Commands()) names.push_back(command.name);
  return fmt::format("{}", fmt::join(names, " "));
}

// Commands that a second word follows, as a pattern of bash.
std::string NamesWithWords() {
  std::vector<std::string_view> names;
  for (const Command& command : Commands()) {
    if (!command.words.empty()) names.push_back(command.name);
  }
  return fmt::format("{}", fmt::join(names, "|"));
}

// For a text in single quotes of the three shells.
std::string Quoted(std::string_view text) {
  std::string quoted = "'";
  for (const char character : text) {
    quoted += character == '\'' ? std::string("'\\''") : std::string(1, character);
  }
  return quoted + "'";
}

// What zsh puts in brackets may not hold them.
std::string ZshText(std::string_view text) {
  std::string result;
  for (const char character : text) {
    if (character == '[' || character == ']' || character == ':' || character == '\'') continue;
    result += character;
  }
  return result;
}

// The words that stand for an operand: names of commands for `help`, shells for `completion`.
std::string OperandWords(const Command& command) {
  if (command.name == "help") return Names();
  if (!command.words.empty()) {
    std::vector<std::string_view> words;
    for (const Command& word : command.words) words.push_back(WordOf(word));
    return fmt::format("{}", fmt::join(words, " "));
  }
  return fmt::format("{}", fmt::join(command.operand_words, " "));
}

std::string BashValue(Completes completes, const std::string& words) {
  if (!words.empty())
    return fmt::format("COMPREPLY=($(compgen -W {} -- \"$word\"))", Quoted(words));
  if (completes == Completes::kFiles)
    return "COMPREPLY=($(compgen -f -- \"$word\")); compopt -o filenames";
  if (completes == Completes::kDirectories) {
    return "COMPREPLY=($(compgen -d -- \"$word\")); compopt -o filenames";
  }
  return "COMPREPLY=()";
}

std::string BashScript() {
  std::string script =
      "# bash completion for muster: eval \"$(muster completion bash)\"\n"
      "_muster() {\n"
      "  local word=\"${COMP_WORDS[COMP_CWORD]}\" before=\"\" command=\"\" i\n"
      "  if ((COMP_CWORD > 0)); then before=\"${COMP_WORDS[COMP_CWORD-1]}\"; fi\n"
      "  for ((i = 1; i < COMP_CWORD; i++)); do\n"
      "    case \"${COMP_WORDS[i]}\" in\n"
      "      --ledger|--format|--color) ((i++)) ;;\n"
      "      -*) ;;\n"
      "      *)\n"
      "        command=\"${command:+$command }${COMP_WORDS[i]}\"\n"
      "        case \"$command\" in " +
      NamesWithWords() +
      ") ;; *) break ;; esac ;;\n"
      "    esac\n"
      "  done\n"
      "  case \"$command $before\" in\n";
  for (const Command* const each : CommandsAndWords()) {
    const Command& command = *each;
    for (const Option& option : command.options) {
      if (option.value.empty()) continue;
      script += fmt::format(
          "    {}) {}; return ;;\n", Quoted(fmt::format("{} --{}", command.name, option.name)),
          BashValue(option.completes, fmt::format("{}", fmt::join(option.words, " "))));
    }
  }
  script += "  esac\n  case \"$command\" in\n";
  script += fmt::format("    '') COMPREPLY=($(compgen -W {} -- \"$word\")); return ;;\n",
                        Quoted(Names() + " --ledger --format --color --help --version"));
  for (const Command* const each : CommandsAndWords()) {
    const Command& command = *each;
    std::string options = "--help";
    for (const Option& option : command.options) options += fmt::format(" --{}", option.name);
    script += fmt::format("    {})\n", Quoted(command.name));
    script += fmt::format(
        "      if [[ $word == -* ]]; then COMPREPLY=($(compgen -W {} -- \"$word\")); return; fi\n",
        Quoted(options));
    script +=
        fmt::format("      {} ;;\n", BashValue(command.operands_complete, OperandWords(command)));
  }
  return script + "  esac\n}\ncomplete -F _muster muster\n";
}

std::string ZshAction(Completes completes, const std::string& words) {
  if (!words.empty()) return fmt::format("({})", words);
  if (completes == Completes::kFiles) return "_files";
  if (completes == Completes::kDirectories) return "_files -/";
  return " ";
}

// What completes the words behind a command, in a branch of `case`.
std::string ZshArguments(const Command& command) {
  std::string script = "_arguments '(- *)--help[help]'";
  for (const Option& option : command.options) {
    const std::string words = fmt::format("{}", fmt::join(option.words, " "));
    std::string spec =
        fmt::format("{}--{}[{}]", option.repeatable ? "*" : "", option.name, ZshText(option.help));
    if (!option.value.empty()) {
      spec += fmt::format(":{}:{}", ZshText(option.value), ZshAction(option.completes, words));
    }
    script += " \\\n            " + Quoted(spec);
  }
  if (command.operands_max > 0) {
    script += " \\\n            " +
              Quoted(fmt::format("*:{}:{}", ZshText(command.operands),
                                 ZshAction(command.operands_complete, OperandWords(command))));
  }
  return script;
}

// The same of a command that a second word follows.
std::string ZshWords(const Command& command) {
  std::string script = fmt::format(
      "_arguments -C '(- *)--help[help]' '1:word:({})' '*::argument:->word'\n"
      "          [[ $state == word ]] && case $words[1] in\n",
      OperandWords(command));
  for (const Command& word : command.words) {
    script += fmt::format("          {}) {} ;;\n", WordOf(word), ZshArguments(word));
  }
  return script + "          esac";
}

std::string ZshScript() {
  std::string script =
      "#compdef muster\n"
      "# zsh completion for muster: source <(muster completion zsh)\n"
      "_muster() {\n"
      "  local context state state_descr line curcontext=\"$curcontext\"\n"
      "  typeset -A opt_args\n"
      "  _arguments -C '--ledger[the ledger]:DIR:_files -/' '--format[of the answer]:FORMAT:(table "
      "csv json)' \\\n"
      "    '--color[when]:WHEN:(auto always never)' '(- *)--help[help]' '(- *)--version[the "
      "version]' \\\n"
      "    '1:command:->command' '*::argument:->argument'\n"
      "  case $state in\n"
      "    command)\n"
      "      local -a commands=(\n";
  for (const Command& command : Commands()) {
    script += fmt::format("        {}\n",
                          Quoted(fmt::format("{}:{}", command.name, ZshText(command.summary))));
  }
  script +=
      "      )\n"
      "      _describe command commands ;;\n"
      "    argument)\n"
      "      case $words[1] in\n";
  for (const Command& command : Commands()) {
    script += fmt::format("        {}) {} ;;\n", command.name,
                          command.words.empty() ? ZshArguments(command) : ZshWords(command));
  }
  return script +
         "      esac ;;\n"
         "  esac\n"
         "}\n"
         "if (( ! $+functions[compdef] )); then autoload -Uz compinit; compinit; fi\n"
         "compdef _muster muster\n";
}

// Whether the command line has named this command.
std::string FishCondition(const Command& command) {
  const std::size_t space = command.name.find(' ');
  if (space != std::string_view::npos) {
    return fmt::format("__fish_seen_subcommand_from {}; and __fish_seen_subcommand_from {}",
                       command.name.substr(0, space), WordOf(command));
  }
  std::string condition = fmt::format("__fish_seen_subcommand_from {}", command.name);
  if (!command.words.empty()) {
    return condition +
           fmt::format("; and not __fish_seen_subcommand_from {}", OperandWords(command));
  }
  // A second word may read like a command of its own.
  for (const Command& other : Commands()) {
    for (const Command& word : other.words) {
      if (WordOf(word) != command.name) continue;
      condition += fmt::format("; and not __fish_seen_subcommand_from {}", other.name);
    }
  }
  return condition;
}

std::string FishScript() {
  std::string script =
      "# fish completion for muster: muster completion fish | source\n"
      "complete -c muster -f\n";
  for (const Command& command : Commands()) {
    script += fmt::format("complete -c muster -n __fish_use_subcommand -a {} -d {}\n", command.name,
                          Quoted(command.summary));
  }
  for (const Command* const each : CommandsAndWords()) {
    const Command& command = *each;
    const std::string seen = Quoted(FishCondition(command));
    for (const Option& option : command.options) {
      script += fmt::format("complete -c muster -n {} -l {} -d {}", seen, option.name,
                            Quoted(option.help));
      if (!option.value.empty()) script += option.completes == Completes::kNothing ? " -x" : " -r";
      if (!option.words.empty()) {
        script += fmt::format(" -a {}", Quoted(fmt::format("{}", fmt::join(option.words, " "))));
      }
      if (option.completes == Completes::kFiles) script += " -F";
      if (option.completes == Completes::kDirectories)
        script += " -a '(__fish_complete_directories)'";
      script += '\n';
    }
    if (command.operands_complete == Completes::kFiles) {
      script += fmt::format("complete -c muster -n {} -F\n", seen);
    }
    const std::string words = OperandWords(command);
    if (!words.empty())
      script += fmt::format("complete -c muster -n {} -a {}\n", seen, Quoted(words));
  }
  return script;
}

StatusOr<ExitStatus> RunCompletion(const Invocation& invocation) {
  const std::string& shell = invocation.operands[0];
  if (shell == "bash") {
    Print(BashScript());
  } else if (shell == "zsh") {
    Print(ZshScript());
  } else if (shell == "fish") {
    Print(FishScript());
  } else {
    return InvalidArgument("there is no completion for `{}`; there are bash, zsh and fish", shell);
  }
  return ExitStatus::kDone;
}

}  // namespace

Command CompletionCommand() {
  return {.name = "completion",
          .summary = "prints a completion script for bash, zsh or fish",
          .access = "neither reads nor writes a ledger",
          .operands = "SHELL",
          .operands_min = 1,
          .operands_max = 1,
          .operand_words = {"bash", "zsh", "fish"},
          .description =
              "bash:  eval \"$(muster completion bash)\"     in ~/.bashrc\n"
              "zsh:   source <(muster completion zsh)      in ~/.zshrc\n"
              "fish:  muster completion fish | source      in ~/.config/fish/config.fish\n",
          .examples =
              "# for this session of bash\n"
              "eval \"$(muster completion bash)\"\n"
              "# for every session of fish\n"
              "muster completion fish > ~/.config/fish/completions/muster.fish\n",
          .run = RunCompletion};
}

}  // namespace muster
