import Foundation
import ModelFiles
import Reports
import ServingModel

/// The answer of `nines fit` to a table of measured serving points.
struct FittedReplicas: FitResult {
  struct Entry {
    let subject: ServingTable.Subject
    let fit: ReplicaFit
    let points: [ServingMeasurement]
  }

  let entries: [Entry]
  /// Groups that cannot be fitted, with the reason.
  let refused: [String]
  private let origin: String
  private let known: [String]

  /// - Parameter text: Only groups whose name holds it, in any case.
  init(_ table: ServingTable, holding text: String, origin: String) {
    var entries: [Entry] = []
    var refused: [String] = []
    for group in table.groups {
      let name = group.subject.name
      guard text.isEmpty || name.localizedCaseInsensitiveContains(text) else { continue }
      if let fit = ReplicaFit(group.points) {
        entries.append(Entry(subject: group.subject, fit: fit, points: group.points))
      } else {
        refused.append(
          "\(name): not fitted: its points (\(group.points.count)) are fewer than 8, or do not determine the four terms, for "
            + "which prompts, answers and batches must vary independently (three shapes of request at least)")
      }
    }
    (self.entries, self.refused, self.origin) = (entries, refused, origin)
    known = table.groups.map(\.subject.name)
  }

  /// Why there are no entries, with what could be asked for instead.
  var excuse: String {
    refused.isEmpty ? "The table has: " + known.prefix(5).joined(separator: "; ") : refused.joined(separator: "; ")
  }

  /// Entries of a library, one document each.
  var yaml: String {
    entries.map { entry in
      replicaFitLines(
        entry.fit, name: entry.subject.name, gpus: entry.subject.gpus, gpu: entry.subject.plainGPU, source: origin
      ).joined(separator: "\n") + "\n"
    }.joined(separator: "---\n")
  }

  var figures: [(key: String, value: JSONValue)] {
    [("kind", .string("replicas")), ("origin", .string(origin)), ("replicas", .array(entries.map(Self.json)))]
  }

  private static func json(_ entry: Entry) -> JSONValue {
    let (subject, fit) = (entry.subject, entry.fit)
    func seconds(_ name: String, _ value: Double, _ error: Double) -> JSONValue {
      .object([
        ("name", .string(name)), ("value", .number(value)), ("standard_error", error.isFinite ? .number(error) : .null),
      ])
    }
    let (time, errors) = (fit.iteration, fit.standardErrors)
    return .object([
      ("name", .string(subject.name)), ("model", .string(subject.model)), ("gpu", .string(subject.gpu)),
      ("gpus", .integer(subject.gpus)),
      ("engine", .string(subject.engine)), ("precision", .string(subject.precision)),
      (
        "parameters",
        .array([
          seconds("fixed", time.fixed, errors.fixed),
          seconds("per-sequence", time.perSequence, errors.perSequence),
          seconds("per-kv-token", time.perKVToken, errors.perKVToken),
          seconds("per-prefill-token", time.perPrefillToken, errors.perPrefillToken),
        ])
      ),
      ("points", .integer(fit.points)), ("mean_error_share", .number(fit.meanError)),
      ("largest_error_share", .number(fit.largestError)), ("batch_up_to", .number(fit.batches.upperBound)),
      ("prompt_up_to", .number(fit.longestPrompt)), ("output_up_to", .number(fit.longestOutput)),
    ])
  }
}

extension ServingTable.Subject {
  /// The GPU as nodes of plans name it: `H100` of `h100_sxm`.
  fileprivate var plainGPU: String { gpu.split(separator: "_").first.map { $0.uppercased() } ?? gpu }
}
