import EventKernel
import Foundation
import ServingModel
import Stochastics

/// A trace of the Azure LLM inference data set 2023 (Azure/AzurePublicDataset, CC-BY 4.0), an hour of one day.
struct AzureTrace {
  struct Malformed: Error, CustomStringConvertible {
    var description: String
  }

  var arrivals: [RequestArrival]

  init(_ file: URL) throws {
    let lines = try String(contentsOf: file, encoding: .utf8).split(whereSeparator: \.isNewline)
    var first: Double?
    arrivals = try lines.dropFirst().enumerated().map { number, line in
      let cells = line.split(separator: ",")
      let clock = cells.first?.split(separator: " ").last?.split(separator: ":").compactMap { Double($0) } ?? []
      guard cells.count == 3, clock.count == 3, let prompt = Int32(cells[1]), let output = Int32(cells[2]) else {
        throw Malformed(description: "\(file.lastPathComponent):\(number + 2): expected time, prompt and output")
      }
      let second = clock[0] * 3600 + clock[1] * 60 + clock[2]
      first = first ?? second
      return RequestArrival(
        at: SimTime(seconds: second - first!), prompt: max(1, prompt), output: max(1, output), number: number)
    }
  }

  /// The same requests at uniform instants of their own minute: what is left when bursts are taken out.
  func spreadWithinMinutes(seed: UInt64) -> [RequestArrival] {
    var stream = RandomStream(key: StreamKey(seed: seed, name: "spread"), replication: 0, purpose: .arrival)
    return arrivals.map { arrival in
      var moved = arrival
      moved.at = SimTime(seconds: (arrival.at.seconds / 60).rounded(.down) * 60 + 60 * stream.nextUniform())
      return moved
    }.sorted { ($0.at, $0.number) < ($1.at, $1.number) }
  }
}
