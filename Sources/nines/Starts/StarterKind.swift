import ArgumentParser
import ModelFiles

/// Services that a plan can be started like: each brings defaults of the answers and what is known of its kind.
enum StarterKind: String, CaseIterable, ExpressibleByArgument {
  /// People who write to a large model.
  case chat
  /// The same with a knowledge base that is asked first.
  case rag
  /// Speech in both directions: a small model and a short patience.
  case voice
  /// Completion of code while it is typed.
  case code
  /// Documents that may wait.
  case batch
  /// Machines of one's own, and a region of a cloud for the worst day.
  case onPrem = "on-prem"
  /// Sites at two providers, with what differs between them.
  case multiCloud = "multi-cloud"
  /// A fleet that follows its traffic.
  case autoscaled
  /// A model that somebody else serves for the worst day.
  case rented

  /// Kinds by name, as a sentence lists them.
  static var names: String { allCases.map(\.rawValue).joined(separator: ", ") }

  /// The kind that another word probably means.
  static func near(_ word: String) -> String? { nearest(to: word, among: allCases.map(\.rawValue)) }

  /// What is answered where nothing else is said.
  var defaults: StarterAnswers {
    switch self {
    case .chat, .autoscaled: answers(peak: "200rps", "llama-3.1-70b", ["aws", "aws"])
    case .rag: answers(peak: "60rps", "llama-3.1-70b", gpu: "H200", ["aws", "aws"])
    case .voice: answers(peak: "1500rps", "llama-3.1-8b", ["aws", "aws"], availability: "99.95%", recovery: "5min")
    case .code: answers(peak: "900rps", "llama-3.1-8b", ["aws", "aws"])
    case .batch: answers(peak: "100rps", "llama-3.1-70b", ["aws", "aws"], availability: "99%", recovery: "4h")
    case .onPrem: answers(peak: "120rps", "llama-3.1-70b", ["own", "aws"])
    case .multiCloud: answers(peak: "200rps", "llama-3.1-70b", ["aws", "azure"])
    case .rented: answers(peak: "150rps", nil, ["aws", "aws"])
    }
  }

  private func answers(
    peak: String, _ model: String?, gpu: String = "H100", _ clouds: [String], availability: String = "99.9%",
    recovery: String = "15min"
  ) -> StarterAnswers {
    // A rented model's answers are late by nobody knows how much, so that a plan with one is sized by a rate.
    let replica = StarterAnswers.Replica.rated("9.3627rps", gpus: 4)
    return StarterAnswers(
      peak: peak, replica: model.map { .library(StarterReplica.entry($0, on: gpu)!) } ?? replica,
      gpus: [gpu, gpu], clouds: clouds, availability: availability, recovery: recovery, today: "single-site", loss: nil)
  }

  /// The designs that are compared, by name with what each lays over the plan; every second site is called `other`.
  var designs: [(name: String, overlay: String)] {
    let ladder = [
      ("single-site", "{}"),
      ("backup-and-restore", "{ sites: { other: { keep: backups } }, decide: { by: person } }"),
      ("pilot-light", "{ sites: { other: { keep: data } } }"),
      ("warm-standby", "{ sites: { other: { keep: warm, size: 50% of production } } }"),
      ("hot-standby", "{ sites: { other: { keep: warm } } }"),
      ("active-active", "{ sites: { other: { keep: serving } } }"),
    ]
    guard self == .rented else { return ladder }
    return [
      ladder[0], ladder[2], ("rented-standby", "{ sites: { api: { keep: warm } } }"), ladder[4], ladder[5],
    ]
  }
}

extension StarterReplica {
  /// The library's entry of a model for a GPU; nil where it has none.
  static func entry(_ model: String, on gpu: String) -> StarterReplica? {
    all.first { $0.model == model && $0.gpu == gpu }
  }
}
