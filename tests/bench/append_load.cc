// SPDX-FileCopyrightText: The muster authors
// SPDX-License-Identifier: Apache-2.0

// Durable appends by many at once, each of a report with one event, for some seconds; prints how
// many a second were acknowledged.
//
//   muster_append_load ledger DIRECTORY THREADS SECONDS          in this process
//   muster_append_load grpc HOST:PORT TOKEN CLIENTS SECONDS      by a server
//
// Both append the same reports, made beforehand.
#include <absl/synchronization/notification.h>
#include <fmt/format.h>
#include <grpcpp/client_context.h>
#include <grpcpp/create_channel.h>
#include <grpcpp/security/credentials.h>
#include <grpcpp/support/channel_arguments.h>
#include <grpcpp/support/client_callback.h>
#include <muster/v1/service.grpc.pb.h>

#include <atomic>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <functional>
#include <memory>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include "ledger/ledger.h"
#include "tests/bench/workload.h"

namespace muster {
namespace {

using LoadClock = std::chrono::steady_clock;
using Json = nlohmann::ordered_json;

// More than one lane can append in the time.
constexpr std::size_t kReportsASecond = 1000;

struct LoadOptions {
  int lanes = 0;
  int seconds = 0;
};

// A report file of the draft: JSON, all scalars as text.
Json JsonOf(const Node& node) {
  if (node.kind == Node::Kind::kScalar) return node.text;
  if (node.kind == Node::Kind::kList) {
    Json list = Json::array();
    for (const Node& item : node.items) list.push_back(JsonOf(item));
    return list;
  }
  Json map = Json::object();
  for (const Node::Entry& entry : node.entries) map[entry.key] = JsonOf(entry.value);
  return map;
}

std::vector<ReportDraft> DraftsOf(const LoadOptions& options, int lane) {
  const std::size_t count = kReportsASecond * static_cast<std::size_t>(options.seconds);
  Workload workload(kWorkloadSeed, count, lane);
  std::vector<ReportDraft> drafts = {workload.Registrations()};
  while (drafts.size() < count) drafts.push_back(workload.NextReport(1));
  return drafts;
}

// What was acknowledged, and whether the time is over.
struct Load {
  std::atomic<std::uint64_t> done = 0;
  std::atomic<bool> is_over = false;
};

// Lets the lanes append for the time, and prints how many appends a second were acknowledged.
void Measure(const LoadOptions& options, Load& load) {
  const auto began = LoadClock::now();
  std::this_thread::sleep_for(std::chrono::seconds(options.seconds));
  const std::uint64_t in_time = load.done;
  const std::chrono::duration<double> took = LoadClock::now() - began;
  load.is_over = true;
  fmt::print("{:.0f}\n", static_cast<double>(in_time) / took.count());
}

void RunOnLedger(const LoadOptions& options, const std::string& directory) {
  MUSTER_CHECK(Ledger::Create(directory, "bench.example/ledger").ok());
  const auto ledger = *Ledger::Open(directory, {.write = true, .clock = nullptr});
  const auto append = [&ledger](const ReportDraft& draft) {
    AppendOptions append_options;
    append_options.recorded_by = "bench";
    const auto result = ledger->Append({&draft, 1}, append_options);
    MUSTER_CHECK(result.ok() && result->refusals.empty());
  };
  std::vector<std::vector<ReportDraft>> drafts;
  for (int lane = 0; lane < options.lanes; ++lane) {
    drafts.push_back(DraftsOf(options, lane));
    append(drafts.back().front());
  }
  Load load;
  std::vector<std::thread> threads;
  for (const std::vector<ReportDraft>& lane : drafts) {
    threads.emplace_back([&]() {
      for (std::size_t number = 1; !load.is_over; ++number) {
        append(lane.at(number));
        ++load.done;
      }
    });
  }
  Measure(options, load);
  for (std::thread& thread : threads) thread.join();
}

// A client with a connection of its own, as one elsewhere, that appends its reports one after the
// other. It has no thread of its own: with 64 of them the clients would spend more on taking turns
// than on what they send, on the processors that the server has.
class RpcClient {
 public:
  RpcClient(const LoadOptions& options, int lane, const std::string& address, std::string token)
      : token_("Bearer " + std::move(token)) {
    grpc::ChannelArguments arguments;
    arguments.SetInt(GRPC_ARG_USE_LOCAL_SUBCHANNEL_POOL, 1);
    stub_ = v1::Log::NewStub(
        grpc::CreateCustomChannel(address, grpc::InsecureChannelCredentials(), arguments));
    for (const ReportDraft& draft : DraftsOf(options, lane)) {
      v1::ReportSource& source = *requests_.emplace_back().add_reports();
      source.set_name(draft.file);
      source.set_text(JsonOf(draft.root).dump());
    }
    // What the events name.
    Begin([this]() { first_.Notify(); });
    first_.WaitForNotification();
  }

  void Go(Load& load) {
    Begin([this, &load]() {
      ++load.done;
      if (load.is_over) return last_.Notify();
      Go(load);
    });
  }
  void AwaitLast() { last_.WaitForNotification(); }

 private:
  void Begin(std::function<void()> then) {
    context_.emplace();
    context_->AddMetadata("authorization", token_);
    response_.Clear();
    stub_->async()->Append(&*context_, &requests_.at(number_++), &response_,
                           [then = std::move(then)](const grpc::Status& status) {
                             if (!status.ok()) fmt::print(stderr, "{}\n", status.error_message());
                             MUSTER_CHECK(status.ok());
                             then();
                           });
  }

  const std::string token_;
  std::unique_ptr<v1::Log::Stub> stub_;
  std::vector<v1::AppendRequest> requests_;
  std::size_t number_ = 0;
  std::optional<grpc::ClientContext> context_;
  v1::AppendResponse response_;
  absl::Notification first_;
  absl::Notification last_;
};

void RunOverGrpc(const LoadOptions& options, const std::string& address, const std::string& token) {
  std::vector<std::unique_ptr<RpcClient>> clients;
  for (int lane = 0; lane < options.lanes; ++lane) {
    clients.push_back(std::make_unique<RpcClient>(options, lane, address, token));
  }
  Load load;
  for (const auto& client : clients) client->Go(load);
  Measure(options, load);
  for (const auto& client : clients) client->AwaitLast();
}

int Main(const std::vector<std::string>& words) {
  if (words.size() == 4 && words[0] == "ledger") {
    RunOnLedger({std::atoi(words[2].c_str()), std::atoi(words[3].c_str())}, words[1]);
    return 0;
  }
  if (words.size() == 5 && words[0] == "grpc") {
    RunOverGrpc({std::atoi(words[3].c_str()), std::atoi(words[4].c_str())}, words[1], words[2]);
    return 0;
  }
  fmt::print(stderr,
             "usage: muster_append_load ledger DIRECTORY THREADS SECONDS\n"
             "       muster_append_load grpc HOST:PORT TOKEN CLIENTS SECONDS\n");
  return 2;
}

}  // namespace
}  // namespace muster

int main(int argc, char** argv) {
  return muster::Main(std::vector<std::string>(argv + 1, argv + argc));
}
