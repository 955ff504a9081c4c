import ModelFiles

/// The answers to the six questions, as they will stand in the plan.
struct StarterAnswers: Equatable {
  enum Replica: Equatable {
    /// One of the library's entries.
    case library(StarterReplica)
    /// A measured rate, as it was written, of a replica of so many GPUs.
    case rated(String, gpus: Int)
  }

  /// What an outage costs.
  enum Loss: Equatable {
    case perMinute(String)
    case perRequest(String)
  }

  var peak: String
  var replica: Replica
  /// Of the first site and of the second one.
  var gpus: [String]
  var clouds: [String]
  var availability: String
  var recovery: String
  /// The design that stands today.
  var today: String
  /// Nil where nobody knows: there is no default.
  var loss: Loss?
}

/// Why an answer is none: what was expected, and what to write.
struct StarterProblem: Error, Equatable, CustomStringConvertible {
  let description: String

  init(_ description: String) { self.description = description }
}

extension StarterAnswers {
  mutating func setPeak(_ text: String) throws(StarterProblem) {
    peak = try Self.quantity(text, .rate, "the peak")
    guard (try? QuantityKind.rate.value(of: peak)) ?? 0 > 0 else {
      throw StarterProblem("A peak of nothing needs no plan: write requests a second such as 200rps")
    }
  }

  /// A model of the library, on the GPU that is chosen where it has an entry for it, else on the first one that it has.
  mutating func setModel(_ text: String, _ kind: StarterKind) throws(StarterProblem) {
    guard kind != .rented else {
      throw StarterProblem(
        "how late a rented model answers is not known, so that its plan takes the measured rate of a replica: '9rps on 4 GPUs'"
      )
    }
    let name = text.lowercased()
    guard let first = StarterReplica.all.first(where: { $0.model == name }) else {
      let meant = nearest(to: name, among: StarterReplica.models).map { "Did you mean '\($0)'? " } ?? ""
      throw StarterProblem(
        "the library has no model '\(text)'. \(meant)It has: \(StarterReplica.models.joined(separator: ", ")); of another one "
          + "write the measured rate of a replica, '9rps on 4 GPUs'")
    }
    let entry = StarterReplica.entry(name, on: gpus[0]) ?? first
    replica = .library(entry)
    if entry.gpu != gpus[0] { gpus = [entry.gpu, entry.gpu] }
  }

  /// `9rps on 4 GPUs`: what one replica was measured at.
  mutating func setRated(_ text: String) throws(StarterProblem) {
    guard let parts = text.wholeMatch(of: /\s*(\S+)\s+on\s+([0-9]{1,4})(?:\s*GPUs?)?\s*/.ignoresCase()),
      let count = Int(parts.output.2), count > 0
    else {
      throw StarterProblem(
        "'\(text)' is no measured rate. Write what one replica holds, and on how many GPUs: '9rps on 4 GPUs'")
    }
    let rate = try Self.quantity(String(parts.output.1), .rate, "the rate of a replica")
    guard (try? QuantityKind.rate.value(of: rate)) ?? 0 > 0 else {
      throw StarterProblem("'\(text)': a replica that answers nothing. Write '9rps on 4 GPUs'")
    }
    replica = .rated(rate, gpus: count)
  }

  /// GPUs and clouds in any order: `H100 aws azure`, `own H100, aws L40S`. One of either holds for both sites.
  mutating func setPlaces(_ text: String) throws(StarterProblem) {
    var (newGPUs, newClouds): ([String], [String]) = ([], [])
    for word in text.split(whereSeparator: { " ,\t".contains($0) }).map(String.init) {
      if let gpu = Self.gpuNames.first(where: { $0.lowercased() == word.lowercased() }) {
        newGPUs.append(gpu)
      } else if Self.cloudNames.contains(word.lowercased()) {
        newClouds.append(word.lowercased())
      } else {
        let known = Self.gpuNames + Self.cloudNames
        let meant = nearest(to: word, among: known).map { "Did you mean '\($0)'? " } ?? ""
        throw StarterProblem(
          "'\(word)' is no GPU and no cloud of the library. \(meant)GPUs: \(Self.gpuNames.joined(separator: ", ")). "
            + "Clouds: \(Self.cloudNames.joined(separator: ", "))")
      }
    }
    guard newGPUs.count <= 2, newClouds.count <= 2 else {
      throw StarterProblem(
        "'\(text)' names more than two sites. Write the GPU, then the cloud of the first and of the second site")
    }
    if let first = newGPUs.first { gpus = [first, newGPUs.last ?? first] }
    if let first = newClouds.first { clouds = [first, newClouds.last ?? first] }
    if newGPUs.isEmpty { takeWhatIsThere() }
    try checkPlaces()
  }

