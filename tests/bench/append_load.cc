// SPDX-FileCopyrightText: The muster authors
// SPDX-License-Identifier: Apache-2.0

// Durable appends by many at once, each of a report with one event, for some seconds; prints how
// many a second were acknowledged.
//
//   muster_append_load ledger DIRECTORY THREADS SECONDS          in this process
//   muster_append_load grpc HOST:PORT TOKEN CLIENTS SECONDS      by a server
//
// Both append the same reports, made beforehand.
#include <fmt/format.h>
#include <grpcpp/client_context.h>
#include <grpcpp/create_channel.h>
#include <grpcpp/security/credentials.h>
#include <grpcpp/support/channel_arguments.h>
#include <muster/v1/service.grpc.pb.h>

#include <atomic>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <functional>
#include <memory>
#include <nlohmann/json.hpp>
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

// What appends a lane's reports, one after another: false if it was refused.
using Appender = std::function<bool(std::size_t number)>;

void Run(const LoadOptions& options, const std::function<Appender(int lane)>& appender_of) {
  std::vector<Appender> appenders;
  for (int lane = 0; lane < options.lanes; ++lane) {
    appenders.push_back(appender_of(lane));
    // What its events name.
    MUSTER_CHECK(appenders.back()(0));
  }
  std::atomic<std::uint64_t> done = 0;
  std::atomic<bool> is_over = false;
  std::vector<std::thread> threads;
  const auto began = LoadClock::now();
  for (const Appender& append : appenders) {
    threads.emplace_back([&]() {
      for (std::size_t number = 1; !is_over; ++number) {
        MUSTER_CHECK(append(number));
        ++done;
      }
    });
  }
  std::this_thread::sleep_for(std::chrono::seconds(options.seconds));
  const std::uint64_t in_time = done;
  const std::chrono::duration<double> took = LoadClock::now() - began;
  is_over = true;
  for (std::thread& thread : threads) thread.join();
  fmt::print("{:.0f}\n", static_cast<double>(in_time) / took.count());
}

void RunOnLedger(const LoadOptions& options, const std::string& directory) {
  MUSTER_CHECK(Ledger::Create(directory, "bench.example/ledger").ok());
  const auto ledger = *Ledger::Open(directory, {.write = true, .clock = nullptr});
  Run(options, [&](int lane) -> Appender {
    auto drafts = std::make_shared<std::vector<ReportDraft>>(DraftsOf(options, lane));
    return [&ledger, drafts](std::size_t number) {
      AppendOptions append;
      append.recorded_by = "bench";
      const auto result = ledger->Append({&drafts->at(number), 1}, append);
      return result.ok() && result->refusals.empty();
    };
  });
}

void RunOverGrpc(const LoadOptions& options, const std::string& address, const std::string& token) {
  Run(options, [&](int lane) -> Appender {
    grpc::ChannelArguments arguments;
    // A connection each, as of clients elsewhere.
    arguments.SetInt(GRPC_ARG_USE_LOCAL_SUBCHANNEL_POOL, 1);
    const std::shared_ptr<v1::Log::Stub> stub = v1::Log::NewStub(
        grpc::CreateCustomChannel(address, grpc::InsecureChannelCredentials(), arguments));
    auto requests = std::make_shared<std::vector<v1::AppendRequest>>();
    for (const ReportDraft& draft : DraftsOf(options, lane)) {
      v1::ReportSource& source = *requests->emplace_back().add_reports();
      source.set_name(draft.file);
      source.set_text(JsonOf(draft.root).dump());
    }
    return [stub, requests, token](std::size_t number) {
      grpc::ClientContext context;
      context.AddMetadata("authorization", "Bearer " + token);
      v1::AppendResponse response;
      const grpc::Status status = stub->Append(&context, requests->at(number), &response);
      if (!status.ok()) fmt::print(stderr, "{}\n", status.error_message());
      return status.ok();
    };
  });
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
