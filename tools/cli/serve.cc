// SPDX-FileCopyrightText: The muster authors
// SPDX-License-Identifier: Apache-2.0

// `muster serve`: hands over to the program muster-serve, so that who does not serve does not pay
// for linking what serving takes.
#include <string>
#include <utility>
#include <vector>

#include "tools/cli/commands.h"
#include "tools/cli/invocation.h"
#include "tools/cli/passphrase.h"
#include "tools/cli/sibling_program.h"

namespace muster {
namespace {

StatusOr<ExitStatus> RunServe(const Invocation& invocation) {
  std::vector<std::string> words;
  for (const auto& [name, values] : invocation.options) {
    for (const std::string& value : values) {
      words.push_back(value.empty() ? "--" + name : fmt::format("--{}={}", name, value));
    }
  }
  return BecomeProgram("muster-serve", std::move(words));
}

}  // namespace

Command ServeCommand() {
  static const std::vector<std::string_view> kForms = {"text", "json"};
  return {
      .name = "serve",
      .summary = "answers over HTTP, with a page for people",
      .access = "writes to the ledger",
      .description =
          "The page is at the address that is printed, and what `muster COMMAND --OPTION VALUE\n"
          "--format json` prints is at /v1/COMMAND?OPTION=VALUE. It holds the ledger: nobody else\n"
          "can append to it meanwhile. With --read-only it reads beside who appends, and follows "
          "what\n"
          "is added. It ends, once its answers are given, at SIGINT or SIGTERM.\n\n"
          "It listens on this computer alone unless it has a certificate, or --plain says that "
          "others "
          "may\n"
          "read along. There, whoever reaches it may read; beyond it, and to append, takes a "
          "token\n"
          "(`muster token`).\n",
      .examples =
          "# the page, for the browser on this computer\n"
          "muster serve --ledger haiti.ledger\n"
          "# for the network\n"
          "muster serve --listen 0.0.0.0:8443 --tls-cert cert.pem --tls-key key.pem\n",
      .options =
          Joined({{.name = "listen",
                   .value = "ADDRESS",
                   .help = "an address and a port (127.0.0.1:8080); port 0 is any free one"},
                  {.name = "grpc-listen",
                   .value = "ADDRESS",
                   .help = "the same for gRPC (not answered unless given)"},
                  {.name = "tls-cert",
                   .value = "FILE",
                   .help = "the certificate, in PEM, with those above it",
                   .completes = Completes::kFiles},
                  {.name = "tls-key",
                   .value = "FILE",
                   .help = "the key of the certificate, in PEM",
                   .completes = Completes::kFiles},
                  {.name = "read-only",
                   .help = "leave the ledger to others to append to, and follow what they add"},
                  {.name = "anonymous",
                   .value = "ROLE",
                   .help = "what those may do who show no token: reader, auditor, none",
                   .details = "auditor on this computer alone, none beyond it",
                   .words = {"reader", "auditor", "none"}},
                  {.name = "rate",
                   .value = "N",
                   .help = "requests a second of one address, and of one principal",
                   .details = "0: as many as they like, as on this computer alone; 100 beyond it"},
                  {.name = "plain", .help = "listen beyond this computer without a certificate"},
                  {.name = "log",
                   .value = "FORM",
                   .help = "of what is written to standard error: text (the default), json",
                   .words = kForms}},
                 Joined(OptionsOfPassphrases(), OptionsOfLedgers())),
      .run = RunServe};
}

}  // namespace muster
