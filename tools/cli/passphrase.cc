// SPDX-FileCopyrightText: The muster authors
// SPDX-License-Identifier: Apache-2.0

#include "tools/cli/passphrase.h"

#include <fcntl.h>
#include <termios.h>
#include <unistd.h>

#include <cstdlib>
#include <optional>
#include <string_view>

#include "tools/input/file_bytes.h"
#include "tools/output/progress.h"

namespace muster {
namespace {

constexpr std::size_t kPassphraseBytesMax = 64 << 10;
constexpr char kInterrupt = 3;  // control and C
constexpr char kEndOfInput = 4;
constexpr char kEraseLine = 21;  // control and U
constexpr char kDelete = 127;

// The terminal, with what is typed unseen as long as this lives.
class QuietTerminal {
 public:
  QuietTerminal() : descriptor_(open("/dev/tty", O_RDWR | O_CLOEXEC | O_NOCTTY)) {
    if (descriptor_ < 0 || tcgetattr(descriptor_, &before_) != 0) return;
    termios quiet = before_;
    // Key by key, and without signals: one would leave the terminal as it is now.
    quiet.c_lflag &= ~static_cast<tcflag_t>(ECHO | ISIG | ICANON);
    quiet.c_cc[VMIN] = 1;
    quiet.c_cc[VTIME] = 0;
    quiet_ = tcsetattr(descriptor_, TCSAFLUSH, &quiet) == 0;
  }
  QuietTerminal(const QuietTerminal&) = delete;
  QuietTerminal& operator=(const QuietTerminal&) = delete;
  ~QuietTerminal() {
    if (quiet_) tcsetattr(descriptor_, TCSAFLUSH, &before_);
    if (descriptor_ >= 0) close(descriptor_);
  }

  bool ok() const { return quiet_; }

  // A line without its end, or nullopt if none was typed. The keys that erase do.
  std::optional<std::string> Ask(std::string_view prompt) const {
    Say(prompt);
    std::string line;
    bool ended = false;
    char typed = 0;
    while (!ended && read(descriptor_, &typed, 1) == 1 && typed != kInterrupt &&
           typed != kEndOfInput) {
      if (typed == '\n' || typed == '\r') {
        ended = true;
      } else if (typed == '\b' || typed == kDelete) {
        EraseCharacter(line);
      } else if (typed == kEraseLine) {
        line.clear();
      } else {
        line.push_back(typed);
      }
    }
    Say("\n");
    return ended ? std::optional(line) : std::nullopt;
  }

 private:
  // The last one of a text in UTF-8.
  static void EraseCharacter(std::string& line) {
    while (!line.empty() && (static_cast<unsigned char>(line.back()) & 0xc0) == 0x80) {
      line.pop_back();
    }
    if (!line.empty()) line.pop_back();
  }

  void Say(std::string_view text) const {
    if (write(descriptor_, text.data(), text.size()) < 0) return;  // then nothing is asked
  }

  const int descriptor_;
  termios before_{};
  bool quiet_ = false;
};

StatusOr<std::string> AskTerminal(PassphraseUse use) {
  const PausedProgress paused;
  const QuietTerminal terminal;
  if (!terminal.ok()) return FailedPrecondition("the terminal cannot be asked for a passphrase");
  const std::optional<std::string> typed = terminal.Ask("Passphrase of the signing key: ");
  if (!typed) return FailedPrecondition("no passphrase was typed");
  if (use == PassphraseUse::kNew && terminal.Ask("The same again: ") != typed) {
    return InvalidArgument("the passphrases that were typed differ");
  }
  return *typed;
}

StatusOr<std::string> FindPassphrase(const Invocation& invocation, PassphraseUse use) {
  if (const auto file = invocation.Value("passphrase-file")) {
    StatusOr<std::string> bytes = ReadDiskBytes(*file, kPassphraseBytesMax, FileKinds::kStreamsToo);
    if (!bytes.ok()) return Annotate(bytes.status(), *file);
    return bytes->substr(0, bytes->find('\n'));
  }
  const char* const variable = std::getenv("MUSTER_PASSPHRASE");
  if (variable != nullptr) return std::string(variable);
  // A process that answers others asks nobody.
  if (invocation.opened == nullptr && isatty(STDIN_FILENO) != 0) return AskTerminal(use);
  return FailedPrecondition(
      "the signing key needs a passphrase: give it in $MUSTER_PASSPHRASE or with "
      "--passphrase-file");
}

}  // namespace

StatusOr<std::string> ReadPassphrase(const Invocation& invocation, PassphraseUse use) {
  MUSTER_ASSIGN_OR_RETURN(std::string passphrase, FindPassphrase(invocation, use));
  if (passphrase.empty()) return InvalidArgument("the passphrase is empty");
  return passphrase;
}

std::vector<Option> OptionsOfPassphrases() {
  return {{.name = "passphrase-file",
           .value = "FILE",
           .help = "the passphrase of an encrypted key ($MUSTER_PASSPHRASE, else asked)",
           .details = "its first line, without the line end",
           .completes = Completes::kFiles}};
}

}  // namespace muster