  /// Where nobody asked for a GPU and the usual one is not at the clouds that were named: the first that is at both, of
  /// those on which the model has been measured.
  private mutating func takeWhatIsThere() {
    func isThere(_ gpu: String) -> Bool {
      clouds.allSatisfy { $0 == Self.own || StarterNode.entry(gpu, at: $0) != nil }
    }
    guard !gpus.allSatisfy(isThere) else { return }
    var known = Self.gpuNames
    if case .library(let entry) = replica { known = StarterReplica.gpus(of: entry.model) }
    if let other = known.first(where: isThere) { gpus = [other, other] }
  }

  /// Whether the library has what stands where, and a node that holds a replica.
  mutating func checkPlaces() throws(StarterProblem) {
    if case .library(let entry) = replica, entry.gpu != gpus[0] {
      guard let other = StarterReplica.entry(entry.model, on: gpus[0]) else {
        throw StarterProblem(
          "the library has no entry of \(entry.model) on \(gpus[0]), only on "
            + "\(StarterReplica.gpus(of: entry.model).joined(separator: ", ")). Take one of these, or write the measured rate of a "
            + "replica, '9rps on 4 GPUs'")
      }
      replica = .library(other)
    }
    for (gpu, cloud) in zip(gpus, clouds) where cloud != Self.own {
      guard let node = StarterNode.entry(gpu, at: cloud) else {
        let there = StarterNode.all.filter { $0.cloud == cloud }.map(\.gpu).joined(separator: ", ")
        let where_ = StarterNode.all.filter { $0.gpu == gpu }.map(\.cloud).joined(separator: ", ")
        throw StarterProblem(
          "the library has no \(gpu) node of \(cloud), which has \(there); \(gpu) is at \(where_), or 'own'")
      }
      guard node.gpus >= replicaGPUs else {
        throw StarterProblem(
          "a replica of \(replicaGPUs) GPUs does not fit a node of \(cloud) with \(node.gpus) \(gpu). Take another GPU or cloud"
        )
      }
    }
    guard replicaGPUs <= 8 else {
      throw StarterProblem(
        "a replica of \(replicaGPUs) GPUs does not fit a node of 8. Write the rate of a replica that does")
    }
  }

  mutating func setAvailability(_ text: String) throws(StarterProblem) {
    availability = try Self.quantity(text, .share, "the availability")
    guard let share = try? QuantityKind.share.value(of: availability), share > 0.5, share < 1 else {
      throw StarterProblem("'\(text)' is no availability to plan for. Write a share such as 99.9%")
    }
  }

  mutating func setRecovery(_ text: String) throws(StarterProblem) {
    recovery = try Self.quantity(text, .duration, "the time to recover a lost site")
  }

  mutating func setToday(_ text: String, _ kind: StarterKind) throws(StarterProblem) {
    let names = kind.designs.map(\.name)
    let full = DesignName.long(text.lowercased()) ?? text.lowercased()
    guard names.contains(full) else {
      let meant = nearest(to: full, among: names).map { "Did you mean '\($0)'? " } ?? ""
      throw StarterProblem("'\(text)' is no design of this plan. \(meant)It has: \(names.joined(separator: ", "))")
    }
    today = full
  }

  /// `$500/min` or `$0.02/request`, the dollar sign left out where a shell would take it; `unknown` for neither.
  mutating func setLoss(_ text: String) throws(StarterProblem) {
    guard text != Self.unknown else { return loss = nil }
    let amount = text.hasPrefix("$") ? String(text.dropFirst()) : text
    guard let parts = amount.wholeMatch(of: /([0-9]+(?:\.[0-9]+)?)\/(min|minute|request)/), parts.output.1.count < 12
    else {
      throw StarterProblem(
        "'\(text)' is not what a lost minute or request is worth. Write 500/min, 0.02/request or unknown; there is no default"
      )
    }
    loss = parts.output.2 == "request" ? .perRequest("$\(parts.output.1)") : .perMinute("$\(parts.output.1)/min")
  }

  /// GPUs of one replica.
  var replicaGPUs: Int {
    switch replica {
    case .library(let entry): entry.gpus
    case .rated(_, let gpus): gpus
    }
  }

  static let own = "own"
  static let unknown = "unknown"
  static let gpuNames = ["H100", "H200", "B200", "A100", "L40S", "L4", "MI300X"]
  static let cloudNames = ["aws", "gcp", "azure", "nebius", own]

  private static func quantity(_ text: String, _ kind: QuantityKind, _ what: String) throws(StarterProblem) -> String {
    let written = text.split(separator: " ").joined()
    guard (try? kind.value(of: written)) != nil else {
      throw StarterProblem(
        "'\(text)' is not \(what): expected \(kind.noun), such as \(kind.examples.joined(separator: " or "))")
    }
    return written
  }
}

extension StarterNode {
  /// The library's node with a GPU at a cloud; nil where it has none.
  static func entry(_ gpu: String, at cloud: String) -> StarterNode? {
    all.first { $0.gpu == gpu && $0.cloud == cloud }
  }
}
